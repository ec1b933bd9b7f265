"""The calendar as announced: which days the office works, its hours, and which answers may still change.

A day of a year that nobody has published works Monday to Friday, provisionally.
"""

from datetime import date

import msgspec

from domain.calendar.facts import SpecialDay
from domain.calendar.moments import day_of, join, split
from domain.calendar.refusals import YearNotPublished
from domain.calendar.years import ONE, SATURDAY, Hours, Year, each_day

WORKING = frozenset({"makeup_workday", "workday"})


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
        return sum(map(self.works, each_day(start + ONE, end)))

    def working_microseconds_between(self, start: int, end: int) -> int:
        """Office time between two moments; negative when `end` is earlier."""
        if end < start:
            return -self.working_microseconds_between(end, start)
        return sum(
            max(0, min(closing, end) - max(opening, start))
            for day in each_day(split(start)[0], split(end)[0])
            for opening, closing in self.open_periods(day)
        )

    def hours(self, day: str) -> Hours:
        """The office hours in force on `day`, in its season, whether or not it is a working day."""
        on = day_of(day)
        return self._year(on).hours_on(on)

    def closing(self, day: str) -> int:
        """The moment the counters close on `day`."""
        return self.closing_on(day_of(day))

    def works(self, day: date) -> bool:
        special = self.special_on(day)
        return day.weekday() < SATURDAY if special is None else special.kind in WORKING

    def may_change(self, day: date) -> bool:
        """Whether an announcement still to come may make a day off of this day, or a working day."""
        special = self.special_on(day)
        return special.provisional if special else day.year not in self.years

    def unsettled(self, first: date, last: date) -> bool:
        """Whether an announcement still to come may change any day from `first` to `last`."""
        return any(map(self.may_change, each_day(first, last)))

    def first_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        while not self.works(day):
            day += ONE
        return day

    def first_open(self, at: int) -> date:
        """The first working day whose counters close at this moment or later."""
        day = split(at)[0]
        if self.works(day) and self.closing_on(day) >= at:
            return day
        return self.first_working(day + ONE)

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
        midnight, periods = join(day, 0), self._year(day).periods_on(day)
        return tuple((midnight + opening, midnight + closing) for opening, closing in periods)

    def opening_on(self, day: date) -> int:
        return join(day, self._year(day).periods_on(day)[0][0])

    def closing_on(self, day: date) -> int:
        return join(day, self._year(day).periods_on(day)[-1][1])

    def special_on(self, day: date) -> SpecialDay | None:
        year = self.years.get(day.year)
        return year.days.get(day) if year else None

    def _year(self, day: date) -> Year:
        """The year of `day`, or the nearest announced one: office hours outlive the list of holidays."""
        if not self.years:
            raise YearNotPublished(year=day.year)
        return self.years[min(self.years, key=lambda year: (abs(year - day.year), year))]
