"""One announced year: its special days, its office hours by season, and whether what was announced can be right."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from domain.calendar.facts import CalendarPublished, CalendarRevised, Season, SpecialDay
from domain.calendar.moments import day_of, since_midnight
from domain.calendar.refusals import (
    AlreadyAWorkingDay,
    DayListedTwice,
    DayOfAnotherYear,
    HoursOutOfOrder,
    SeasonMalformed,
    SeasonsOverlap,
)

Hours = tuple[tuple[str, str], ...]
Periods = tuple[tuple[int, int], ...]
"""Office hours in microseconds since midnight."""

SATURDAY = 5
ONE = timedelta(days=1)
_OF_ANY_YEAR = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP_YEAR = "2000"


class SeasonInForce(msgspec.Struct, frozen=True):
    season: Season
    periods: Periods

    def covers(self, day: date) -> bool:
        first, last = self.season.first, self.season.last
        written = day.isoformat()[-len(first) :]
        if first <= last:
            return first <= written <= last
        return written >= first or written <= last


class Year(msgspec.Struct, frozen=True):
    """One year as last announced; `periods` are its ordinary office hours."""

    days: dict[date, SpecialDay]
    hours: Hours
    periods: Periods
    seasons: tuple[SeasonInForce, ...] = ()

    def hours_on(self, day: date) -> Hours:
        return next((each.season.hours for each in self.seasons if each.covers(day)), self.hours)

    def periods_on(self, day: date) -> Periods:
        return next((each.periods for each in self.seasons if each.covers(day)), self.periods)


def announced(fact: CalendarPublished | CalendarRevised) -> Year:
    return Year(
        {day_of(day.date): day for day in fact.days},
        fact.hours,
        _periods(fact.hours),
        tuple(SeasonInForce(season, _periods(season.hours)) for season in fact.seasons),
    )


def check(fact: CalendarPublished | CalendarRevised) -> None:
    """Refuse a year that no office could keep."""
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
    _check_hours(fact.hours, fact.year)
    _check_seasons(fact.seasons, fact.year)


def each_day(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _periods(hours: Hours) -> Periods:
    return tuple((since_midnight(opening), since_midnight(closing)) for opening, closing in hours)


def _check_hours(hours: Hours, year: int) -> None:
    marks = [since_midnight(hour) for period in hours for hour in period]
    if not marks or any(later <= earlier for earlier, later in pairwise(marks)):
        raise HoursOutOfOrder(year=year)


def _check_seasons(seasons: tuple[Season, ...], year: int) -> None:
    for season in seasons:
        ends = season.first, season.last
        yearly = [_OF_ANY_YEAR.fullmatch(end) is not None for end in ends]
        if yearly[0] != yearly[1] or not season.name.strip():
            raise SeasonMalformed(name=season.name)
        days = [day_of(f"{_LEAP_YEAR}-{end}" if yearly[0] else end) for end in ends]
        if not yearly[0] and (days[0] > days[1] or {day.year for day in days} != {year}):
            raise SeasonMalformed(name=season.name)
        _check_hours(season.hours, year)
    in_force = [SeasonInForce(season, ()) for season in seasons]
    for day in each_day(date(year, 1, 1), date(year, 12, 31)):
        if sum(each.covers(day) for each in in_force) > 1:
            raise SeasonsOverlap(date=day.isoformat())
