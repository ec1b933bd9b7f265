"""Due dates: the domain's calendar applied to the domain's dossiers, by the rules they were received under."""

from datetime import date

import msgspec

from application.reference import Knowledge
from domain import calendar as c
from domain.calendar import ClockPolicy, DueDate, TimeLimit, local_date
from domain.catalogue import Procedure
from domain.dossier import Dossier, Due, LimitInForce, Pause, StageInForce, clock_started_at

MINUTE = 60_000_000
INTAKE_HOURS = 8
ANSWER_WORKING_DAYS = 30
"""How long an applicant has to bring what is missing, where the rule set names no number of its own."""
RESTARTING = frozenset({"supplement"})
"""Only a full set of papers begins the limit anew (NĐ 61/2018 Art. 19(4)); other pauses let the clock go on."""


def limit_in_force(known: Knowledge, procedure: Procedure, at: int) -> LimitInForce:
    """The limit a dossier is received under, with the clock policy of the rules of that day."""
    said = known.effective(at, procedure.code, procedure.field).settings()
    limit = known.limit_overlay(at, procedure)
    return LimitInForce(
        unit=limit.unit,
        value=limit.value,
        cutoff=limit.cutoff,
        policy=msgspec.convert(said.get("clock_policy", "restart"), ClockPolicy),
        stages=tuple(
            StageInForce(unit=each.unit, value=each.value, cutoff=each.cutoff, who=each.who)
            for each in limit.stages
        ),
        pauses=procedure.pauses,
    )


def due_of(known: Knowledge, limit: LimitInForce, start: int) -> Due | None:
    return _due(c.due(start, limit, known.calendar))


def due_after_pause(known: Knowledge, dossier: Dossier, completed: int) -> Due | None:
    """The due date once the cause of the pause that lasts is gone; None where the clock did not stand still."""
    if not dossier.paused or dossier.paused[-1].end is not None:
        return None
    return lawful_due(known, dossier, clock_pauses(dossier, completed))


def lawful_due(known: Knowledge, dossier: Dossier, pauses: tuple[c.Pause, ...]) -> Due | None:
    """The due date by the present calendar, counted from where the clock began through every pause."""
    limit, started = dossier.limit, clock_started_at(dossier)
    if limit is None or started is None:
        return None
    return _due(c.due(started, limit, known.calendar, policy=limit.policy, pauses=pauses))


def clock_pauses(
    dossier: Dossier, completed: int | None = None, *, ended: int | None = None
) -> tuple[c.Pause, ...]:
    """The pauses that moved the due date: those after which the clock went on.

    `completed` ends the pause that lasts; without it that pause has moved nothing yet, nor has what gave way to
    it. `ended` is the moment a dossier was ended for good: a pause that lasted until then moved nothing either.
    """
    every = list(dossier.paused)
    if completed is not None and every and every[-1].end is None:
        every[-1] = msgspec.structs.replace(every[-1], end=completed)
    halted = every[-1].start if every and every[-1].end is None else ended
    while every and halted is not None and every[-1].end in {None, halted}:
        halted = every.pop().start
    follows = [*(each.start for each in every), None][1:]
    return tuple(
        _stood_still(each, each.end, gave_way=each.end == following)
        for each, following in zip(every, follows, strict=True)
        if each.end is not None
    )


def _stood_still(pause: Pause, end: int, *, gave_way: bool) -> c.Pause:
    """A request that gave way to another cause was never answered, so it begins nothing anew."""
    return c.Pause(
        start=pause.start, end=end, why=pause.why, restarts=pause.why in RESTARTING and not gave_way
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
    hours = known.effective(at).settings().get("online_accept_wh", INTAKE_HOURS)
    found = c.due(at, TimeLimit("working_hour", int(hours)), known.calendar)
    return found.at if found else 0


def answer_by(known: Knowledge, at: int, *, received: int | None = None) -> str:
    """The last day (ISO) for an applicant to bring what is asked for at `at`, by the rules of the receipt."""
    return _last_day(known, "supplement_answer_working_days", at, received)


def pay_by(known: Knowledge, at: int, *, received: int | None = None) -> str:
    """The last day (ISO) to pay what is asked for at `at`, by the rules of the receipt."""
    return _last_day(known, "payment_answer_working_days", at, received)


def _last_day(known: Knowledge, parameter: str, at: int, received: int | None) -> str:
    said = known.effective(at if received is None else received).settings()
    return known.calendar.add_working_days(local_date(at), int(said.get(parameter, ANSWER_WORKING_DAYS)))


def forward_deadline(known: Knowledge, received: int) -> int:
    """By when papers must be with the section; «the start of the next working day» lasts as the rules say."""
    said = known.effective(received).settings()
    deadline = c.forward_deadline(received, known.calendar, cutoff=str(said.get("forward_cutoff", "15:00")))
    if local_date(deadline) == local_date(received):
        return deadline
    return deadline + int(said.get("forward_grace_minutes", 0)) * MINUTE


def working_days_since(known: Knowledge, start: int | None, now: int) -> int:
    if start is None:
        return 0
    return known.calendar.working_days_between(local_date(start), local_date(now))


def working_days_left(known: Knowledge, due: Due | None, now: int) -> int:
    """Working days to an appointment; negative when it has passed."""
    if due is None:
        return 0
    return known.calendar.working_days_between(local_date(now), due.date)


def _due(found: DueDate | None) -> Due | None:
    return Due(date=found.date, at=found.at, provisional=found.provisional) if found else None
