"""When numbers are given and when it is quiet, told from what the office last said, while nobody can be asked."""

import msgspec

from application.hall_day import Forecast, QueueDay, QueueHours
from domain.calendar import local_date, moment_text
from domain.queue import HalfHourSeen, quiet_hour


def hours_at(said: QueueHours | None, at: int) -> QueueHours:
    """The hours at a moment (µs UTC). On a day of which nothing was heard, nobody is told that it is closed."""
    day, minute = local_date(at), moment_text(at)[11:16]
    found = next((each for each in said.coming if each.day == day), None) if said else None
    if said is None or found is None:
        return QueueHours(day=day, open=True)
    reason = _reason(found, minute)
    return QueueHours(
        day=day,
        open=not reason,
        opens_at=found.periods[0][0] if found.periods else "",
        closes_at=found.periods[-1][1] if found.periods else "",
        reason=reason,
        holiday=found.holiday,
        next_open=_next(said.coming, f"{day}T{minute}") if reason else "",
        refused=said.refused,
        coming=said.coming,
    )


def _reason(day: QueueDay, minute: str) -> str:
    """Why no numbers are given at a minute (`HH:MM`) of a day; empty when they are."""
    if not day.periods:
        return "holiday" if day.holiday else "weekend"
    if any(begins <= minute < ends for begins, ends in day.periods):
        return ""
    if minute < day.periods[0][0]:
        return "early"
    return "late" if minute >= day.periods[-1][1] else "lunch"


def _next(coming: tuple[QueueDay, ...], after: str) -> str:
    begins = (f"{day.day}T{opens}" for day in coming for opens, _ in day.periods)
    return next((each for each in begins if each > after), "")


def forecast_at(said: Forecast | None, day: str, at: int) -> Forecast:
    """What is known of a day (ISO), with the quiet hour that is still to come; nothing where nothing was heard."""
    if said is None:
        return Forecast(day=day, days=0)
    seen = [HalfHourSeen(each.begins, each.expected) for each in said.half_hours]
    after = moment_text(at)[11:16] if day == local_date(at) else ""
    return msgspec.structs.replace(said, quiet=quiet_hour(seen, after=after))
