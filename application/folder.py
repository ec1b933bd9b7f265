"""The folder an office lives in: its databases, its keys, and how both are first made."""

import os
from pathlib import Path

import msgspec

from application.clock import Chance
from application.faults import NotAStore, StoreExists, StoreReadOnly, named
from application.store import create
from application.vault import create_vault, write_secret
from domain.office import OfficeOpened
from ledger.note import Signer as Key
from projections import inline_folds


class StoreFolder(msgspec.Struct, frozen=True):
    """Where everything is. Keys may live elsewhere (`MOTCUA_KEYS`), on a disk of their own."""

    root: Path
    keys: Path

    @classmethod
    def at(cls, root: Path) -> "StoreFolder":
        elsewhere = os.environ.get("MOTCUA_KEYS")
        return cls(root, Path(elsewhere) if elsewhere else root / "keys")

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
        return self.keys / "log.key"

    @property
    def log_vkey(self) -> Path:
        return self.keys / "log.vkey"

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
    """Make a new office: fresh keys first, then the empty store bound to its unit."""
    if folder.database.exists():
        raise StoreExists(path=folder.root)
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        folder.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = Key(origin, chance.draw(32))
        write_secret(folder.key_encryption_key, chance.draw(32))
        write_secret(folder.lookup_key, chance.draw(32))
        write_secret(folder.log_key, key.private.encode() + b"\n")
        folder.log_vkey.write_text(key.vkey + "\n")
    except FileExistsError as error:
        raise StoreExists(path=folder.keys) from error
    except OSError as error:
        raise StoreReadOnly(path=folder.root) from error
    create_vault(folder.vault)
    create(folder.database, opened.unit, origin, inline_folds(), simulated=opened.simulated)


def log_origin(opened: OfficeOpened, year: int, host: str = "motcua.local") -> str:
    """The name of a unit's log of one year, such as `motcua.local/xa/28321/2025`."""
    return f"{host}/xa/{opened.unit}/{year}"
