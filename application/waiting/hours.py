"""When numbers are given: the calendar's hours with the unit's rules laid over them, and the honest end of the line."""

import itertools
from datetime import date, timedelta

from application.core import Core
from application.hall_day import QueueDay, QueueHours
from application.reference import groups_by_key
from application.waiting.estimates import Estimates
from application.waiting.hall_now import policy_on
from domain.calendar import local_date, moment_text

MINUTE = 60_000_000
TAKEN = "SELECT grp, count(*) FROM ticket WHERE day = ? GROUP BY grp"
LOOKED_AHEAD = 30
DAYS_TOLD = 12
"""More than the longest holiday of a year has, so that the next working day is always among them."""


class Hours:
    def __init__(self, core: Core, estimates: Estimates) -> None:
        self.core, self.estimates = core, estimates

    def now(self) -> QueueHours:
        known, at = self.core.known(), self.core.now()
        day = local_date(at)
        periods = self.giving(day)
        reason = self._closed(day, at, periods)
        special = known.calendar.special(day)
        return QueueHours(
            day=day,
            open=not reason,
            opens_at=_hour(periods[0][0]) if periods else "",
            closes_at=_hour(periods[-1][1]) if periods else "",
            reason=reason,
            holiday=special.name if special and not periods else "",
            next_open=self._next(day, at) if reason else "",
            full=() if reason else self.full(day),
            refused=policy_on(known, day).issue_only_in_hours,
            coming=tuple(self._day(day, ahead) for ahead in range(DAYS_TOLD)),
        )

    def _day(self, today: str, ahead: int) -> QueueDay:
        day = (date.fromisoformat(today) + timedelta(days=ahead)).isoformat()
        periods = tuple((_hour(begins), _hour(ends)) for begins, ends in self.giving(day))
        special = self.core.known().calendar.special(day)
        return QueueDay(day=day, periods=periods, holiday=special.name if special and not periods else "")

    def giving(self, day: str) -> tuple[tuple[int, int], ...]:
        """From when to when (µs UTC) numbers are given on a day; one period where lunch is no break for them."""
        known = self.core.known()
        policy, periods = policy_on(known, day), known.calendar.open_periods(date.fromisoformat(day))
        if not periods:
            return ()
        first = periods[0][0] - policy.issue_early_minutes * MINUTE
        last = periods[-1][1] - policy.issue_stops_minutes * MINUTE
        if policy.issue_at_lunch or len(periods) == 1:
            return ((first, last),)
        inner = [edge for before, after in itertools.pairwise(periods) for edge in (before[1], after[0])]
        edges = [first, *inner, last]
        return tuple(zip(edges[::2], edges[1::2], strict=True))

    def full(self, day: str) -> tuple[str, ...]:
        """Groups whose cap is reached, or whose next number would be called only after the counters close."""
        known = self.core.known()
        cap, taken = policy_on(known, day).numbers_per_day, self.taken(day)
        periods = known.calendar.open_periods(date.fromisoformat(day))
        closing = periods[-1][1] if periods else 0
        return tuple(
            group
            for group in groups_by_key()
            if (cap and taken.get(group, 0) >= cap) or self._after(group, closing)
        )

    def taken(self, day: str) -> dict[str, int]:
        return dict(self.core.store.reader().execute(TAKEN, (day,)).fetchall())

    def _after(self, group: str, closing: int) -> bool:
        found = self.estimates.newcomer(group)
        return found is not None and bool(closing) and found[0].at >= closing

    def _closed(self, day: str, at: int, periods: tuple[tuple[int, int], ...]) -> str:
        """Why no numbers are given at a moment; empty when they are."""
        if not periods:
            special = self.core.known().calendar.special(day)
            return "holiday" if special else "weekend"
        if any(begins <= at < ends for begins, ends in periods):
            return ""
        if at < periods[0][0]:
            return "early"
        return "late" if at >= periods[-1][1] else "lunch"

    def _next(self, day: str, at: int) -> str:
        """When numbers are given again, in local time; empty when no day within a month is known."""
        for ahead in range(LOOKED_AHEAD):
            later = (date.fromisoformat(day) + timedelta(days=ahead)).isoformat()
            for begins, _ in self.giving(later):
                if begins > at:
                    return f"{later}T{_hour(begins)}"
        return ""


def _hour(at: int) -> str:
    return moment_text(at)[11:16]
