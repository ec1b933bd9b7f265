"""Reads events with their leaves in the order of the log, a page at a time, and checks each.

A page in which everything is in order costs little more than its hashes; any other is looked at row by row.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from audit.findings import Findings, Place
from audit.order import Turns
from ledger.leaf import ENTRY_TAG, HASH_BYTES, NONCE_BYTES, STREAM_BYTES, committer, entry, leaf_hash

Row = tuple[Any, ...]

PAGE = 128
"""Rows at a time: few enough that they are still near the processor when the last check comes to them."""
SMALLEST, LARGEST = -(2**63), 2**63 - 1
"""Of numbers and of times: what SQLite can hold."""
_LEAF = b"\x00" + ENTRY_TAG
UNKNOWN_LEAF = bytes(32)
"""Stands where a leaf cannot be computed; no entry hashes to it, so the root cannot come out right."""

ROWS = """
SELECT event.id, stream, version, CAST(topic AS BLOB), recorded_at, state, nonce, claims, commitment,
       typeof(topic) = 'text' AND typeof(recorded_at) = 'integer'
FROM event LEFT JOIN leaf ON leaf.id = event.id WHERE event.id >= ? ORDER BY event.id LIMIT ?
"""


Value = str | int | bool | None | list[Any] | dict[str, Any]
"""Every kind of value but a fraction. Said one by one, it is read a third faster than `Any`."""


class Envelope(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False
):
    """`event.state`. Canonical: written again with its keys in order, it is the same bytes."""

    actor: str
    command: str
    device: str
    fact: dict[str, Value]
    occurred_at: int
    recorded_at: int
    role: str
    sealed: str = ""
    unit: str


def _no_fraction(text: str) -> float:
    raise ValueError(f"{text} is no integer")


_reader = msgspec.json.Decoder(Envelope, float_hook=_no_fraction)
_writer = msgspec.json.Encoder(order="sorted")


class EventReader:
    """Checks rows one after the other and answers with their leaf hashes."""

    def __init__(self, unit: bytes, findings: Findings, expected: int = 1, latest: int | None = None) -> None:
        """`expected` is the number the next event must have, `latest` the time of the one before (µs UTC)."""
        self._unit = unit.decode("utf-8", "surrogateescape")
        self._commit = committer(unit)
        self._findings = findings
        self.expected = expected
        self.first_unread = expected if expected > 1 else SMALLEST
        """No event with this number or a larger one was read yet."""
        self._latest = SMALLEST if latest is None else latest
        self.turns = Turns()

    def leaves(self, rows: list[Row]) -> list[bytes]:
        found = self._in_order(rows)
        if found is None:
            self.turns.holds = False
            found = [self._explained(row) for row in rows]
        self.first_unread = rows[-1][0] + 1
        return found

    def _in_order(self, rows: list[Row]) -> list[bytes] | None:
        """The leaves of a page without a fault; None where each row has to be looked at."""
        event, stream, version, topic, recorded_at, state, nonce, claims, stored, typed = zip(
            *rows, strict=True
        )
        try:
            # A canonical envelope has no line feed in it. So what is read as lines and, written again, is
            # the same bytes was one canonical envelope in each row, and two calls check the whole page.
            written = b"\n".join((*state, b""))
            lines = _reader.decode_lines(written)
            computed = list(map(self._commit, stream, version, topic, state, claims, nonce))
            sound = (
                computed == list(stored)
                and event == tuple(range(self.expected, self.expected + len(rows)))
                and all(typed)
                and recorded_at == tuple([line.recorded_at for line in lines])
                and recorded_at[0] >= self._latest
                and list(recorded_at) == sorted(recorded_at)
                and {line.unit for line in lines} == {self._unit}
                and min(version) > 0
                and set(map(type, claims)) == {bytes}
                and _writer.encode_lines(lines) == written
            )
        except (TypeError, ValueError, AttributeError, OverflowError, RecursionError):
            return None
        if not sound:
            return None
        self.expected, self._latest = event[-1] + 1, recorded_at[-1]
        self.turns.follow(zip(stream, version, event, strict=True))
        return [sha256(_LEAF + each).digest() for each in computed]

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
        line = _reader.decode(state)
        return line if _writer.encode(line) == state else None
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


def pages(rows: sqlite3.Connection, first: int = SMALLEST, count: int = -1) -> Iterator[list[Row]]:
    """The rows of the next `count` events from number `first` on, in order."""
    if first > LARGEST:
        return
    cursor = rows.execute(ROWS, (first, count))
    while page := cursor.fetchmany(PAGE):
        yield page
