"""Numbers handed to a kiosk in advance, so that it can go on giving them out while the office is out of reach.

They stand in a band above the ordinary series, which therefore stays without a gap; bands never overlap, and a
number of a band that nobody took is explained by the lease it belongs to.
"""

from collections.abc import Iterable, Sequence

import msgspec

from domain.fact import Fact, Refused, recorded_as
from domain.queue.facts import TicketIssued
from domain.queue.ticket import Ticket
from domain.queue.verbs import issue

BAND_BEGINS = 501
"""The first leased number of a series: an ordinary morning does not come near it."""
LARGEST = 100
"""Numbers in one lease at most."""
HELD = 200
"""Numbers of one series and day that a device may hold unused at most."""


@recorded_as("numbers.leased")
class NumbersLeased(Fact, frozen=True, kw_only=True):
    """The numbers `first` to `first + count - 1` of a series and day are this device's to give out."""

    device: str
    day: str
    group: str
    series: str
    first: int
    count: int


class Band(msgspec.Struct, frozen=True, order=True):
    """Leased numbers of one series and day, both ends included."""

    first: int
    last: int

    def holds(self, ordinal: int) -> bool:
        return self.first <= ordinal <= self.last


class LeaseSize(Refused):
    """A lease is for 1 to 100 numbers."""


class LeaseDay(Refused):
    """Numbers are leased for today or one of the next days."""


class LeasedEnough(Refused):
    """The device holds enough numbers of that series that it has not given out."""


class NotLeased(Refused):
    """That number is not one of those leased to this device for that day and group."""


class TakenOtherwise(Refused):
    """That number was delivered already, for another visit."""


def next_ordinary(last: int, bands: Iterable[Band]) -> int:
    """The ordinary number after `last`: one that reaches a band goes on above it."""
    ordinal = last + 1
    for band in sorted(bands):
        if band.holds(ordinal):
            ordinal = band.last + 1
    return ordinal


def lease(
    *,
    device: str,
    days: Sequence[str],
    wanted: NumbersLeased,
    bands: Iterable[Band],
    last: int,
    unused: int,
) -> NumbersLeased:
    """`wanted`, with the first number that is free: above every band, and above `last`, the last ordinary one.

    `days` are those for which numbers are leased now, `unused` what the device still holds of the series.
    """
    if not 1 <= wanted.count <= LARGEST:
        raise LeaseSize(count=wanted.count, largest=LARGEST)
    if wanted.day not in days:
        raise LeaseDay(day=wanted.day)
    if unused + wanted.count > HELD:
        raise LeasedEnough(device=device, series=wanted.series, unused=unused)
    first = max(BAND_BEGINS, last + 1, *(band.last + 1 for band in bands))
    return msgspec.structs.replace(wanted, device=device, first=first)


def deliver(
    before: TicketIssued | None, *, lease: NumbersLeased | None, fact: TicketIssued, device: str
) -> TicketIssued | None:
    """The fact to record for a number given out under a lease; None when it is recorded already."""
    if lease is None or not _covers(lease, fact, device):
        raise NotLeased(device=device, series=fact.series, ordinal=fact.ordinal)
    if before is None:
        return issue(Ticket(), fact=fact)
    if _claimed(before) != _claimed(fact):
        raise TakenOtherwise(series=fact.series, ordinal=fact.ordinal)
    return None


def taken_at(claimed: int, *, leased_at: int, day: tuple[int, int], now: int) -> int:
    """Since when a delivered ticket waits (µs UTC): what the kiosk claims, within its lease, its day, and the past."""
    begins, ends = day
    return min(max(claimed, leased_at, begins), ends - 1, now)


def _covers(lease: NumbersLeased, fact: TicketIssued, device: str) -> bool:
    band = Band(lease.first, lease.first + lease.count - 1)
    same = (lease.device, lease.day, lease.group, lease.series) == (device, fact.day, fact.group, fact.series)
    return same and band.holds(fact.ordinal)


def _claimed(fact: TicketIssued) -> tuple[str, ...]:
    """What the kiosk says of a number, whenever it says it; the rest is the office's reading of it."""
    return (fact.day, fact.group, fact.procedure, fact.priority, fact.dossier, fact.lease)
