"""The deadline clock: when a time limit ends, and where it moves when papers were missing.

Counting follows the Civil Code 2015 Art. 147 and 148: the day of receipt is not counted, hours run from
the moment itself, and a last day on which the office is closed gives way to the next working day.
"""

import re
from datetime import date, timedelta
from typing import Protocol

import msgspec

from domain.calendar.days import ONE, Calendar
from domain.calendar.facts import ClockPolicy
from domain.calendar.moments import MINUTE, day_of, since_midnight, split
from domain.calendar.refusals import NotATimeLimit, PausedBeforeItBegan

HOUR = 60 * MINUTE
LONGEST = 1000
_WRITTEN = re.compile(r"([0-9]{1,4})\s*(wd|d|wh)")
_UNITS = {"wd": "working_day", "d": "calendar_day", "wh": "working_hour"}


class LimitLike(Protocol):
    """Any capability's own time limit."""

    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def cutoff(self) -> str | None: ...


class TimeLimit(msgspec.Struct, frozen=True):
    """A time limit as typed; `unit` is one of those of the catalogue."""

    unit: str
    value: int | None = None
    cutoff: str | None = None


class DueDate(msgspec.Struct, frozen=True):
    """The last day (ISO), the moment on it (µs UTC), and whether an announcement may still move it."""

    date: str
    at: int
    provisional: bool = False


def parse_limit(text: str) -> TimeLimit:
    """Read `3wd`, `15d`, `8wh` or `same-day`; same-day business has its cut-off at 15:00."""
    typed = text.strip().lower()
    if typed == "same-day":
        return TimeLimit("same_day", cutoff="15:00")
    found = _WRITTEN.fullmatch(typed)
    if found is None:
        raise NotATimeLimit(text=text)
    limit = TimeLimit(_UNITS[found[2]], int(found[1]))
    _value(limit)
    return limit


def due(start: int, limit: LimitLike, calendar: Calendar) -> DueDate | None:
    """When a limit that begins at `start` ends; None when the source of the procedure states no limit."""
    match limit.unit:
        case "none_stated":
            return None
        case "working_day":
            day = split(start)[0]
            return _closing(calendar, day + ONE, calendar.count_on(day, _value(limit)))
        case "calendar_day":
            return _rolled(calendar, split(start)[0] + timedelta(days=_value(limit)))
        case "working_hour":
            return _after_work(calendar, start, _value(limit) * HOUR)
        case "same_day":
            return _same_day(calendar, start, limit.cutoff)
        case _:
            raise NotATimeLimit(text=limit.unit)


def resume(
    policy: ClockPolicy,
    start: int,
    limit: LimitLike,
    requested: int,
    completed: int,
    calendar: Calendar,
    *,
    before: DueDate | None = None,
) -> DueDate | None:
    """Where the limit ends after papers asked for at `requested` were complete at `completed`.

    `restart` counts the whole limit again (NĐ 61/2018 Art. 19(4)), `stopwatch` adds the working time of the
    pause, `shift` its calendar days. `before` is the appointment interrupted, when an earlier pause moved it.
    """
    if not start <= requested <= completed:
        raise PausedBeforeItBegan()
    original = before or due(start, limit, calendar)
    # Same-day business has nothing left to stop or shift: the complete papers are a new morning.
    if original is None or policy == "restart" or limit.unit == "same_day":
        return due(completed, limit, calendar)
    moved = _moved(policy, original, limit, requested, completed, calendar)
    return DueDate(moved.date, moved.at, moved.provisional or original.provisional)


def forward_deadline(received: int, calendar: Calendar, *, cutoff: str = "15:00") -> int:
    """By when papers taken in at `received` must reach the section (NĐ 61/2018 Art. 18(2)(3)).

    The same day; taken in after the cut-off or on a day off, the opening of the next working day.
    """
    day, rest = split(received)
    if calendar.works(day) and rest <= since_midnight(cutoff):
        return calendar.closing_on(day)
    return calendar.opening_on(calendar.first_working(day + ONE))


def _moved(
    policy: ClockPolicy,
    original: DueDate,
    limit: LimitLike,
    requested: int,
    completed: int,
    calendar: Calendar,
) -> DueDate:
    asked, day = split(requested)[0], day_of(original.date)
    if limit.unit == "working_hour":
        if policy == "shift":
            return _after_work(calendar, original.at + completed - requested, 0)
        return _after_work(calendar, original.at, calendar.working_microseconds_between(requested, completed))
    calendar_days = split(completed)[0] - asked
    if policy == "shift" or limit.unit == "calendar_day":
        return _rolled(calendar, day + calendar_days)
    paused = calendar.working_days_between(asked.isoformat(), (asked + calendar_days).isoformat())
    return _closing(calendar, min(asked, day), calendar.count_on(day, paused))


def _closing(calendar: Calendar, first: date, last: date) -> DueDate:
    """The counter closes before the legal midnight, and that is the hour to print."""
    return DueDate(last.isoformat(), calendar.closing_on(last), calendar.unsettled(first, last))


def _rolled(calendar: Calendar, day: date) -> DueDate:
    """Calendar days run through holidays; only the last day must be a working one."""
    return _closing(calendar, day, calendar.first_working(day))


def _same_day(calendar: Calendar, start: int, cutoff: str | None) -> DueDate:
    """Strictly after the cut-off, or after closing, is the next working day."""
    day = split(start)[0]
    latest = calendar.closing_on(day)
    if cutoff is not None:
        latest = min(latest, start - split(start)[1] + since_midnight(cutoff))
    return _closing(calendar, day, calendar.first_working(day if start <= latest else day + ONE))


def _after_work(calendar: Calendar, start: int, work: int) -> DueDate:
    """The first moment by which the office has been open for `work` microseconds since `start`."""
    first = day = split(start)[0]
    while True:
        for opening, closing in calendar.open_periods(day):
            begin = max(opening, start)
            if begin + work <= closing:
                return DueDate(day.isoformat(), begin + work, calendar.unsettled(first, day))
            work -= max(0, closing - begin)
        day += ONE


def _value(limit: LimitLike) -> int:
    if limit.value is None or not 1 <= limit.value <= LONGEST:
        raise NotATimeLimit(text=f"{limit.value} {limit.unit}")
    return limit.value
