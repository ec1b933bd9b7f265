"""Puts a backup back: into a new folder only, with every byte checked, erasures done again, and nothing signed.

A store that was put back may be older than what others have seen of its log. It begins in the mode without
signing; whoever restores it compares it with the witnesses before that ends.
"""

import shutil
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

import msgspec

from application.backup import VKEY, BackupDamaged, Manifest, Progress, check_backup, erased_in, hash_of
from application.clock import SystemChance
from application.faults import Fault, StoreExists, named
from application.files import replace_file
from application.folder import StoreFolder
from application.key_file import VAULT, read_key_file
from application.store import connect
from application.vault import Vault, write_secret
from application.withholding import NO_SIGN, RESTORED, SMALLER, Withheld, withhold

_SIGNER = "signer.json"
_HELD = """
SELECT coalesce((SELECT start - 1 FROM log AS next WHERE next.number = log.number + 1), (SELECT max(id) FROM event), 0)
     - start + 1 FROM log WHERE origin = ?
"""


class KeysWanted(Fault):
    """A backup holds no keys: they come from a file of their own, or lie where the store will look for them."""

    key = "keys_wanted"


class KeysOfAnotherUnit(Fault):
    """These keys belong to another office."""

    key = "keys_of_another_unit"


class NotSignersMemory(Fault):
    """A `signer.json` names a log and how many of its events were signed; this file does not."""

    key = "not_signers_memory"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    events: int
    files: int
    erased: int
    """Keys of erased persons that the file of keys still held, and that were destroyed again."""


class Remembered(msgspec.Struct, frozen=True):
    """A head that a signer keeps, as in `signer.json`."""

    origin: str
    size: int


def restore(
    backup: Path,
    root: Path,
    keys: Path | None = None,
    erasures: Iterable[Path] = (),
    remembered: Path | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Put `backup` back into `root`, which must not hold an office. What fails leaves `root` as it was before.

    `keys` is a file of keys; without it they must lie in the store's folder of keys already. `erasures` are later
    backups, of which each knows who was erased until then. `remembered` is a `signer.json` from elsewhere: when it
    knows a larger log, the store will not sign.
    """
    manifest = check_backup(backup, progress)
    folder = StoreFolder.at(root)
    erased = set[UUID]().union(*(_erased(each, manifest.unit) for each in (backup, *erasures)))
    head = None if remembered is None else _remembered(remembered)
    _must_be_new(folder, manifest)
    begun: list[Path] = []
    there = _folders(root)
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (root / NO_SIGN).exists():
            begun.append(root / NO_SIGN)
        withhold(root, Withheld(RESTORED))
        _keys(folder, keys, manifest.unit, begun)
        _copy(backup, folder, manifest, begun)
        again = _erase(folder, erased)
    except BaseException as error:
        _undo(root, begun, there)
        if isinstance(error, OSError):
            raise named(error, root) from error
        raise
    if remembered is not None and head is not None:
        _weigh(folder, head, remembered.read_bytes())
    return Restored(events=manifest.events, files=len(manifest.files), erased=again)


def _folders(root: Path) -> set[Path]:
    """The folders that are there, of those above `root` and those in it."""
    inside = (each for each in root.rglob("*") if each.is_dir()) if root.is_dir() else ()
    return {each for each in (root, *root.parents) if each.exists()} | set(inside)


def _undo(root: Path, begun: list[Path], there: set[Path]) -> None:
    """Take away the files that were begun, and the folders that were made for them."""
    for path in begun:
        for each in (path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm"))):
            each.unlink(missing_ok=True)
    made = (_folders(root) | {root}) - there
    for folder in sorted(made, key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):  # somebody else has put something there meanwhile
            folder.rmdir()


def _must_be_new(folder: StoreFolder, manifest: Manifest) -> None:
    """Not one file of whatever lives there is written over."""
    for file in (folder.database, *(folder.root / name for name in manifest.files if name != VKEY)):
        if file.exists():
            raise StoreExists(path=folder.root)


def _keys(folder: StoreFolder, keys: Path | None, unit: str, begun: list[Path]) -> None:
    if keys is None:
        for path in (folder.vault, folder.key_encryption_key, folder.lookup_key):
            if not path.is_file():
                raise KeysWanted(path=path)
        return
    kept = read_key_file(keys)
    if kept.unit != unit:
        raise KeysOfAnotherUnit(path=keys, unit=kept.unit)
    folder.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, octets in kept.files.items():
        if Path(name).name != name:
            raise KeysOfAnotherUnit(path=keys, unit=kept.unit)
        path = folder.vault if name == VAULT else folder.log_key if name == "log.key" else folder.keys / name
        try:
            write_secret(path, octets)
        except FileExistsError:
            raise StoreExists(path=path.parent) from None
        begun.append(path)


def _copy(backup: Path, folder: StoreFolder, manifest: Manifest, begun: list[Path]) -> None:
    """The database last: until it is there, nothing takes the folder for an office."""
    last = folder.database.name
    for file in sorted(manifest.files, key=lambda name: (name == last, name)):
        target = folder.log_vkey if file == VKEY else folder.root / file
        if target.exists():  # the verifier keys came with the keys
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        begun.append(target)
        shutil.copyfile(backup / file, target)
        target.chmod(0o600)
        if hash_of(target) != manifest.files[file]:
            raise BackupDamaged(path=backup, file=file)


def _erase(folder: StoreFolder, erased: set[UUID]) -> int:
    """Destroy again what had been destroyed; opens the vault, so keys that do not fit are found here."""
    with closing(Vault(folder.vault, folder.key_encryption_key, SystemChance())) as vault:
        return sum(vault.destroy_key(stream) for stream in sorted(erased))


def _erased(backup: Path, unit: str) -> set[UUID]:
    if check_backup(backup).unit != unit:
        raise KeysOfAnotherUnit(path=backup, unit=unit)
    return erased_in(backup)


def _remembered(path: Path) -> Remembered:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Remembered)
    except (OSError, msgspec.DecodeError):
        raise NotSignersMemory(path=path) from None


def _weigh(folder: StoreFolder, head: Remembered, octets: bytes) -> None:
    """A signer that remembers more than the backup's own counts; without its events nothing is signed."""
    with closing(connect(folder.database, writes=False)) as rows:
        row = rows.execute(_HELD, (head.origin,)).fetchone()
    held = row[0] if row is not None else 0
    if held < head.size:
        withhold(folder.root, Withheld(SMALLER, _SIGNER, head.origin, head.size, held))
    elif _remembered(folder.root / _SIGNER).size < head.size:
        replace_file(folder.root / _SIGNER, octets, mode=0o600)
