"""The kiosk's own small store: numbers in advance, numbers given out, and what the office must still be told.

Every number is on the disk before anybody sees it.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from application.kept_numbers import KeptTicket, Lease, LeasedNumber
from application.views import TicketView
from kiosk.keeping.disk import Disk

T = TypeVar("T")

TABLES = (
    "CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS number (day TEXT, series TEXT, ordinal INTEGER, grp TEXT NOT NULL, "
    "lease TEXT NOT NULL, number TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0, "
    "PRIMARY KEY (day, series, ordinal)) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS given (command TEXT PRIMARY KEY, day TEXT NOT NULL, ticket TEXT NOT NULL, "
    "view TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, "
    "what TEXT NOT NULL, refused TEXT NOT NULL DEFAULT '') STRICT",
)
UNUSED = (
    "SELECT series, ordinal, lease, number FROM number WHERE day = ? AND grp = ? AND used = 0 "
    "ORDER BY series, ordinal LIMIT 1"
)
LEFT = "SELECT day, grp, count(*) FROM number WHERE used = 0 GROUP BY day, grp"
WAITING = "SELECT position, kind, what FROM outbox WHERE refused = '' ORDER BY position LIMIT ?"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the office must still be told: the name of a call as `application.remote.wire` has it."""

    name: str
    told: dict[str, Any]
    """Its arguments, as they are put into JSON; neither the actor nor the command."""
    command: str

    def body(self) -> bytes:
        return msgspec.json.encode(self.told)


class Errand(msgspec.Struct, frozen=True):
    """A place of the outbox, and what lies there."""

    position: int
    what: KeptTicket | Call


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """How a number that is taken becomes a ticket that is kept, and what its holder sees."""

    day: str
    groups: tuple[str, ...]
    """Lines whose numbers will do, the best first."""
    command: str
    make: Callable[[str, str, str, LeasedNumber], tuple[KeptTicket, TicketView]]
    """From lease, group, series and number."""


class Safe(Disk):
    """What is kept, in the words of the waiting room; how, is `Disk`'s."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, TABLES)
        if self.doubtful:  # some may have been given out of memory: better none than one number twice
            self.write("DELETE FROM number WHERE used = 0", ())
            self.write("DELETE FROM said WHERE key LIKE 'lease/%'", ())
            self.vouch()

    # ---- what the office last said

    def remember(self, key: str, value: object) -> None:
        text = msgspec.json.encode(value).decode()
        if self._value(key) != text:
            self.write("INSERT OR REPLACE INTO said VALUES (?, ?)", (key, text))

    def recall(self, key: str, kind: type[T]) -> T | None:
        """The value last remembered under a key; None where there is none that this version can read."""
        text = self._value(key)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=kind)
        except msgspec.DecodeError:
            return None

    def forget(self, key: str) -> None:
        self.write("DELETE FROM said WHERE key = ?", (key,))

    def _value(self, key: str) -> str | None:
        found = self.rows("SELECT value FROM said WHERE key = ?", key)
        return str(found[0][0]) if found else None

    # ---- numbers

    def add(self, lease: Lease) -> None:
        """Put leased numbers in; the same lease twice changes nothing."""
        rows = [
            (lease.day, lease.series, each.ordinal, lease.group, lease.id, msgspec.json.encode(each).decode())
            for each in lease.numbers
        ]
        query = "INSERT OR IGNORE INTO number (day, series, ordinal, grp, lease, number) VALUES (?, ?, ?, ?, ?, ?)"
        self.write(query, *rows)

    def left(self) -> dict[tuple[str, str], int]:
        """How many numbers are left, by day and group."""
        return {(day, group): count for day, group, count in self.rows(LEFT)}

    def take(self, taking: Taking) -> TicketView | None:
        """Give out one number and keep its ticket, in one transaction; None when there is no number left.

        A visit that has its number already gets the same one.
        """
        return self.change(lambda tx: _taken(tx, taking))

    def given(self, command: str) -> TicketView | None:
        """The number of a visit that was given out from here."""
        return _view(self.rows("SELECT view FROM given WHERE command = ?", command))

    def ticket(self, ticket: str) -> TicketView | None:
        return _view(self.rows("SELECT view FROM given WHERE ticket = ?", ticket))

    # ---- the outbox

    def keep(self, call: Call) -> None:
        """An act for later."""
        self.change(lambda tx: _put(tx, "call", call))

    def waiting(self, limit: int = 1) -> list[Errand]:
        """What the office must be told next, in order."""
        kinds: dict[str, Any] = {"ticket": KeptTicket, "call": Call}
        found = []
        for position, kind, what in self.rows(WAITING, limit):
            try:
                found.append(Errand(position, msgspec.json.decode(what, type=kinds[kind])))
            except msgspec.MsgspecError:  # another version wrote it: what comes behind goes on
                self.set_aside(position, "Unreadable")
        return found

    def count(self) -> int:
        return int(self.rows("SELECT count(*) FROM outbox WHERE refused = ''")[0][0])

    def refused(self) -> list[tuple[str, str]]:
        """What the office would not take, and by what name it said so."""
        return [
            (what, why)
            for what, why in self.rows(
                "SELECT what, refused FROM outbox WHERE refused <> '' ORDER BY position"
            )
        ]

    def told(self, positions: list[int]) -> None:
        """The office has these."""
        self.write("DELETE FROM outbox WHERE position = ?", *((each,) for each in positions))

    def set_aside(self, position: int, why: str) -> None:
        """The office will not take this: it stays for the technician, and what comes behind goes on."""
        self.write("UPDATE outbox SET refused = ? WHERE position = ?", (why, position))

    def forget_before(self, day: str) -> None:
        """A new day: numbers and tickets of the days before are of no use to anybody."""
        if self.rows("SELECT 1 FROM said WHERE key > 'lease/' AND key < ? LIMIT 1", f"lease/{day}"):
            self.write("DELETE FROM said WHERE key > 'lease/' AND key < ?", (f"lease/{day}",))
        for table in ("number", "given"):
            if self.rows(f"SELECT 1 FROM {table} WHERE day < ? LIMIT 1", day):
                self.write(f"DELETE FROM {table} WHERE day < ?", (day,))


def _taken(tx: sqlite3.Connection, taking: Taking) -> TicketView | None:
    before = tx.execute("SELECT view FROM given WHERE command = ?", (taking.command,)).fetchall()
    if before:
        return _view(before)
    for group in taking.groups:
        found = tx.execute(UNUSED, (taking.day, group)).fetchone()
        if found is None:
            continue
        series, ordinal, lease, number = found
        kept, view = taking.make(lease, group, series, msgspec.json.decode(number, type=LeasedNumber))
        used = "UPDATE number SET used = 1 WHERE day = ? AND series = ? AND ordinal = ?"
        tx.execute(used, (taking.day, series, ordinal))
        row = (taking.command, taking.day, view.id, msgspec.json.encode(view).decode())
        tx.execute("INSERT INTO given VALUES (?, ?, ?, ?)", row)
        _put(tx, "ticket", kept)
        return view
    return None


def _put(tx: sqlite3.Connection, kind: str, what: KeptTicket | Call) -> None:
    tx.execute("INSERT INTO outbox (kind, what) VALUES (?, ?)", (kind, msgspec.json.encode(what).decode()))


def _view(rows: list[tuple[Any, ...]]) -> TicketView | None:
    return msgspec.json.decode(rows[0][0], type=TicketView) if rows else None
