"""The deadline clock: when a time limit ends, and where it moves when the clock had to stand still.

Counting follows the Civil Code 2015 Art. 147 and 148: the day of receipt is not counted, hours run from the
moment itself, and a last day on which the office is closed gives way to the next working day. A limit in stages
is several limits, each beginning where the one before ends.

After pauses there are three policies, and a dossier keeps the one it was received under:

* `restart` counts the whole limit again from the end of a pause that restarts (NĐ 61/2018 Art. 19(4)), also when
  the limit had run out; a pause that does not restart is treated as by `stopwatch`;
* `stopwatch` leaves out what lies in a pause: working days, calendar days or office time, after the day (or
  moment) it began up to the day (or moment) it ended (QĐ 766/QĐ-TTg, index 2.1);
* `shift` moves the end by the calendar days of the pause, hours by its exact length, and on to the next working
  day or open hour.

Same-day business has nothing left to stop or shift: it begins afresh. For the last two a pause that begins after
the limit has run out moves nothing. A longer pause, a later start or a longer limit never gives an earlier end.
"""

from collections.abc import Sequence

from domain.calendar.days import Calendar
from domain.calendar.facts import ClockPolicy
from domain.calendar.legs import DueDate, legs, shifted
from domain.calendar.limits import LimitLike
from domain.calendar.moments import join, since_midnight, split
from domain.calendar.pauses import Pause, runs
from domain.calendar.years import ONE


def due(
    start: int,
    limit: LimitLike,
    calendar: Calendar,
    *,
    policy: ClockPolicy = "restart",
    pauses: Sequence[Pause] = (),
) -> DueDate | None:
    """When a limit that begins at `start` ends; None when the source of the procedure states no limit.

    `pauses` are those that have ended, in order, none beginning before the one before it ended.
    """
    ends = stage_dues(start, limit, calendar, policy=policy, pauses=pauses)
    return ends[-1] if ends else None


def stage_dues(
    start: int,
    limit: LimitLike,
    calendar: Calendar,
    *,
    policy: ClockPolicy = "restart",
    pauses: Sequence[Pause] = (),
) -> tuple[DueDate, ...]:
    """When each stage of a limit ends, the last being the limit's own end; none where no limit is stated."""
    run = runs(start, policy, pauses)[-1]
    if shifts(policy, limit):
        return shifted(legs(run.start, limit, (), calendar), run.pauses, calendar)
    return tuple(leg.due for leg in legs(run.start, limit, run.pauses, calendar))


def shifts(policy: ClockPolicy, limit: LimitLike) -> bool:
    return policy == "shift" and limit.unit != "same_day"


def resume(
    policy: ClockPolicy,
    start: int,
    limit: LimitLike,
    requested: int,
    completed: int,
    calendar: Calendar,
    *,
    earlier: Sequence[Pause] = (),
) -> DueDate | None:
    """Where the limit ends after papers asked for at `requested` were complete at `completed`, and `earlier` pauses."""
    latest = Pause(start=requested, end=completed)
    return due(start, limit, calendar, policy=policy, pauses=(*earlier, latest))


def forward_deadline(received: int, calendar: Calendar, *, cutoff: str = "15:00") -> int:
    """By when papers taken in at `received` must reach the section (NĐ 61/2018 Art. 18(2)(3)).

    The same day; taken in after the cut-off or the closing, or on a day off, the opening of the next working day.
    """
    day = split(received)[0]
    if calendar.works(day):
        closing = calendar.closing_on(day)
        if received <= min(closing, join(day, since_midnight(cutoff))):
            return closing
    return calendar.opening_on(calendar.first_working(day + ONE))
