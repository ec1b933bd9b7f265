"""Which device may ask what of the office, as a table: every call that is not named here is refused.

Patterns are names of calls as `application.remote.wire` has them; `queue.*` is the whole door.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from domain.device import DeviceKind

ANYBODY = ("office.*",)
"""Unit, hour, day, the place of the last event, and the signed head, which is public."""

BOARD = (*ANYBODY, "queue.board", "queue.hours", "queue.forecast", "catalogue.groups")
KIOSK = (
    *BOARD,
    "catalogue.*",
    "queue.issue",
    "queue.ticket",
    "queue.printed",
    "queue.print_failed",
    "queue.lease",
    "queue.deliver",
    "lookup.*",
    "appointments.arrive",
    "appointments.keep",
    "appointments.slots",
    "feedback.visit",
    "feedback.rate",
    "feedback.leave",
    "feedback.follow",
    "staff.officers",
    "tariffs.on",
    "tariffs.charge",
)
AT_SIGN_IN = (*ANYBODY, "staff.officers", "staff.sign_in")
"""A desk at which nobody has signed in."""
SIGNED_IN = ("*",)
"""What an officer may do there is decided by the office, act by act."""

RIGHTS: Mapping[DeviceKind, tuple[str, ...]] = {"kiosk": KIOSK, "board": BOARD, "desk": AT_SIGN_IN}

FILLED_IN: Mapping[str, str] = {
    "staff.sign_in": "device",
    "lookup.by_code": "origin",
    "feedback.visit": "shown.origin",
    "feedback.rate": "shown.origin",
    "feedback.follow": "origin",
}
"""Arguments that say where somebody stands: the server puts in the device whose credential it saw."""


def may(rights: tuple[str, ...], call: str) -> bool:
    return any(fnmatchcase(call, pattern) for pattern in rights)
