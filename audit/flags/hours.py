"""Working days and office hours for rules that count them: the office's own calendar, or plain weekdays without one."""

from datetime import date

from domain.calendar import Calendar, local_date

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Hours:
    """Working time between moments (µs UTC). `known` is False where nobody said when the office is open."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.known = bool(calendar.years)
        self._between: dict[tuple[str, str], int] = {}
        self._open: dict[str, tuple[tuple[int, int], ...]] = {}

    def days(self, first: int, last: int) -> int:
        """Working days after the day of `first` up to and with that of `last`; negative when it is earlier."""
        ends = (local_date(first), local_date(last))
        if ends not in self._between:
            self._between[ends] = self.calendar.working_days_between(*ends)
        return self._between[ends]

    def time(self, first: int, last: int) -> int:
        """Office time (µs); calendar time where the hours are not known."""
        if not self.known:
            return last - first
        return self.calendar.working_microseconds_between(first, last)

    def at_work(self, at: int, margin: int) -> bool:
        """Whether it is between the first opening of a working day and its last closing, or so near to it (µs)."""
        day = local_date(at)
        if day not in self._open:
            self._open[day] = self.calendar.open_periods(date.fromisoformat(day))
        periods = self._open[day]
        return bool(periods) and periods[0][0] - margin <= at <= periods[-1][1] + margin
