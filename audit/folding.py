"""Folds a log into the office's read models, in memory: every leaf is recomputed, every daily digest met."""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec

from application.envelope import Event, decode_state
from application.follower import Progress
from application.reference import OFFICERS, Knowledge, learn
from application.signer import LogContradicted
from application.store import seen
from audit.digests import Kept, Met, contradicted, kept_digests, met
from audit.heads import Head, Log
from audit.sources import Line, Source, checked
from ledger.leaf import entry, leaf_hash
from ledger.tree import EMPTY_ROOT, Frontier
from projections import following_folds, inline_folds
from projections.day_state import HeldState, StateDigest, state_digest
from projections.fold import Fold, Seen, create_tables
from projections.index import Reference
from projections.staff import read_officer

OFTEN = 500
"""Events between two reports of progress."""


class RootThen(msgspec.Struct, frozen=True):
    """The tree of the log at a moment. `covered_by` is the size of the signed head that binds it, or 0."""

    origin: str
    size: int
    root: str
    covered_by: int
    contradicted: bool
    """A signed head exists and the rows do not lead to it."""


class Folded:
    """The read models of the first `size` events. It goes forward and never back."""

    def __init__(self, source: Source, progress: Progress | None = None) -> None:
        self.source, self.progress = source, progress
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.folds: list[Fold] = [*inline_folds(), *following_folds()]
        self.size = 0
        self.met: list[Met] = []
        """The daily digests that were passed, all of them the same."""
        self.heard: Callable[[Event], None] = lambda event: None
        """Told each event on its way, without personal data."""
        self._tables = [table for fold in self.folds for table in fold.tables]
        self._followers: dict[str, list[Fold]] = {}
        for fold in self.folds:
            for topic in fold.topics:
                self._followers.setdefault(topic, []).append(fold)
        self._kept = list(kept_digests(source))
        self._reference: list[Event] = []
        self._frontier, self._log = Frontier(), source.logs[0]
        for table in self._tables:
            self.connection.execute(table.ddl()[0])  # indexes come last, which is quicker

    def forward(self, end: int) -> None:
        """Fold the events up to number `end`.

        Raises `LogContradicted` at an event that its leaf does not bind, and `StateContradicted` at a daily
        digest that the state does not meet.
        """
        whole = self.size == 0
        for table in self._tables:
            table.bind(self.connection, whole=whole)
        state = HeldState(self.folds).digest if whole else self._written_digest
        stops = self._stops(end)
        with self._uncollected():
            self.connection.execute("BEGIN")
            for event in self._events(end):
                for fold in self._followers.get(event.topic, ()):
                    fold.apply(event)
                if event.id in stops:
                    self._meet(stops[event.id], state())
            self._write()
            self.connection.execute("COMMIT")
        if whole:
            create_tables(self.connection, self.folds)
        self.size = end

    def known(self) -> Knowledge:
        """What the office knew then: its unit, calendar, catalogue, rules and staff."""
        known = Knowledge()
        for event in self._reference:
            known = learn(known, event)
        officers = {name: read_officer(state) for name, state in self.connection.execute(OFFICERS)}
        return msgspec.structs.replace(known, officers=officers)

    # ---- the daily digests

    def _stops(self, end: int) -> dict[int, list[Kept]]:
        """The digests to be met on the way to `end`, by the number of events they speak for."""
        stops: dict[int, list[Kept]] = {}
        for kept in self._kept:
            if self.size < kept.event <= end and not 0 < kept.size < kept.event:
                raise contradicted(kept)
            if self.size < kept.size <= end:
                stops.setdefault(kept.size, []).append(kept)
        return stops

    def _meet(self, due: list[Kept], found: StateDigest) -> None:
        self.met += [met(kept, found) for kept in due]

    def _written_digest(self) -> StateDigest:
        self._write()
        return state_digest(self.connection)

    def _write(self) -> None:
        for table in self._tables:
            table.write()

    # ---- the log

    def _events(self, end: int) -> Iterator[Seen]:
        leaves: list[bytes] = []
        starts = {log.start: log for log in self.source.logs[1:]}
        for line in checked(self.source, self.size, end):
            if line.id in starts:
                leaves, self._frontier, self._log = [], Frontier(), starts[line.id]
            leaves.append(leaf_hash(entry(line.commitment or b"")))
            if self.progress is not None and line.id % OFTEN == 0:
                self.progress(line.id, end)
            yield self._seen(line)
        self._frontier.extend(leaves)
        if self.progress is not None:
            self.progress(end, end)

    def _seen(self, line: Line) -> Seen:
        try:
            event = decode_state(UUID(bytes=line.stream), line.version, line.topic, line.state, None, line.id)
        except (msgspec.MsgspecError, KeyError, RecursionError, ValueError) as error:
            raise LogContradicted(event=line.id) from error  # whoever rewrote it made a leaf that fits
        if line.topic in Reference.topics:
            self._reference.append(event)
        self.heard(event)
        return seen(event)

    # ---- its tree

    def tree(self) -> RootThen:
        """The root at that moment, and the smallest signed head that binds it."""
        size, root = self._frontier.size, self._frontier.root() if self._frontier.size else EMPTY_ROOT
        later = [head for head in self.source.heads() if self._binds(head)]
        head = min(later, key=lambda head: head.size, default=None)
        holds = head is not None and self._root_at(head) == head.root
        return RootThen(
            origin=self._log.origin,
            size=size,
            root=root.hex(),
            covered_by=head.size if head is not None and holds else 0,
            contradicted=head is not None and not holds,
        )

    def _binds(self, head: Head) -> bool:
        return _same(head.log, self._log) and head.last_event >= self.size

    def _root_at(self, head: Head) -> bytes:
        frontier = self._frontier.copy()
        rest = self.source.leaves(max(self.size, self._log.start - 1), head.last_event)
        frontier.extend([leaf_hash(entry(commitment)) for commitment in rest])
        return frontier.root()

    @contextmanager
    def _uncollected(self) -> Iterator[None]:
        """A fold holds every row until the end, and looking through them over and over finds nothing."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()


def _same(one: Log, other: Log) -> bool:
    return one.number == other.number
