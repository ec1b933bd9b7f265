"""What the kiosk and the counters may do with a ticket: pure decisions that return a fact or refuse."""

from collections.abc import Sequence
from typing import Literal

from domain.queue.facts import (
    GuidanceGiven,
    Priority,
    PriorityChanged,
    ServiceStarted,
    TicketCalled,
    TicketExpired,
    TicketIssued,
    TicketMissed,
    TicketPrinted,
    TicketPrintFailed,
    TicketRecalled,
    TicketRejoined,
    TicketServed,
    TicketTransferred,
)
from domain.queue.order import QueuePolicy, Rule
from domain.queue.refusals import (
    AlreadyIssued,
    CalledEnough,
    NotAtThisCounter,
    NothingSaid,
    NotPossibleNow,
    SameGroup,
    SamePriority,
    TooLateToRejoin,
    UnknownSeries,
    VisitorNotTold,
)
from domain.queue.ticket import OPEN, SERIES, State, Ticket

Medium = Literal["screen", "png", "paper"]
Topic = Literal["papers", "process", "fees", "online", "other_agency", "other"]
Outcome = Literal["dossier", "guidance", "result", "supplement", "payment", "refusal", "other"]

MINUTE = 60_000_000


def issue(ticket: Ticket, *, fact: TicketIssued) -> TicketIssued:
    if ticket.state != "none":
        raise AlreadyIssued(label=ticket.label)
    if len(fact.series) != 1 or fact.series not in SERIES or fact.ordinal < 1:
        raise UnknownSeries(series=fact.series, ordinal=fact.ordinal)
    return fact


def print_slip(ticket: Ticket, *, medium: Medium) -> TicketPrinted:
    _must_be(ticket, *OPEN)
    return TicketPrinted(medium=medium)


def fail_print(ticket: Ticket, *, medium: Medium, fault: str) -> TicketPrintFailed:
    _must_be(ticket, *OPEN)
    return TicketPrintFailed(medium=medium, fault=fault)


def call(
    ticket: Ticket, *, counter: str, officer: str, rule: Rule, passed_over: Sequence[str] = ()
) -> TicketCalled:
    _must_be(ticket, "waiting")
    return TicketCalled(counter=counter, officer=officer, rule=rule, passed_over=tuple(passed_over))


def recall(ticket: Ticket, *, counter: str, policy: QueuePolicy) -> TicketRecalled:
    _must_be(ticket, "called")
    _must_be_here(ticket, counter)
    if ticket.recalls >= policy.recalls:
        raise CalledEnough(label=ticket.label, times=ticket.recalls + 1)
    return TicketRecalled(counter=counter, time=ticket.recalls + 1)


def miss(ticket: Ticket, *, counter: str) -> TicketMissed:
    _must_be(ticket, "called")
    _must_be_here(ticket, counter)
    return TicketMissed(counter=counter)


def rejoin(ticket: Ticket, *, at: int, policy: QueuePolicy, behind: str = "") -> TicketRejoined:
    """`behind` is what `second_place` says about the line now."""
    _must_be(ticket, "parked")
    if ticket.parked_at is not None and at - ticket.parked_at > policy.rejoin_within_minutes * MINUTE:
        raise TooLateToRejoin(label=ticket.label, minutes=policy.rejoin_within_minutes)
    return TicketRejoined(behind=behind)


def start(ticket: Ticket, *, counter: str, officer: str) -> ServiceStarted:
    _must_be(ticket, "called")
    _must_be_here(ticket, counter)
    return ServiceStarted(counter=counter, officer=officer)


def transfer(ticket: Ticket, *, to_group: str, why: str, counter: str = "") -> TicketTransferred:
    _must_be(ticket, "waiting", "called", "serving")
    _must_say(why)
    if ticket.state != "waiting":
        _must_be_here(ticket, counter)
    if to_group == ticket.group:
        raise SameGroup(label=ticket.label, group=to_group)
    return TicketTransferred(from_group=ticket.group, to_group=to_group, why=why, counter=counter)


def change_priority(ticket: Ticket, *, priority: Priority, why: str) -> PriorityChanged:
    _must_be(ticket, "waiting", "called", "parked")
    _must_say(why)
    if priority == ticket.priority:
        raise SamePriority(label=ticket.label)
    return PriorityChanged(before=ticket.priority, after=priority, why=why)


def guide(ticket: Ticket, *, topics: Sequence[Topic], procedure: str = "") -> GuidanceGiven:
    _must_be(ticket, "called", "serving")
    if not topics:
        raise NothingSaid(label=ticket.label)
    return GuidanceGiven(procedure=procedure or ticket.procedure, topics=tuple(dict.fromkeys(topics)))


def serve(ticket: Ticket, *, counter: str, outcome: Outcome, dossier: str = "") -> TicketServed:
    _must_be(ticket, "serving")
    _must_be_here(ticket, counter)
    return TicketServed(outcome=outcome, dossier=dossier)


def expire(ticket: Ticket, *, why: Literal["day_closed", "left"] = "day_closed") -> TicketExpired:
    """Somebody being served is never sent away by the end of the day."""
    _must_be(ticket, "waiting", "called", "parked")
    return TicketExpired(why=why)


def _must_be(ticket: Ticket, *states: State) -> None:
    if ticket.state not in states:
        raise NotPossibleNow(label=ticket.label, state=ticket.state)


def _must_be_here(ticket: Ticket, counter: str) -> None:
    if ticket.counter != counter:
        raise NotAtThisCounter(label=ticket.label, counter=ticket.counter)


def _must_say(why: str) -> None:
    if not why.strip():
        raise VisitorNotTold()
