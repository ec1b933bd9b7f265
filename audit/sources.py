"""Where a replay reads the log from: an office at work, a store or a backup at rest, or a mirror of static files.

Each gives the same lines, and nothing in a line is believed before its leaf was recomputed from it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from application.signer import LogContradicted
from audit.findings import Findings
from audit.heads import CHECKPOINT, Files, Head, Log, heads_of, logs_of
from audit.opening import connected, readable, unit_of
from ledger.leaf import Committer, committer

if TYPE_CHECKING:
    from application.office import Office

COLUMNS = "e.id, e.stream, e.version, e.topic, e.state, l.nonce, l.claims, l.commitment"
LINES = f"SELECT {COLUMNS} FROM event e LEFT JOIN leaf l ON l.id = e.id WHERE e.id > ? AND e.id <= ? ORDER BY e.id"
OF_TOPIC = f"SELECT {COLUMNS} FROM event e LEFT JOIN leaf l ON l.id = e.id WHERE e.topic = ? ORDER BY e.id"
LEAVES = "SELECT commitment FROM leaf WHERE id > ? AND id <= ? ORDER BY id"


class Line(NamedTuple):
    """An event as it is stored, with what opens its leaf. In a damaged store the leaf may be missing (None)."""

    id: int
    stream: bytes
    version: int
    topic: str
    state: bytes
    nonce: bytes
    claims: bytes
    commitment: bytes | None


class Source(Protocol):
    """A log to be replayed. Events count from 1 over all the logs of the unit."""

    unit: str
    logs: Sequence[Log]

    def last(self) -> int:
        """The number of the last event."""

    def recorded_at(self, event: int) -> int:
        """When an event was recorded (µs UTC)."""

    def lines(self, after: int, until: int) -> Iterator[Line]:
        """Events with `after` < id <= `until`, in order."""

    def of_topic(self, topic: str) -> Iterator[Line]:
        """Events of one kind, in order."""

    def leaves(self, after: int, until: int) -> Iterator[bytes]:
        """The commitments of events with `after` < id <= `until`."""

    def heads(self) -> list[Head]:
        """The signed heads that can be believed."""


class StoreSource:
    """The rows of a store, open for reading, and the signed files beside them."""

    def __init__(self, rows: sqlite3.Connection, unit: str, root: Path, vkeys: str | None) -> None:
        self.rows, self.unit, self.root = rows, unit, root
        self._vkeys, self._findings = vkeys, Findings()
        self.logs: Sequence[Log] = logs_of(rows, self._findings)

    def last(self) -> int:
        return int(self.rows.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])

    def recorded_at(self, event: int) -> int:
        found = self.rows.execute("SELECT recorded_at FROM event WHERE id = ?", (event,)).fetchone()
        if found is None:
            raise LogContradicted(event=event)
        return int(found[0])

    def lines(self, after: int, until: int) -> Iterator[Line]:
        return map(Line._make, self.rows.execute(LINES, (after, until)))

    def of_topic(self, topic: str) -> Iterator[Line]:
        return map(Line._make, self.rows.execute(OF_TOPIC, (topic,)))

    def leaves(self, after: int, until: int) -> Iterator[bytes]:
        return (commitment for (commitment,) in self.rows.execute(LEAVES, (after, until)))

    def heads(self) -> list[Head]:
        found = heads_of(Files(self.root), self._vkeys, list(self.logs), self._findings, self.rows)
        return [head for head in found if head.source.startswith(CHECKPOINT)]


def of_office(office: "Office") -> StoreSource:
    """The log of an office that is open in this process, as this thread reads it."""
    folder = office.folder
    vkeys = folder.log_vkey.read_text() if folder.log_vkey.exists() else ""
    return StoreSource(office.store.reader(), office.store.unit, folder.root, vkeys)


@contextmanager
def store_at(root: Path, vkeys: str | None = None) -> Iterator[StoreSource]:
    """A store or a backup of one, read where it lies: no key is needed, and nothing is written.

    Raises `audit.opening.NotAStore` when there is none.
    """
    with readable(root) as address, closing(connected(address)) as rows:
        yield StoreSource(rows, unit_of(rows).decode("utf-8", "replace"), root, vkeys)


def size_at(source: Source, at: int) -> int:
    """How many events were recorded at or before a moment (µs UTC); their times never go backwards."""
    low, high = 0, source.last()
    while low < high:
        middle = (low + high + 1) // 2
        if source.recorded_at(middle) <= at:
            low = middle
        else:
            high = middle - 1
    return low


def checked(source: Source, after: int, until: int) -> Iterator[Line]:
    """The events with `after` < id <= `until`, bound by their leaves; else `LogContradicted` names the first."""
    commit, expected = committer(source.unit), after + 1
    for line in source.lines(after, until):
        if line.id != expected or line.commitment is None or _commitment(commit, line) != line.commitment:
            raise LogContradicted(event=expected)
        yield line
        expected += 1
    if expected != until + 1:
        raise LogContradicted(event=expected)


def _commitment(commit: Committer, line: Line) -> bytes | None:
    try:
        return commit(line.stream, line.version, line.topic.encode(), line.state, line.claims, line.nonce)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None  # a cell that holds something else than its column promises
