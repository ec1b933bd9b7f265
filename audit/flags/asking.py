"""The office's own log asked for red flags: read, verified, asked; and the fact that it was."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from application.envelope import decode_state
from audit.cases import from_office
from audit.flags.catalogue import rules
from audit.flags.finding import Report
from audit.flags.running import Run, run
from audit.verify import verify
from domain.calendar import Calendar, evolve
from domain.flagging import FlagCount, FlagsRun

if TYPE_CHECKING:
    from application.office import Office


ANNOUNCED = (
    "SELECT id, stream, version, topic, state FROM event "
    "WHERE topic IN ('calendar.published', 'calendar.revised') AND id <= ? ORDER BY id"
)


def ask(
    office: "Office", wanted: Run | None = None, *, people: bool = False, size: int | None = None
) -> Report:
    """Ask the log up to event `size`, or all of it. `people` makes pseudonyms of applicants for it.

    Without a `size` the store is verified too, and what is wrong with it is a finding.
    """
    faults: Sequence[str] | None = None
    if size is None:
        verdict = verify(office.folder.root)
        faults = tuple(f"{problem.kind} {problem.event or ''}".strip() for problem in verdict.problems)
    last = office.store.last_id() if size is None else size
    log = from_office(office, size=last, people=people)
    return run(log, wanted, calendar=calendar_at(office, last), size=last, faults=faults)


def calendar_at(office: "Office", size: int) -> Calendar:
    """The calendar as it was known after `size` events; what was announced later changes no earlier answer."""
    calendar = Calendar()
    for id, stream, version, topic, state in office.store.reader().execute(ANNOUNCED, (size,)):
        event = decode_state(UUID(bytes=stream), version, topic, state, id=id)
        calendar = evolve(calendar, event.fact)
    return calendar


def fact_of(report: Report, *, people: bool = False) -> FlagsRun:
    """What the log keeps of a run: everything to make it again, and nobody's name."""
    return FlagsRun(
        rule_set=report.rule_set,
        parameters=report.parameters,
        size=report.size,
        first=report.first,
        last=report.last,
        counts=tuple(
            FlagCount(rule=rule, kind=rules()[rule].kind, count=count)
            for rule, count in report.counts.items()
        ),
        not_run=tuple(each.rule for each in report.not_run),
        permutations=report.null.permutations,
        seed=report.null.seed,
        people=people,
        result=report.digest,
    )
