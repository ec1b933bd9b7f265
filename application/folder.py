"""The folder an office lives in: its databases, its keys, and how both are first made."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from application.clock import Chance
from application.faults import NotAStore, StoreExists, StoreReadOnly, named
from application.store import create
from application.vault import create_vault, write_secret
from domain.office import Office, OfficeOpened, open_office
from ledger.note import Signer as Key
from projections import inline_folds

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""


class StoreFolder(msgspec.Struct, frozen=True):
    """Where everything is. Keys may live elsewhere (`MOTCUA_KEYS`), on a disk of their own.

    The key that signs the log may be apart from the others (`MOTCUA_LOG_KEY`), on a stick that is not always there.
    """

    root: Path
    keys: Path
    apart: Path | None = None

    @classmethod
    def at(cls, root: Path) -> "StoreFolder":
        elsewhere, apart = os.environ.get("MOTCUA_KEYS"), os.environ.get("MOTCUA_LOG_KEY")
        return cls(root, Path(elsewhere) if elsewhere else root / "keys", Path(apart) if apart else None)

    @property
    def database(self) -> Path:
        return self.root / "office.db"

    @property
    def vault(self) -> Path:
        return self.root / "vault.db"

    @property
    def views(self) -> Path:
        return self.root / "views.db"

    @property
    def key_encryption_key(self) -> Path:
        return self.keys / "office.kek"

    @property
    def lookup_key(self) -> Path:
        return self.keys / "lookup.key"

    @property
    def log_key(self) -> Path:
        return self.apart or self.keys / "log.key"

    @property
    def log_vkey(self) -> Path:
        return self.keys / "log.vkey"

    @property
    def made(self) -> tuple[Path, ...]:
        """Every file that founding makes, apart from those SQLite keeps beside its own."""
        keys = (self.key_encryption_key, self.lookup_key, self.log_key, self.log_vkey)
        return (*keys, self.vault, self.database)

    def must_exist(self) -> None:
        try:
            there = self.database.is_file()
        except OSError as error:
            raise named(error, self.root) from error
        if not there:
            raise NotAStore(path=self.root)


def default_folder() -> Path:
    """`MOTCUA_STORE`, or the platform's place for a user's data."""
    chosen = os.environ.get("MOTCUA_STORE")
    if chosen:
        return Path(chosen)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "motcua"


def make_folder(folder: StoreFolder, opened: OfficeOpened, origin: str, chance: Chance) -> None:
    """Make a new office: fresh keys first, then the empty store bound to its unit. All of it, or nothing."""
    open_office(Office(), opened)  # what its first event would refuse leaves no keys behind
    with all_or_nothing(folder):
        _make_keys(folder, origin, chance)
        create_vault(folder.vault)
        create(folder.database, opened.unit, origin, inline_folds(), simulated=opened.simulated)


@contextmanager
def all_or_nothing(folder: StoreFolder) -> Iterator[None]:
    """Founding inside: when it fails, what it made is removed, so that it can be tried again."""
    there = next((path for path in folder.made if path.exists()), None)
    if there is not None:
        raise StoreExists(path=folder.root if there == folder.database else there.parent)
    before = [each for each in (folder.keys, folder.root) if not each.exists()]
    try:
        yield
    except StoreExists:
        raise  # somebody else founded here at the same moment: nothing of theirs is touched
    except BaseException:
        _remove(folder, before)
        raise


def _remove(folder: StoreFolder, folders: list[Path]) -> None:
    beside = (base.with_name(base.name + end) for base in (folder.vault, folder.database) for end in _BESIDE)
    with suppress(OSError):  # what led here is the answer, not what could not be tidied up
        for file in (*folder.made, *beside):
            file.unlink(missing_ok=True)
        for each in folders:
            each.rmdir()


def _make_keys(folder: StoreFolder, origin: str, chance: Chance) -> None:
    try:
        _private(folder.root)
        _private(folder.keys)
        key = Key(origin, chance.draw(32))
        write_secret(folder.key_encryption_key, chance.draw(32))
        write_secret(folder.lookup_key, chance.draw(32))
        write_secret(folder.log_key, key.private.encode() + b"\n")
        write_secret(folder.log_vkey, key.vkey.encode() + b"\n")
    except FileExistsError as error:
        raise StoreExists(path=folder.keys) from error
    except OSError as error:
        raise StoreReadOnly(path=folder.root) from error


def _private(folder: Path) -> None:
    """A folder for its owner alone, also where it was there before."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(PermissionError):  # a place made by somebody else; the files in it are private all the same
        folder.chmod(0o700)


def log_origin(opened: OfficeOpened, year: int, host: str = "motcua.local") -> str:
    """The name of a unit's log of one year, such as `motcua.local/xa/28321/2025`."""
    return f"{host}/xa/{opened.unit}/{year}"
