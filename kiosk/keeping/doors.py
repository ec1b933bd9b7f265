"""The doors of an office that may be out of reach: what can wait is kept for it, and what cannot says so in time."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from application.clock import SystemChance, new_id
from application.envelope import Actor
from application.faults import Fault
from application.given import one_of
from application.hall_day import Forecast, QueueHours
from application.kept_numbers import KeptTicket, LeasedNumber
from application.ports import OfficerView
from application.views import TicketView
from domain.calendar import local_date
from domain.queue import NoNumbersNow, Priority
from domain.tariff import TariffAdopted
from kiosk.keeping.line import Line
from kiosk.keeping.opening import forecast_at, hours_at
from kiosk.keeping.safe import Call, Safe, Taking
from kiosk.keeping.shelf import Shelf

if TYPE_CHECKING:
    from application.feedback import Suggested, SuggestionView, TicketShown, VisitToRate

OTHER = "other"
"""The line whose numbers will do for any business."""


class NoNumbersLeft(Fault):
    """The office is out of reach, and no number was handed to this kiosk in advance, or all are given out."""

    key = "no_numbers"


class Door:
    """Every call is asked over the line, and is back in time."""

    def __init__(self, line: Line, name: str) -> None:
        self._line, self._name = line, name

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            return self._line.ask(
                lambda office: getattr(getattr(office, self._name), method)(*arguments, **named)
            )

        return call


class KeptDoor(Door):
    """A door some of whose acts are kept while nobody answers."""

    def __init__(self, line: Line, name: str, safe: Safe) -> None:
        super().__init__(line, name)
        self._safe = safe

    def _keep(self, method: str, command: str, **told: Any) -> None:
        self._safe.keep(Call(name=f"{self._name}.{method}", told=told, command=command))

    def _at_once_or_later(self, method: str, command: str, by: Actor, **told: Any) -> None:
        """An act whose answer nobody waits for."""
        command = command or fresh_id()
        try:
            self._line.ask(
                lambda office: getattr(getattr(office, self._name), method)(by=by, **told, command=command)
            )
        except Fault:
            self._keep(method, command, **told)


class KeptQueue(KeptDoor):
    """A number always: the office's own, or one that it handed out in advance."""

    def __init__(self, line: Line, safe: Safe, shelf: Shelf) -> None:
        super().__init__(line, "queue", safe)
        self._shelf = shelf

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
        command = command or fresh_id()
        given = self._safe.given(command)
        if given is not None:
            return given
        wanted = {"procedure": procedure, "group": group, "priority": priority, "dossier": dossier}
        try:
            return self._line.ask(lambda office: office.queue.issue(by, **wanted, command=command))
        except Fault as fault:
            self._must_give()
            taken = self._safe.take(self._taking(procedure, group, priority, dossier, command))
            if taken is None:
                raise NoNumbersLeft(since=self._line.since) from fault
            return taken

    def _must_give(self) -> None:
        """The unit's rule holds with nobody to ask, too."""
        hours = hours_at(self._shelf.hours, self._line.hour.now())
        if hours.refused and not hours.open:
            raise NoNumbersNow(opens=hours.next_open.replace("T", " "))

    def hours(self) -> QueueHours:
        """From the calendar as it was last heard; whether a line is full, nobody knows then."""
        try:
            return self._line.ask(lambda office: office.queue.hours())
        except Fault:
            return hours_at(self._shelf.hours, self._line.hour.now())

    def forecast(self, day: str = "") -> Forecast:
        try:
            return self._line.ask(lambda office: office.queue.forecast(day))
        except Fault:
            now = self._line.hour.now()
            wanted = day or local_date(now)
            return forecast_at(self._shelf.forecasts.get(wanted), wanted, now)

    def _taking(self, procedure: str, group: str, priority: str, dossier: str, command: str) -> Taking:
        hour, now = self._line.hour, self._line.hour.now()
        listed = next((each for each in self._shelf.procedures or () if each.code == procedure), None)
        day = local_date(now)

        sure: Priority = one_of(priority, Priority)

        def make(lease: str, line: str, series: str, number: LeasedNumber) -> tuple[KeptTicket, TicketView]:
            kept = KeptTicket(
                lease=lease,
                day=day,
                group=line,
                series=series,
                ordinal=number.ordinal,
                procedure=procedure,
                priority=sure,
                dossier=dossier,
                taken_at=now,
                clock_off=hour.off(),
                command=command,
            )
            return kept, _seen(kept, number, listed.name if listed else "")

        wanted = (listed.group if listed else group) or OTHER
        return Taking(day=day, groups=tuple(dict.fromkeys((wanted, OTHER))), command=command, make=make)

    def printed(self, ticket: str, medium: str, by: Actor, *, command: str = "") -> None:
        self._at_once_or_later("printed", command, by, ticket=ticket, medium=medium)

    def print_failed(self, ticket: str, medium: str, fault: str, by: Actor, *, command: str = "") -> None:
        self._at_once_or_later("print_failed", command, by, ticket=ticket, medium=medium, fault=fault)

    def ticket(self, ticket: str) -> TicketView:
        """A number that the office has not heard of yet is as it was when it was given out."""
        kept = self._safe.ticket(ticket) if self._line.cut_off else None
        return kept or self._line.ask(lambda office: office.queue.ticket(ticket))


class KeptFeedback(KeptDoor):
    """What somebody says is kept; whether the visit can be rated is for the office to find out later."""

    def __init__(self, line: Line, safe: Safe) -> None:
        super().__init__(line, "feedback", safe)

    def visit(self, shown: "TicketShown", by: Actor) -> "VisitToRate":
        from application.feedback import VisitToRate

        try:
            return self._line.ask(lambda office: office.feedback.visit(shown, by))
        except Fault:
            return VisitToRate(number=shown.number)

    def rate(
        self,
        shown: "TicketShown",
        score: int,
        by: Actor,
        *,
        reasons: tuple[str, ...] = (),
        words: str = "",
        command: str = "",
    ) -> None:
        self._at_once_or_later("rate", command, by, shown=shown, score=score, reasons=reasons, words=words)

    def leave(self, said: "Suggested", by: Actor, *, command: str = "") -> "SuggestionView":
        """Without number and code when it is kept: the office gives them, and it has not heard of it yet."""
        from application.feedback import SuggestionView

        command = command or fresh_id()
        try:
            return self._line.ask(lambda office: office.feedback.leave(said, by, command=command))
        except Fault:
            self._keep("leave", command, said=said)
            return SuggestionView(number="", topic=said.topic, left_at=self._line.hour.now())


class KeptAppointments(KeptDoor):
    """Who has an appointment gets a number of the line for any business, and the office is told that they came."""

    def __init__(self, line: Line, safe: Safe, queue: KeptQueue) -> None:
        super().__init__(line, "appointments", safe)
        self._queue = queue

    def arrive(self, code: str, by: Actor, *, secret: str = "") -> TicketView:
        try:
            return self._line.ask(lambda office: office.appointments.arrive(code, by, secret=secret))
        except Fault:
            command = uuid5(NAMESPACE_OID, f"{code}/{secret}/arrived").hex
            ticket = self._queue.issue(by, group=OTHER, command=command)
            kept = uuid5(NAMESPACE_OID, f"{command}/kept").hex
            self._keep("keep", kept, code=code, ticket=ticket.id, secret=secret)
            return ticket


class KeptTariffs(Door):
    """Today's amounts, from the shelf; what is reckoned from them is the office's to say."""

    def __init__(self, line: Line, shelf: Shelf) -> None:
        super().__init__(line, "tariffs")
        self._shelf = shelf

    def on(self, procedure: str, day: date) -> TariffAdopted:
        known = self._shelf.tariffs.get(procedure)
        if known is not None and self._shelf.tariffs_of == day.isoformat():
            return known
        return self._line.ask(lambda office: office.tariffs.on(procedure, day))


class KeptStaff(Door):
    """Who works here is public, and read from the shelf."""

    def __init__(self, line: Line, shelf: Shelf) -> None:
        super().__init__(line, "staff")
        self._shelf = shelf

    def officers(self) -> tuple[OfficerView, ...]:
        try:
            return self._line.ask(lambda office: office.staff.officers())
        except Fault:
            found: tuple[OfficerView, ...] = self._shelf.have("officers")
            return found


def fresh_id() -> str:
    return new_id(SystemChance()).hex


def _seen(kept: KeptTicket, number: LeasedNumber, procedure_name: str) -> TicketView:
    """What its holder sees: everything but how many are ahead, which nobody knows now."""
    return TicketView(
        id=number.ticket,
        number=number.number,
        day=kept.day,
        group=kept.group,
        procedure=kept.procedure,
        procedure_name=procedure_name,
        priority=kept.priority,
        state="waiting",
        counter="",
        officer="",
        issued_at=kept.taken_at,
        called_at=0,
        started_at=0,
        people_ahead=0,
        url=number.url,
        dossier=kept.dossier,
        kept=True,
    )
