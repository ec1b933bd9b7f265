"""What the doors see of the queue's day: its hours, when people come, and what happened to one number."""

import msgspec


class QueueDay(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when numbers are given on a day (local `HH:MM`); a day off has none, and perhaps a name."""

    day: str
    periods: tuple[tuple[str, str], ...] = ()
    holiday: str = ""


class QueueHours(msgspec.Struct, frozen=True, kw_only=True):
    """When numbers are given out. Local times as `HH:MM`, empty on a day without any."""

    day: str
    open: bool
    opens_at: str = ""
    closes_at: str = ""
    reason: str = ""
    """Why not now: `early`, `late`, `lunch`, `holiday`, `weekend`, `closed_that_day`; empty while open."""
    holiday: str = ""
    """What the calendar calls the day."""
    next_open: str = ""
    """While closed: when it opens again, in local time (`2026-03-02T07:00`)."""
    full: tuple[str, ...] = ()
    """Keys of groups in which so many wait that a new number would hardly be served today, or the cap is reached."""
    refused: bool = False
    """Out of these hours the office gives no number to anybody; else whoever insists still gets one."""
    coming: tuple[QueueDay, ...] = ()
    """Today and the days after, for whoever must tell the hours while the office is out of reach."""


class HalfHour(msgspec.Struct, frozen=True, kw_only=True):
    """A half-hour of a day, from `begins` (`HH:MM`): how many are expected and, once it has begun, how many came."""

    begins: str
    expected: float
    came: int = 0


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What past weeks say about a day. `days` is how many like it were seen; without any the rest is empty."""

    day: str
    days: int
    half_hours: tuple[HalfHour, ...] = ()
    quiet: str = ""
    """The quietest hour to come, as `14:30–15:30`; empty while too little was seen."""
    busiest: str = ""


class TicketStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a ticket, for the desk. Words: `desk.happened.<topic>`; empty where it says nothing."""

    at: int
    topic: str
    officer: str = ""
    counter: str = ""
    group: str = ""
    """Key of the group it went to."""
    rule: str = ""
    passed_over: tuple[str, ...] = ()
    why: str = ""
    """What the officer wrote."""
