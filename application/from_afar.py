"""What somebody at home is told before taking a number: whether it is possible now, and how long the lines are."""

import msgspec

from application.views import WaitRange


class RemoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A service group as somebody at home sees it: how many wait now, and how long a new number may take."""

    key: str
    name: str
    name_en: str
    waiting: int = 0
    wait: WaitRange | None = None
    left: int = 0
    """Numbers that may still be taken from afar today."""
    near: bool = False
    """So few wait that the turn would come before anybody could arrive: no number is needed."""


class RemoteTickets(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a number can be taken from afar now, and what somebody should know before taking one."""

    allowed: bool
    open: bool = False
    opens_at: str = ""
    """While not open: when numbers are given out again, in local time (`2026-03-02T07:00`); empty while not known."""
    lines: tuple[RemoteLine, ...] = ()
    rejoin_minutes: int = 0
    """How long a number is kept for somebody who was called and not there."""
