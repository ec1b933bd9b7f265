"""One ticket: its states, what may happen in each, and what it is after a fact.

The label is for people; the identity is the stream. One counter at a time calls a ticket; none gets lost.
"""

from collections.abc import Callable, Collection, Iterable
from functools import reduce
from typing import Any, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from domain.fact import Fact
from domain.queue import facts as f

State = Literal["none", "waiting", "called", "serving", "held", "parked", "served", "expired"]
SERIES = "ABCDEGHKLMNPT"
"""Letters of service groups: none that looks like a digit, none foreign to Vietnamese."""

F = TypeVar("F", bound=Fact)
Step = Callable[["Ticket", F, int], "Ticket"]


def label(series: str, ordinal: int) -> str:
    """`A001`; the thousandth is `A1000`: a band never overflows into another."""
    return f"{series}{ordinal:03d}"


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as its facts have made it. Times are µs UTC; `rejoined_at` is set while it waits again."""

    state: State = "none"
    day: str = ""
    series: str = ""
    ordinal: int = 0
    group: str = ""
    procedure: str = ""
    field: str = ""
    priority: f.Priority = ""
    lookup: str = ""
    dossier: str = ""
    counter: str = ""
    officer: str = ""
    recalls: int = 0
    misses: int = 0
    prints: int = 0
    behind: str = ""
    due_at: int = 0
    appointment: str = ""
    remark: f.Remark = ""
    for_counter: str = ""
    """The only counter that calls it, after a transfer there; empty for any of its group."""
    for_officer: str = ""
    confirmed: bool = False
    """The priority it claims was looked at."""
    holds: int = 0
    transfers: int = 0
    expected_seconds: int = -1
    spread_seconds: int = 0
    told_low: int = -1
    told_high: int = -1
    people_ahead: int = 0
    """When the number was taken."""
    issued_at: int | None = None
    first_called_at: int | None = None
    held_at: int | None = None
    resumed_at: int | None = None
    called_at: int | None = None
    parked_at: int | None = None
    rejoined_at: int | None = None
    started_at: int | None = None
    ended_at: int | None = None

    @property
    def label(self) -> str:
        return label(self.series, self.ordinal)


_STEPS: dict[type[Fact], Step[Any]] = {}


def evolve(ticket: Ticket, fact: Fact, at: int) -> Ticket:
    """The ticket once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    step = _STEPS.get(type(fact))
    if step is None:
        raise AssertionError(f"{type(fact).__name__} does not happen to a ticket")
    return step(ticket, fact, at)


def replay(pairs: Iterable[tuple[Fact, int]]) -> Ticket:
    return reduce(lambda ticket, pair: evolve(ticket, *pair), pairs, Ticket())


def _after(*kinds: type[F]) -> Callable[[Step[F]], Step[F]]:
    def register(step: Step[F]) -> Step[F]:
        _STEPS.update(dict.fromkeys(kinds, step))
        return step

    return register


@_after(f.TicketIssued)
def _issued(ticket: Ticket, fact: f.TicketIssued, at: int) -> Ticket:
    return Ticket(
        state="waiting",
        day=fact.day,
        series=fact.series,
        ordinal=fact.ordinal,
        group=fact.group,
        procedure=fact.procedure,
        field=fact.field,
        priority=fact.priority,
        lookup=fact.lookup,
        dossier=fact.dossier,
        due_at=fact.due_at,
        appointment=fact.appointment,
        remark=fact.remark,
        expected_seconds=fact.expected_seconds,
        spread_seconds=fact.spread_seconds,
        told_low=fact.told_low,
        told_high=fact.told_high,
        people_ahead=fact.people_ahead,
        issued_at=fact.taken_at or at,
    )


@_after(f.TicketPrinted)
def _printed(ticket: Ticket, fact: f.TicketPrinted, at: int) -> Ticket:
    return replace(ticket, prints=ticket.prints + 1)


@_after(f.TicketPrintFailed, f.GuidanceGiven)
def _unchanged(ticket: Ticket, fact: Fact, at: int) -> Ticket:
    return ticket


@_after(f.TicketCalled)
def _called(ticket: Ticket, fact: f.TicketCalled, at: int) -> Ticket:
    return replace(
        ticket,
        state="called",
        counter=fact.counter,
        officer=fact.officer,
        called_at=at,
        first_called_at=at if ticket.first_called_at is None else ticket.first_called_at,
        recalls=0,
        resumed_at=None,
    )


@_after(f.TicketRecalled)
def _recalled(ticket: Ticket, fact: f.TicketRecalled, at: int) -> Ticket:
    return replace(ticket, recalls=fact.time)


@_after(f.TicketMissed)
def _missed(ticket: Ticket, fact: f.TicketMissed, at: int) -> Ticket:
    return replace(
        ticket, state="parked", parked_at=at, misses=ticket.misses + 1, counter="", officer="", behind=""
    )


@_after(f.TicketRejoined)
def _rejoined(ticket: Ticket, fact: f.TicketRejoined, at: int) -> Ticket:
    return replace(ticket, state="waiting", rejoined_at=at, behind=fact.behind)


@_after(f.TicketHeld)
def _held(ticket: Ticket, fact: f.TicketHeld, at: int) -> Ticket:
    return replace(
        ticket, state="held", held_at=at, holds=ticket.holds + 1, counter="", officer="", started_at=None
    )


@_after(f.TicketResumed)
def _resumed(ticket: Ticket, fact: f.TicketResumed, at: int) -> Ticket:
    return replace(ticket, state="waiting", resumed_at=at, held_at=None, behind="")


@_after(f.ServiceStarted)
def _started(ticket: Ticket, fact: f.ServiceStarted, at: int) -> Ticket:
    return replace(ticket, state="serving", counter=fact.counter, officer=fact.officer, started_at=at)


@_after(f.TicketTransferred)
def _transferred(ticket: Ticket, fact: f.TicketTransferred, at: int) -> Ticket:
    """The first waiting time is kept, so the visitor does not queue from the end again."""
    return replace(
        ticket,
        state="waiting",
        group=fact.to_group,
        counter="",
        officer="",
        behind="",
        for_counter=fact.to_counter,
        for_officer=fact.to_officer,
        transfers=ticket.transfers + 1,
        rejoined_at=None,
        resumed_at=None,
        started_at=None,
    )


@_after(f.PriorityChanged)
def _priority_changed(ticket: Ticket, fact: f.PriorityChanged, at: int) -> Ticket:
    return replace(ticket, priority=fact.after, confirmed=bool(fact.after))


@_after(f.PriorityConfirmed)
def _priority_confirmed(ticket: Ticket, fact: f.PriorityConfirmed, at: int) -> Ticket:
    return replace(ticket, confirmed=True)


@_after(f.TicketServed)
def _served(ticket: Ticket, fact: f.TicketServed, at: int) -> Ticket:
    return replace(ticket, state="served", ended_at=at, dossier=fact.dossier or ticket.dossier)


@_after(f.TicketExpired)
def _expired(ticket: Ticket, fact: f.TicketExpired, at: int) -> Ticket:
    return replace(ticket, state="expired", ended_at=at)


OPEN: Collection[State] = frozenset({"waiting", "called", "serving", "held", "parked"})
