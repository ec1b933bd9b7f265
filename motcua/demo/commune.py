"""The commune at work: the hour, the waiting room, and the places where everything else meets."""

from collections import Counter
from collections.abc import Callable, Generator
from random import Random
from typing import Literal

import msgspec

from application.clock import SetClock
from application.envelope import Actor
from application.office import Office
from application.ports import Intake
from application.views import TicketView
from domain.calendar import local_moment
from motcua.demo.agenda import MINUTE, SECOND, Agenda, Life
from motcua.demo.cast import KIOSK, Cast
from motcua.demo.mail import Mail
from motcua.demo.people import Person, invent
from motcua.demo.plan import Case, Plan
from motcua.demo.voice import Voice

Served = tuple[str, str]
"""What came of a visit, and the dossier it concerned."""
Service = Generator[int, None, Served]
Script = Callable[[Actor, TicketView], Service]

NOON, LUNCH_ENDS, CLOSING = 11 * 60 + 30, 13 * 60 + 30, 17 * 60
COMMUNE = "xã Tân Phước 1"


class Visit(msgspec.Struct, kw_only=True):
    """Somebody in the hall, and what will happen at the counter."""

    script: Script | None = None
    procedure: str = ""
    group: str = ""
    priority: str = ""
    dossier: str = ""
    absent: Literal["", "for_a_while", "for_good"] = ""
    right_group: str = ""
    """Set when the number was taken in the wrong line."""


class Commune:
    """One office and its people. Moments are given as a place in the row of working days and minutes of the day."""

    def __init__(self, office: Office, clock: SetClock, plan: Plan, cast: Cast, rng: Random) -> None:
        self.office, self.plan, self.cast, self.rng = office, plan, cast, rng
        self.agenda, self.voice, self.mail = Agenda(clock), Voice(rng), Mail(office)
        self.midnights = [local_moment(day.isoformat(), "00:00") for day in plan.days]
        self.today = 0
        self.visits: dict[str, Visit] = {}
        self.waiting: Counter[str] = Counter()
        self.people: dict[int, Person] = {}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ---- time

    @property
    def now(self) -> int:
        return self.agenda.now

    def at(self, day: int, minute: float) -> int:
        return self.midnights[day] + int(minute * MINUTE)

    def at_some(self, day: int, first: float, last: float) -> int:
        """Between two minutes of a day, but not while everybody is at lunch."""
        minute = self.rng.uniform(first, last)
        if NOON <= minute < LUNCH_ENDS < last:
            minute = self.rng.uniform(LUNCH_ENDS, last)
        return self.at(day, minute)

    def within(self, first: float, last: float) -> int:
        """So many minutes from now, whatever the hour."""
        return self.now + int(self.rng.uniform(first, last) * MINUTE)

    def later(self, first: float, last: float) -> int:
        """So many minutes from now, but in office hours: after lunch, or tomorrow."""
        then = self.within(first, last)
        minute = (then - self.midnights[self.today]) / MINUTE
        if minute >= CLOSING:
            return self.at_some(self.today + 1, 7 * 60 + 5, 7 * 60 + 50)
        if NOON <= minute < LUNCH_ENDS:
            return self.at_some(self.today, LUNCH_ENDS, LUNCH_ENDS + 20)
        return then

    # ---- people

    def person(self, number: int) -> Person:
        if number not in self.people:
            self.people[number] = self.stranger()
        return self.people[number]

    def stranger(self) -> Person:
        return invent(self.rng, COMMUNE, self.cast.names)

    def intake(self, case: Case) -> Intake:
        who = self.person(case.number)
        needed = [each for each in case.procedure.documents if not each.optional and not each.group]
        return Intake(
            procedure=case.procedure.code,
            channel=case.channel,
            applicant=who.name,
            personal_id=who.personal_id,
            phone=who.phone,
            address=who.address,
            email=who.email,
            papers=tuple((each.name, each.originals, each.copies) for each in needed),
            return_channel=case.returned_by,
            place=who.address if case.channel == "home" else "",
        )

    # ---- the hall

    def come(self, at: int, visit: Visit) -> None:
        self.agenda.start(at, self._arrival(visit))

    def _arrival(self, visit: Visit) -> Life:
        """At the kiosk: a number, printed; once in a while the paper is out and the screen must do."""
        queue = self.office.queue
        if self._time_to_step_out() and not visit.absent and self.chance(0.02):
            visit.absent = "for_a_while"
        ticket = queue.issue(
            KIOSK,
            procedure="" if visit.right_group or visit.group else visit.procedure,
            group=visit.group,
            priority=visit.priority,
            dossier=visit.dossier,
        )
        self.visits[ticket.id] = visit
        yield self.now + 2 * SECOND
        yield from self._printed(ticket)
        self.waiting[ticket.group] += 1
        if not visit.priority and self.chance(0.03):
            yield self.within(0.3, 0.9)
            if queue.ticket(ticket.id).state == "waiting":
                queue.change_priority(
                    ticket.id, "elderly", self.voice.one_of("why.priority"), self.cast.deputy
                )

    def _time_to_step_out(self) -> bool:
        """Long enough before lunch or closing to come back."""
        minute = (self.now - self.midnights[self.today]) / MINUTE
        return minute < NOON - 70 or LUNCH_ENDS <= minute < CLOSING - 90

    def _printed(self, ticket: TicketView) -> Life:
        queue = self.office.queue
        if self.chance(0.006):
            queue.print_failed(ticket.id, "paper", self.voice.one_of("fault"), KIOSK)
            yield self.now + 5 * SECOND
            queue.printed(ticket.id, "screen", KIOSK)
        else:
            queue.printed(ticket.id, "paper", KIOSK)
