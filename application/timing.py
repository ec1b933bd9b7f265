"""Due dates: the domain's calendar applied to the domain's dossiers."""

from datetime import date, timedelta

import msgspec

from application.reference import Knowledge
from domain import calendar as c
from domain.calendar import ClockPolicy, DueDate, TimeLimit, local_date
from domain.catalogue import Procedure
from domain.dossier import Dossier, Due, LimitInForce

INTAKE_HOURS = 8
ANSWER_WORKING_DAYS = 30
"""How long an applicant has to bring what is missing, where the rule set names no number of its own."""


def limit_in_force(known: Knowledge, procedure: Procedure, at: int) -> LimitInForce:
    """The limit a dossier is received under, with the clock policy of the rule set of that day."""
    policy = known.ruleset(at).parameters.get("clock_policy", "restart")
    limit = procedure.limit
    return LimitInForce(
        unit=limit.unit, value=limit.value, cutoff=limit.cutoff, policy=msgspec.convert(policy, ClockPolicy)
    )


def due_of(known: Knowledge, limit: LimitInForce, start: int) -> Due | None:
    return _due(c.due(start, limit, known.calendar))


def due_after_pause(known: Knowledge, dossier: Dossier, completed: int) -> Due | None:
    """The due date once the cause of the latest pause is gone; unchanged where nothing was paused."""
    if dossier.limit is None or dossier.accepted_at is None or not dossier.paused:
        return dossier.due_lawful
    before = dossier.due_lawful
    return _due(
        c.resume(
            dossier.limit.policy,
            dossier.accepted_at,
            dossier.limit,
            dossier.paused[-1].start,
            completed,
            known.calendar,
            before=DueDate(before.date, before.at, before.provisional) if before else None,
        )
    )


def due_on(known: Knowledge, day: date) -> Due:
    """An appointment on a day, at the hour the counter closes; a day off gives way to the next working day."""
    calendar = known.calendar
    working = calendar.first_working(day)
    return Due(
        date=working.isoformat(),
        at=calendar.closing_on(working),
        provisional=calendar.unsettled(day, working),
    )


def intake_answer_by(known: Knowledge, at: int) -> int:
    """The end of the 8 working hours in which an online submission must be answered (NĐ 45/2020 Art. 11)."""
    hours = known.ruleset(at).parameters.get("online_accept_working_hours", INTAKE_HOURS)
    found = c.due(at, TimeLimit("working_hour", int(hours)), known.calendar)
    return found.at if found else 0


def answer_by(known: Knowledge, at: int) -> str:
    """The last day (ISO) for an applicant to bring what is missing."""
    days = int(known.ruleset(at).parameters.get("supplement_answer_working_days", ANSWER_WORKING_DAYS))
    return known.calendar.add_working_days(local_date(at), days)


def forward_deadline(known: Knowledge, received: int) -> int:
    cutoff = str(known.ruleset(received).parameters.get("forward_cutoff", "15:00"))
    return c.forward_deadline(received, known.calendar, cutoff=cutoff)


def working_days_since(known: Knowledge, start: int | None, now: int) -> int:
    if start is None:
        return 0
    return known.calendar.working_days_between(local_date(start), local_date(now))


def days_before(due: Due | None, now: int) -> int:
    """Calendar days from today to the day of an appointment; negative when it has passed."""
    if due is None:
        return 0
    return (date.fromisoformat(due.date) - date.fromisoformat(local_date(now))) // timedelta(days=1)


def working_days_left(known: Knowledge, due: Due | None, now: int) -> int:
    """Working days to an appointment; negative when it has passed."""
    if due is None:
        return 0
    return known.calendar.working_days_between(local_date(now), due.date)


def _due(found: DueDate | None) -> Due | None:
    return Due(date=found.date, at=found.at, provisional=found.provisional) if found else None
