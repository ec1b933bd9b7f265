"""The inspector's own key, kept outside the office's store, and the statements it signs."""

from pathlib import Path

import msgspec

from application.clock import Chance
from application.faults import StoreReadOnly
from application.vault import write_secret
from domain.fact import Refused
from domain.inspection import Kind, Statement, Subject, digest_of
from ledger.fault import LedgerFault
from ledger.note import Signer

SEED, SALT = 32, 16
LARGEST = 4_096


class NothingInThisKeyFile(Refused):
    """The file holds no inspector's key, or cannot be read."""


class KeyInsideTheStore(Refused):
    """Whoever holds the office's folder must not hold the inspector's key as well."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A signed statement with the words it is about."""

    statement: Statement
    signature: str
    words: str
    salt: str


def make_key(path: Path, name: str, chance: Chance, *, store: Path | None = None) -> Signer:
    """Make a new key in a file of its own that only its owner may read; never over an existing one."""
    if store is not None and path.resolve().is_relative_to(store.resolve()):
        raise KeyInsideTheStore(path=path)
    signer = Signer(name, chance.draw(SEED))
    try:
        write_secret(path, f"{signer.private}\n".encode())
    except OSError as error:
        raise StoreReadOnly(path=path) from error
    return signer


def read_key(path: Path, *, store: Path | None = None) -> Signer:
    """The key in a file; refuses one that lies in the office's own folder."""
    if store is not None and path.resolve().is_relative_to(store.resolve()):
        raise KeyInsideTheStore(path=path)
    try:
        with path.open("rb") as file:
            return Signer.parse(file.read(LARGEST).decode("ascii").strip())
    except (OSError, UnicodeDecodeError, LedgerFault):
        raise NothingInThisKeyFile(path=path) from None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at: a log, its size, and the root of that many leaves (hex)."""

    origin: str
    size: int
    root: str


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement is about; `thread` where it goes on with one, `index` the leaf (from 0) or -1."""

    kind: Kind
    about: Subject
    subject: str = ""
    index: int = -1
    to: str = ""
    thread: str = ""


def signed(signer: Signer, about: About, head: Head, words: str, *, by: str, at: int, chance: Chance) -> Said:
    """A statement of this moment (µs UTC), salted and signed."""
    salt, tidy = chance.draw(SALT).hex(), words.strip()
    statement = Statement(
        **msgspec.structs.asdict(about),
        **msgspec.structs.asdict(head),
        by=by,
        made_at=at,
        words=digest_of(tidy, salt),
    )
    return Said(statement=statement, signature=str(signer.sign(statement.text)), words=tidy, salt=salt)
