"""The whole life of a clock, stretch by stretch: what counted, what did not and why, up to the due date.

The stretches lie end to end from the receipt to the due moment, so that nothing is left unsaid, and they are
counted here day by day, apart from the arithmetic of `clock`: the last one that counts is the due date.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.calendar.clock import shifts, stage_dues
from domain.calendar.days import Calendar
from domain.calendar.facts import ClockPolicy
from domain.calendar.legs import DueDate, Leg, interrupts, legs
from domain.calendar.limits import COUNTED_IN_DAYS, LimitLike, amount
from domain.calendar.moments import DAY, join, split
from domain.calendar.pauses import Pause, Run, over, runs
from domain.calendar.years import SATURDAY, each_day

Why = Literal[
    "received", "restarted", "handed_on", "working_day", "makeup_workday", "calendar_day", "office_time",
    "same_day", "made_up", "carried_over", "weekend", "day_off", "closed", "paused", "broken_off",
    "after_cutoff", "lapsed",
]  # fmt: skip
"""Why a stretch counts or does not.

`received`, `restarted` and `handed_on` (to the next stage) begin a count; `made_up` is time that the policy
`shift` gives back, `carried_over` a last day moved to one on which the office works; `broken_off` is a day that
a pause took from the office before it ended, `lapsed` the time after a limit has run out.
"""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """From `start` to `end` (µs UTC). `number` is the n-th day of its stage, or the office time so far (µs)."""

    start: int
    end: int
    counted: bool
    why: Why
    number: int = 0
    stage: int = 0
    """The place of its stage in the limit, from 0."""
    name: str = ""
    name_en: str = ""
    """The special day's name."""
    pause: str = ""
    """The reason of the pause, in the caller's own word."""
    provisional: bool = False


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """`stages` are the due dates of all stages, `due` is the last; `without_effect` began after the limit ran out."""

    stretches: tuple[Stretch, ...]
    due: DueDate
    stages: tuple[DueDate, ...]
    without_effect: tuple[Pause, ...] = ()


def account(
    start: int,
    limit: LimitLike,
    calendar: Calendar,
    *,
    policy: ClockPolicy = "restart",
    pauses: Sequence[Pause] = (),
) -> Account | None:
    """The account of what `due` answers for the same question; None where no limit is stated."""
    stages = stage_dues(start, limit, calendar, policy=policy, pauses=pauses)
    if not stages:
        return None
    told: list[Stretch] = []
    idle: list[Pause] = []
    beginning: Why = "received"
    for run in runs(start, policy, pauses):
        stretches, without_effect = _run(run, limit, policy, calendar, beginning)
        told += _ended(stretches, run.ended_by) if run.ended_by else stretches
        idle += without_effect
        beginning = "restarted"
    return Account(stretches=tuple(_merged(told)), due=stages[-1], stages=stages, without_effect=tuple(idle))


def _run(
    run: Run, limit: LimitLike, policy: ClockPolicy, calendar: Calendar, beginning: Why
) -> tuple[list[Stretch], tuple[Pause, ...]]:
    shift = shifts(policy, limit)
    course = legs(run.start, limit, () if shift else run.pauses, calendar)
    moved: tuple[Pause, ...] = ()
    last = course[-1].due
    if shift:
        last = stage_dues(run.start, limit, calendar, policy=policy, pauses=run.pauses)[-1]
        moved = tuple(each for each in run.pauses if interrupts(each, course[-1].stage.unit, last))
    told: list[Stretch] = []
    for index, leg in enumerate(course):
        final = index == len(course) - 1
        for stretch in _leg(leg, last if final else leg.due, moved if final else (), calendar, beginning):
            told.append(replace(stretch, stage=index))
        beginning = "handed_on"
    used = len(moved) if shift else sum(len(leg.pauses) for leg in course)
    return told, run.pauses[used:]


def _leg(
    leg: Leg, due: DueDate, moved: Sequence[Pause], calendar: Calendar, beginning: Why
) -> Iterator[Stretch]:
    """One stage; `due` is its end as `moved` has shifted it."""
    if leg.stage.unit in COUNTED_IN_DAYS:
        yield from _days(leg, due, moved, calendar, beginning)
        return
    yield from _hours(leg, calendar) if leg.stage.unit == "working_hour" else _day(leg, calendar)
    if leg.due.at < due.at:
        why = moved[-1].why if moved else ""
        yield Stretch(start=leg.due.at, end=due.at, counted=True, why="made_up", pause=why)


# Counted in days


def _days(
    leg: Leg, due: DueDate, moved: Sequence[Pause], calendar: Calendar, beginning: Why
) -> Iterator[Stretch]:
    first, last = split(leg.start)[0], date.fromisoformat(due.date)
    tomorrow = join(first, 0) + DAY
    yield Stretch(start=leg.start, end=tomorrow, counted=False, why=beginning)
    given_back = [pause.why for pause in moved for _ in range(pause.calendar_days)]
    number, wanted, made_up = 0, amount(leg.stage), 0
    for day in each_day(first, last):
        if day == first:
            continue
        if number < wanted:
            told = _before_the_last(day, leg, number, calendar)
            number = told.number
        elif made_up < len(given_back):
            made_up += 1
            told = _said(day, calendar, why="made_up", counted=True, number=made_up)
            told = replace(told, pause=given_back[made_up - 1])
        else:
            told = _after_the_last(day, last, leg.pauses or moved, calendar)
        yield replace(told, end=due.at) if day == last else told


def _before_the_last(day: date, leg: Leg, number: int, calendar: Calendar) -> Stretch:
    """A day on the way; one that does not count keeps the number reached, which is not shown."""
    pause = over(day, leg.pauses)
    if pause is not None:
        return _paused(day, pause, number)
    if leg.stage.unit == "calendar_day":
        return _said(day, calendar, why="calendar_day", counted=True, number=number + 1)
    if not calendar.works(day):
        return replace(_off(day, calendar), number=number)
    special = calendar.special_on(day)
    made_up = special is not None and special.kind == "makeup_workday"
    why: Why = "makeup_workday" if made_up else "working_day"
    return _said(day, calendar, why=why, counted=True, number=number + 1)


def _after_the_last(day: date, last: date, pauses: Sequence[Pause], calendar: Calendar) -> Stretch:
    """A day past the number: the office is closed, or a pause took the last day from it, until one it works on."""
    if day == last:
        return _said(day, calendar, why="carried_over", counted=True)
    pause = over(day, pauses)
    if pause is not None:
        return _paused(day, pause, 0)
    if not calendar.works(day):
        return _off(day, calendar)
    return _said(day, calendar, why="broken_off", counted=False)


def _said(day: date, calendar: Calendar, *, why: Why, counted: bool, number: int = 0) -> Stretch:
    special, midnight = calendar.special_on(day), join(day, 0)
    return Stretch(
        start=midnight,
        end=midnight + DAY,
        counted=counted,
        why=why,
        number=number,
        name=special.name if special else "",
        name_en=special.name_en if special else "",
        provisional=calendar.may_change(day),
    )


def _off(day: date, calendar: Calendar) -> Stretch:
    weekend = calendar.special_on(day) is None and day.weekday() >= SATURDAY
    return _said(day, calendar, why="weekend" if weekend else "day_off", counted=False)


def _paused(day: date, pause: Pause, number: int) -> Stretch:
    midnight = join(day, 0)
    return Stretch(
        start=midnight, end=midnight + DAY, counted=False, why="paused", number=number, pause=pause.why
    )


# Counted by the clock


def _hours(leg: Leg, calendar: Calendar) -> Iterator[Stretch]:
    worked = 0
    for start, end in _cut(leg.start, leg.due.at, leg.pauses, calendar):
        pause = next((each for each in leg.pauses if each.start <= start and end <= each.end), None)
        day = split(start)[0]
        if pause is not None:
            yield Stretch(start=start, end=end, counted=False, why="paused", pause=pause.why)
        elif not calendar.works(day):
            yield replace(_off(day, calendar), start=start, end=end)
        elif any(opening <= start and end <= closing for opening, closing in calendar.open_periods(day)):
            worked += end - start
            told = _said(day, calendar, why="office_time", counted=True, number=worked)
            yield replace(told, start=start, end=end)
        else:
            yield Stretch(start=start, end=end, counted=False, why="closed")


def _cut(start: int, end: int, pauses: Iterable[Pause], calendar: Calendar) -> Iterator[tuple[int, int]]:
    """The time from `start` to `end` cut wherever the office opens or closes, a day or a pause begins or ends."""
    marks = {start, end} | {mark for pause in pauses for mark in (pause.start, pause.end)}
    for day in each_day(split(start)[0], split(end)[0]):
        marks.add(join(day, 0))
        marks.update(mark for period in calendar.open_periods(day) for mark in period)
    return pairwise(sorted(mark for mark in marks if start <= mark <= end))


def _day(leg: Leg, calendar: Calendar) -> Iterator[Stretch]:
    """Same-day business: each pause breaks it off, and it begins anew with the day on which the pause ended."""
    begun = leg.start
    for pause in leg.pauses:
        if begun < pause.start:
            yield Stretch(start=begun, end=pause.start, counted=False, why="broken_off")
        if pause.start < pause.end:
            yield Stretch(start=pause.start, end=pause.end, counted=False, why="paused", pause=pause.why)
        begun = pause.end
    first, last = split(begun)[0], date.fromisoformat(leg.due.date)
    for day in each_day(first, last):
        if day == last:
            told = _said(day, calendar, why="same_day", counted=True, number=1)
        elif calendar.works(day):
            told = _said(day, calendar, why="after_cutoff", counted=False)
        else:
            told = _off(day, calendar)
        start, end = max(begun, told.start), leg.due.at if day == last else told.end
        yield replace(told, start=start, end=end)


# Put together


def _ended(stretches: Sequence[Stretch], pause: Pause) -> Iterator[Stretch]:
    """A run up to the pause that ended it; a limit that had run out before stays run out until then."""
    for stretch in stretches:
        if stretch.start < pause.start:
            yield replace(stretch, end=min(stretch.end, pause.start))
    end = stretches[-1].end
    if end < pause.start:
        yield Stretch(start=end, end=pause.start, counted=False, why="lapsed")
    if pause.start < pause.end:
        yield Stretch(start=pause.start, end=pause.end, counted=False, why="paused", pause=pause.why)


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours that do not count for one and the same reason are one stretch."""
    last: Stretch | None = None
    for each in stretches:
        stretch = each if each.counted else replace(each, number=0)
        if (
            last is not None
            and not last.counted
            and replace(last, start=0, end=0) == replace(stretch, start=0, end=0)
        ):
            last = replace(last, end=stretch.end)
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last
