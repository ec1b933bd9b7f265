"""The office's own leaves as trees that grow with its rows: for proofs that one head extends another."""

from threading import Lock
from typing import NamedTuple

import msgspec

from application.signer import LogContradicted, LogRow
from application.store import Store
from domain.log import LogContinued
from ledger.checkpoint import Checkpoint
from ledger.leaf import entry, leaf_hash
from ledger.tree import Tree

LOST = "lost"
"""The ground on which a log that lost events is given up (`domain.log.Ground`)."""

_LOGS = "SELECT number, origin, start FROM log ORDER BY number"
_LEAVES = "SELECT commitment FROM leaf WHERE id >= ? AND id < ? ORDER BY id"
_FIRST = "SELECT topic, state FROM event WHERE id = ?"
_LAST = 2**62


class _Named(msgspec.Struct, frozen=True):
    """As much of the first fact of a log as tells what was given up before it."""

    ground: str
    origin: str
    size: int


class _Line(msgspec.Struct, frozen=True):
    fact: _Named


class Span(NamedTuple):
    """A log, and the event after its last one: of the current log, an id that is never reached."""

    log: LogRow
    end: int


class Trees:
    """Threads may share it. Leaves are read once, since rows are never rewritten; `audit verify` looks."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = Lock()
        self._trees: dict[str, Tree] = {}

    def spans(self) -> list[Span]:
        logs = [LogRow(*row) for row in self.store.reader().execute(_LOGS)]
        ends = [*(log.start for log in logs[1:]), _LAST]
        return [Span(log, end) for log, end in zip(logs, ends, strict=True)]

    def span_of(self, event: int) -> Span:
        """The log that an event belongs to."""
        return next(each for each in self.spans() if event < each.end)

    def given_up(self) -> dict[str, int]:
        """The logs that lost events, with the size of the last head that the log after each of them admits."""
        found = {}
        for span in self.spans()[1:]:
            topic, state = self.store.reader().execute(_FIRST, (span.log.start,)).fetchone() or ("", b"")
            if topic == LogContinued.NAME:
                named = msgspec.json.decode(state, type=_Line).fact
                if named.ground == LOST:
                    found[named.origin] = named.size
        return found

    def tree(self, span: Span) -> Tree:
        """All the leaves of a log that are in the store now."""
        with self._lock:
            tree = self._trees.setdefault(span.log.origin, Tree())
            first = span.log.start + len(tree)
            rows = self.store.reader().execute(_LEAVES, (first, span.end))
            tree.extend(leaf_hash(entry(commitment)) for (commitment,) in rows)
            return tree

    def leads_to(self, span: Span, head: Checkpoint) -> bool:
        """Whether the rows of a log have `head` among their heads."""
        tree = self.tree(span)
        return head.size <= len(tree) and tree.root(head.size) == head.root

    def consistency(self, span: Span, old: int, head: Checkpoint) -> tuple[bytes, ...]:
        """Why `head` extends the head of `old` leaves."""
        if not self.leads_to(span, head):
            raise LogContradicted(size=head.size)
        return tuple(self.tree(span).consistency(old, head.size))
