"""What a visitor should know before taking a number: that none are given now, when again, and when it is quiet."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import msgspec

from application.faults import Fault
from application.hall_day import QueueHours
from application.ports import OfficePort
from application.views import TicketView
from domain.fact import Refused
from wording import say
from wording.dates import date_text, weekday_text

LONG_WAIT = 40
"""Minutes from which on another hour is recommended."""
TODAY = frozenset({"early", "lunch"})
"""Reasons after which the counters still call somebody on the same day."""
FULL = "full"


class Reception(msgspec.Struct, frozen=True, kw_only=True):
    """Why a number might be of no use now. `opens` in local time (`2026-03-03T06:30`), `quiet` as `14:30–15:30`."""

    reason: str
    """One of `QueueHours.reason`, or `full`: who takes a number now will hardly be called today."""
    day: str
    holiday: str = ""
    opens: str = ""
    quiet: str = ""
    """On the day on which numbers are given again."""
    refused: bool = False
    """The unit gives none at all now."""


def reception(office: OfficePort, group: str) -> Reception | None:
    """What must be said to whoever wants a number of a group; nothing in ordinary hours, or where nobody knows."""
    try:
        hours = office.queue.hours()
    except (Refused, Fault):
        return None
    if hours.open and group not in hours.full:
        return None
    opens = _next_day(hours) if hours.open else hours.next_open
    return Reception(
        reason=FULL if hours.open else hours.reason,
        day=hours.day,
        holiday=hours.holiday,
        opens=opens,
        quiet=_quiet(office, opens.partition("T")[0]) if opens else "",
        refused=hours.refused and not hours.open,
    )


def _next_day(hours: QueueHours) -> str:
    later = (
        f"{each.day}T{each.periods[0][0]}" for each in hours.coming if each.periods and each.day > hours.day
    )
    return next(later, "")


def _quiet(office: OfficePort, day: str) -> str:
    with suppress(Refused, Fault):
        return office.queue.forecast(day).quiet
    return ""


def quiet_instead(office: OfficePort, ticket: TicketView) -> str:
    """A quieter hour of today, for whoever must wait long; nothing for the others, and where nobody knows one."""
    if ticket.wait is None or ticket.wait.low < LONG_WAIT:
        return ""
    return _quiet(office, "")


def in_one_line(office: OfficePort, language: str, width: int) -> str:
    """For the first screen: closed until when, or a quieter hour where the wait is long; mostly nothing.

    Where `width` columns do not hold why and when, it is when.
    """
    with suppress(Refused, Fault):
        board = office.queue.board()
        if not board.closed:
            longest = max((each.wait.low for each in board.groups if each.wait), default=0)
            crowded = longest >= LONG_WAIT and board.quiet
            return say("kiosk.reception.crowded", language, hours=board.quiet) if crowded else ""
    told = reception(office, "")
    if told is None:
        return ""
    wanted = sentences(told, language)[: 2 if told.opens else 1]
    whole = ". ".join(wanted)
    return whole if len(whole) <= width else wanted[-1]


def sentences(told: Reception, language: str) -> list[str]:
    """Why not now, when again, and what a number taken all the same is worth."""
    return list(filter(None, _sentences(told, language)))


def _sentences(told: Reception, language: str) -> Iterator[str]:
    yield say(
        f"kiosk.reception.{told.reason}", language, **({"holiday": told.holiday} if told.holiday else {})
    )
    if told.opens:
        key = "tomorrow" if told.reason == FULL else "opens"
        yield say(f"kiosk.reception.{key}", language, when=when_text(told.opens, told.day, language))
    if told.quiet:
        yield say("kiosk.reception.quiet", language, hours=told.quiet)
    if not told.refused:
        worth = told.reason if told.reason in {*TODAY, FULL} else "over"
        yield say(f"kiosk.reception.worth.{worth}", language)


def when_text(opens: str, today: str, language: str) -> str:
    """«13:30» today, «06:30 ngày mai», else with weekday and date."""
    day, _, hour = opens.partition("T")
    if day == today:
        return hour
    if date.fromisoformat(day) == date.fromisoformat(today) + timedelta(days=1):
        return say("kiosk.reception.next_day", language, hour=hour)
    on = {"weekday": weekday_text(day, language), "day": date_text(day, language)}
    return say("kiosk.reception.on_day", language, hour=hour, **on)
