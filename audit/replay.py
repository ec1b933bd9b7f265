"""The whole office as it stood at any moment, folded again from the log alone.

The same folds run here as in the office, over rows whose leaves are recomputed on the way: what a replay shows
is what the signed tree binds, or there is no replay.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from application.core import NoDossierWithThatCode
from application.envelope import decode_state
from application.follower import Progress
from application.signer import LogContradicted
from application.store import seen
from audit.findings import Findings
from audit.heads import SIGNER, Files, Head, Log, heads_of, logs_of
from domain.calendar import local_date
from domain.dossier import Status, format_code, parse_code
from domain.fact import Refused
from ledger.leaf import committer, entry, leaf_hash
from ledger.tree import EMPTY_ROOT, Frontier
from projections import following_folds, ii06a, inline_folds, trail
from projections.board import TicketRow
from projections.fold import Seen, create_tables, digests, feed
from projections.ii06a import Table
from projections.status import OPEN, DossierRow
from projections.trail import TrailRow

if TYPE_CHECKING:
    from application.office import Office


ROWS = (
    "SELECT e.id, e.stream, e.version, e.topic, e.state, l.nonce, l.claims, l.commitment "
    "FROM event e LEFT JOIN leaf l ON l.id = e.id WHERE e.id <= ? ORDER BY e.id"
)
LEAVES = "SELECT commitment FROM leaf WHERE id > ? AND id <= ? ORDER BY id"
QUEUE = (
    f"SELECT {', '.join(TicketRow.__struct_fields__)} FROM ticket WHERE day = ? AND state = ? "
    "ORDER BY issued_at, length(number), number"
)
COUNTERS = (
    "SELECT counter, officer, paused FROM officer WHERE counter <> '' ORDER BY length(counter), counter"
)
BY_CODE = f"SELECT {', '.join(DossierRow.__struct_fields__)} FROM dossier WHERE code = ?"
BY_STATUS = "SELECT status, count(*) FROM dossier GROUP BY status ORDER BY status"
BY_FIELD = (
    "SELECT field, count(*), sum(status IN ({})) FROM dossier WHERE code <> '' GROUP BY field ORDER BY field"
).format(", ".join(str(int(status)) for status in OPEN))


class NoSuchMoment(Refused):
    """A moment is a size from 0 to that of the whole log, or a point in time, and not both."""


class FieldThen(msgspec.Struct, frozen=True):
    """The dossiers of a field that had been accepted by then, and how many of them were open."""

    field: str
    accepted: int
    open: int


class CounterThen(msgspec.Struct, frozen=True):
    counter: str
    officer: str
    paused: bool


class QueueThen(msgspec.Struct, frozen=True):
    """Numbers of the day, in the order they were taken."""

    waiting: tuple[str, ...]
    called: tuple[str, ...]
    serving: tuple[str, ...]
    missed: tuple[str, ...]


class DossierThen(msgspec.Struct, frozen=True):
    """One dossier as it stood, and everything that had happened to it."""

    row: DossierRow
    trail: tuple[TrailRow, ...]


class RootThen(msgspec.Struct, frozen=True):
    """The tree of the log at that moment. `covered_by` is the size of the signed head that binds it, or 0."""

    origin: str
    size: int
    root: str
    covered_by: int
    contradicted: bool
    """A signed head exists and the rows do not lead to it."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The office at a moment, in one answer."""

    size: int
    at: int
    by_status: dict[str, int]
    by_field: tuple[FieldThen, ...]
    queue: QueueThen
    counters: tuple[CounterThen, ...]
    tree: RootThen
    digests: dict[str, str]


class Moment:
    """The office as of event `size`. Close it when done: it is held in memory."""

    def __init__(self, connection: sqlite3.Connection, size: int, at: int, tree: RootThen) -> None:
        self.connection, self.size, self.at, self.tree = connection, size, at, tree

    @property
    def day(self) -> str:
        return local_date(self.at)

    def by_status(self) -> dict[str, int]:
        """How many dossiers stood in each of the national statuses."""
        found = self.connection.execute(BY_STATUS)
        return {Status(status).identifier: number for status, number in found}

    def by_field(self) -> tuple[FieldThen, ...]:
        return tuple(FieldThen(*line) for line in self.connection.execute(BY_FIELD))

    def tickets(self, state: str) -> tuple[TicketRow, ...]:
        """The tickets of the day in a state: waiting, called, serving, parked, served or expired."""
        return tuple(TicketRow(*line) for line in self.connection.execute(QUEUE, (self.day, state)))

    def queue(self) -> QueueThen:
        states = ("waiting", "called", "serving", "parked")
        return QueueThen(*(tuple(row.number for row in self.tickets(state)) for state in states))

    def counters(self) -> tuple[CounterThen, ...]:
        """The counters with an open shift."""
        found = self.connection.execute(COUNTERS)
        return tuple(CounterThen(counter, officer, bool(paused)) for counter, officer, paused in found)

    def dossier(self, code: str) -> DossierThen:
        parsed = parse_code(code, today="9999-12-31")  # a code of a later day is simply not known yet
        known = format_code(parsed.agency, parsed.day, parsed.ordinal)
        found = self.connection.execute(BY_CODE, (known,)).fetchone()
        if found is None:
            raise NoDossierWithThatCode(code=known)
        row = DossierRow(*found)
        return DossierThen(row, trail.of_dossier(self.connection, row.stream))

    def ii06a(self, first: date, last: date) -> Table:
        """Table II.06a as it would have been drawn up at that moment."""
        return ii06a.report(self.connection, first, last, self.at)

    def digests(self) -> dict[str, str]:
        """A digest of every read-model table; of the present moment, those of the office at work."""
        return digests(self.connection, [*inline_folds(), *following_folds()])

    def summary(self) -> Summary:
        return Summary(
            size=self.size,
            at=self.at,
            by_status=self.by_status(),
            by_field=self.by_field(),
            queue=self.queue(),
            counters=self.counters(),
            tree=self.tree,
            digests=self.digests(),
        )

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> "Moment":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def size_at(rows: sqlite3.Connection, at: int) -> int:
    """How many events were recorded at or before a moment (µs UTC); their times never go backwards."""
    low, high = 0, _last(rows)
    while low < high:
        middle = (low + high + 1) // 2
        if _recorded_at(rows, middle) <= at:
            low = middle
        else:
            high = middle - 1
    return low


def replay(
    office: "Office", *, size: int | None = None, at: int | None = None, progress: Progress | None = None
) -> Moment:
    """The office after its first `size` events, or at a point in time (µs UTC); without either, as it is now."""
    rows = office.store.reader()
    last = _last(rows)
    if at is not None and size is not None:
        raise NoSuchMoment(last=last)
    end = last if size is None else size
    if at is not None:
        end = size_at(rows, at)
    if not 0 <= end <= last:
        raise NoSuchMoment(last=last)
    reached = at if at is not None else _recorded_at(rows, end) if end else 0
    replayed = _Replayed(office, end, progress)
    connection = replayed.folded()
    return Moment(connection, end, reached, replayed.tree())


class _Replayed:
    """One pass over the rows: every leaf is recomputed, every event folded."""

    def __init__(self, office: "Office", end: int, progress: Progress | None) -> None:
        self.office, self.end, self.progress = office, end, progress
        self.rows = office.store.reader()
        self.findings = Findings()
        self.logs = logs_of(self.rows, self.findings)
        self.log = max((log for log in self.logs if log.start <= max(end, 1)), key=lambda log: log.start)
        self.leaves: list[bytes] = []
        """Leaf hashes of the log in which the moment lies."""

    def folded(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        folds = [*inline_folds(), *following_folds()]
        create_tables(connection, folds)
        connection.execute("BEGIN")
        feed(connection, folds, self._events(), whole=True)
        connection.execute("COMMIT")
        return connection

    def _events(self) -> Iterator[Seen]:
        commit = committer(self.office.store.unit)
        expected = 1
        for id, stream, version, topic, state, nonce, claims, stored in self.rows.execute(ROWS, (self.end,)):
            whole = id == expected and stored is not None
            if not whole or commit(stream, version, topic.encode(), state, claims, nonce) != stored:
                raise LogContradicted(event=expected)
            if id >= self.log.start:
                self.leaves.append(leaf_hash(entry(stored)))
            expected += 1
            if self.progress is not None and id % 500 == 0:
                self.progress(id, self.end)
            yield self._seen(id, UUID(bytes=stream), version, topic, state)
        if expected != self.end + 1:
            raise LogContradicted(event=expected)
        if self.progress is not None:
            self.progress(self.end, self.end)

    def _seen(self, id: int, stream: UUID, version: int, topic: str, state: bytes) -> Seen:
        try:
            return seen(decode_state(stream, version, topic, state, None, id))
        except (msgspec.MsgspecError, KeyError, RecursionError) as error:
            raise LogContradicted(event=id) from error  # whoever rewrote it made a leaf that fits

    def tree(self) -> RootThen:
        """The root at that moment, and the smallest signed head that binds it."""
        frontier = Frontier()
        frontier.extend(self.leaves)
        size, root = frontier.size, frontier.root() if self.leaves else EMPTY_ROOT
        later = [head for head in self._heads() if head.last_event >= self.end]
        head = min(later, key=lambda head: head.size, default=None)
        holds = head is not None and self._root_at(frontier, head) == head.root
        return RootThen(
            origin=self.log.origin,
            size=size,
            root=root.hex(),
            covered_by=head.size if head is not None and holds else 0,
            contradicted=head is not None and not holds,
        )

    def _heads(self) -> list[Head]:
        folder = self.office.folder
        vkeys = folder.log_vkey.read_text() if folder.log_vkey.exists() else ""
        heads = heads_of(Files(folder.root), vkeys, self.logs, self.findings)
        return [head for head in heads if _same(head.log, self.log) and head.source != SIGNER]

    def _root_at(self, frontier: Frontier, head: Head) -> bytes:
        frontier = frontier.copy()
        rest = self.rows.execute(LEAVES, (max(self.end, self.log.start - 1), head.last_event))
        frontier.extend([leaf_hash(entry(commitment)) for (commitment,) in rest])
        return frontier.root()


def _same(one: Log, other: Log) -> bool:
    return one.number == other.number


def _last(rows: sqlite3.Connection) -> int:
    found = rows.execute("SELECT max(id) FROM event").fetchone()
    return int(found[0] or 0)


def _recorded_at(rows: sqlite3.Connection, event: int) -> int:
    found = rows.execute("SELECT recorded_at FROM event WHERE id = ?", (event,)).fetchone()
    if found is None:
        raise LogContradicted(event=event)
    return int(found[0])
