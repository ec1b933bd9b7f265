"""Where each stage of a limit ends, with the pauses that fall into it.

A stage counted in days ends when the counter closes on its last day, one counted in hours or within the day at
its moment. A pause interrupts a stage when it begins no later than that last day, or before that moment; what
has run out is not revived. Whoever gets the papers back has at least until the counters close next.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from domain.calendar.days import Calendar
from domain.calendar.limits import COUNTED_IN_DAYS, LimitLike, amount, stages_of
from domain.calendar.moments import DAY, MINUTE, join, since_midnight, split
from domain.calendar.pauses import Pause, over
from domain.calendar.refusals import NotATimeLimit
from domain.calendar.years import ONE

HOUR = 60 * MINUTE


class DueDate(msgspec.Struct, frozen=True):
    """The last day (ISO), the moment on it (µs UTC), and whether an announcement may still move it."""

    date: str
    at: int
    provisional: bool = False


class Leg(msgspec.Struct, frozen=True):
    """A stage at work: where it begins, the pauses that interrupt it, where it ends."""

    start: int
    stage: LimitLike
    pauses: tuple[Pause, ...]
    due: DueDate


def legs(start: int, limit: LimitLike, pauses: Sequence[Pause], calendar: Calendar) -> tuple[Leg, ...]:
    """The stages of a limit, each beginning where the one before ends; the clock stands still in `pauses`."""
    found: list[Leg] = []
    left = tuple(pauses)
    for stage in stages_of(limit):
        used, end = 0, _end(start, stage, (), calendar)
        while used < len(left) and interrupts(left[used], stage.unit, end):
            used += 1
            end = _end(start, stage, left[:used], calendar)
        found.append(Leg(start, stage, left[:used], end))
        start, left = end.at, left[used:]
    return tuple(found)


def shifted(unpaused: Sequence[Leg], pauses: Sequence[Pause], calendar: Calendar) -> tuple[DueDate, ...]:
    """The end of each stage moved by the calendar time of the pauses that began before it, never one before another."""
    ends: list[DueDate] = []
    for leg in unpaused:
        used, end = 0, leg.due
        while used < len(pauses) and interrupts(pauses[used], leg.stage.unit, end):
            used += 1
            end = _shifted_end(leg, pauses[:used], calendar)
        before = ends[-1] if ends and ends[-1].at > end.at else end
        ends.append(DueDate(before.date, before.at, before.provisional or end.provisional))
    return tuple(ends)


def interrupts(pause: Pause, unit: str, end: DueDate) -> bool:
    if unit in COUNTED_IN_DAYS:
        return pause.days[0].isoformat() <= end.date
    return pause.start < end.at


def _end(start: int, stage: LimitLike, pauses: Sequence[Pause], calendar: Calendar) -> DueDate:
    match stage.unit:
        case "working_day" | "calendar_day":
            day, open_question = last_day(start, stage, pauses, calendar)
            return _closing(calendar, day, pauses, open_question)
        case "working_hour":
            return _after_work(calendar, start, amount(stage) * HOUR, pauses)
        case "same_day":
            # Same-day business has nothing left to stop: the complete papers are a new morning.
            return _same_day(calendar, pauses[-1].end if pauses else start, stage.cutoff)
        case _:
            raise NotATimeLimit(text=stage.unit)


def last_day(start: int, stage: LimitLike, pauses: Sequence[Pause], calendar: Calendar) -> tuple[date, bool]:
    """The last day that counts, before it is carried over a day off; and whether a day on the way may change.

    The day of receipt is not counted, nor are the days after the one on which a pause began up to the one on
    which it ended: that is again a day of receipt (Civil Code 2015 Art. 147).
    """
    working = stage.unit == "working_day"
    day, left, open_question = split(start)[0], amount(stage), False
    while left:
        day += ONE
        if pauses and over(day, pauses):
            continue
        if not working:
            left -= 1
            continue
        open_question = open_question or calendar.may_change(day)
        left -= calendar.works(day)
    return day, open_question


def _closing(calendar: Calendar, day: date, pauses: Sequence[Pause], open_question: bool) -> DueDate:
    """The counter closes before the legal midnight, and that is the hour to print."""
    last, first = calendar.first_working(day), day
    if pauses:
        back = calendar.first_open(pauses[-1].end)
        if back > last:
            last, first = back, pauses[-1].days[1]
    unsettled = open_question or calendar.unsettled(first, last)
    return DueDate(last.isoformat(), calendar.closing_on(last), unsettled)


def _same_day(calendar: Calendar, start: int, cutoff: str | None) -> DueDate:
    """Strictly after the cut-off, or after closing, is the next working day."""
    day, rest = split(start)
    latest = calendar.closing_on(day)
    if cutoff is not None:
        latest = min(latest, start - rest + since_midnight(cutoff))
    first = day if start <= latest else day + ONE
    last = calendar.first_working(first)
    return DueDate(last.isoformat(), calendar.closing_on(last), calendar.unsettled(day, last))


def _after_work(calendar: Calendar, start: int, work: int, pauses: Sequence[Pause] = ()) -> DueDate:
    """The first moment by which the office has been open, outside the pauses, for `work` µs since `start`."""
    day, open_question = split(start)[0], False
    while True:
        open_question = open_question or (calendar.may_change(day) and not _all_day(day, pauses))
        for opening, closing in _pieces(calendar.open_periods(day), pauses):
            begin = max(opening, start)
            if begin + work <= closing:
                return DueDate(day.isoformat(), begin + work, open_question)
            work -= max(0, closing - begin)
        day += ONE


def _pieces(periods: Sequence[tuple[int, int]], pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    """What the pauses leave of the periods; pieces may be empty."""
    pieces = list(periods)
    for pause in pauses:
        cut = []
        for opening, closing in pieces:
            if pause.end <= opening or closing <= pause.start or pause.start == pause.end:
                cut.append((opening, closing))
                continue
            if opening < pause.start:
                cut.append((opening, pause.start))
            if pause.end < closing:
                cut.append((pause.end, closing))
        pieces = cut
    return pieces


def _all_day(day: date, pauses: Sequence[Pause]) -> bool:
    midnight = join(day, 0)
    return any(pause.start <= midnight and midnight + DAY <= pause.end for pause in pauses)


def _shifted_end(leg: Leg, pauses: Sequence[Pause], calendar: Calendar) -> DueDate:
    if leg.stage.unit == "working_hour":
        at = leg.due.at + sum(pause.end - pause.start for pause in pauses)
        moved = _after_work(calendar, max(at, pauses[-1].end), 0)
        return DueDate(moved.date, moved.at, moved.provisional or leg.due.provisional)
    if leg.stage.unit == "same_day":
        day, open_question = date.fromisoformat(leg.due.date), leg.due.provisional
    else:
        day, open_question = last_day(leg.start, leg.stage, (), calendar)
    day += sum(pause.calendar_days for pause in pauses) * ONE
    return _closing(calendar, day, pauses, open_question)
