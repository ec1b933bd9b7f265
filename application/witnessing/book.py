"""The heads that witnesses have countersigned, in a small file of their own: rows are only ever added.

They make proofs that anybody believes, and they bound the time of every event by clocks that are not the office's.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from application.faults import named
from ledger.checkpoint import Checkpoint
from ledger.note import Note, Signature, Verified
from ledger.policy import NONE, Policy

FILE = "witnesses.db"
SECOND = 1_000_000

_TABLES = (
    """CREATE TABLE IF NOT EXISTS head(
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL CHECK(length(root) = 32), note BLOB NOT NULL,
  PRIMARY KEY(origin, size, root)
) STRICT""",
    """CREATE TABLE IF NOT EXISTS cosigned(
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, vkey TEXT NOT NULL, time INTEGER NOT NULL,
  line BLOB NOT NULL, PRIMARY KEY(origin, size, root, vkey, time)
) STRICT""",
)


class CosignedHead(NamedTuple):
    """A head as the log signed it (`note` has the log's line alone), with the lines of those who countersigned."""

    head: Checkpoint
    note: Note
    lines: tuple[tuple[str, int, Signature], ...]
    """Verifier key, seconds since 1970, and line; the earliest first, and one for each key."""


class Bracket(NamedTuple):
    """Between which moments (microseconds UTC) a leaf was recorded, by the witnesses' clocks; None where open."""

    after: int | None
    before: int | None


class Book:
    """Opens its file for each call, so that threads and processes may share it."""

    def __init__(self, root: Path) -> None:
        self.path = root / FILE

    def keep(self, head: Checkpoint, note: Note, by: Iterable[Verified]) -> None:
        """Remember who countersigned a head. `note` is the head under the log's own line."""
        with self._open(to_write=True) as rows, rows:
            key = (head.origin, head.size, head.root)
            rows.execute("INSERT OR IGNORE INTO head VALUES (?, ?, ?, ?)", (*key, bytes(note)))
            for each in by:
                line = str(each.signature).encode()
                told = (*key, str(each.key), each.time or 0, line)
                rows.execute("INSERT OR IGNORE INTO cosigned VALUES (?, ?, ?, ?, ?, ?)", told)

    def last(self, origin: str, vkey: str) -> int:
        """The size of the largest head of a log that this witness countersigned; 0 when there is none."""
        query = "SELECT coalesce(max(size), 0) FROM cosigned WHERE origin = ? AND vkey = ?"
        with self._open() as rows:
            return int(rows.execute(query, (origin, vkey)).fetchone()[0])

    def has(self, head: Checkpoint, vkey: str) -> bool:
        query = "SELECT 1 FROM cosigned WHERE origin = ? AND size = ? AND root = ? AND vkey = ?"
        with self._open() as rows:
            return rows.execute(query, (head.origin, head.size, head.root, vkey)).fetchone() is not None

    def heads(self, origin: str, above: int = -1) -> Generator[CosignedHead, None, None]:
        """The countersigned heads of a log with more than `above` leaves, the smallest first."""
        query = "SELECT size, root, note FROM head WHERE origin = ? AND size > ? ORDER BY size, root"
        lines = (
            "SELECT vkey, min(time), line FROM cosigned WHERE origin = ? AND size = ? AND root = ? "
            "GROUP BY vkey ORDER BY min(time), vkey"
        )
        with self._open() as rows:
            for size, root, note in rows.execute(query, (origin, above)):
                found = rows.execute(lines, (origin, size, root)).fetchall()
                by = tuple((vkey, time, _line(line)) for vkey, time, line in found)
                yield CosignedHead(Checkpoint(origin, size, root), Note.parse(note), by)

    def of(self, head: Checkpoint) -> CosignedHead | None:
        with closing(self.heads(head.origin, head.size - 1)) as found:
            return next((each for each in found if each.head == head), None)

    def timeline(self, origin: str, policy: Policy) -> "Timeline":
        """When heads of a log first had the quorum of `policy`; one witness will do where it asks for none."""
        names = {str(each.key): each.name for each in policy.witnesses}
        met = ((each.head.size, _met(each, names, policy)) for each in self.heads(origin))
        return Timeline((size, time) for size, time in met if time is not None)

    @contextmanager
    def _open(self, *, to_write: bool = False) -> Iterator[sqlite3.Connection]:
        there = self.path.exists()
        try:
            with closing(sqlite3.connect(self.path if there or to_write else ":memory:", timeout=10)) as rows:
                if to_write or not there:
                    for table in _TABLES:
                        rows.execute(table)
                yield rows
        except sqlite3.Error as error:
            raise named(error, self.path) from error


class Timeline:
    """What countersigned heads say about the time of a leaf."""

    def __init__(self, heads: Iterable[tuple[int, int]]) -> None:
        """`heads` are sizes with the seconds since 1970 at which they were believable."""
        self.sizes: list[int] = []
        self.latest: list[int] = []
        """The latest time of a head that is not larger."""
        times = []
        for size, time in sorted(heads):
            self.sizes.append(size)
            times.append(time)
            self.latest.append(max(time, self.latest[-1] if self.latest else time))
        self.earliest = list(_running_minimum(reversed(times)))[::-1]
        """The earliest time of a head that is not smaller."""

    def bracket(self, index: int) -> Bracket:
        """For the leaf `index`: after the last head without it, before the first head with it."""
        at = bisect_right(self.sizes, index)
        after = self.latest[at - 1] * SECOND if at else None
        return Bracket(after, self.earliest[at] * SECOND if at < len(self.sizes) else None)


def _running_minimum(times: Iterable[int]) -> Iterator[int]:
    least: int | None = None
    for time in times:
        least = time if least is None else min(least, time)
        yield least


def _met(head: CosignedHead, names: dict[str, str], policy: Policy) -> int | None:
    """The second at which a head first had its quorum."""
    seen: set[str] = set()
    for vkey, time, _ in head.lines:
        if vkey in names:
            seen.add(names[vkey])
            if policy.met_by(seen) or policy.quorum == NONE:
                return time
    return None


def _line(octets: bytes) -> Signature:
    return Note.parse(b"-\n\n" + octets).signatures[0]
