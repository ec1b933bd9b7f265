"""What the hall, the counters and a ticket's holder see: who is served, who is next, and how long it may take."""

from typing import Any
from uuid import UUID

from application.core import Core, parsed_id
from application.data import load_unit, unit_names
from application.hall_day import Forecast, QueueHours
from application.reference import groups_by_key
from application.views import (
    Announcement,
    Board,
    BoardCall,
    BoardCounter,
    BoardGroup,
    CounterAtWork,
    CounterView,
    TicketView,
)
from application.waiting import (
    Announcements,
    Claims,
    Estimates,
    Forecasts,
    Hours,
    caller_at,
    priority_claims,
    told_fairness,
)
from domain import queue as q
from domain.calendar import local_date
from domain.fact import Refused
from domain.staff import Officer
from projections.board import TicketRow, read_ticket

_COLUMNS = ", ".join(TicketRow.__struct_fields__)
ONE = f"SELECT {_COLUMNS} FROM ticket WHERE stream = ?"
TODAY = f"SELECT {_COLUMNS} FROM ticket WHERE day = ? AND state = ? ORDER BY issued_at, number"
CALLS = (
    f"SELECT {_COLUMNS} FROM ticket WHERE day = ? AND state IN ('called', 'serving') ORDER BY last_call DESC"
)
LATEST = (
    "SELECT c.number, c.counter, c.at, t.state FROM ticket_call c JOIN ticket t ON t.stream = c.stream "
    "WHERE c.day = ? ORDER BY c.id DESC LIMIT 8"
)
SERVED = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'served' AND officer = ?"
NEXT_SHOWN = 6


class NoSuchTicket(Refused):
    """There is no such ticket in this office."""


class Hall:
    """Reading alone; what is done with tickets is in `application.queue`."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.estimates = Estimates(core)
        self.opening, self.arrivals = Hours(core, self.estimates), Forecasts(core)
        self.news = Announcements(core)

    def _rows(self, query: str, *parameters: Any) -> list[TicketRow]:
        return [TicketRow(*row) for row in self.core.store.reader().execute(query, parameters).fetchall()]

    # ---- one ticket

    def ticket(self, ticket: str) -> TicketView:
        return self.view(parsed_id(ticket, NoSuchTicket))

    def view(self, stream: UUID, *, with_link: bool = False) -> TicketView:
        rows = self._rows(ONE, stream.hex)
        if not rows:
            raise NoSuchTicket(id=stream.hex)
        row = rows[0]
        url = self.core.link(self.core.secrets.link(stream, "ticket")) if with_link else ""
        return self._view(row, url=url, foreseen=row.state == "waiting" and row.day == self._today())

    def _view(self, row: TicketRow, *, url: str = "", foreseen: bool = False) -> TicketView:
        ticket = read_ticket(row.ticket)
        favoured = q.first_by_right(row.priority, row.due_at)
        return TicketView(
            id=row.stream,
            number=row.number,
            day=row.day,
            group=row.grp,
            procedure=row.procedure,
            procedure_name=self.core.known().name_of(row.procedure),
            priority=row.priority,
            state=row.state,
            counter=row.counter,
            officer=row.officer,
            issued_at=row.issued_at,
            called_at=row.called_at,
            started_at=row.started_at,
            people_ahead=self.estimates.ahead(row.number, row.grp, row.issued_at) if foreseen else 0,
            wait=self.estimates.wait(row.number, favoured=favoured) if foreseen else None,
            url=url,
            dossier=ticket.dossier,
            rule=row.rule,
            passed_over=tuple(filter(None, row.passed_over.split(","))),
            due_at=row.due_at,
            remark=ticket.remark,
            for_counter=row.for_counter,
            for_officer=row.for_officer,
            confirmed=ticket.confirmed,
            held_at=ticket.held_at or 0,
            holds=ticket.holds,
            transfers=ticket.transfers,
        )

    def _today(self) -> str:
        return local_date(self.core.now())

    # ---- the board

    def board(self) -> Board:
        day, hours = self._today(), self.opening.now()
        waiting = self._rows(TODAY, day, "waiting")
        counts: dict[str, int] = {}
        for row in waiting:
            counts[row.grp] = counts.get(row.grp, 0) + 1
        order = self._order()
        return Board(
            day=day,
            calls=tuple(
                BoardCall(row.number, row.counter, row.called_at, row.state, read_ticket(row.ticket).recalls)
                for row in self._rows(CALLS, day)
            ),
            waiting=counts,
            missed=tuple(row.number for row in self._rows(TODAY, day, "parked")),
            next=tuple(sorted((row.number for row in waiting), key=lambda n: order.get(n, LAST)))[
                :NEXT_SHOWN
            ],
            counters=self._counters(),
            groups=self._groups(counts, {row.number: row.grp for row in waiting}, order),
            announcements=self.news.shown(),
            last_calls=tuple(
                BoardCall(*call) for call in self.core.store.reader().execute(LATEST, (day,)).fetchall()
            ),
            held=tuple(row.number for row in self._rows(TODAY, day, "held")),
            closed=not hours.open,
            opens_at=hours.next_open,
            quiet=self.arrivals.of().quiet,
        )

    def _order(self) -> dict[str, int]:
        """Where each waiting number stands in the order of calls, as things are now."""
        plan = self.estimates.plan()
        uncalled = sorted(plan.places, key=lambda label: plan.places[label])
        return {label: place for place, label in enumerate((*plan.starts, *uncalled))}

    def _groups(
        self, counts: dict[str, int], groups: dict[str, str], order: dict[str, int]
    ) -> tuple[BoardGroup, ...]:
        found = []
        for key, group in groups_by_key().items():
            line = sorted((n for n, grp in groups.items() if grp == key), key=lambda n: order.get(n, LAST))
            newcomer = self.estimates.newcomer(key)
            found.append(
                BoardGroup(
                    key=key,
                    series=group.series,
                    name=group.name,
                    name_en=group.name_en,
                    waiting=counts.get(key, 0),
                    wait=newcomer[1] if newcomer else None,
                    next=tuple(line[:NEXT_SHOWN]),
                )
            )
        return tuple(found)

    def _counters(self) -> tuple[BoardCounter, ...]:
        """Every counter of the unit and every other one where somebody works, in order."""
        known = self.core.known()
        there = {each.counter: each for each in known.officers.values() if each.counter}
        of_unit = _counters_of(known.opened.unit)
        counters = sorted({*there, *of_unit}, key=lambda counter: (len(counter), counter))
        return tuple(
            _board_counter(each, there[each])
            if each in there
            else BoardCounter(counter=each, groups=of_unit[each])
            for each in counters
        )

    # ---- at a counter

    def counter(self, counter: str, officer: str) -> CounterView:
        """What the officer at a counter works from: only whom that counter calls."""
        day, known = self._today(), self.core.known()
        caller = caller_at(known, counter, day)
        here = [row for row in self._rows(CALLS, day) if row.counter == counter]
        served = self.core.store.reader().execute(SERVED, (day, officer)).fetchone()
        me = known.officers.get(officer, Officer())
        return CounterView(
            counter=counter,
            officer=officer,
            current=self._view(here[0]) if here else None,
            waiting=self._line(day, "waiting", caller),
            missed=self._line(day, "parked", caller),
            served_today=served[0],
            held=self._line(day, "held", caller),
            paused_until=me.paused_until if me.paused else 0,
            counters=tuple(
                CounterAtWork(counter=each.counter, officer=each.officer, name=each.name)
                for each in sorted(
                    known.officers.values(), key=lambda each: (len(each.counter), each.counter)
                )
                if each.counter and each.counter != counter
            ),
        )

    def _line(self, day: str, state: str, caller: q.Caller) -> tuple[TicketView, ...]:
        """In the order of calls; those for another counter are not in it."""
        order = self._order() if state == "waiting" else {}
        rows = [row for row in self._rows(TODAY, day, state) if caller.serves(_waiting(row))]
        return tuple(map(self._view, sorted(rows, key=lambda row: order.get(row.number, LAST))))

    # ---- the day as a whole

    def hours(self) -> QueueHours:
        return self.opening.now()

    def forecast(self, day: str = "") -> Forecast:
        return self.arrivals.of(day)

    def announcements(self) -> tuple[Announcement, ...]:
        return self.news.shown()

    def fairness(self, day: str = "") -> q.Fairness:
        return told_fairness(self.core, day or self._today())

    def priority_claims(self, first: str, last: str) -> Claims:
        return priority_claims(self.core, first, last)


LAST = 1 << 30
"""After everybody whose place is known; such keep the order in which they came."""


def _waiting(row: TicketRow) -> q.Waiting:
    return q.Waiting(
        label=row.number,
        group=row.grp,
        issued_at=row.issued_at,
        procedure=row.procedure,
        counter=row.for_counter,
        officer=row.for_officer,
    )


def _board_counter(counter: str, officer: Officer) -> BoardCounter:
    return BoardCounter(
        counter=counter,
        groups=officer.groups,
        state="paused" if officer.paused else "open",
        until=officer.paused_until if officer.paused else 0,
    )


def _counters_of(unit: str) -> dict[str, tuple[str, ...]]:
    """The counters of a unit that comes with the product, and what they call."""
    for name in unit_names():
        found = load_unit(name)
        if found.unit == unit:
            return {each.counter: each.groups for each in found.counters}
    return {}
