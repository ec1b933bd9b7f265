"""The queue: take a number, call it once, end the day; every step an event, every overtaking with its reason."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from application.core import Core, in_one_of, roles_in
from application.counter_acts import CounterActs, NotAChoice, known_dossier, one_of, priority_word
from application.envelope import OFFICE, Actor
from application.hall import NoSuchTicket
from application.leases import load_ticket
from application.reference import Knowledge
from application.secrets import digest
from application.store import Transaction
from application.views import Announcement, TicketView, WaitRange
from application.waiting import caller_at, policy_on, recent_calls, run_at, waiting_now
from domain import queue as q
from domain.calendar import local_date
from domain.dossier.refusals import NotYourRole
from domain.fact import Fact, Refused
from domain.queue import Ticket
from domain.queue.verbs import Medium
from domain.staff import CLOSES, must_call_at

__all__ = ["Arrival", "CounterBusy", "NoSuchTicket", "NotAChoice", "NotServedHere", "Queue"]

HOW_MANY = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'waiting' AND grp = ?"
TAKEN = "SELECT count(*) FROM ticket WHERE day = ? AND grp = ?"
AT_COUNTER = (
    "SELECT number FROM ticket WHERE day = ? AND counter = ? AND state IN ('called', 'serving') LIMIT 1"
)
OPEN_UNTIL = "SELECT stream FROM ticket WHERE day <= ? AND state IN ('waiting', 'called', 'held', 'parked')"
OPEN_BEFORE = "SELECT stream FROM ticket WHERE day < ? AND state IN ('waiting', 'called', 'held', 'parked')"

OTHER_GROUP = "other"
CLOSING = CLOSES | {OFFICE.role}
CITIZEN = "citizen"


class CounterBusy(Refused):
    """One counter serves one ticket at a time: finish the one that is open first."""


class NotServedHere(Refused):
    """The officer at this counter does not serve that business."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody takes a number. `due_at` is the hour of the appointment (µs UTC), as long as it is kept."""

    procedure: str = ""
    group: str = ""
    priority: str = ""
    dossier: str = ""
    appointment: str = ""
    due_at: int = 0
    remark: q.Remark = ""


class Queue(CounterActs):
    """What kiosk and counters do with tickets; what the hall sees is in `Hall`, numbers in advance in `Leases`."""

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._ended_before = ""

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
        arrival = Arrival(procedure=procedure, group=group, priority=priority, dossier=dossier)
        return self.take(arrival, by, command=command)

    def take(self, arrival: Arrival, by: Actor, *, command: str = "") -> TicketView:
        """The next number of the line; what it promises is kept with it, to be compared with what comes of it."""
        self.end_earlier_days()
        promise = self._promise(arrival)

        def work(tx: Transaction) -> UUID:
            day = local_date(tx.now)
            fact = self._fact(tx, arrival, day, promise)
            self._must_give(tx, by, day, fact.group)
            stream = self.ticket_stream(day, fact.series, fact.ordinal)
            lookup = digest(self.core.secrets.link(stream, "ticket"))
            tx.record(stream, 0, q.issue(Ticket(), fact=msgspec.structs.replace(fact, lookup=lookup)))
            return stream

        return self.core.write(by, command, work, lambda stream: self.view(stream, with_link=True))

    def _fact(
        self, tx: Transaction, arrival: Arrival, day: str, promise: tuple[q.Start, WaitRange, int] | None
    ) -> q.TicketIssued:
        known = self.core.known(tx)
        chosen = known.version(arrival.procedure, self.core.today()).procedure if arrival.procedure else None
        line = known.group(chosen.group if chosen else arrival.group or OTHER_GROUP)
        start, wait, at = promise or (None, None, 0)
        return q.TicketIssued(
            day=day,
            series=line.series,
            ordinal=self.next_number(tx, day, line.series),
            group=line.key,
            procedure=arrival.procedure,
            field=chosen.field if chosen else "",
            priority=priority_word(arrival.priority),
            people_ahead=start.place if start else tx.rows(HOW_MANY, day, line.key)[0][0],
            dossier=known_dossier(tx, arrival.dossier),
            appointment=arrival.appointment,
            due_at=arrival.due_at,
            remark=arrival.remark,
            expected_seconds=max(0, (start.at - at) // 1_000_000) if start else -1,
            spread_seconds=round(start.spread) if start else 0,
            told_low=wait.low if wait else -1,
            told_high=wait.high if wait else -1,
        )

    def _promise(self, arrival: Arrival) -> tuple[q.Start, WaitRange, int] | None:
        """What this visitor may expect, and as of when (µs UTC); worked out before anybody has to wait for the lock."""
        try:
            group = self._group(self.core.known(), arrival)
        except Refused:
            return None  # the act itself says so, and takes no number
        found = self.estimates.newcomer(
            group, favoured=q.first_by_right(arrival.priority, arrival.due_at), due_at=arrival.due_at
        )
        return (*found, self.estimates.plan().at) if found else None

    def _group(self, known: Knowledge, arrival: Arrival) -> str:
        if arrival.procedure:
            return known.version(arrival.procedure, self.core.today()).procedure.group
        return known.group(arrival.group or OTHER_GROUP).key

    def _must_give(self, tx: Transaction, by: Actor, day: str, group: str) -> None:
        """Whether the unit gives a citizen one more number now; an officer may always take somebody in."""
        policy = policy_on(self.core.known(tx), day)
        if by.role != CITIZEN:
            return
        if policy.issue_only_in_hours and not (hours := self.hours()).open:
            raise q.NoNumbersNow(opens=hours.next_open.replace("T", " "))
        if policy.numbers_per_day and tx.rows(TAKEN, day, group)[0][0] >= policy.numbers_per_day:
            raise q.NumbersUsedUp(most=policy.numbers_per_day)

    def printed(self, ticket: str, medium: str, by: Actor, *, command: str = "") -> None:
        self.note(ticket, by, lambda state, tx: q.print_slip(state, medium=_medium(medium)), command)

    def print_failed(self, ticket: str, medium: str, fault: str, by: Actor, *, command: str = "") -> None:
        self.note(
            ticket, by, lambda state, tx: q.fail_print(state, medium=_medium(medium), fault=fault), command
        )

    # ---- calling

    def call_next(self, counter: str, by: Actor, *, command: str = "") -> TicketView | None:
        """One atomic claim: it is decided while nobody else can write."""

        class NobodyWaits(Exception):  # noqa: N818 - not an error
            pass

        def work(tx: Transaction) -> UUID:
            now = self.here(tx, local_date(tx.now))
            self._must_be_free(tx, by, now.day, counter)
            caller = caller_at(now.known, counter, now.day)
            waiting = waiting_now(now)
            choice = q.choose(
                list(waiting.values()),
                recent=run_at(counter, recent_calls(now)),
                now=tx.now,
                policy=policy_on(now.known, now.day),
                caller=caller,
            )
            if choice is None:
                raise NobodyWaits
            stream = next(stream for stream, ticket in waiting.items() if ticket.label == choice.label)
            return self._call(tx, UUID(hex=stream), counter, by, choice)

        self.end_earlier_days()
        try:
            return self.core.write(by, command, work, self.view)
        except NobodyWaits:
            return None

    def call_number(self, number: str, counter: str, by: Actor, why: str = "") -> TicketView:
        """Out of turn, at the officer's choice: with a reason where somebody is passed over, who is named."""

        def work(tx: Transaction) -> UUID:
            now = self.here(tx, local_date(tx.now))
            self._must_be_free(tx, by, now.day, counter)
            label = number.strip().upper()
            waiting = waiting_now(now)
            found = next((stream for stream, each in waiting.items() if each.label == label), None)
            if found is None:
                raise NoSuchTicket(id=number)
            skills = caller_at(now.known, counter, now.day).skills
            if not q.Caller(skills=skills).serves(_free(waiting[found])):
                raise NotServedHere(number=label)
            line = [other for other in waiting.values() if other.group == waiting[found].group]
            choice = q.Choice(label, "by_number", q.passed_over(label, line))
            return self._call(tx, UUID(hex=found), counter, by, choice, why)

        return self.core.write(by, "", work, self.view)

    def _call(
        self, tx: Transaction, stream: UUID, counter: str, by: Actor, choice: q.Choice, why: str = ""
    ) -> UUID:
        state, version = load_ticket(tx, stream)
        fact = q.call(
            state,
            counter=counter,
            officer=by.id,
            rule=choice.rule,
            passed_over=choice.passed_over,
            not_here=choice.not_here,
            why=why,
        )
        tx.record(stream, version, fact)
        return stream

    def _must_be_free(self, tx: Transaction, by: Actor, day: str, counter: str) -> None:
        """The counter calls nobody while it serves somebody, and only its own officer calls."""
        must_call_at(self.counter_staff(tx, by), counter)
        open_here = tx.rows(AT_COUNTER, day, counter)
        if open_here:
            raise CounterBusy(counter=counter, number=open_here[0][0])

    # ---- the end of the day

    def close_day(self, by: Actor) -> int:
        """Expire every ticket that is still waiting, called, held or parked; the numbers stay in the log."""
        self._may_close(by)
        return self._expire_all(OPEN_UNTIL, local_date(self.core.now()), by)

    def end_earlier_days(self) -> int:
        """What a day left open ends with the first act of a later one, whoever begins it; how many that were."""
        day = local_date(self.core.now())
        if self._ended_before == day:
            return 0
        self._ended_before = day
        return self._expire_all(OPEN_BEFORE, day, OFFICE)

    def _expire_all(self, query: str, day: str, by: Actor) -> int:
        streams: Sequence[tuple[str]] = self.core.store.reader().execute(query, (day,)).fetchall()
        return sum(self._expire(stream, by) for (stream,) in streams)

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
            self.note(ticket, by, expire)
        except q.NotPossibleNow:
            return False  # somebody was called to a counter just now and is being served
        return True

    # ---- what the hall is told

    def announce(
        self,
        text: str,
        by: Actor,
        *,
        text_en: str = "",
        since: int = 0,
        until: int = 0,
        command: str = "",
    ) -> Announcement:
        """On the board from one moment (µs UTC; 0 for now) to another (0 for the end of today)."""
        return self.news.post(text, by, text_en, since, until, command)

    def withdraw_announcement(self, announcement: str, by: Actor) -> None:
        self.news.withdraw(announcement, by)


def _free(ticket: q.Waiting) -> q.Waiting:
    """A call by number may take somebody who was sent elsewhere: the officer has the say, and gives a reason."""
    return msgspec.structs.replace(ticket, counter="", officer="")


def _medium(text: str) -> Medium:
    found: Medium = one_of(text, Medium)
    return found
