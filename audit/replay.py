"""The whole office as it stood at any moment, folded again from the log alone.

The same folds run here as in the office, over rows whose leaves are recomputed on the way: what a replay shows
is what the signed tree binds, or there is no replay. Where the office wrote down a digest of its state, the
replay meets it, or ends there.
"""

import sqlite3
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Union

import msgspec

from application.core import NoDossierWithThatCode
from application.envelope import Event
from application.follower import Progress
from application.reference import Knowledge
from audit.digests import Met
from audit.folding import Folded, RootThen
from audit.sources import Source, of_office, size_at
from domain.calendar import local_date
from domain.dossier import Status, format_code, parse_code
from domain.fact import Refused
from projections import following_folds, ii06a, inline_folds, trail
from projections.board import TicketRow
from projections.fold import digests
from projections.ii06a import Table
from projections.status import OPEN, DossierRow
from projections.trail import TrailRow

if TYPE_CHECKING:
    from application.office import Office

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


class SecondBeforeFirst(NoSuchMoment):
    """A difference goes from an earlier moment to a later one."""


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
    days_met: int
    """Daily digests in the log that the replay passed and came to as well."""
    days_unknown: tuple[str, ...]
    """Days digested in a form that this version does not know: neither right nor wrong."""


class Moment:
    """The office as of event `size`, at `at` (µs UTC). Close it when done: it is held in memory."""

    def __init__(self, source: Source, progress: Progress | None = None) -> None:
        self.source, self.at = source, 0
        self._folded = Folded(source, progress)
        self._tree: RootThen | None = None

    @property
    def size(self) -> int:
        return self._folded.size

    @property
    def connection(self) -> sqlite3.Connection:
        """The read models of that moment, for whoever has further questions."""
        return self._folded.connection

    @property
    def day(self) -> str:
        return local_date(self.at)

    def forward(self, *, size: int | None = None, at: int | None = None) -> None:
        """Go on to a later moment, which costs only the events between; without either, to the present."""
        last = self.source.last()
        if at is not None and size is not None:
            raise NoSuchMoment(last=last)
        end = last if size is None else size
        if at is not None:
            end = size_at(self.source, at)
        if not self.size <= end <= last:
            raise NoSuchMoment(last=last)
        self._folded.forward(end)
        self._tree = None
        self.at = at if at is not None else self.source.recorded_at(end) if end else 0

    @property
    def tree(self) -> RootThen:
        if self._tree is None:
            self._tree = self._folded.tree()
        return self._tree

    @property
    def met(self) -> tuple[Met, ...]:
        """The daily digests that were passed on the way."""
        return tuple(self._folded.met)

    def listen(self, heard: Callable[[Event], None]) -> None:
        """Tell every event on the way forward from here, without personal data."""
        self._folded.heard = heard

    def known(self) -> Knowledge:
        """What the office knew then: its unit, calendar, catalogue, rules and staff."""
        return self._folded.known()

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
            days_met=sum(each.same is True for each in self.met),
            days_unknown=tuple(each.day for each in self.met if each.same is None),
        )

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> "Moment":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def replay(
    place: Union["Office", Source],
    *,
    size: int | None = None,
    at: int | None = None,
    progress: Progress | None = None,
) -> Moment:
    """The office after its first `size` events, or at a point in time (µs UTC); without either, as it is now.

    `place` is an office that is open here, or any other source of its log.
    """
    from application.office import Office  # whoever replays a mirror opens none

    source = of_office(place) if isinstance(place, Office) else place
    moment = Moment(source, progress)
    try:
        moment.forward(size=size, at=at)
    except BaseException:
        moment.close()
        raise
    return moment
