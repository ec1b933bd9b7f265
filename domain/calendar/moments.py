"""Local days and hours of Vietnam, to and from µs UTC, at one fixed offset: it has no summer time."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from domain.calendar.refusals import NotADate, NotAnHour

VIETNAM = timezone(timedelta(hours=7))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000
MINUTE = 60_000_000
_DAYS_TO_EPOCH = EPOCH.date().toordinal()
_OFFSET = timedelta(hours=7) // MICROSECOND
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def day_of(text: str) -> date:
    """The day an ISO date names; a `NotADate` refusal for any other text."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotADate(text=text)


def since_midnight(hour: str) -> int:
    """Microseconds from midnight to `HH:MM`."""
    found = _HOUR.fullmatch(hour)
    if found is None:
        raise NotAnHour(text=hour)
    return (int(found[1]) * 60 + int(found[2])) * MINUTE


def split(at: int) -> tuple[date, int]:
    """The local day of a moment, and the microseconds since its midnight."""
    days, rest = divmod(at + _OFFSET, DAY)
    return date.fromordinal(_DAYS_TO_EPOCH + days), rest


def join(day: date, rest: int) -> int:
    return (day.toordinal() - _DAYS_TO_EPOCH) * DAY + rest - _OFFSET


def local_date(at: int) -> str:
    """The local day (ISO) of a moment in µs UTC."""
    return split(at)[0].isoformat()


def local_moment(day: str, hour: str) -> int:
    """The moment (µs UTC) of `HH:MM` local time on an ISO date."""
    return join(day_of(day), since_midnight(hour))


def moment_text(at: int) -> str:
    """A moment in local time to the second, such as `2026-11-24T16:05:00+07:00`."""
    return (EPOCH + at * MICROSECOND).astimezone(VIETNAM).isoformat(timespec="seconds")
