"""The office at any moment, moved back and forth: every leaf is recomputed, and nothing is folded from the start again.

What changes (officers, numbers, dossiers) is folded to the chosen moment, with a few states on the way kept packed;
what only grows (the trail, the inspector's threads) is folded once to the end and read up to the chosen event.
"""

import sqlite3
import zlib
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from uuid import UUID

import msgspec

from application.envelope import Event, decode_state
from application.follower import Progress
from application.reference import Knowledge, learn
from application.signer import LogContradicted
from application.store import seen
from audit.heads import Head, Log
from audit.sources import Line, Source, size_at
from domain.fact import Refused
from ledger.leaf import committer, entry, leaf_hash
from ledger.tree import EMPTY_ROOT, Frontier
from projections.board import QueueBoard
from projections.fold import Fold, create_tables, feed
from projections.index import Reference
from projections.inspections import InspectionBook
from projections.staff import Staff, read_officer
from projections.status import CurrentStatus
from projections.trail import AuditTrail

KEPT = 24
"""States that are kept on the way, evenly spread."""
LEAST_APART = 250
NEAR = 64
"""Going back, a state this many events earlier is kept too: whoever goes back one step goes back another."""
LATELY = 4
OFFICERS = "SELECT officer, state FROM officer"


class NothingYet(Refused):
    """The log has no event: there is no moment to look at."""


class Kept(msgspec.Struct, frozen=True):
    """A packed state after `size` events of the unit, with the tree of the log in which they lie."""

    size: int
    packed: bytes
    frontier: Frontier
    log: Log


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """The tree at the moment. `covered_by` is the size of the smallest signed head that binds it, 0 for none."""

    origin: str
    size: int
    root: str
    covered_by: int
    signed_before: int
    """Where no head binds the moment yet: how many of its leaves the latest signed head binds, 0 for none."""
    contradicted: bool
    """A signed head is there, and the rows do not lead to it."""


class Machine:
    """Opened at the last event. Not for more than one thread: its source is not either."""

    def __init__(self, source: Source, progress: Progress | None = None) -> None:
        if source.last() == 0:
            raise NothingYet()
        self.source = source
        self.then = _in_memory()
        """Officers, numbers and dossiers as they were at the moment."""
        self.whole = _in_memory()
        """The trail and the inspector's threads to the end of the log."""
        self.known = Knowledge()
        self.size = 0
        self.end = 0
        self._changing: tuple[Fold, ...] = (Staff(), QueueBoard(), CurrentStatus())
        self._growing: tuple[Fold, ...] = (AuditTrail(), InspectionBook())
        self._frontier, self._log = Frontier(), source.logs[0]
        self._kept: list[Kept] = []
        self._lately: deque[Kept] = deque(maxlen=LATELY)
        self._commit = committer(source.unit)
        self._led_to: dict[Head, bool] = {}
        create_tables(self.then, self._changing)
        create_tables(self.whole, self._growing)
        self._read_on(progress)

    # ---- moving

    def go(self, size: int) -> None:
        """To the office after its first `size` events; from 1 to the last."""
        size = max(1, min(size, self.end))
        start = self._nearest(size)
        if not start.size <= self.size <= size:
            self._unpack(start)
            if size - NEAR > self.size:
                self._forward(size - NEAR)
                self._lately.append(self._pack())
        self._forward(size)

    def size_at(self, at: int) -> int:
        """How many events had been recorded at a moment (µs UTC), at least 1."""
        return max(1, min(size_at(self.source, at), self.end))

    def refresh(self) -> bool:
        """Take in what was recorded meanwhile; whether there was anything. The moment stays as it is."""
        if self.source.last() == self.end:
            return False
        here = self.size
        self.go(self.end)
        self._read_on(None)
        self.go(here)
        return True

    def recorded_at(self, event: int) -> int:
        return self.source.recorded_at(event)

    def line(self, event: int) -> Line:
        return next(self.source.lines(event - 1, event))

    def event(self, event: int) -> Event:
        """An event without its personal data."""
        return self._event(self.line(event))

    def log_of(self, event: int) -> Log:
        """The yearly log in which an event lies."""
        return max((log for log in self.source.logs if log.start <= event), key=lambda log: log.start)

    def tree(self) -> Root:
        """The root at the moment, and the signed head that binds it, or as much of it as is signed."""
        heads = sorted(
            (each for each in self.source.heads() if each.log.number == self._log.number), key=_size
        )
        binding = next((head for head in heads if head.last_event >= self.size), None)
        head = binding or (heads[-1] if heads else None)
        holds = head is not None and self.leads_to(head)
        told = head.size if head is not None and holds else 0
        return Root(
            origin=self._log.origin,
            size=self._frontier.size,
            root=(self._frontier.root() if self._frontier.size else EMPTY_ROOT).hex(),
            covered_by=told if binding is not None else 0,
            signed_before=told if binding is None else 0,
            contradicted=head is not None and not holds,
        )

    def leads_to(self, head: Head) -> bool:
        """Whether the rows lead to a signed head: looked at once, from the nearest state before it."""
        if head not in self._led_to:
            start = self._nearest(head.last_event)
            here = start.log.number == head.log.number
            frontier = start.frontier.copy() if here else Frontier()
            rest = self.source.leaves(start.size if here else head.log.start - 1, head.last_event)
            frontier.extend([leaf_hash(entry(commitment)) for commitment in rest])
            self._led_to[head] = frontier.size == head.size and frontier.root() == head.root
        return self._led_to[head]

    # ---- folding

    def _read_on(self, progress: Progress | None) -> None:
        """From where both states end to the end of the log, keeping a state now and then."""
        last = self.source.last()
        apart = max(LEAST_APART, last // KEPT)
        events = self._checked(self.size, last)
        while batch := list(islice(events, apart)):
            self._learn(batch)
            _fold(self.then, self._changing, batch)
            _fold(self.whole, self._growing, batch)
            self.size = batch[-1].id
            self._kept.append(self._pack())
            if progress is not None:
                progress(self.size, last)
        self.end = self.size
        officers = {name: read_officer(state) for name, state in self.then.execute(OFFICERS)}
        self.known = msgspec.structs.replace(self.known, officers=officers)

    def _learn(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.fact.NAME in Reference.topics:
                self.known = learn(self.known, event)

    def _forward(self, end: int) -> None:
        if end > self.size:
            _fold(self.then, self._changing, list(self._checked(self.size, end)))
            self.size = end

    def _checked(self, after: int, until: int) -> Iterator[Event]:
        """The events, each once its leaf was recomputed and put into the tree."""
        expected = after + 1
        starts = {log.start: log for log in self.source.logs[1:]}
        for line in self.source.lines(after, until):
            if line.id != expected or line.commitment is None or self._committed(line) != line.commitment:
                raise LogContradicted(event=expected)
            if line.id in starts:
                self._frontier, self._log = Frontier(), starts[line.id]
            self._frontier.append(leaf_hash(entry(line.commitment)))
            expected += 1
            yield self._event(line)
        if expected != until + 1:
            raise LogContradicted(event=expected)

    def _committed(self, line: Line) -> bytes | None:
        try:
            topic = line.topic.encode()
            return self._commit(line.stream, line.version, topic, line.state, line.claims, line.nonce)
        except (ValueError, TypeError, AttributeError, OverflowError):
            return None  # a cell that holds something else than its column promises

    def _event(self, line: Line) -> Event:
        try:
            return decode_state(UUID(bytes=line.stream), line.version, line.topic, line.state, None, line.id)
        except (msgspec.MsgspecError, KeyError, RecursionError) as error:
            raise LogContradicted(event=line.id) from error  # whoever rewrote it made a leaf that fits

    # ---- states that are kept

    def _nearest(self, size: int) -> Kept:
        """The latest kept state that is no later than `size`; the very beginning is always one."""
        place = bisect_right(self._kept, size, key=lambda kept: kept.size)
        known = [
            *self._kept[max(0, place - 1) : place],
            *(kept for kept in self._lately if kept.size <= size),
        ]
        return max(known, key=lambda kept: kept.size, default=self._beginning())

    def _beginning(self) -> Kept:
        return Kept(0, b"", Frontier(), self.source.logs[0])

    def _pack(self) -> Kept:
        packed = zlib.compress(self.then.serialize(), 1)
        return Kept(self.size, packed, self._frontier.copy(), self._log)

    def _unpack(self, kept: Kept) -> None:
        self.then.close()
        self.then = _in_memory()
        if kept.packed:
            # Only ever read from: what was deserialised and then grows is a bus error in SQLite 3.40.
            with closing(_in_memory()) as read:
                read.deserialize(zlib.decompress(kept.packed))
                read.backup(self.then)
        else:
            create_tables(self.then, self._changing)
        self.size, self._frontier, self._log = kept.size, kept.frontier.copy(), kept.log

    def close(self) -> None:
        self.then.close()
        self.whole.close()


def _size(head: Head) -> int:
    return head.size


def _in_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _fold(connection: sqlite3.Connection, folds: tuple[Fold, ...], events: list[Event]) -> None:
    connection.execute("BEGIN")
    feed(connection, folds, [seen(event) for event in events])
    connection.execute("COMMIT")
