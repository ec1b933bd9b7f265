"""Reads events with their leaves in the order of the log, checks each, and grows the tree over them.

Memory stays the same however long the log is.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import msgspec

from audit.findings import Findings, Place
from audit.opening import connected
from ledger.leaf import HASH_BYTES, NONCE_BYTES, STREAM_BYTES, committer, entry, leaf_hash
from ledger.tree import Frontier

Row = tuple[Any, ...]

PAGE = 1024
UNKNOWN_LEAF = bytes(32)
"""Stands where a leaf cannot be computed; no entry hashes to it, so the root cannot come out right."""

ROWS = """
SELECT event.id, stream, version, CAST(topic AS BLOB), recorded_at, state, nonce, claims, commitment,
       typeof(topic) = 'text' AND typeof(recorded_at) = 'integer'
FROM event LEFT JOIN leaf ON leaf.id = event.id ORDER BY event.id
"""
# One seek per row in the index of the UNIQUE constraint; were it gone, this is refused instead of slow.
_OUT_OF_TURN = """
SELECT id, stream, version, CAST(topic AS BLOB) FROM event AS later WHERE version <> 1 AND NOT EXISTS (
  SELECT 1 FROM event AS earlier INDEXED BY sqlite_autoindex_event_1
  WHERE earlier.stream = later.stream AND earlier.version = later.version - 1 AND earlier.id < later.id
) LIMIT 100
"""
_LEAVES_ALONE = (
    "SELECT id FROM leaf WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.id = leaf.id) LIMIT 100"
)


class Envelope(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False
):
    """`event.state`. Canonical: written again with its keys in order, it is the same bytes."""

    actor: str
    command: str
    device: str
    fact: dict[str, Any]
    occurred_at: int
    recorded_at: int
    role: str
    sealed: str = ""
    unit: str


def _no_fraction(text: str) -> float:
    raise ValueError(f"{text} is no integer")


_read = msgspec.json.Decoder(Envelope, float_hook=_no_fraction).decode
_write = msgspec.json.Encoder(order="sorted").encode


class EventReader:
    """Checks rows one after the other and answers with their leaf hashes."""

    def __init__(self, unit: bytes, findings: Findings) -> None:
        self._unit = unit.decode("utf-8", "surrogateescape")
        self._commit = committer(unit)
        self._findings = findings
        self.expected = 1
        """The number the next event must have."""
        self._latest = -(2**63)

    def leaves(self, rows: list[Row]) -> list[bytes]:
        found = []
        commit, unit, expected, latest = self._commit, self._unit, self.expected, self._latest
        for row in rows:
            event, stream, version, topic, recorded_at, state, nonce, claims, stored, typed = row
            try:
                line = _read(state)
                computed = commit(stream, version, topic, state, claims, nonce)
                sound = (
                    computed == stored
                    and event == expected
                    and latest <= recorded_at == line.recorded_at
                    and line.unit == unit
                    and typed
                    and version > 0
                    and _write(line) == state
                )
            except (TypeError, ValueError, AttributeError, OverflowError, RecursionError):
                sound = False
            if sound:
                found.append(leaf_hash(entry(computed)))
                expected, latest = event + 1, recorded_at
            else:
                self.expected, self._latest = expected, latest
                found.append(self._explained(row))
                expected, latest = self.expected, self._latest
        self.expected, self._latest = expected, latest
        return found

    def _explained(self, row: Row) -> bytes:
        """Say what is wrong with a row, one problem per event, and go on after it."""
        event, stream, version, topic, recorded_at, state, nonce, claims, stored, _ = row
        self._check_number(event)
        place = Place(event, stream, version, topic)
        leaf = UNKNOWN_LEAF
        wrong = _wrong_cells(row)
        if wrong is None:
            computed = self._commit(stream, version, topic, state, claims, nonce)
            leaf = leaf_hash(entry(computed))
            wrong = self._wrong_envelope(state, recorded_at, fits=computed == stored)
        if wrong is not None:
            self._findings.blame(wrong[0], place, wrong[1])
        self._check_clock(place, recorded_at)
        return leaf

    def _check_number(self, event: int) -> None:
        if event < self.expected:
            self._findings.blame("number", Place(event), "has a number below 1: the rows were renumbered.")
            return
        if event > self.expected:
            many = event - self.expected
            what = "is missing." if many == 1 else f"and {many - 1} after it are missing."
            self._findings.blame("missing", Place(self.expected), what)
        self.expected = event + 1

    def _check_clock(self, place: Place, recorded_at: Any) -> None:
        if not isinstance(recorded_at, int):
            return
        if recorded_at < self._latest:
            self._findings.blame(
                "clock", place, "was recorded before the event in front of it: the clock moved backwards."
            )
        self._latest = max(self._latest, recorded_at)

    def _wrong_envelope(self, state: bytes, recorded_at: int, *, fits: bool) -> tuple[str, str] | None:
        line = _envelope(state)
        if line is not None and line.unit != self._unit:
            return "unit", f"was written for unit {line.unit!r}, and the store says it is {self._unit!r}'s."
        if not fits:
            return "changed", "does not match its leaf: one of the two was changed after it was recorded."
        if line is None:
            return "envelope", "has no envelope in canonical JSON: the row was not written by the office."
        if line.recorded_at != recorded_at:
            return (
                "recorded_at",
                "says another time in its envelope than in its row: one of the two was changed.",
            )
        return None


def _envelope(state: bytes) -> Envelope | None:
    """The envelope, or None when there is any other way to read these bytes."""
    try:
        line = _read(state)
        return line if _write(line) == state else None
    except (ValueError, RecursionError):
        return None


def _wrong_cells(row: Row) -> tuple[str, str] | None:
    _, stream, version, _, _, state, nonce, claims, stored, typed = row
    if nonce is None and claims is None and stored is None:
        return "leaf", "has no leaf: it was added behind the office's back, or its leaf was removed."
    octets = all(type(cell) is bytes for cell in (state, claims))
    widths = [len(cell) if type(cell) is bytes else -1 for cell in (stream, nonce, stored)]
    if not octets or widths != [STREAM_BYTES, NONCE_BYTES, HASH_BYTES] or not typed:
        return "cell", "holds a value of the wrong kind or length: the row was not written by the office."
    if type(version) is not int or version < 1:
        return "cell", "has no version above 0: the row was not written by the office."
    return None


class Growth:
    """The trees over the events: one after the other, each log's from its own first event."""

    def __init__(self, ends: set[int], marks: set[int]) -> None:
        """`ends` are the last events of closed logs, `marks` the events after which the root is wanted."""
        self._ends = ends
        self._stops = sorted(ends | marks)
        self._frontier = Frontier()
        self.position = 0
        self.roots: dict[int, bytes] = {}
        """The root of the log an event belongs to, as it was right after that event."""

    def extend(self, leaves: list[bytes]) -> None:
        while leaves:
            while self._stops and self._stops[0] <= self.position:
                self._stops.pop(0)
            room = self._stops[0] - self.position if self._stops else len(leaves)
            part, leaves = leaves[:room], leaves[room:]
            self._frontier.extend(part)
            self.position += len(part)
            if self._stops and self.position == self._stops[0]:
                self._mark()

    def finish(self) -> None:
        self.roots.setdefault(self.position, self._frontier.root())

    def _mark(self) -> None:
        self.roots[self.position] = self._frontier.root()
        if self.position in self._ends:
            self._frontier = Frontier()


def pages(rows: sqlite3.Connection) -> Iterator[list[Row]]:
    cursor = rows.execute(ROWS)
    while page := cursor.fetchmany(PAGE):
        yield page


def order_of(address: str) -> Callable[[Findings], None]:
    """What only the database can say about all rows together; asked on a connection of its own, meanwhile."""
    faults: list[tuple[str, Place, str]] = []
    damaged = ""
    try:
        with closing(connected(address)) as rows:
            for row in rows.execute(_OUT_OF_TURN):
                faults.append(
                    ("version", Place(*row), "does not follow the version before it in its stream.")
                )
            for (event,) in rows.execute(_LEAVES_ALONE):
                faults.append(
                    ("removed", Place(event), "is gone and its leaf is still there: it was removed.")
                )
            verdict = rows.execute("PRAGMA integrity_check(1)").fetchone()[0]
            damaged = "" if verdict == "ok" else verdict
    except sqlite3.DatabaseError as error:
        damaged = str(error)

    def tell(findings: Findings) -> None:
        for kind, place, what in faults:
            findings.blame(kind, place, what)
        if damaged:
            findings.say("damaged", f"The database file is damaged ({damaged}): restore it from a backup.")

    return tell
