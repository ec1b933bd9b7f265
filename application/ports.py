"""The office as its doors see it: the same protocol in one process and over the network (`application.remote`).

Every method may raise `domain.fact.Refused` (an answer) or `application.faults.Fault` (the store cannot go on).
`command` is an idempotency key in hex: the same key gives the same answer and never a second act.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

import msgspec

from application.day_doors import (
    AppointmentsDoor,
    CashDoor,
    FeedbackDoor,
    GuidanceDoor,
    PostDoor,
    TariffsDoor,
)
from application.dossiers_door import DossiersDoor
from application.envelope import Actor
from application.from_afar import RemoteTickets
from application.hall_day import Forecast, QueueHours, TicketStep
from application.inspections_door import InspectionsDoor
from application.kept_numbers import KeptTicket, Lease
from application.proofs_door import ProofsDoor
from application.views import (
    Announcement,
    Board,
    CounterView,
    DossierPage,
    TicketPage,
    TicketView,
)
from domain.catalogue import Procedure
from domain.dossier import Due
from domain.queue import Fairness

if TYPE_CHECKING:
    from application.found_appointment import FoundAppointment


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer or a portal enters when papers are handed in."""

    procedure: str
    channel: str = "counter"
    applicant: str
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    papers: tuple[tuple[str, int, int], ...] = ()
    """Name, originals, copies, of what was really handed in."""
    sets: int = 1
    return_channel: str = "counter"
    helper: str = ""
    occurred_at: int = 0
    """When a visit at home took the papers in (µs UTC); 0 for now."""
    place: str = ""
    """Where that was."""
    record: str = ""
    """Number of the postal hand-over record in which the papers came."""
    record_line: int = 0
    """Their line on it, counted from 1."""
    appointment: str = ""
    exemption: str = ""
    """The group under which the applicant pays less or nothing."""
    quantities: tuple[tuple[str, int], ...] = ()
    """What the tariff counts: pages, copies, sets."""
    variant: str = ""
    """Which case of the tariff it is, where there are several."""
    receipt_wanted: bool = False
    """A receipt although the business is done at once (NĐ 61/2018 Art. 17(4))."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is asked for: how many originals, certified and plain copies, and under which article."""

    name: str
    originals: int = 1
    certified: int = 0
    copies: int = 0
    basis: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A service group: one line of the queue."""

    key: str
    series: str
    name: str
    name_en: str


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    unit: str
    agency: str
    name: str
    name_en: str
    superior: str
    superior_en: str
    hotline: str
    simulated: bool


class OfficerView(msgspec.Struct, frozen=True, kw_only=True):
    officer: str
    name: str
    title: str
    roles: tuple[str, ...]
    section: str
    fields: tuple[str, ...]
    phone: str
    counter: str


class CatalogueDoor(Protocol):
    def groups(self) -> tuple[Group, ...]: ...

    def fields(self, group: str = "") -> tuple[str, ...]:
        """Fields with at least one procedure in force today, most used first."""

    def procedures(self, *, group: str = "", field: str = "") -> tuple[Procedure, ...]:
        """In force today, most used first."""

    def procedure(self, code: str) -> Procedure:
        """The version in force today; refuses an unknown, a repealed or a not yet valid one."""

    def search(self, words: str) -> tuple[Procedure, ...]:
        """With or without diacritics, tolerant of how people call things and of slips of the finger."""

    def due_if_now(self, code: str) -> Due | None:
        """When a result would be due if the papers were handed in now; None where no limit is stated."""


class QueueDoor(Protocol):
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
        """Take a number. `procedure` decides the group; `group` alone is for «other business» or «a result»."""

    def printed(self, ticket: str, medium: str, by: Actor, *, command: str = "") -> None: ...

    def print_failed(self, ticket: str, medium: str, fault: str, by: Actor, *, command: str = "") -> None: ...

    def lease(self, by: Actor, *, group: str, count: int, day: str = "", command: str = "") -> Lease:
        """Numbers of a group for `day` (ISO; today when empty) that this device alone will give out."""

    def deliver(self, kept: tuple[KeptTicket, ...], by: Actor) -> tuple[TicketView, ...]:
        """Record numbers that this device gave out under its leases; told again they are the same tickets."""

    def ticket(self, ticket: str) -> TicketView: ...

    def call_next(self, counter: str, by: Actor, *, command: str = "") -> TicketView | None:
        """One atomic claim of the ticket whose turn it is; None when nobody waits for this counter."""

    def call_number(self, number: str, counter: str, by: Actor, why: str = "") -> TicketView:
        """Out of turn; `why` is needed where somebody who waited longer is passed over."""

    def recall(self, ticket: str, by: Actor) -> TicketView: ...

    def miss(self, ticket: str, by: Actor) -> TicketView: ...

    def rejoin(self, ticket: str, by: Actor) -> TicketView: ...

    def start(self, ticket: str, by: Actor) -> TicketView: ...

    def hold(self, ticket: str, why: str, by: Actor) -> TicketView:
        """The visitor steps aside, to fill in a form or to fetch a copy; the counter is free for the next."""

    def resume(self, ticket: str, by: Actor) -> TicketView:
        """Whoever stepped aside is ready, and stands at the head of the line."""

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

    def confirm_priority(self, ticket: str, by: Actor) -> TicketView:
        """What was claimed at the kiosk was looked at, and it is right."""

    def history(self, ticket: str, by: Actor) -> tuple[TicketStep, ...]:
        """Everything that happened to a ticket, with what colleagues wrote; for those who receive citizens."""

    def change_priority(self, ticket: str, priority: str, why: str, by: Actor) -> TicketView: ...

    def guide(self, ticket: str, procedure: str, topics: Sequence[str], by: Actor) -> None: ...

    def finish(self, ticket: str, outcome: str, by: Actor, *, dossier: str = "") -> TicketView: ...

    def close_day(self, by: Actor) -> int:
        """Expire every ticket still open today; how many."""

    def hours(self) -> QueueHours:
        """Whether numbers are given now, until when, why not, and for which groups no longer today."""

    def forecast(self, day: str = "") -> Forecast:
        """When people come on a day (ISO; today when empty), from the weeks past, and its quiet hour."""

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

    def announcements(self) -> tuple[Announcement, ...]:
        """Those that stand on the board now, the latest first."""

    def withdraw_announcement(self, announcement: str, by: Actor) -> None: ...

    def fairness(self, day: str = "") -> Fairness:
        """Every overtaking of a day (ISO; today when empty) with its reason, read from the log."""

    def board(self) -> Board: ...

    def counter(self, counter: str, officer: str) -> CounterView: ...


class StaffDoor(Protocol):
    def officers(self) -> tuple[OfficerView, ...]: ...

    def sign_in(
        self, officer: str, password: str, counter: str, device: str, *, groups: tuple[str, ...] = ()
    ) -> Actor:
        """Check the password, open the shift at a counter (empty for none); the actor for every later act.

        `groups` are the service groups the counter calls in this shift; all of them when empty.
        """

    def sign_out(self, by: Actor) -> None: ...

    def pause(self, by: Actor, why: str = "", until: int = 0) -> None:
        """`until` is the planned end of the break (µs UTC), which the board shows; 0 where nobody knows it."""

    def set_skills(
        self,
        officer: str,
        why: str,
        by: Actor,
        *,
        groups: tuple[str, ...] = (),
        procedures: tuple[str, ...] = (),
        since: str = "",
    ) -> None:
        """Which groups and procedures an officer serves from a day (ISO; empty for today) on; none for everything."""

    def resume(self, by: Actor) -> None: ...


class LookupDoor(Protocol):
    """For citizens. Unknown and wrong give the same answer; tries are counted."""

    def by_secret(self, secret: str) -> "TicketPage | DossierPage | FoundAppointment | None": ...

    def by_code(
        self, code: str, short_code: str = "", *, origin: str = ""
    ) -> TicketPage | DossierPage | None:
        """`origin` is who asks (an address or a kiosk), for counting tries; raises `TooManyTries`."""


class RemoteTicketsDoor(Protocol):
    """Numbers taken on a phone, before their holders are in the hall, where the unit's rules allow it.

    Phones reach the process that owns the office, so no device of the office needs this over the network.
    """

    def allowed(self) -> bool: ...

    def offer(self) -> RemoteTickets: ...

    def invite(self) -> str:
        """What a page that offers a number carries; good for one number, after 2 seconds and for 30 minutes."""

    def take(
        self,
        invitation: str,
        by: Actor,
        *,
        procedure: str = "",
        group: str = "",
        priority: str = "",
        origin: str = "",
    ) -> TicketView:
        """A number like any other. The same invitation gives the same number again, never a second one.

        `origin` is who asks (an address), for the bound on each; it is kept nowhere.
        """


class OfficePort(Protocol):
    @property
    def unit(self) -> UnitView: ...
    @property
    def catalogue(self) -> CatalogueDoor: ...
    @property
    def queue(self) -> QueueDoor: ...
    @property
    def staff(self) -> StaffDoor: ...
    @property
    def dossiers(self) -> DossiersDoor: ...
    @property
    def lookup(self) -> LookupDoor: ...
    @property
    def tariffs(self) -> TariffsDoor: ...
    @property
    def appointments(self) -> AppointmentsDoor: ...
    @property
    def post(self) -> PostDoor: ...
    @property
    def guidance(self) -> GuidanceDoor: ...
    @property
    def cash(self) -> CashDoor: ...
    @property
    def feedback(self) -> FeedbackDoor: ...
    @property
    def inspections(self) -> InspectionsDoor: ...
    @property
    def proofs(self) -> ProofsDoor: ...

    @property
    def reachable(self) -> bool:
        """Whether the office can be asked now; always in one process, over the network as last heard."""

    def position(self) -> int:
        """The place of the last event in the log: whoever shows something looks again once it has grown."""

    def checkpoint(self) -> str:
        """The signed head of the log as it is now (C2SP tlog-checkpoint)."""

    def today(self) -> date: ...

    def now(self) -> int: ...

    def close(self) -> None: ...
