"""The money in one officer's drawer on one day: counted against the books, then handed over in two signatures.

What the books expect is what came in as cash, less what was paid back, less what earlier hand-overs of the
day settled. A hand-over settles what the books expected at the count; the difference stays on record.
"""

import msgspec

from domain.fact import Fact, Refused, recorded_as


@recorded_as("cash.counted", sealed=("why",))
class CashCounted(Fact, frozen=True, kw_only=True):
    """The drawer of `officer` on `day`. `difference_vnd` is counted − expected; `why` says where it is from."""

    officer: str
    day: str
    counter: str
    counted_vnd: int
    expected_vnd: int
    difference_vnd: int
    by: str
    why: str = ""


@recorded_as("cash.handover_offered")
class CashHandoverOffered(Fact, frozen=True, kw_only=True):
    """First signature: the officer gives what was counted to somebody, under a receipt's number."""

    officer: str
    day: str
    to_officer: str
    amount_vnd: int
    expected_vnd: int
    receipt: str


@recorded_as("cash.handed_over")
class CashHandedOver(Fact, frozen=True, kw_only=True):
    """Second signature: the money is in the other's hands."""

    officer: str
    day: str
    to_officer: str
    amount_vnd: int
    expected_vnd: int
    receipt: str


@recorded_as("cash.handover_declined", sealed=("why",))
class CashHandoverDeclined(Fact, frozen=True, kw_only=True):
    """The other did not take it; it is still in the drawer."""

    officer: str
    day: str
    to_officer: str
    receipt: str
    why: str = ""


class CountNegative(Refused):
    """Nobody counts less than nothing in a drawer."""


class DifferenceUnexplained(Refused):
    """Where the drawer and the books differ, whoever counted says why."""


class DrawerNotCounted(Refused):
    """A drawer is counted before it is handed over, and again when money came in since."""


class DrawerEmpty(Refused):
    """There is nothing in the drawer to hand over."""


class CashHandoverPending(Refused):
    """The drawer is offered to somebody, who has not answered yet."""


class NoCashOffered(Refused):
    """Nobody offered the money of that drawer and day."""


class CashOfferedToAnother(Refused):
    """The money was offered to somebody else."""


class NotYourDrawer(Refused):
    """Officers count and hand over their own drawer."""


class NobodyToTakeCash(Refused):
    """Money is handed to another officer, never to oneself."""


class ReceiptMissing(Refused):
    """A hand-over of money has a receipt with a number."""


class DeclineUnexplained(Refused):
    """Whoever does not take the money says why."""


class Drawer(msgspec.Struct, frozen=True, kw_only=True):
    """A drawer on a day. `settled_vnd` is what the books expected of all that was handed over already."""

    officer: str = ""
    day: str = ""
    counter: str = ""
    counted: CashCounted | None = None
    """The latest count that was not handed over yet."""
    offered: CashHandoverOffered | None = None
    settled_vnd: int = 0
    handed_over_vnd: int = 0
    difference_vnd: int = 0
    """Of all hand-overs of the day: more than the books (above 0) or less (below)."""


def count(
    drawer: Drawer,
    *,
    officer: str,
    by: str,
    day: str,
    counter: str,
    counted_vnd: int,
    expected_vnd: int,
    why: str = "",
) -> CashCounted:
    """`expected_vnd` is what the books say is in the drawer at this moment, hand-overs taken off."""
    if by != officer:
        raise NotYourDrawer(officer=officer)
    if drawer.offered is not None:
        raise CashHandoverPending(to=drawer.offered.to_officer)
    if counted_vnd < 0:
        raise CountNegative()
    difference = counted_vnd - expected_vnd
    if difference and not why.strip():
        raise DifferenceUnexplained(counted=counted_vnd, expected=expected_vnd)
    return CashCounted(
        officer=officer,
        day=day,
        counter=counter,
        counted_vnd=counted_vnd,
        expected_vnd=expected_vnd,
        difference_vnd=difference,
        by=by,
        why=why,
    )


def offer(drawer: Drawer, *, by: str, to: str, receipt: str, expected_vnd: int) -> CashHandoverOffered:
    """`expected_vnd` as the books say now: what came in after the count must be counted first."""
    counted = drawer.counted
    if drawer.offered is not None:
        raise CashHandoverPending(to=drawer.offered.to_officer)
    if counted is None or counted.expected_vnd != expected_vnd:
        raise DrawerNotCounted(expected=expected_vnd)
    if by != counted.officer:
        raise NotYourDrawer(officer=counted.officer)
    if not to.strip() or to == by:
        raise NobodyToTakeCash()
    if not receipt.strip():
        raise ReceiptMissing()
    if counted.counted_vnd == counted.expected_vnd == 0:
        raise DrawerEmpty()
    return CashHandoverOffered(
        officer=counted.officer,
        day=counted.day,
        to_officer=to,
        amount_vnd=counted.counted_vnd,
        expected_vnd=counted.expected_vnd,
        receipt=receipt.strip(),
    )


def take(drawer: Drawer, *, by: str) -> CashHandedOver:
    offered = _offered_to(drawer, by)
    return CashHandedOver(
        officer=offered.officer,
        day=offered.day,
        to_officer=offered.to_officer,
        amount_vnd=offered.amount_vnd,
        expected_vnd=offered.expected_vnd,
        receipt=offered.receipt,
    )


def decline(drawer: Drawer, *, by: str, why: str) -> CashHandoverDeclined:
    offered = _offered_to(drawer, by)
    if not why.strip():
        raise DeclineUnexplained()
    return CashHandoverDeclined(
        officer=offered.officer, day=offered.day, to_officer=by, receipt=offered.receipt, why=why
    )


def _offered_to(drawer: Drawer, by: str) -> CashHandoverOffered:
    if drawer.offered is None:
        raise NoCashOffered()
    if drawer.offered.to_officer != by:
        raise CashOfferedToAnother(to=drawer.offered.to_officer)
    return drawer.offered


def evolve(drawer: Drawer, fact: Fact) -> Drawer:
    replace = msgspec.structs.replace
    match fact:
        case CashCounted(officer=officer, day=day, counter=counter):
            counted = replace(fact, why="")
            return replace(drawer, officer=officer, day=day, counter=counter, counted=counted)
        case CashHandoverOffered():
            return replace(drawer, offered=fact)
        case CashHandoverDeclined():
            return replace(drawer, offered=None)
        case CashHandedOver(amount_vnd=amount, expected_vnd=expected):
            return replace(
                drawer,
                counted=None,
                offered=None,
                settled_vnd=drawer.settled_vnd + expected,
                handed_over_vnd=drawer.handed_over_vnd + amount,
                difference_vnd=drawer.difference_vnd + amount - expected,
            )
        case _:
            return drawer
