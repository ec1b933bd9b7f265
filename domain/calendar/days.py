"""The calendar as announced: which days the office works, its hours, and which answers may still change.

A day of a year that nobody has published works Monday to Friday, provisionally.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from domain.calendar.facts import CalendarPublished, CalendarRevised, SpecialDay
from domain.calendar.moments import day_of, join, since_midnight, split
from domain.calendar.refusals import (
    AlreadyAWorkingDay,
    CalendarUnchanged,
    DayListedTwice,
    DayOfAnotherYear,
    HoursOutOfOrder,
    WhyMissing,
    YearAlreadyPublished,
    YearNotPublished,
)
from domain.fact import Fact

SATURDAY = 5
WORKING = frozenset({"makeup_workday", "workday"})
ONE = timedelta(days=1)

Hours = tuple[tuple[str, str], ...]


class Year(msgspec.Struct, frozen=True):
    """One year as last announced; `periods` are its office hours in microseconds since midnight."""

    days: dict[date, SpecialDay]
    hours: Hours
    periods: tuple[tuple[int, int], ...]


class Calendar(msgspec.Struct, frozen=True):
    """The announced years. Dates in questions and answers are ISO texts, moments are µs UTC."""

    years: dict[int, Year] = {}

    def special(self, day: str) -> SpecialDay | None:
        return self.special_on(day_of(day))

    def is_working_day(self, day: str) -> bool:
        return self.works(day_of(day))

    def next_working_day(self, day: str) -> str:
        """The first working day after `day`."""
        return self.first_working(day_of(day) + ONE).isoformat()

    def add_working_days(self, day: str, count: int) -> str:
        """The `count`-th working day after `day`; `day` itself, or the next working one, for 0."""
        return self.count_on(day_of(day), count).isoformat()

    def working_days_between(self, first: str, last: str) -> int:
        """Working days after `first` up to and with `last`; negative when `last` is earlier."""
        start, end = day_of(first), day_of(last)
        if end < start:
            return -self.working_days_between(last, first)
        return sum(map(self.works, _each(start + ONE, end)))

    def working_microseconds_between(self, start: int, end: int) -> int:
        """Office time between two moments; negative when `end` is earlier."""
        if end < start:
            return -self.working_microseconds_between(end, start)
        return sum(
            max(0, min(closing, end) - max(opening, start))
            for day in _each(split(start)[0], split(end)[0])
            for opening, closing in self.open_periods(day)
        )

    def hours(self, day: str) -> Hours:
        """The office hours in force on `day`, whether or not it is a working day."""
        return self._year(day_of(day)).hours

    def closing(self, day: str) -> int:
        """The moment the counters close on `day`."""
        return self.closing_on(day_of(day))

    def works(self, day: date) -> bool:
        special = self.special_on(day)
        return day.weekday() < SATURDAY if special is None else special.kind in WORKING

    def unsettled(self, first: date, last: date) -> bool:
        """Whether an announcement still to come may change any day from `first` to `last`."""
        return any(map(self._provisional, _each(first, last)))

    def first_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        while not self.works(day):
            day += ONE
        return day

    def count_on(self, day: date, count: int) -> date:
        if count == 0:
            return self.first_working(day)
        for _ in range(count):
            day = self.first_working(day + ONE)
        return day

    def open_periods(self, day: date) -> tuple[tuple[int, int], ...]:
        """The moments the office opens and closes on `day`; none on a day off."""
        if not self.works(day):
            return ()
        midnight = join(day, 0)
        return tuple((midnight + opening, midnight + closing) for opening, closing in self._year(day).periods)

    def opening_on(self, day: date) -> int:
        return join(day, self._year(day).periods[0][0])

    def closing_on(self, day: date) -> int:
        return join(day, self._year(day).periods[-1][1])

    def special_on(self, day: date) -> SpecialDay | None:
        year = self.years.get(day.year)
        return year.days.get(day) if year else None

    def _provisional(self, day: date) -> bool:
        special = self.special_on(day)
        return special.provisional if special else day.year not in self.years

    def _year(self, day: date) -> Year:
        """The year of `day`, or the nearest announced one: office hours outlive the list of holidays."""
        if not self.years:
            raise YearNotPublished(year=day.year)
        return self.years[min(self.years, key=lambda year: (abs(year - day.year), year))]


def evolve(calendar: Calendar, fact: Fact) -> Calendar:
    match fact:
        case CalendarPublished() | CalendarRevised():
            return Calendar({**calendar.years, fact.year: _announced(fact)})
        case _:
            return calendar


def publish(calendar: Calendar, *, fact: CalendarPublished) -> CalendarPublished:
    if fact.year in calendar.years:
        raise YearAlreadyPublished(year=fact.year)
    _sound(fact)
    return fact


def revise(calendar: Calendar, *, fact: CalendarRevised) -> CalendarRevised:
    if fact.year not in calendar.years:
        raise YearNotPublished(year=fact.year)
    if not fact.why.strip():
        raise WhyMissing()
    _sound(fact)
    if _announced(fact) == calendar.years[fact.year]:
        raise CalendarUnchanged(year=fact.year)
    return fact


def _announced(fact: CalendarPublished | CalendarRevised) -> Year:
    periods = tuple((since_midnight(opening), since_midnight(closing)) for opening, closing in fact.hours)
    return Year({day_of(day.date): day for day in fact.days}, fact.hours, periods)


def _sound(fact: CalendarPublished | CalendarRevised) -> None:
    seen: set[str] = set()
    for day in fact.days:
        when = day_of(day.date)
        if when.year != fact.year:
            raise DayOfAnotherYear(date=day.date, year=fact.year)
        if day.date in seen:
            raise DayListedTwice(date=day.date)
        if day.kind == "makeup_workday" and when.weekday() < SATURDAY:
            raise AlreadyAWorkingDay(date=day.date)
        seen.add(day.date)
    marks = [since_midnight(hour) for period in fact.hours for hour in period]
    if not marks or any(later <= earlier for earlier, later in pairwise(marks)):
        raise HoursOutOfOrder(year=fact.year)


def _each(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
