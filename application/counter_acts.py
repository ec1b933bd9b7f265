"""What an officer does with a ticket once it stands at a counter, or comes back to the line."""

from collections.abc import Callable, Sequence
from typing import Any, get_args
from uuid import UUID

from application.acts.acting import UnknownDossier
from application.core import parsed_id
from application.envelope import Actor, Event
from application.hall import NoSuchTicket
from application.hall_day import TicketStep
from application.leases import Leases, load_ticket
from application.reference import Knowledge
from application.store import Transaction
from application.views import TicketView
from application.waiting import Now, policy_on, waiting_now
from domain import queue as q
from domain.fact import Fact, Refused
from domain.queue import Ticket
from domain.queue.verbs import Outcome, Topic
from domain.staff import AT_COUNTERS, NoShiftOpen, NotCounterStaff, Officer

KNOWN_DOSSIER = "SELECT 1 FROM dossier WHERE stream = ?"
AT_A_COUNTER = frozenset({"called", "serving"})


class NotAChoice(Refused):
    """That word is not one of those that can be chosen here."""


class NobodyThere(Refused):
    """Nobody works at that counter now."""


class CounterActs(Leases):
    """Every act is decided under the write lock; one on a ticket at a counter only by whoever sits there."""

    def recall(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(
            ticket, by, lambda s, here, tx: q.recall(s, counter=here, policy=self.policy(tx, s))
        )

    def miss(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(ticket, by, lambda s, here, tx: q.miss(s, counter=here))

    def rejoin(self, ticket: str, by: Actor) -> TicketView:
        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            line = waiting_now(self.here(tx, state.day), (state.group,))
            behind = q.second_place(
                list(line.values()), group=state.group, priority=state.priority, due_at=state.due_at
            )
            return q.rejoin(state, at=tx.now, policy=self.policy(tx, state), behind=behind)

        return self.serve(ticket, by, decide)

    def start(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(ticket, by, lambda s, here, tx: q.start(s, counter=here, officer=by.id))

    def hold(self, ticket: str, why: str, by: Actor) -> TicketView:
        """The visitor steps aside, to fill in a form or to fetch a copy, and the counter is free for the next."""
        return self.serve(ticket, by, lambda s, here, tx: q.hold(s, counter=here, why=why))

    def resume(self, ticket: str, by: Actor) -> TicketView:
        """Whoever stepped aside is ready, and stands at the head of the line."""
        return self.serve(ticket, by, lambda s, here, tx: q.resume(s))

    def transfer(
        self,
        ticket: str,
        to_group: str,
        why: str,
        by: Actor,
        *,
        to_counter: str = "",
        to_officer: str = "",
    ) -> TicketView:
        """To another group (empty: the same one), and there to a counter or an officer at work."""

        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            known = self.core.known(tx)
            return q.transfer(
                state,
                to_group=known.group(to_group or state.group).key,
                why=why,
                counter=here,
                to_counter=_counter_at_work(known, to_counter),
                to_officer=_officer_at_work(known, to_officer),
            )

        return self.serve(ticket, by, decide)

    def change_priority(self, ticket: str, priority: str, why: str, by: Actor) -> TicketView:
        chosen = priority_word(priority)
        return self.serve(ticket, by, lambda s, here, tx: q.change_priority(s, priority=chosen, why=why))

    def confirm_priority(self, ticket: str, by: Actor) -> TicketView:
        """What was claimed at the kiosk was looked at, and it is right; what is not is changed, with the reason."""
        return self.serve(ticket, by, lambda s, here, tx: q.confirm_priority(s, counter=here))

    def guide(self, ticket: str, procedure: str, topics: Sequence[str], by: Actor) -> None:
        said = tuple(one_of(topic, Topic) for topic in topics)
        self.serve(ticket, by, lambda s, here, tx: q.guide(s, topics=said, procedure=procedure))

    def finish(self, ticket: str, outcome: str, by: Actor, *, dossier: str = "") -> TicketView:
        chosen = one_of(outcome, Outcome)

        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            return q.serve(state, counter=here, outcome=chosen, dossier=known_dossier(tx, dossier))

        return self.serve(ticket, by, decide)

    def history(self, ticket: str, by: Actor) -> tuple[TicketStep, ...]:
        """Everything that happened to a ticket, with what colleagues wrote: for those who receive citizens."""
        stream = parsed_id(ticket, NoSuchTicket)
        known = self.core.known()
        officer = known.officers.get(by.id, Officer())
        if by.role == "citizen" or AT_COUNTERS.isdisjoint(officer.roles):
            raise NotCounterStaff(officer=by.id)
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        if not events or not isinstance(events[0].fact, q.TicketIssued):
            raise NoSuchTicket(id=ticket)
        return tuple(map(_step, events))

    def serve(self, ticket: str, by: Actor, decide: Callable[[Ticket, str, Transaction], Fact]) -> TicketView:
        """An officer's act on a ticket; one that is at a counter is touched only from that counter."""

        def at_counter(state: Ticket, tx: Transaction) -> Fact:
            here = self.counter_staff(tx, by).counter
            if state.state in AT_A_COUNTER:
                _must_sit_at(state, here, by)
            return decide(state, here, tx)

        return self.act(ticket, by, at_counter)

    def counter_staff(self, tx: Transaction, by: Actor) -> Officer:
        """This officer as of now; refuses everybody who receives no citizens."""
        if AT_COUNTERS.isdisjoint(self.core.roles_of(by, tx)):
            raise NotCounterStaff(officer=by.id)
        return self.core.known(tx).officers[by.id]

    def act(
        self, ticket: str, by: Actor, decide: Callable[[Ticket, Transaction], Fact], command: str = ""
    ) -> TicketView:
        return self.view(self.note(ticket, by, decide, command))

    def note(
        self, ticket: str, by: Actor, decide: Callable[[Ticket, Transaction], Fact], command: str = ""
    ) -> UUID:
        """An act that nobody waits for the sight of: looking at the whole hall costs more than writing it down."""
        stream = parsed_id(ticket, NoSuchTicket)

        def work(tx: Transaction) -> UUID:
            state, version = load_ticket(tx, stream)
            if not version:
                raise NoSuchTicket(id=ticket)
            tx.record(stream, version, decide(state, tx))
            return stream

        return self.core.write(by, command, work, lambda written: written)

    def policy(self, tx: Transaction, ticket: Ticket) -> q.QueuePolicy:
        """The rules of the ticket's own day."""
        return policy_on(self.core.known(tx), ticket.day)

    def here(self, tx: Transaction, day: str) -> Now:
        return Now(day=day, known=self.core.known(tx), connection=tx.connection)


def _step(event: Event) -> TicketStep:
    fact = event.fact
    return TicketStep(
        at=event.recorded_at,
        topic=fact.NAME,
        officer=event.actor.id,
        counter=getattr(fact, "to_counter", "") or getattr(fact, "counter", ""),
        group=getattr(fact, "to_group", ""),
        rule=getattr(fact, "rule", ""),
        passed_over=getattr(fact, "passed_over", ()),
        why=getattr(fact, "why", "") if "why" in fact.SEALED else "",
    )


def _counter_at_work(known: Knowledge, counter: str) -> str:
    if counter and all(officer.counter != counter for officer in known.officers.values()):
        raise NobodyThere(counter=counter)
    return counter


def _officer_at_work(known: Knowledge, officer: str) -> str:
    if officer and not known.officer(officer).counter:
        raise NoShiftOpen(officer=officer)
    return officer


def _must_sit_at(ticket: Ticket, here: str, by: Actor) -> None:
    """Rank opens no counter: whoever has no shift there leaves its visitor to whoever has one."""
    if not here:
        raise NoShiftOpen(officer=by.id)
    if here != ticket.counter:
        raise q.NotAtThisCounter(label=ticket.label, counter=here)


def known_dossier(tx: Transaction, dossier: str) -> str:
    """The hex id of a dossier of this office, or empty: no other text gets into the log that way."""
    if not dossier:
        return ""
    stream = parsed_id(dossier, UnknownDossier).hex
    if not tx.rows(KNOWN_DOSSIER, stream):
        raise UnknownDossier(id=dossier)
    return stream


def priority_word(text: str) -> q.Priority:
    found: q.Priority = one_of(text, q.Priority)
    return found


def one_of(text: str, choices: Any) -> Any:
    """One of the words of a Literal type."""
    if text not in get_args(choices):
        raise NotAChoice(text=text)
    return text
