"""The log in spans: each is checked by itself, on any core, and answers with the subtrees over its leaves.

A span lies inside one log and is cut at every event after which a root is wanted, so what its subtrees add up to
is exactly the tree. Memory stays the same however long the log is.
"""

import sqlite3
from collections.abc import Iterator

import msgspec

from audit.findings import Findings, Place, Problem
from audit.rows import EventReader, pages
from ledger.tree import EMPTY_ROOT, Frontier, node_hash

LONGEST = 1 << 14
"""Events of one span; a power of two, so that spans make whole subtrees."""

Peak = tuple[int, bytes]
"""A complete subtree: how many leaves, and its root."""

_BEFORE = "SELECT recorded_at FROM event WHERE id = ?"


class Span(msgspec.Struct, frozen=True):
    """`count` events after the first `after` ones; `index` is the place of the first of them in its log, from 0."""

    after: int
    count: int
    index: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a span was found to hold."""

    span: Span
    events: int
    peaks: list[Peak]
    problems: list[Problem]
    problem_count: int
    broken_off: bool = False
    """The file is damaged here: what follows cannot be read."""
    in_turn: bool = False
    """Each event was seen to follow the version before it in its stream."""


class Cuts:
    """Where spans end: at closed logs, at signed heads, and at whole subtrees in between."""

    def __init__(self, starts: list[int], marks: set[int]) -> None:
        """`starts` are the first events of the logs, `marks` the events after which a root is wanted."""
        self._starts = starts
        self._stops = sorted({start - 1 for start in starts[1:]} | marks)

    def span_after(self, position: int) -> Span:
        """The longest span that may follow the first `position` events."""
        first = max((start for start in self._starts if start <= position + 1), default=1)
        index = position + 1 - first
        room = LONGEST - index % LONGEST
        stop = next((stop for stop in self._stops if stop > position), position + room)
        return Span(position, min(room, stop - position), index)

    def spans(self, position: int, end: int) -> Iterator[Span]:
        """Every span after `position` up to `end`, for a log whose numbers have no gap."""
        while position < end:
            span = self.span_after(position)
            yield msgspec.structs.replace(span, count=min(span.count, end - position))
            position += span.count

    def ends_log(self, position: int) -> bool:
        return position + 1 in self._starts[1:]

    def wanted(self, position: int) -> bool:
        return position in self._stops


def check_span(rows: sqlite3.Connection, unit: bytes, span: Span) -> Told:
    """Check the events of one span of a log whose numbers have no gap."""
    before = rows.execute(_BEFORE, (span.after,)).fetchone()
    latest = before[0] if before is not None and isinstance(before[0], int) else None
    findings = Findings()
    return check_with(EventReader(unit, findings, span.after + 1, latest), rows, span, findings)


def check_with(reader: EventReader, rows: sqlite3.Connection, span: Span, findings: Findings) -> Told:
    """Check the events of one span with a reader that may have read those before."""
    leaves: list[bytes] = []
    broken_off = in_turn = False
    try:
        for page in pages(rows, reader.first_unread, span.count):
            leaves += reader.leaves(page)
        in_turn = reader.turns.held(rows)
    except sqlite3.DatabaseError as error:
        broken_off = True
        place = Place(reader.expected)
        findings.blame("damaged", place, f"and those after it cannot be read ({error}): restore a backup.")
    return Told(
        span=span,
        events=len(leaves),
        peaks=peaks_of(span.index, leaves),
        problems=findings.problems,
        problem_count=findings.count,
        broken_off=broken_off,
        in_turn=in_turn,
    )


def peaks_of(index: int, leaves: list[bytes]) -> list[Peak]:
    """The largest complete subtrees that cover `leaves`, of which the first is number `index` of its log."""
    peaks, at = [], 0
    while at < len(leaves):
        width = 1 << ((len(leaves) - at).bit_length() - 1)
        if index + at:
            width = min(width, (index + at) & -(index + at))
        frontier = Frontier()
        frontier.extend(leaves[at : at + width])
        peaks.append((width, frontier.root()))
        at += width
    return peaks


class Growth:
    """The trees over the events: one after the other, each log's from its own first event."""

    def __init__(self, cuts: Cuts, position: int = 0, peaks: list[Peak] | None = None) -> None:
        """`position` and `peaks` say how far the trees have grown already."""
        self._cuts = cuts
        self.position = position
        self.peaks: list[Peak] = list(peaks or ())
        """Of the log that is growing, the largest first."""
        self.start = position
        self.roots: dict[int, bytes] = {}
        """The root of the log an event belongs to, as it was right after that event."""
        self.frontiers: dict[int, list[bytes]] = {}
        """The subtrees of which those roots were made, the largest first."""
        if position:
            self._mark()

    def add(self, events: int, peaks: list[Peak]) -> None:
        """The next events, with the subtrees over them."""
        for width, root in peaks:
            self._push(width, root)
        self.position += events
        if events and self._cuts.wanted(self.position):
            self._mark()

    def finish(self) -> None:
        if self.position not in self.roots:
            self._mark()

    def root(self) -> bytes:
        found = None
        for _, peak in reversed(self.peaks):
            found = peak if found is None else node_hash(peak, found)
        return EMPTY_ROOT if found is None else found

    def _mark(self) -> None:
        self.roots[self.position] = self.root()
        self.frontiers[self.position] = [root for _, root in self.peaks]
        if self._cuts.ends_log(self.position):
            self.peaks = []

    def _push(self, width: int, root: bytes) -> None:
        while self.peaks and self.peaks[-1][0] == width:
            root = node_hash(self.peaks.pop()[1], root)
            width *= 2
        self.peaks.append((width, root))
