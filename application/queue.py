"""The queue: take a number, call it once, serve it; every step an event, every overtaking with its reason."""

from collections.abc import Callable, Sequence
from typing import Any, get_args
from uuid import UUID

from application.acts.acting import UnknownDossier
from application.core import Core, in_one_of, parsed_id, roles_in
from application.envelope import OFFICE, Actor
from application.hall import Hall, NoSuchTicket
from application.secrets import digest
from application.store import Transaction
from application.views import TicketView
from domain import queue as q
from domain.calendar import local_date
from domain.dossier.refusals import NotYourRole
from domain.fact import Fact, Refused
from domain.queue import Ticket
from domain.queue.verbs import Medium, Outcome, Topic
from domain.staff import AT_COUNTERS, CLOSES, NoShiftOpen, NotCounterStaff, Officer, must_call_at
from projections.board import read_ticket
from projections.index import ticket_series

FIND = "SELECT ticket, version FROM ticket WHERE stream = ?"
WAITING = (
    "SELECT stream, number, grp, issued_at, priority, rejoined_at, behind FROM ticket "
    "WHERE day = ? AND state = 'waiting'"
)
HOW_MANY = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'waiting' AND grp = ?"
RECENT = (
    "SELECT rule, grp FROM ticket WHERE day = ? AND last_call > 0 AND rule <> 'by_number' "
    "ORDER BY last_call DESC LIMIT 40"
)

AT_COUNTER = (
    "SELECT number FROM ticket WHERE day = ? AND counter = ? AND state IN ('called', 'serving') LIMIT 1"
)

KNOWN_DOSSIER = "SELECT 1 FROM dossier WHERE stream = ?"

OTHER_GROUP = "other"
AT_A_COUNTER = frozenset({"called", "serving"})
CLOSING = CLOSES | {OFFICE.role}


class CounterBusy(Refused):
    """One counter serves one ticket at a time: finish the one that is open first."""


class NotAChoice(Refused):
    """That word is not one of those that can be chosen here."""


class Queue(Hall):
    """What kiosk and counters do with tickets; what the hall sees is in `Hall`."""

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self.policy = q.QueuePolicy()

    # ---- at the kiosk

    def issue(
        self,
        by: Actor,
        *,
        procedure: str = "",
        group: str = "",
        priority: str = "",
        dossier: str = "",
        command: str = "",
    ) -> TicketView:
        def work(tx: Transaction) -> UUID:
            known = self.core.known(tx)
            chosen = known.version(procedure, self.core.today()).procedure if procedure else None
            line = known.group(chosen.group if chosen else group or OTHER_GROUP)
            day = local_date(tx.now)
            ordinal = tx.next_ordinal(ticket_series(day, line.series))
            stream = self.core.stream("ticket", f"{day}/{line.series}/{ordinal}")
            ahead = tx.rows(HOW_MANY, day, line.key)[0][0]
            fact = q.TicketIssued(
                day=day,
                series=line.series,
                ordinal=ordinal,
                group=line.key,
                procedure=procedure,
                field=chosen.field if chosen else "",
                priority=_priority(priority),
                people_ahead=ahead,
                lookup=digest(self.core.secrets.link(stream, "ticket")),
                dossier=_dossier(tx, dossier),
            )
            tx.record(stream, 0, q.issue(Ticket(), fact=fact))
            return stream

        return self.core.write(by, command, work, lambda stream: self.view(stream, with_link=True))

    def printed(self, ticket: str, medium: str, by: Actor) -> None:
        self.act(ticket, by, lambda state, tx: q.print_slip(state, medium=_medium(medium)))

    def print_failed(self, ticket: str, medium: str, fault: str, by: Actor) -> None:
        self.act(ticket, by, lambda state, tx: q.fail_print(state, medium=_medium(medium), fault=fault))

    # ---- at the counter

    def call_next(self, counter: str, by: Actor, *, command: str = "") -> TicketView | None:
        """One atomic claim: it is decided while nobody else can write."""

        class NobodyWaits(Exception):  # noqa: N818 - not an error
            pass

        def work(tx: Transaction) -> UUID:
            day = local_date(tx.now)
            self._must_be_free(tx, by, day, counter)
            groups = self.groups_at(tx, counter)
            waiting = _waiting(tx, day, groups)
            choice = q.choose(
                list(waiting.values()),
                recent=_recent(tx, day, groups),
                now=tx.now,
                policy=self.policy,
                groups=groups,
            )
            if choice is None:
                raise NobodyWaits
            stream = next(stream for stream, ticket in waiting.items() if ticket.label == choice.label)
            return self._call(tx, UUID(hex=stream), counter, by, choice.rule, choice.passed_over)

        try:
            return self.core.write(by, command, work, self.view)
        except NobodyWaits:
            return None

    def call_number(self, number: str, counter: str, by: Actor) -> TicketView:
        """Out of turn, at the officer's choice; those passed over are named in the log."""

        def work(tx: Transaction) -> UUID:
            day = local_date(tx.now)
            self._must_be_free(tx, by, day, counter)
            waiting = _waiting(tx, day)
            label = number.strip().upper()
            for stream, ticket in waiting.items():
                if ticket.label == label:
                    line = [other for other in waiting.values() if other.group == ticket.group]
                    passed_over = q.passed_over(label, line)
                    return self._call(tx, UUID(hex=stream), counter, by, "by_number", passed_over)
            raise NoSuchTicket(id=number)

        return self.core.write(by, "", work, self.view)

    def _call(
        self,
        tx: Transaction,
        stream: UUID,
        counter: str,
        by: Actor,
        rule: q.Rule,
        passed_over: Sequence[str],
    ) -> UUID:
        state, version = load_ticket(tx, stream)
        fact = q.call(state, counter=counter, officer=by.id, rule=rule, passed_over=passed_over)
        tx.record(stream, version, fact)
        return stream

    def recall(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(ticket, by, lambda s, here, tx: q.recall(s, counter=here, policy=self.policy))

    def miss(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(ticket, by, lambda s, here, tx: q.miss(s, counter=here))

    def rejoin(self, ticket: str, by: Actor) -> TicketView:
        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            line = _waiting(tx, state.day, frozenset({state.group}))
            behind = q.second_place(list(line.values()), group=state.group, priority=state.priority)
            return q.rejoin(state, at=tx.now, policy=self.policy, behind=behind)

        return self.serve(ticket, by, decide)

    def start(self, ticket: str, by: Actor) -> TicketView:
        return self.serve(ticket, by, lambda s, here, tx: q.start(s, counter=here, officer=by.id))

    def transfer(self, ticket: str, to_group: str, why: str, by: Actor) -> TicketView:
        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            group = self.core.known(tx).group(to_group).key
            return q.transfer(state, to_group=group, why=why, counter=here)

        return self.serve(ticket, by, decide)

    def change_priority(self, ticket: str, priority: str, why: str, by: Actor) -> TicketView:
        chosen = _priority(priority)
        return self.serve(ticket, by, lambda s, here, tx: q.change_priority(s, priority=chosen, why=why))

    def guide(self, ticket: str, procedure: str, topics: Sequence[str], by: Actor) -> None:
        said = tuple(_one_of(topic, Topic) for topic in topics)
        self.serve(ticket, by, lambda s, here, tx: q.guide(s, topics=said, procedure=procedure))

    def finish(self, ticket: str, outcome: str, by: Actor, *, dossier: str = "") -> TicketView:
        chosen = _one_of(outcome, Outcome)

        def decide(state: Ticket, here: str, tx: Transaction) -> Fact:
            return q.serve(state, counter=here, outcome=chosen, dossier=_dossier(tx, dossier))

        return self.serve(ticket, by, decide)

    def close_day(self, by: Actor) -> int:
        """Expire every ticket that is still waiting, called or parked; the numbers stay in the log."""
        query = "SELECT stream FROM ticket WHERE day <= ? AND state IN ('waiting', 'called', 'parked')"
        day = local_date(self.core.now())
        self._may_close(by)
        open_tickets = [row[0] for row in self.core.store.reader().execute(query, (day,)).fetchall()]
        return sum(self._expire(stream, by) for stream in open_tickets)

    def _may_close(self, by: Actor) -> None:
        """Refused before the first ticket, so that a quiet day answers as a busy one does."""
        held = roles_in(by, self.core.known())
        if CLOSING.isdisjoint(held):
            raise NotYourRole(role=held[0], act=q.TicketExpired.NAME)

    def _expire(self, ticket: str, by: Actor) -> bool:
        def expire(state: Ticket, tx: Transaction) -> Fact:
            in_one_of(self.core, by, tx, CLOSING, q.TicketExpired.NAME)
            return q.expire(state)

        try:
            self.act(ticket, by, expire)
        except q.NotPossibleNow:
            return False  # somebody was called to a counter just now and is being served
        return True

    def serve(self, ticket: str, by: Actor, decide: Callable[[Ticket, str, Transaction], Fact]) -> TicketView:
        """An officer's act on a ticket; one that is at a counter is touched only from that counter."""

        def at_counter(state: Ticket, tx: Transaction) -> Fact:
            here = self._counter_staff(tx, by).counter
            if state.state in AT_A_COUNTER:
                _must_sit_at(state, here, by)
            return decide(state, here, tx)

        return self.act(ticket, by, at_counter)

    def _counter_staff(self, tx: Transaction, by: Actor) -> Officer:
        """This officer as of now; refuses everybody who receives no citizens."""
        if AT_COUNTERS.isdisjoint(self.core.roles_of(by, tx)):
            raise NotCounterStaff(officer=by.id)
        return self.core.known(tx).officers[by.id]

    def _must_be_free(self, tx: Transaction, by: Actor, day: str, counter: str) -> None:
        """The counter calls nobody while it serves somebody, and only its own officer calls."""
        must_call_at(self._counter_staff(tx, by), counter)
        open_here = tx.rows(AT_COUNTER, day, counter)
        if open_here:
            raise CounterBusy(counter=counter, number=open_here[0][0])

    def act(
        self, ticket: str, by: Actor, decide: Callable[[Ticket, Transaction], Fact], command: str = ""
    ) -> TicketView:
        stream = parsed_id(ticket, NoSuchTicket)

        def work(tx: Transaction) -> UUID:
            state, version = load_ticket(tx, stream)
            if not version:
                raise NoSuchTicket(id=ticket)
            tx.record(stream, version, decide(state, tx))
            return stream

        return self.core.write(by, command, work, self.view)

    def groups_at(self, tx: Transaction, counter: str) -> frozenset[str]:
        rows = tx.rows("SELECT groups FROM officer WHERE counter = ?", counter)
        return frozenset(rows[0][0].split(",")) if rows and rows[0][0] else frozenset()


def load_ticket(tx: Transaction, stream: UUID) -> tuple[Ticket, int]:
    rows = tx.rows(FIND, stream.hex)
    return (read_ticket(rows[0][0]), rows[0][1]) if rows else (Ticket(), 0)


def _must_sit_at(ticket: Ticket, here: str, by: Actor) -> None:
    """Rank opens no counter: whoever has no shift there leaves its visitor to whoever has one."""
    if not here:
        raise NoShiftOpen(officer=by.id)
    if here != ticket.counter:
        raise q.NotAtThisCounter(label=ticket.label, counter=here)


def _dossier(tx: Transaction, dossier: str) -> str:
    """The hex id of a dossier of this office, or empty: no other text gets into the log that way."""
    if not dossier:
        return ""
    stream = parsed_id(dossier, UnknownDossier).hex
    if not tx.rows(KNOWN_DOSSIER, stream):
        raise UnknownDossier(id=dossier)
    return stream


def _waiting(tx: Transaction, day: str, groups: frozenset[str] = frozenset()) -> dict[str, q.Waiting]:
    """Who waits for these groups (empty: all), by hex id."""
    wanted = f" AND grp IN ({', '.join('?' * len(groups))})" if groups else ""
    return {
        stream: q.Waiting(
            label=label,
            group=group,
            issued_at=issued_at,
            priority=priority,
            rejoined_at=rejoined_at or None,
            behind=behind,
        )
        for stream, label, group, issued_at, priority, rejoined_at, behind in tx.rows(
            WAITING + wanted, day, *groups
        )
    }


def _recent(tx: Transaction, day: str, groups: frozenset[str]) -> list[str]:
    """Rules of the latest calls for these groups, oldest first."""
    rows = tx.rows(RECENT, day)
    return [rule for rule, group in reversed(rows) if not groups or group in groups]


def _priority(text: str) -> q.Priority:
    found: q.Priority = _one_of(text, q.Priority)
    return found


def _medium(text: str) -> Medium:
    found: Medium = _one_of(text, Medium)
    return found


def _one_of(text: str, choices: Any) -> Any:
    """One of the words of a Literal type."""
    if text not in get_args(choices):
        raise NotAChoice(text=text)
    return text
