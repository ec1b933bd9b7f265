"""The numbers of the waiting room: dated with the unit's rules, the same for a whole day, open to inspection."""

from collections.abc import Mapping

import msgspec

PREFIX = "queue_"
"""How the rule sets name these parameters: `queue_recalls` is `recalls` here."""


class QueuePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How numbers are given and called on a day. What no rule set names is as below."""

    priority_in_a_row: int = 2
    """So many priority calls in a row, then an ordinary ticket."""
    ordinary_waits_minutes: int = 30
    """An ordinary ticket that waited longer goes before priority."""
    long_waits_in_a_row: int = 2
    """But only so many in a row, or on a crowded day priority would never come."""
    appointments_in_a_row: int = 1
    """So many appointments at their hour, then somebody without one."""
    appointment_lead_minutes: int = 5
    """So long before its hour an appointment already goes first."""
    recalls: int = 2
    rejoin_within_minutes: int = 60
    warn_ahead: int = 2
    """With so many people ahead, or fewer, the phone says that it is nearly time."""
    issue_early_minutes: int = 30
    """Numbers are given so long before the counters open."""
    issue_stops_minutes: int = 15
    """The last number is given so long before the counters close."""
    issue_at_lunch: bool = True
    """Numbers for the afternoon are given while the counters are closed at noon."""
    issue_only_in_hours: bool = False
    """Out of these hours the office refuses a number, not only the kiosk's screen."""
    numbers_per_day: int = 0
    """A group gives at most so many numbers a day; 0 for no cap."""
    remote_tickets: bool = False
    """Numbers may be taken by phone, without being in the hall."""
    remote_radius_minutes: int = 45
    """A number by phone is given only when its turn is expected at least so far ahead."""
    remote_per_day: int = 20
    """So many numbers by phone a day for a group."""


def read_policy(parameters: Mapping[str, str | int | bool]) -> QueuePolicy:
    """The policy in a rule set's parameters, in which each name stands behind `queue_`."""
    named = (name for name in QueuePolicy.__struct_fields__ if PREFIX + name in parameters)
    return msgspec.convert({name: parameters[PREFIX + name] for name in named}, QueuePolicy)
