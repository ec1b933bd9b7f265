"""What changed between two moments: counts and codes only, nobody's name. One replay goes through both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from application.envelope import Event
from application.follower import Progress
from audit.replay import Moment, SecondBeforeFirst, replay
from audit.sources import Source, size_at
from domain import rules as rules_of
from domain.calendar import local_date
from domain.dossier import Dossier, Status, timeliness
from domain.dossier.reading import measured_end
from domain.staff import Officer
from projections.ii06a import COLUMNS
from projections.index import Reference
from projections.staff import read_officer
from projections.status import read_state

DOSSIERS = "SELECT stream, state FROM dossier"
TICKETS = "SELECT state, count(*) FROM ticket GROUP BY state"
OFFICERS = "SELECT officer, state FROM officer"
KEYS = ("ruleset", "tariff", "year", "code", "device", "unit")
"""Public fields that say which rule set, tariff, calendar or procedure a fact is about, the first that is there."""
ENDED = frozenset({Status.NOT_ACCEPTED, Status.STOPPED, Status.PROCESSED, Status.RETURNED})


class Point(msgspec.Struct, frozen=True):
    """One of the two moments."""

    size: int
    at: int
    root: str


class Moved(msgspec.Struct, frozen=True):
    """A dossier that stands elsewhere; its code is empty while it has none. Statuses by their identifier."""

    code: str
    field: str
    before: str
    after: str


class RuleChange(msgspec.Struct, frozen=True):
    """An event that changed what the office goes by: a rule set, a tariff, a calendar, a procedure."""

    event: int
    at: int
    topic: str
    key: str


class StaffChange(msgspec.Struct, frozen=True):
    """An officer who came, left, has other roles, or sits elsewhere; `before` is empty for who came."""

    officer: str
    before: str
    after: str


class Change(msgspec.Struct, frozen=True):
    before: int
    after: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    first: Point
    second: Point
    new: tuple[str, ...]
    """Codes of dossiers accepted meanwhile."""
    moved: tuple[Moved, ...]
    finished: tuple[str, ...]
    late: tuple[str, ...]
    """Codes of dossiers that are late at the second moment and were not at the first."""
    tickets: dict[str, Change]
    """By state: how many tickets."""
    staff: tuple[StaffChange, ...]
    counters: tuple[StaffChange, ...]
    ruleset: tuple[str, str]
    """The nation's rule set in force at each moment; empty without one."""
    rules: tuple[RuleChange, ...]
    figures: dict[str, Change]
    """Totals of table II.06a since 1 January, as it would have been drawn up at each moment."""


class Stood(msgspec.Struct, frozen=True):
    """How things stood at one moment: what two of are compared."""

    point: Point
    dossiers: Mapping[str, Dossier]
    late: frozenset[str]
    tickets: Mapping[str, int]
    officers: Mapping[str, Officer]
    ruleset: str
    figures: Mapping[str, int]


def difference(
    source: Source,
    *,
    first: tuple[int | None, int | None],
    second: tuple[int | None, int | None],
    progress: Progress | None = None,
) -> Difference:
    """What changed from the first moment to the second; each is a size or a point in time (µs UTC).

    Raises `SecondBeforeFirst` when the second lies before the first, and whatever a replay raises.
    """
    with replay(source, size=first[0], at=first[1], progress=progress) as moment:
        since = _new_year(moment)
        before = stood(moment, since)
        end = size_at(source, second[1]) if second[1] is not None else second[0]
        if end is not None and end < moment.size:
            raise SecondBeforeFirst
        rules: list[RuleChange] = []
        moment.listen(lambda event: rules.extend(_rule(event)))
        moment.forward(size=second[0], at=second[1])
        after = stood(moment, since)
    return compared(before, after, tuple(rules))


def _new_year(moment: Moment) -> date:
    """1 January of the year of a moment; before the first event, of the year in which the log began."""
    begins = moment.at if moment.size or not moment.source.last() else moment.source.recorded_at(1)
    return date(int(local_date(begins)[:4]), 1, 1)


def stood(moment: Moment, since: date) -> Stood:
    """What a difference needs of a moment; `since` is the first day of the period of II.06a."""
    dossiers = {stream: read_state(state) for stream, state in moment.connection.execute(DOSSIERS)}
    last = date.fromisoformat(moment.day)
    total = moment.ii06a(since, max(since, last)).total
    governing = rules_of.governing(moment.known().rules, moment.day)
    return Stood(
        Point(moment.size, moment.at, moment.tree.root),
        dossiers,
        frozenset(stream for stream, state in dossiers.items() if _late(state, moment.at)),
        dict(moment.connection.execute(TICKETS).fetchall()),
        {name: read_officer(state) for name, state in moment.connection.execute(OFFICERS)},
        governing.ruleset if governing is not None else "",
        {name: getattr(total, name) for name in COLUMNS},
    )


def compared(before: Stood, after: Stood, rules: tuple[RuleChange, ...]) -> Difference:
    codes = {stream: state.code for stream, state in after.dossiers.items()}
    accepted = [stream for stream, code in codes.items() if code and not _at(before, stream).code]
    ended = [
        stream
        for stream, state in after.dossiers.items()
        if state.status in ENDED and _at(before, stream).status not in ENDED
    ]
    return Difference(
        first=before.point,
        second=after.point,
        new=_sorted(codes, accepted),
        moved=tuple(sorted(_moves(before, after), key=lambda move: (move.code, move.after))),
        finished=_sorted(codes, ended),
        late=_sorted(codes, after.late - before.late),
        tickets=_changes(before.tickets, after.tickets),
        staff=tuple(
            _staff(before, after, lambda officer: ", ".join(officer.roles) if not officer.left else "")
        ),
        counters=tuple(_staff(before, after, lambda officer: officer.counter)),
        ruleset=(before.ruleset, after.ruleset),
        rules=rules,
        figures=_changes(before.figures, after.figures),
    )


def _at(stood: Stood, stream: str) -> Dossier:
    return stood.dossiers.get(stream, Dossier())


def _late(state: Dossier, now: int) -> bool:
    """As the citizen's page counts it: an apology makes nothing punctual, and no time runs while the clock stands."""
    if state.accepted_at is None:
        return False
    end = measured_end(state, now)
    return timeliness(state, local_date(end), end) == "late"


def _moves(before: Stood, after: Stood) -> Iterator[Moved]:
    for stream, state in after.dossiers.items():
        was = _at(before, stream)
        if was.status != state.status:
            yield Moved(state.code, state.field, was.status.identifier, state.status.identifier)


def _sorted(codes: Mapping[str, str], streams: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes[stream] for stream in streams))


def _staff(before: Stood, after: Stood, told: Callable[[Officer], str]) -> Iterator[StaffChange]:
    for name, officer in sorted(after.officers.items()):
        was, now = told(before.officers.get(name, Officer())), told(officer)
        if was != now:
            yield StaffChange(name, was, now)


def _changes(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, Change]:
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: Change(before.get(name, 0), after.get(name, 0))
        for name in names
        if before.get(name, 0) != after.get(name, 0)
    }


def _rule(event: Event) -> Iterator[RuleChange]:
    if event.fact.NAME in Reference.topics:
        about = getattr(event.fact, "procedure", event.fact)
        found = (str(value) for name in KEYS if (value := getattr(about, name, None)))
        yield RuleChange(event.id, event.recorded_at, event.fact.NAME, next(found, ""))
