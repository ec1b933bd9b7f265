"""The keys of an office in one file, apart from its backups: whoever has both can read personal data and sign.

It is kept for a short time only: the key of a person who was erased must not live on in a copy.
"""

import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from application.faults import Fault, named
from application.folder import StoreFolder
from application.vault import write_secret

DAYS_KEPT = 30
"""A file of keys that is older is destroyed when a new one is made beside it."""
FORMAT = 1
VAULT = "vault.db"

_ERASED = "SELECT stream FROM key WHERE wrapped = x'' ORDER BY stream"
_DAY = 86_400_000_000


class KeyFileDamaged(Fault):
    """This is not a file of keys, or not all of it is what was written."""

    key = "key_file_damaged"


class KeyFileExists(Fault):
    """A file of keys is never written over another."""

    key = "key_file_exists"


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """`files` by name: those of `keys/`, and the vault. `digest` (hex) is over all of them."""

    format: int
    unit: str
    made_at: int
    """µs UTC."""
    files: dict[str, bytes]
    digest: str

    @classmethod
    def made(cls, unit: str, made_at: int, files: dict[str, bytes]) -> "KeyFile":
        return cls(
            format=FORMAT, unit=unit, made_at=made_at, files=files, digest=_digest(unit, made_at, files)
        )

    def holds(self) -> bool:
        return self.format == FORMAT and self.digest == _digest(self.unit, self.made_at, self.files)


def write_key_file(folder: StoreFolder, path: Path, unit: str, made_at: int) -> None:
    """Write the keys of the office in `folder` to `path`, for its owner alone."""
    files = {each.name: each.read_bytes() for each in sorted(folder.keys.iterdir()) if each.is_file()}
    if folder.log_key.is_file():
        files.setdefault("log.key", folder.log_key.read_bytes())
    files[VAULT] = _vault(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_secret(path, msgspec.json.encode(KeyFile.made(unit, made_at, files)))
    except FileExistsError:
        raise KeyFileExists(path=path) from None


def read_key_file(path: Path) -> KeyFile:
    """The keys in `path`. Raises `KeyFileDamaged` when they are not all there."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=KeyFile)
    except (OSError, msgspec.DecodeError):
        raise KeyFileDamaged(path=path) from None
    if not kept.holds():
        raise KeyFileDamaged(path=path)
    return kept


def destroy_older(path: Path, unit: str, now: int) -> tuple[str, ...]:
    """Destroy the files of keys of the same unit beside `path` that are older than `DAYS_KEPT`; their names."""
    gone = []
    for other in sorted(path.parent.glob(f"*{path.suffix}")):
        if other == path or not other.is_file():
            continue
        with suppress(KeyFileDamaged):
            kept = read_key_file(other)
            if kept.unit == unit and kept.made_at < now - DAYS_KEPT * _DAY:
                other.unlink()
                gone.append(other.name)
    return tuple(gone)


def erased_streams(folder: StoreFolder) -> list[UUID]:
    """Whose keys were destroyed: the mark that there was one is kept in the vault."""
    with closing(_reading(folder.vault)) as vault:
        return [UUID(bytes=stream) for (stream,) in vault.execute(_ERASED)]


def _vault(folder: StoreFolder) -> bytes:
    """The vault without the pages of keys that were destroyed."""
    try:
        with TemporaryDirectory(
            prefix=".keys-", dir=folder.root
        ) as scratch:  # on the disk that holds them already
            copy = Path(scratch) / VAULT
            with closing(_reading(folder.vault)) as vault:
                vault.execute("VACUUM INTO ?", (str(copy),))
            return copy.read_bytes()
    except sqlite3.Error as error:
        raise named(error, folder.vault) from error


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None)


def _digest(unit: str, made_at: int, files: dict[str, bytes]) -> str:
    listed = [(name, sha256(octets).hexdigest()) for name, octets in sorted(files.items())]
    return sha256(msgspec.json.encode((unit, made_at, listed))).hexdigest()
