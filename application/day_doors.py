"""The day's work beside the dossiers: what things cost, appointments, the post, guidance, and the drawer."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from application.envelope import Actor
from application.views import TicketView
from domain.appointment import Kind
from domain.cash import Drawer
from domain.tariff import Charge, TariffAdopted

if TYPE_CHECKING:  # these modules are behind the doors
    from application.appointments import AppointmentView, SheetLine, SlotView, Wanted
    from application.feedback import Suggested, SuggestionFile, SuggestionView, TicketShown, VisitToRate
    from application.guidance import Guided
    from application.post import Incoming, Outgoing, RecordView


class TariffsDoor(Protocol):
    def on(self, procedure: str, day: date) -> TariffAdopted: ...

    def charge(
        self,
        procedure: str,
        day: date,
        *,
        quantities: Mapping[str, int] | None = None,
        groups: Collection[str] = (),
        channel: str = "counter",
        variant: str = "",
    ) -> Charge:
        """What would be paid for a procedure received on a day."""
        ...  # fmt: skip


class AppointmentsDoor(Protocol):
    """`code` is what stands on the appointment; days are ISO, moments µs UTC."""

    def slots(
        self, kind: Kind, first: str, last: str, *, group: str = "", site: str = ""
    ) -> "tuple[SlotView, ...]":
        """What can still be booked, from the first day to the last."""

    def book(self, wanted: "Wanted", by: Actor, *, command: str = "") -> "AppointmentView": ...

    def move(
        self,
        code: str,
        start: int,
        by: Actor,
        *,
        secret: str = "",
        asked_by: str = "office",
        reason: str = "",
    ) -> "AppointmentView":
        """To the slot that begins at `start`; the office says why."""

    def cancel(
        self, code: str, by: Actor, *, secret: str = "", asked_by: str = "office", reason: str = ""
    ) -> "AppointmentView": ...

    def assign_officer(self, code: str, officer: str, by: Actor) -> "AppointmentView": ...

    def arrive(self, code: str, by: Actor, *, secret: str = "") -> TicketView:
        """A number for whoever has come to an appointment; the same one when repeated."""

    def keep(self, code: str, by: Actor, *, ticket: str = "", secret: str = "") -> "AppointmentView": ...

    def miss(
        self, code: str, by: Actor, *, missed_by: str = "citizen", note: str = ""
    ) -> "AppointmentView": ...

    def day(self, day: str, by: Actor, *, site: str = "", group: str = "") -> "tuple[SheetLine, ...]":
        """Everybody who comes to the counters that day; the reading is recorded."""

    def route(self, day: str, by: Actor, *, officer: str = "") -> "tuple[SheetLine, ...]":
        """The visits of the day, in the order in which they are made; the reading is recorded."""


class PostDoor(Protocol):
    def offer_receipt(self, brought: "Incoming", by: Actor, *, command: str = "") -> "RecordView": ...

    def offer_dispatch(self, taken: "Outgoing", by: Actor, *, command: str = "") -> "RecordView": ...

    def sign(
        self, number: str, by: Actor, *, medium: str = "screen", digest: str = "", signed_at: int = 0
    ) -> "RecordView": ...

    def decline(self, number: str, by: Actor, *, reason: str = "") -> "RecordView": ...

    def record(self, number: str) -> "RecordView": ...

    def records(self, *, direction: str = "", since: int = 0) -> "tuple[RecordView, ...]": ...


class GuidanceDoor(Protocol):
    def give(self, said: "Guided", by: Actor, *, command: str = "") -> str:
        """What was explained to somebody without a number; the hex id of the enquiry."""


class FeedbackDoor(Protocol):
    """Ratings and suggestions. Whoever shows or types too many wrong codes is refused with `TooManyTries`."""

    def visit(self, shown: "TicketShown", by: Actor) -> "VisitToRate":
        """The visit that is shown, if it can be rated now; refused while it goes on or once it was rated."""

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
        """Rate a finished visit, once: 5 very content to 1 not at all; reasons only up to 2."""

    def leave(self, said: "Suggested", by: Actor, *, command: str = "") -> "SuggestionView":
        """Leave a suggestion; the answer carries the code that follows it."""

    def follow(self, code: str, by: Actor, *, origin: str = "") -> "SuggestionView":
        """What the office answered to the suggestion with this code; `origin` is who asks, for counting tries."""

    def suggestions(self, by: Actor, *, waiting: bool = True) -> "tuple[SuggestionView, ...]":
        """For the head: those that wait for an answer, or all, the oldest first, without what was written."""

    def open(self, number: str, by: Actor) -> "SuggestionFile":
        """A suggestion with what was written; the reading is recorded."""

    def answer(self, number: str, words: str, by: Actor) -> "SuggestionView": ...


class CashDoor(Protocol):
    """An officer's drawer on a day (ISO; empty for today), in đồng."""

    def drawer(self, officer: str, day: str = "") -> Drawer: ...

    def expected(self, officer: str, day: str = "") -> int: ...

    def count(
        self, counted_vnd: int, by: Actor, *, why: str = "", day: str = "", command: str = ""
    ) -> Drawer: ...

    def offer(self, to: str, receipt: str, by: Actor, *, day: str = "", command: str = "") -> Drawer: ...

    def take(self, officer: str, by: Actor, *, day: str = "", command: str = "") -> Drawer: ...

    def decline(self, officer: str, why: str, by: Actor, *, day: str = "", command: str = "") -> Drawer: ...
