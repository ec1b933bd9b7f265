"""The hours an office offers and what each can hold, by rules that are dated and open to inspection."""

from collections.abc import Sequence

import msgspec

from domain.appointment.facts import Kind

AT_HOME: frozenset[Kind] = frozenset({"home_visit", "home_return"})
MINUTE = 60_000_000
PHONE_DIGITS = range(9, 12)


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of appointment is given; from the rules in force on the day of the slot."""

    slot_minutes: int
    capacity: int
    """Places in a slot, for each service group where it is at a counter."""
    capacity_by_group: dict[str, int] = {}
    lead_minutes: int = 0
    """Booked no later than so long before the hour."""
    days_ahead: int = 30
    early_minutes: int = 15
    """So long before its hour a number is given for it at the kiosk."""
    grace_minutes: int = 15
    """So long after the slot has begun it is not missed, and still goes first."""
    travel_minutes: int = 0
    """Between two visits of one officer."""
    entitled: tuple[str, ...] = ()
    """Whom the unit visits; empty for everybody."""

    def holds(self, group: str) -> int:
        return self.capacity_by_group.get(group, self.capacity)


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """An hour on offer (µs UTC), how many it holds, and how many places are taken now."""

    day: str
    start: int
    end: int
    capacity: int
    taken: int = 0

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What the office knows when it decides: the slot on offer (if there is one), its terms, the hour (µs UTC)."""

    slot: Slot | None
    terms: Terms
    now: int
    today: str
    phones: frozenset[str] = frozenset()
    """Numbers that have an appointment within that slot already."""
    others: tuple[tuple[int, int], ...] = ()
    """The other visits of the officer in question."""


def cut(periods: Sequence[tuple[int, int]], minutes: int) -> tuple[tuple[int, int], ...]:
    """Office hours (µs UTC) cut into slots; what is left over at the end of a period is nobody's appointment."""
    length = minutes * MINUTE
    return tuple(
        (start, start + length)
        for opening, closing in periods
        for start in range(opening, closing - length + 1, length)
    )


def free_for(start: int, end: int, others: Sequence[tuple[int, int]], travel_minutes: int) -> bool:
    """Whether somebody with visits at `others` can also be at one from `start` to `end`, travel included."""
    way = travel_minutes * MINUTE
    return all(end + way <= other_start or other_end + way <= start for other_start, other_end in others)


def phone_of(text: str) -> str:
    """The digits of a Vietnamese number as it is dialled inside the country; empty when it is none."""
    digits = "".join(each for each in text if each in "0123456789")
    if text.strip().startswith("+84") or (digits.startswith("84") and len(digits) > PHONE_DIGITS[-2]):
        digits = "0" + digits[2:]
    return digits if len(digits) in PHONE_DIGITS else ""
