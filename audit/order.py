"""What is true of all rows together: versions follow one another, no leaf is alone, the file is whole.

Versions are followed while the rows are read; only where one could not be followed is the whole table asked.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

from audit.findings import Findings, Place
from audit.opening import connected

# One seek per row in the index of the UNIQUE constraint; were it gone, this is refused instead of slow.
_INDEX = "SELECT 1 FROM event INDEXED BY sqlite_autoindex_event_1"
_EARLIER = f"{_INDEX} WHERE stream = ? AND version = ? AND id < ?"
_OUT_OF_TURN = """
SELECT id, stream, version, CAST(topic AS BLOB) FROM event AS later WHERE version <> 1 AND id > ? AND NOT EXISTS (
  SELECT 1 FROM event AS earlier INDEXED BY sqlite_autoindex_event_1
  WHERE earlier.stream = later.stream AND earlier.version = later.version - 1 AND earlier.id < later.id
) LIMIT 100
"""
# Where events count 1, 2, 3 …, a leaf without one is below the first or above the last: nothing is looked up.
_OUTSIDE = "SELECT (SELECT min(id) FROM leaf) < 1 OR (SELECT max(id) FROM leaf) > ?"
_LEAVES_ALONE = (
    "SELECT id FROM leaf WHERE id > ? AND NOT EXISTS (SELECT 1 FROM event WHERE event.id = leaf.id) LIMIT 100"
)

Earlier = tuple[bytes, int, int]
"""A stream, the version that must be in it, and the number before which that event must stand."""


class Scanned(NamedTuple):
    """What a scan learned on its way over the events."""

    last: int
    """The number of the last event."""
    dense: bool
    """They count 1, 2, 3 … without a gap."""
    in_turn: bool
    """Each of them was seen to follow the version before it in its stream."""


class Turns:
    """Follows the streams through consecutive rows, as far as one span goes."""

    def __init__(self) -> None:
        self.holds = True
        self._latest: dict[bytes, int] = {}
        self._unseen: list[Earlier] = []
        """What must stand in front of the first row that was read."""

    def follow(self, rows: Iterable[Earlier]) -> None:
        """Stream, version and number of the next events, in the order of their numbers."""
        latest = self._latest
        for stream, version, event in rows:
            if latest.get(stream, 0) + 1 != version:
                self._unseen.append((stream, version - 1, event))
            latest[stream] = version

    def held(self, rows: sqlite3.Connection) -> bool:
        """Whether each event that was followed has the version before it in front of it."""
        try:
            return self.holds and all(rows.execute(_EARLIER, each).fetchone() for each in self._unseen)
        except sqlite3.DatabaseError:
            return False  # the index cannot be read: what is wrong with it is told for the whole table


def damage_of(address: str) -> str:
    """What SQLite finds wrong with its file, empty if nothing; on a connection of its own, beside the scan."""
    try:
        with closing(connected(address)) as rows:
            verdict = str(rows.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if verdict == "ok" else verdict


def check_order(
    rows: sqlite3.Connection, scanned: Scanned, after: int, damage: str, findings: Findings
) -> None:
    """Tell what is wrong with the rows together. Events up to `after` are left alone."""
    try:
        rows.execute(f"{_INDEX} LIMIT 1")
        for row in () if scanned.in_turn else rows.execute(_OUT_OF_TURN, (after,)):
            findings.blame("version", Place(*row), "does not follow the version before it in its stream.")
        (outside,) = rows.execute(_OUTSIDE, (scanned.last,)).fetchone()
        for (event,) in rows.execute(_LEAVES_ALONE, (after,)) if outside or not scanned.dense else ():
            findings.blame("removed", Place(event), "is gone and its leaf is still there: it was removed.")
    except sqlite3.DatabaseError as error:
        damage = damage or str(error)
    if damage:
        findings.say("damaged", f"The database file is damaged ({damage}): restore it from a backup.")
