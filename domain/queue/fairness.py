"""Was anybody overtaken without a reason? Read from the facts alone, whatever the calling rule meant to do."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from domain.fact import Fact
from domain.queue import facts as f
from domain.queue.order import MINUTE, Kind, Waiting
from domain.queue.policy import QueuePolicy
from domain.queue.ticket import Ticket, evolve

Reason = Literal[
    "priority", "appointment", "turn_of_ordinary", "waited_long", "rejoined", "resumed", "by_number", "elsewhere", ""
]  # fmt: skip
BY_CLASS = frozenset({"priority", "appointment", "turn_of_ordinary", "waited_long"})


class Overtaking(msgspec.Struct, frozen=True, kw_only=True):
    """`called` went before `over`, of the same group and longer in line. An empty `reason` is a fault of the queue.

    `elsewhere`: it waits for another counter or officer, to whom it was transferred or whose skill it needs.
    """

    at: int
    counter: str
    officer: str
    group: str
    called: str
    over: str
    reason: Reason
    waited: int
    """Minutes that the overtaken one had waited."""


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """Calls by class while ordinary tickets waited too, and how long the longest row without an ordinary one was."""

    calls: int = 0
    contested: int = 0
    """Calls while somebody with priority and somebody without waited in the group."""
    favoured: int = 0
    """Of these, those that went to priority or an appointment."""
    longest_row: int = 0
    longest_ordinary_wait: int = 0
    """Minutes, until the first call."""


class Fairness(msgspec.Struct, frozen=True, kw_only=True):
    overtakings: tuple[Overtaking, ...] = ()
    shares: Shares = Shares()

    @property
    def without_reason(self) -> tuple[Overtaking, ...]:
        return tuple(each for each in self.overtakings if not each.reason)


def waiting_of(ticket: Ticket) -> Waiting:
    """A waiting ticket as the calling rule sees it."""
    return Waiting(
        label=ticket.label,
        group=ticket.group,
        issued_at=ticket.issued_at or 0,
        priority=ticket.priority,
        rejoined_at=ticket.rejoined_at,
        behind=ticket.behind,
        resumed_at=ticket.resumed_at,
        due_at=ticket.due_at,
        procedure=ticket.procedure,
        counter=ticket.for_counter,
        officer=ticket.for_officer,
    )


def fairness(happened: Iterable[tuple[str, Fact, int]], policy: QueuePolicy) -> Fairness:
    """`happened`: stream, fact and moment (µs UTC) of every ticket of one day, as the log has them."""
    watch = _Watch(policy)
    for stream, fact, at in happened:
        watch.see(stream, fact, at)
    return Fairness(overtakings=tuple(watch.found), shares=watch.shares)


class _Watch:
    def __init__(self, policy: QueuePolicy) -> None:
        self.policy = policy
        self.tickets: dict[str, Ticket] = {}
        self.waiting: dict[str, Waiting] = {}
        self.found: list[Overtaking] = []
        self.shares = Shares()
        self.rows: dict[str, int] = {}

    def see(self, stream: str, fact: Fact, at: int) -> None:
        before = self.tickets.get(stream, Ticket())
        if isinstance(fact, f.TicketCalled) and stream in self.waiting:
            self._called(before, self.waiting[stream], fact, at)
        after = evolve(before, fact, at)
        self.tickets[stream] = after
        if after.state == "waiting":
            self.waiting[stream] = waiting_of(after)
        else:
            self.waiting.pop(stream, None)

    def _called(self, ticket: Ticket, chosen: Waiting, fact: f.TicketCalled, at: int) -> None:
        mates = [
            each
            for each in self.waiting.values()
            if each.group == chosen.group and each.label != chosen.label
        ]
        self._count(ticket, chosen, mates, fact, at)
        for mate in mates:
            if mate.since < chosen.since:
                self.found.append(
                    Overtaking(
                        at=at,
                        counter=fact.counter,
                        officer=fact.officer,
                        group=chosen.group,
                        called=chosen.label,
                        over=mate.label,
                        reason=self._reason(chosen, mate, fact, at),
                        waited=(at - mate.issued_at) // MINUTE,
                    )
                )

    def _reason(self, chosen: Waiting, mate: Waiting, fact: f.TicketCalled, at: int) -> Reason:
        if mate.label in fact.not_here:
            return "elsewhere"
        if mate.label not in fact.passed_over:
            return ""
        if fact.rule == "by_number":
            return "by_number"
        if chosen.resumed_at is not None:
            return "resumed"
        mine, theirs = chosen.kind(at, self.policy), mate.kind(at, self.policy)
        if mine != theirs:
            return self._class_reason(mine, fact)
        if chosen.rejoined_at is not None:
            return "rejoined"
        return "appointment" if mine == "appointment" and chosen.due_at <= mate.due_at else ""

    def _class_reason(self, mine: Kind, fact: f.TicketCalled) -> Reason:
        """Between two classes the rule of the call is the reason; whoever comes back keeps the class."""
        if fact.rule in BY_CLASS:
            reason: Reason = fact.rule  # type: ignore[assignment]
            return reason
        if fact.rule in {"rejoined", "resumed"}:
            return "rejoined" if mine == "ordinary" else "priority"
        return ""

    def _count(
        self, ticket: Ticket, chosen: Waiting, mates: list[Waiting], fact: f.TicketCalled, at: int
    ) -> None:
        kind = chosen.kind(at, self.policy)
        others = {mate.kind(at, self.policy) for mate in mates}
        shares, replace = self.shares, msgspec.structs.replace
        ordinary_waits = kind == "ordinary" or "ordinary" in others
        contested = ordinary_waits and bool((others | {kind}) - {"ordinary"})
        favoured = kind != "ordinary" and fact.rule not in {"by_number", "resumed"}
        row = self.rows.get(fact.counter, 0) + 1 if favoured and "ordinary" in others else 0
        self.rows[fact.counter] = row
        waited = (
            (at - chosen.issued_at) // MINUTE if kind == "ordinary" and ticket.first_called_at is None else 0
        )
        self.shares = replace(
            shares,
            calls=shares.calls + 1,
            contested=shares.contested + contested,
            favoured=shares.favoured + (contested and kind != "ordinary"),
            longest_row=max(shares.longest_row, row),
            longest_ordinary_wait=max(shares.longest_ordinary_wait, waited),
        )
