"""Who comes today and at what hour, and the way through the hamlets for those who are visited at home."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, cast

from textual.binding import BindingType

from application.appointments import SheetLine, SlotView, Wanted
from desk.choices import people
from desk.day_acts import DAY_ACTS
from desk.fields import Choice
from desk.page import Done
from desk.screens.day import LEFT_OUT, DayKey, DayPage, Row, bound
from desk.screens.listing import ListSheet
from desk.words import day_in_words, hour
from domain.appointment import Kind

Then = Callable[[int], None]
"""What follows once an hour is chosen: its beginning in µs UTC."""


class AppointmentsPage(DayPage):
    """At the counters of the unit, by the hour. Reading it is recorded."""

    NAME = "appointments"
    COLUMNS = (
        ("hour", 11, 11),
        ("code", 13, 13),
        ("person", 20, 0),
        ("phone", 12, 12),
        ("about", 0, LEFT_OUT),
        ("state", 13, 13),
    )
    KEYS: ClassVar[tuple[DayKey, ...]] = (
        ("f2", "book", False),
        ("f3", "keep", True),
        ("f4", "miss", True),
        ("f6", "move", True),
        ("f7", "cancel", True),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(KEYS)

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.lines: dict[str, SheetLine] = {}

    async def found(self) -> Done[list[Row]] | None:
        answer = await self.glance(self.read)
        if answer is None:
            return None
        self.lines = {line.appointment.code: line for line in answer.value}
        return Done([(code, self.cells(line)) for code, line in self.lines.items()])

    def read(self) -> tuple[SheetLine, ...]:
        return self.desk.office.appointments.day(self.day.isoformat(), self.desk.actor)

    def cells(self, line: SheetLine) -> tuple[str, ...]:
        at = line.appointment
        about = at.procedure_name or self.words(f"appointment.purpose.{at.purpose}")
        return (self.span(at.start, at.end), at.code, line.person, line.phone, about, self.state(at.state))

    def state(self, state: str) -> str:
        return self.words(f"appointment.state.{state}")

    def span(self, start: int, end: int) -> str:
        return f"{hour(start)}–{hour(end)}"

    def more(self, chosen: str) -> str:
        line = self.lines[chosen]
        at = line.appointment
        officer = self.desk.person(at.officer) if at.officer else ""
        about = at.procedure_name or self.words(f"appointment.purpose.{at.purpose}")
        parts = [line.person, about, line.address, line.hamlet, officer, line.note]
        if at.entitled:
            parts.append(self.words(f"desk.choice.entitled.{at.entitled}"))
        if at.closed:
            parts.append(self.words("appointment.closed"))
        return " · ".join(part for part in parts if part)

    def lists(self) -> Mapping[str, Sequence[Choice]]:
        english = self.desk.language == "en"
        groups = self.desk.office.catalogue.groups()
        named = [((group.name_en if english else group.name), group.key) for group in groups]
        return {"groups": named, **people(self.desk.colleagues, self.desk.actor.id)}

    def typed(self, act: str, chosen: str) -> Mapping[str, object]:
        """The day on the screen, and the first group, whose turn it mostly is."""
        first = next(iter(self.lists()["groups"]), ("", ""))[1]
        known = {"day": f"{self.day:%d/%m/%Y}", "kind": self.usual_kind(), "group": first}
        return known if act in {"book", "move"} else {}

    def usual_kind(self) -> str:
        return "counter"

    # ---- acting

    def do(self, act: str, chosen: str) -> Callable[..., object]:
        door, by = self.desk.office.appointments, self.desk.actor
        acts: dict[str, Callable[..., object]] = {
            "book": self.free,
            "keep": partial(door.keep, chosen, by),
            "miss": partial(door.miss, chosen, by),
            "move": partial(self.free_for, chosen),
            "cancel": partial(door.cancel, chosen, by),
            "send_officer": partial(door.assign_officer, chosen, by=by),
        }
        return acts[act]

    def free(self, kind: str, day: date, group: str) -> tuple[tuple[SlotView, ...], Then]:
        """The hours of a day that can still be booked, and what follows once one is chosen."""
        iso = day.isoformat()
        slots = self.desk.office.appointments.slots(cast(Kind, kind), iso, iso, group=group)
        return slots, partial(self.ask_person, kind, group)

    def free_for(self, code: str, day: date) -> tuple[tuple[SlotView, ...], Then]:
        at = self.lines[code].appointment
        slots, _ = self.free(at.kind, day, at.group)
        return slots, partial(self.ask_why, code)

    async def after(self, answered: Done[Any] | None) -> None:
        """A day with free hours leads on to choosing one; anything else is done."""
        if answered is None or not isinstance(answered.value, tuple):
            await super().after(answered)
            return
        slots, then = answered.value
        if not slots:
            self.tell(self.words("appointment.nothing_free"))
            return
        lines = [(self.slot(slot), str(slot.start)) for slot in slots]
        title = self.words("desk.day.free_hours", day=day_in_words(slots[0].day, self.desk.language))
        sheet = ListSheet(title, self.words("desk.day_hint.free_hours"), lines, "desk.key.choose_hour")
        self.app.push_screen(sheet, partial(self.hour_chosen, then))

    def slot(self, slot: SlotView) -> str:
        return self.words("desk.day.slot", hours=self.span(slot.start, slot.end), count=slot.left)

    def hour_chosen(self, then: Then, start: str | None) -> None:
        if start is not None:
            then(int(start))

    def ask_person(self, kind: str, group: str, start: int) -> None:
        self.open_form("book_hour", DAY_ACTS["book_hour"], partial(self.book, kind, group, start))

    def book(self, kind: str, group: str, start: int, code: str, **said: Any) -> str:
        dossier = self.desk.office.dossiers.find(code) if code else ""
        wanted = Wanted(kind=kind, start=start, group=group, dossier=dossier, **said)
        return self.desk.office.appointments.book(wanted, self.desk.actor).code

    def ask_why(self, code: str, start: int) -> None:
        move = partial(self.desk.office.appointments.move, code, start, self.desk.actor)
        self.open_form("move_hour", DAY_ACTS["move_hour"], move, about=code)


class RoutePage(AppointmentsPage):
    """The visits at home, in the order of the way. Reading it is recorded."""

    NAME = "route"
    COLUMNS = (
        ("hour", 11, 11),
        ("code", 13, LEFT_OUT),
        ("person", 16, 16),
        ("address", 0, 0),
        ("officer", 16, 16),
        ("state", 12, LEFT_OUT),
    )
    KEYS: ClassVar[tuple[DayKey, ...]] = (
        *AppointmentsPage.KEYS,
        ("f8", "send_officer", True),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(KEYS)

    def read(self) -> tuple[SheetLine, ...]:
        return self.desk.office.appointments.route(self.day.isoformat(), self.desk.actor)

    def cells(self, line: SheetLine) -> tuple[str, ...]:
        at = line.appointment
        where = ", ".join(part for part in (line.hamlet, line.address) if part)
        officer = self.desk.person(at.officer) if at.officer else "—"
        return (self.span(at.start, at.end), at.code, line.person, where, officer, self.state(at.state))

    def usual_kind(self) -> str:
        return "home_visit"
