"""Questions to the office at the moment of the machine: its dossiers, its queue, its counters, one dossier's course."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from audit.desk.machine import Machine, Root
from audit.desk.news import Latest, latest
from domain.calendar import local_date
from domain.dossier import timeliness
from domain.dossier.reading import measured_end
from domain.staff import Officer
from projections import trail
from projections.board import TicketRow
from projections.staff import read_officer
from projections.status import OPEN, DossierRow
from projections.trail import TrailRow

DOSSIERS = (
    f"SELECT {', '.join(DossierRow.__struct_fields__)} FROM dossier WHERE status > 0 "
    "ORDER BY accepted_at DESC, code DESC"
)
ONE = f"SELECT {', '.join(DossierRow.__struct_fields__)} FROM dossier WHERE stream = ?"
TICKETS = (
    f"SELECT {', '.join(TicketRow.__struct_fields__)} FROM ticket WHERE day = ? "
    "AND state IN ('waiting', 'called', 'serving', 'parked', 'held') ORDER BY issued_at, length(number), number"
)
OFFICERS = "SELECT state FROM officer ORDER BY length(counter), counter, officer"
TOUCHED = "SELECT DISTINCT dossier FROM trail WHERE actor = ? AND id <= ? AND dossier <> ''"
APOLOGIES = "SELECT DISTINCT dossier FROM trail WHERE topic = 'apology.issued' AND id <= ?"
RUNNING = frozenset(OPEN)


class FieldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A field: how many of its dossiers had been accepted, are open, and are late among the open ones."""

    field: str
    accepted: int
    open: int
    late: int


class CounterLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits at a counter, and the number that is called to it or served there."""

    counter: str
    officer: str
    name: str
    paused: bool
    number: str = ""
    serving: bool = False


class DossierLine(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier at the moment. `days_late` counts from the lawful appointment, days off among them; 0 in time."""

    stream: str
    code: str
    procedure: str
    """By the name under which it was accepted; `procedure_code` leads to its other names."""
    procedure_code: str
    field: str
    status: int
    holder: str
    section: str
    due: str
    due_first: str
    accepted_at: int
    open: bool
    days_late: int
    past_first: bool
    """Beyond the first appointment that was promised."""
    apologised: bool


class OverviewThen(msgspec.Struct, frozen=True, kw_only=True):
    """The office at the moment, as the first page shows it."""

    latest: Latest
    fields: tuple[FieldLine, ...]
    by_status: Mapping[int, int]
    open_by_status: Mapping[int, int]
    """Of the dossiers that are not finished."""
    open: int
    late: int
    waiting: tuple[TicketRow, ...]
    stepped_aside: tuple[TicketRow, ...]
    counters: tuple[CounterLine, ...]
    tree: Root


def overview(machine: Machine, at: int) -> OverviewThen:
    """`at` is the moment (µs UTC) by which what is late is told."""
    lines = dossiers(machine, at)
    fields: dict[str, list[DossierLine]] = {}
    for line in lines:
        if line.code:
            fields.setdefault(line.field, []).append(line)
    tickets = [TicketRow(*row) for row in machine.then.execute(TICKETS, (local_date(at),))]
    return OverviewThen(
        latest=latest(machine),
        fields=tuple(_field(name, fields[name]) for name in fields),
        by_status=_counted(line.status for line in lines),
        open_by_status=_counted(line.status for line in lines if line.open),
        open=sum(line.open for line in lines),
        late=sum(line.open and line.days_late > 0 for line in lines),
        waiting=tuple(row for row in tickets if row.state == "waiting"),
        stepped_aside=tuple(row for row in tickets if row.state in {"parked", "held"}),
        counters=_counters(machine, tickets),
        tree=machine.tree(),
    )


def _counted(codes: Iterable[int]) -> dict[int, int]:
    return dict(sorted(Counter(codes).items()))


def _field(name: str, lines: list[DossierLine]) -> FieldLine:
    running = [line for line in lines if line.open]
    return FieldLine(
        field=name,
        accepted=sum(line.accepted_at > 0 for line in lines),
        open=len(running),
        late=sum(line.days_late > 0 for line in running),
    )


def _counters(machine: Machine, tickets: list[TicketRow]) -> tuple[CounterLine, ...]:
    at_counter = {row.counter: row for row in tickets if row.state in {"called", "serving"}}
    found = []
    for officer in officers(machine):
        if officer.counter:
            row = at_counter.get(officer.counter)
            found.append(
                CounterLine(
                    counter=officer.counter,
                    officer=officer.officer,
                    name=officer.name,
                    paused=officer.paused,
                    number=row.number if row else "",
                    serving=row is not None and row.state == "serving",
                )
            )
    return tuple(found)


def officers(machine: Machine) -> tuple[Officer, ...]:
    return tuple(read_officer(state) for (state,) in machine.then.execute(OFFICERS))


def dossiers(machine: Machine, at: int) -> tuple[DossierLine, ...]:
    """Every dossier of the office, the latest accepted first; before all those that were not accepted yet."""
    apologised = {stream for (stream,) in machine.whole.execute(APOLOGIES, (machine.size,))}
    rows = (DossierRow(*row) for row in machine.then.execute(DOSSIERS))
    return tuple(_line(row, at, row.stream in apologised) for row in rows)


def _line(row: DossierRow, at: int, apologised: bool) -> DossierLine:
    open_now = row.status in RUNNING and not row.finished_at
    dossier = row.dossier()
    end = measured_end(dossier, at)
    late_days = _days_past(dossier.due_lawful.date if dossier.due_lawful else "", end)
    is_late = timeliness(dossier, local_date(end), end) == "late"
    return DossierLine(
        stream=row.stream,
        code=row.code,
        procedure=row.procedure_name or row.procedure,
        procedure_code=row.procedure,
        field=row.field,
        status=row.status,
        holder=row.holder,
        section=row.section,
        due=row.due_date,
        due_first=row.due_original,
        accepted_at=row.accepted_at,
        open=open_now,
        days_late=max(1, late_days) if is_late else 0,
        past_first=_days_past(row.due_original, end) > 0,
        apologised=apologised,
    )


def _days_past(due: str, end: int) -> int:
    if not due:
        return 0
    return (date.fromisoformat(local_date(end)) - date.fromisoformat(due)).days


def touched_by(machine: Machine, officer: str) -> frozenset[str]:
    """Dossiers (hex ids) on which an officer had acted, or which the officer had read."""
    return frozenset(stream for (stream,) in machine.whole.execute(TOUCHED, (officer, machine.size)))


def row_of(machine: Machine, stream: str) -> DossierRow | None:
    found = machine.then.execute(ONE, (stream,)).fetchone()
    return DossierRow(*found) if found else None


def trail_of(machine: Machine, stream: str) -> tuple[TrailRow, ...]:
    """Everything that had happened to a dossier and its tickets by then, readings among it."""
    return tuple(row for row in trail.of_dossier(machine.whole, stream) if row.id <= machine.size)
