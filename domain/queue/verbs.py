"""What the kiosk and the counters may do with a ticket: pure decisions that return a fact or refuse."""

from collections.abc import Sequence
from typing import Literal

from domain.queue.facts import (
    GuidanceGiven,
    Priority,
    PriorityChanged,
    PriorityConfirmed,
    Rule,
    ServiceStarted,
    TicketCalled,
    TicketExpired,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketPrinted,
    TicketPrintFailed,
    TicketRecalled,
    TicketRejoined,
    TicketResumed,
    TicketServed,
    TicketTransferred,
)
from domain.queue.policy import QueuePolicy
from domain.queue.refusals import (
    AlreadyConfirmed,
    AlreadyIssued,
    CalledEnough,
    NotAtThisCounter,
    NothingClaimed,
    NothingSaid,
    NotPossibleNow,
    SameCounter,
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
    ticket: Ticket,
    *,
    counter: str,
    officer: str,
    rule: Rule,
    passed_over: Sequence[str] = (),
    not_here: Sequence[str] = (),
    why: str = "",
) -> TicketCalled:
    """A call by number that overtakes somebody says why."""
    _must_be(ticket, "waiting")
    if rule == "by_number" and passed_over:
        _must_say(why)
    return TicketCalled(
        counter=counter,
        officer=officer,
        rule=rule,
        passed_over=tuple(passed_over),
        not_here=tuple(not_here),
        why=why,
    )


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


def hold(ticket: Ticket, *, counter: str, why: str) -> TicketHeld:
    _must_be(ticket, "called", "serving")
    _must_be_here(ticket, counter)
    _must_say(why)
    return TicketHeld(counter=counter, why=why)


def resume(ticket: Ticket) -> TicketResumed:
    _must_be(ticket, "held")
    return TicketResumed()


def transfer(
    ticket: Ticket,
    *,
    to_group: str,
    why: str,
    counter: str = "",
    to_counter: str = "",
    to_officer: str = "",
) -> TicketTransferred:
    """To another group, or within one to a counter or an officer of its own."""
    _must_be(ticket, "waiting", "called", "serving")
    _must_say(why)
    if ticket.state != "waiting":
        _must_be_here(ticket, counter)
    if to_group == ticket.group and not (to_counter or to_officer):
        raise SameGroup(label=ticket.label, group=to_group)
    before = (ticket.group, ticket.for_counter, ticket.for_officer)
    if ticket.state == "waiting" and (to_group, to_counter, to_officer) == before:
        raise SameCounter(label=ticket.label)
    return TicketTransferred(
        from_group=ticket.group,
        to_group=to_group,
        why=why,
        counter=counter,
        to_counter=to_counter,
        to_officer=to_officer,
    )


def change_priority(ticket: Ticket, *, priority: Priority, why: str) -> PriorityChanged:
    _must_be(ticket, "waiting", "called", "serving", "parked")
    _must_say(why)
    if priority == ticket.priority:
        raise SamePriority(label=ticket.label)
    return PriorityChanged(before=ticket.priority, after=priority, why=why)


def confirm_priority(ticket: Ticket, *, counter: str) -> PriorityConfirmed:
    _must_be(ticket, "called", "serving")
    _must_be_here(ticket, counter)
    if ticket.priority in {"", "appointment"}:
        raise NothingClaimed(label=ticket.label)
    if ticket.confirmed:
        raise AlreadyConfirmed(label=ticket.label)
    return PriorityConfirmed(priority=ticket.priority, counter=counter)


def guide(ticket: Ticket, *, topics: Sequence[Topic], procedure: str = "") -> GuidanceGiven:
    _must_be(ticket, "called", "serving")
    if not topics:
        raise NothingSaid(label=ticket.label)
    return GuidanceGiven(procedure=procedure or ticket.procedure, topics=tuple(dict.fromkeys(topics)))


def serve(ticket: Ticket, *, counter: str, outcome: Outcome, dossier: str = "") -> TicketServed:
    _must_be(ticket, "serving")
    _must_be_here(ticket, counter)
    return TicketServed(outcome=outcome, dossier=dossier)


def expire(ticket: Ticket, *, why: Literal["day_closed", "left", "replaced"] = "day_closed") -> TicketExpired:
    """Somebody being served is never sent away by the end of the day."""
    _must_be(ticket, "waiting", "called", "held", "parked")
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
