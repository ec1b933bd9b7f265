"""The hall at work: citizens and officers take turns on one clock, and every act is the office's own."""

from collections import Counter
from random import Random  # noqa: TID251

from application.appointments import Wanted
from application.clock import SetClock
from application.envelope import Actor
from application.office import Office
from application.views import TicketView
from domain.fact import Refused
from domain.queue import TooLateToRejoin
from motcua.demo.agenda import MINUTE, SECOND, Agenda, Life
from motcua.demo.cast import KIOSK, Cast, Post
from motcua.simulation.citizens import Citizen

OPENING, NOON, AFTERNOON, CLOSING = 7 * 60, 11 * 60 + 30, 13 * 60 + 30, 17 * 60
OVERTIME = 20
"""Minutes after closing in which whoever still waits is served."""
LOOKS_UP = 20 * SECOND
BREAKS = ((9 * 60 + 10, 10 * 60 + 30), (14 * 60 + 40, 15 * 60 + 40))
"""When officers take their short breaks."""


class MonthOfOneHall:
    """`midnights` are the beginnings (µs UTC) of the working days."""

    def __init__(
        self, office: Office, clock: SetClock, cast: Cast, rng: Random, midnights: list[int]
    ) -> None:
        self.office, self.cast, self.rng, self.midnights = office, cast, rng, midnights
        self.agenda = Agenda(clock)
        self.citizens: dict[str, Citizen] = {}
        self.turned_away = 0
        self.codes = self._codes()
        self.happened: Counter[str] = Counter()

    def _codes(self) -> dict[str, str]:
        """The catalogue's full code behind each short one."""
        every = [procedure.code for procedure in self.office.catalogue.procedures()]
        return {code[:8]: code for code in every}

    def at(self, day: int, minute: float) -> int:
        return self.midnights[day] + int(minute * MINUTE)

    def within(self, first: float, last: float) -> int:
        return self.agenda.now + int(self.rng.uniform(first, last) * MINUTE)

    # ---- a day

    def live(self, day: int, people: list[Citizen]) -> None:
        for one in people:
            life = self._appointed(one) if one.appointed else self._walks_in(one)
            self.agenda.start(
                self.at(day, max(one.minute - 90, 6 * 60) if one.appointed else one.minute), life
            )
        for post in self.cast.posts:
            self.agenda.start(self.at(day, OPENING - self.rng.uniform(1, 12)), self._shift(post, day))
        self.agenda.run_until(self.at(day, CLOSING + 60))

    # ---- citizens

    def _walks_in(self, one: Citizen) -> Life:
        self._take(one)
        return
        yield

    def _take(self, one: Citizen) -> None:
        group, procedure = one.group, self.codes.get(one.procedure, "")
        if one.wrong_group:
            group, procedure = one.wrong_group, ""
        hours = self.office.queue.hours()
        if not hours.open or group in hours.full:
            self.turned_away += 1
            return
        ticket = self.office.queue.issue(KIOSK, procedure=procedure, group=group, priority=one.priority)
        self._came(ticket, one)

    def _came(self, ticket: TicketView, one: Citizen) -> None:
        self.citizens[ticket.id] = one
        self.office.queue.printed(ticket.id, "paper", KIOSK)

    def _appointed(self, one: Citizen) -> Life:
        """Books an hour of the day, comes around it, and is given a number at the kiosk."""
        office, today = self.office, self.office.today().isoformat()
        slots = office.appointments.slots("counter", today, today, group=one.group)
        wanted = self.midnights[one.day] + int(one.minute * MINUTE)
        nearest = min(slots, key=lambda slot: abs(slot.start - wanted), default=None)
        if nearest is None:
            one.appointed = False
            yield max(wanted, self.agenda.now)
            self._take(one)
            return
        booked = office.appointments.book(
            Wanted(
                kind="counter",
                start=nearest.start,
                group=one.group,
                person="Người Giả Định",
                phone=self._phone(),
            ),
            self.cast.deputy,
        )
        yield nearest.start + int(one.offset * MINUTE)
        secret = booked.url.rpartition("#")[2]
        try:
            ticket = office.appointments.arrive(booked.code, KIOSK, secret=secret)
        except Refused:
            self.turned_away += 1
        else:
            self.happened["appointments"] += 1
            self.happened["appointments_late"] += bool(ticket.remark)
            self._came(ticket, one)

    def _phone(self) -> str:
        """Of a prefix that was withdrawn in 2018, so that it is nobody's."""
        return f"0199{self.rng.randrange(10**6):06d}"

    # ---- officers

    def _shift(self, post: Post, day: int) -> Life:
        by = self.cast.open_counter(post, post.officer)
        morning, afternoon = (self.at(day, self.rng.uniform(*hours)) for hours in BREAKS)
        yield self.at(day, OPENING)
        yield from self._calling(post, by, self.at(day, NOON), morning)
        self.office.staff.pause(by, "Nghỉ trưa", self.at(day, AFTERNOON))
        yield self.at(day, AFTERNOON + self.rng.uniform(-1, 2))
        self.office.staff.resume(by)
        yield from self._calling(post, by, self.at(day, CLOSING), afternoon)
        self.office.staff.sign_out(by)

    def _calling(self, post: Post, by: Actor, until: int, rest: int) -> Life:
        queue, rested = self.office.queue, False
        while self.agenda.now < until + OVERTIME * MINUTE:
            if not rested and rest <= self.agenda.now < until:
                rested = True
                yield from self._break(by)
            ticket = self._by_number(post, by) or queue.call_next(post.counter, by)
            if ticket is not None:
                yield from self._attend(ticket, by)
                yield self.within(0.05, 0.2)
            elif self.agenda.now >= until:
                return
            else:
                yield self.agenda.now + LOOKS_UP

    def _break(self, by: Actor) -> Life:
        """Ten minutes, and sometimes a few more than was said."""
        self.office.staff.pause(by, "Nghỉ giữa giờ", self.agenda.now + 10 * MINUTE)
        yield self.within(8, 13)
        self.office.staff.resume(by)

    def _by_number(self, post: Post, by: Actor) -> TicketView | None:
        """Once in a while somebody is called out of turn, and the officer says why."""
        if self.rng.random() > 0.004:  # noqa: PLR2004
            return None
        waiting = self.office.queue.counter(post.counter, by.id).waiting
        if not waiting:
            return None
        self.happened["by_number"] += 1
        return self.office.queue.call_number(
            self.rng.choice(waiting).number, post.counter, by, "Người đi cùng đang được phục vụ"
        )

    def _attend(self, ticket: TicketView, by: Actor) -> Life:
        one, queue = self.citizens[ticket.id], self.office.queue
        if one.absent:
            yield from self._nobody_comes(ticket, one, by)
            return
        yield self.within(0.2, 0.5)
        queue.start(ticket.id, by)
        if ticket.priority not in {"", "appointment"} and not ticket.confirmed:
            self._look_at_claim(ticket, one, by)
        if one.wrong_group:
            yield self.within(0.4, 1.0)
            queue.transfer(ticket.id, one.group, "Lấy nhầm nhóm việc", by)
            self.happened["transfers"] += 1
            one.wrong_group = ""
            return
        if one.aside:
            yield from self._steps_aside(ticket, one, by)
            return
        yield self.agenda.now + int(one.service * MINUTE)
        queue.finish(ticket.id, "guidance", by)
        self.happened["served"] += 1

    def _look_at_claim(self, ticket: TicketView, one: Citizen, by: Actor) -> None:
        if one.unrightful:
            self.office.queue.change_priority(ticket.id, "", "Không thuộc diện ưu tiên", by)
            self.happened["claims_withdrawn"] += 1
        else:
            self.office.queue.confirm_priority(ticket.id, by)
            self.happened["claims_confirmed"] += 1

    def _steps_aside(self, ticket: TicketView, one: Citizen, by: Actor) -> Life:
        yield self.agenda.now + int(one.service * 0.4 * MINUTE)
        self.office.queue.hold(ticket.id, "Điền thêm tờ khai", by)
        self.happened["holds"] += 1
        one.service, minutes, one.aside = one.service * 0.6, one.aside, 0.0
        self.agenda.start(self.agenda.now + int(minutes * MINUTE), self._ready_again(ticket, by))

    def _ready_again(self, ticket: TicketView, by: Actor) -> Life:
        if self.office.queue.ticket(ticket.id).state == "held":
            self.office.queue.resume(ticket.id, by)
        return
        yield

    def _nobody_comes(self, ticket: TicketView, one: Citizen, by: Actor) -> Life:
        for _ in range(self.rng.choice((1, 2))):
            yield self.within(0.4, 0.8)
            self.office.queue.recall(ticket.id, by)
        yield self.within(0.4, 0.8)
        self.office.queue.miss(ticket.id, by)
        self.happened["no_shows"] += 1
        if one.absent != "for_good":
            away = (3, 25) if one.absent == "for_a_while" else (62, 90)
            self.agenda.start(self.within(*away), self._late_return(ticket, one, by))

    def _late_return(self, ticket: TicketView, one: Citizen, by: Actor) -> Life:
        one.absent = ""
        if self.office.queue.ticket(ticket.id).state != "parked":
            return
        try:
            self.office.queue.rejoin(ticket.id, by)
            self.happened["late_returns"] += 1
        except TooLateToRejoin:
            self.happened["too_late"] += 1
            one.priority = ""
            self._take(one)
        return
        yield
