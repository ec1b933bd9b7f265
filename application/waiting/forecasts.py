"""When people come, from the weeks past: the half-hours of a day, and its quiet hour."""

import threading
from datetime import date, timedelta

from application.core import Core
from application.hall_day import Forecast, HalfHour
from domain import queue as q
from domain.calendar import local_date, moment_text
from domain.calendar.moments import day_of

WEEKS = 8
ARRIVALS = (
    "SELECT day, (issued_at / 1000000 + 25200) % 86400 / 1800, count(*) FROM ticket "
    "WHERE day >= ? AND day < ? GROUP BY 1, 2"
)
"""By half-hour of the local day; Vietnam is seven hours east of Greenwich the whole year."""

Days = dict[str, dict[str, int]]


class Forecasts:
    def __init__(self, core: Core) -> None:
        self.core = core
        self._lock = threading.Lock()
        self._past: tuple[str, Days] = ("", {})

    def of(self, day: str = "") -> Forecast:
        """What past weeks say about a day (ISO; today when empty): its own weekday where enough of them were seen."""
        now = self.core.now()
        today = local_date(now)
        wanted = day_of(day) if day else date.fromisoformat(today)
        past = self._before(min(today, wanted.isoformat()))
        alike = [
            seen for each, seen in past.items() if date.fromisoformat(each).weekday() == wanted.weekday()
        ]
        days = alike if len(alike) >= q.FEWEST_DAYS else list(past.values())
        seen = q.half_hours(days, self._hours(wanted))
        is_today = wanted.isoformat() == today
        came = self._arrivals(today, wanted + timedelta(days=1)).get(today, {}) if is_today else {}
        after = moment_text(now)[11:16] if is_today else ""
        return Forecast(
            day=wanted.isoformat(),
            days=len(days) if seen else 0,
            half_hours=tuple(
                HalfHour(begins=each.begins, expected=round(each.mean, 1), came=came.get(each.begins, 0))
                for each in seen
            ),
            quiet=q.quiet_hour(seen, after=after),
            busiest=q.quiet_hour(seen, busiest=True),
        )

    def _before(self, day: str) -> Days:
        with self._lock:
            if self._past[0] != day:
                first = (date.fromisoformat(day) - timedelta(weeks=WEEKS)).isoformat()
                self._past = (day, self._arrivals(first, date.fromisoformat(day)))
            return self._past[1]

    def _arrivals(self, first: str, end: date) -> Days:
        found: Days = {}
        for day, half, count in self.core.store.reader().execute(ARRIVALS, (first, end.isoformat())):
            found.setdefault(day, {})[f"{half // 2:02d}:{half % 2 * 30:02d}"] = count
        return found

    def _hours(self, day: date) -> tuple[str, ...]:
        periods = self.core.known().calendar.open_periods(day)
        return tuple(
            begins
            for opens, closes in periods
            for begins in q.cut(moment_text(opens)[11:16], moment_text(closes)[11:16])
        )
