"""The signed files beside the rows of a log: heads, the logs' keys, and what the office keeps of its witnesses."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from application.faults import Fault
from application.witnessing.book import Book, CosignedHead
from application.witnessing.trust import FILE as POLICY
from audit.heads import CHECKPOINT, KEY, Log
from audit.mirror import KEYS, folder_of
from audit.opening import octets
from ledger.fault import LedgerFault


class Notes(Protocol):
    """The signed files beside the rows."""

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        """The signed head of a log."""

    def keys(self) -> bytes | None:
        """The logs' verifier keys, one a line."""

    def policy(self) -> bytes | None:
        """The witnesses that the office names, with their keys."""

    def cosigned(self, origin: str, vkeys: Iterable[str]) -> CosignedHead | None:
        """The largest head of a log that is kept with a line of one of these witnesses."""


class StoreNotes:
    """Beside a store, or a copy of one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        return octets(self.root / (f"{CHECKPOINT}.{log.number}" if closed else CHECKPOINT))

    def keys(self) -> bytes | None:
        return octets(self.root / "keys" / KEY)

    def policy(self) -> bytes | None:
        return octets(self.root / POLICY)

    def cosigned(self, origin: str, vkeys: Iterable[str]) -> CosignedHead | None:
        book = Book(self.root)
        try:
            largest = max((book.last(origin, vkey) for vkey in vkeys), default=0)
            return next(book.heads(origin, largest - 1), None) if largest else None
        except (Fault, LedgerFault):
            return None  # what cannot be read claims nothing; the heads themselves are read elsewhere


class MirrorNotes:
    """In a mirror, which has a folder for each log."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        del closed
        return octets(folder_of(self.root, log) / CHECKPOINT)

    def keys(self) -> bytes | None:
        return octets(self.root / KEYS)

    def policy(self) -> bytes | None:
        return None  # a mirror is of the log alone

    def cosigned(self, origin: str, vkeys: Iterable[str]) -> CosignedHead | None:
        del origin, vkeys
        return None
