"""The office as its doors see it: the same protocol in one process and, later, over the network.

Every method may raise `domain.fact.Refused` (an answer) or `application.faults.Fault` (the store cannot go on).
`command` is an idempotency key in hex: the same key gives the same answer and never a second act.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

import msgspec

from application.day_doors import AppointmentsDoor, CashDoor, GuidanceDoor, PostDoor, TariffsDoor
from application.dossiers_door import DossiersDoor
from application.envelope import Actor
from application.views import (
    Board,
    CounterView,
    DossierPage,
    TicketPage,
    TicketView,
)
from domain.catalogue import Procedure

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
        """With or without diacritics, tolerant of how people call things."""


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

    def printed(self, ticket: str, medium: str, by: Actor) -> None: ...

    def print_failed(self, ticket: str, medium: str, fault: str, by: Actor) -> None: ...

    def ticket(self, ticket: str) -> TicketView: ...

    def call_next(self, counter: str, by: Actor, *, command: str = "") -> TicketView | None:
        """One atomic claim of the ticket whose turn it is; None when nobody waits for this counter."""

    def call_number(self, number: str, counter: str, by: Actor) -> TicketView: ...

    def recall(self, ticket: str, by: Actor) -> TicketView: ...

    def miss(self, ticket: str, by: Actor) -> TicketView: ...

    def rejoin(self, ticket: str, by: Actor) -> TicketView: ...

    def start(self, ticket: str, by: Actor) -> TicketView: ...

    def transfer(self, ticket: str, to_group: str, why: str, by: Actor) -> TicketView: ...

    def change_priority(self, ticket: str, priority: str, why: str, by: Actor) -> TicketView: ...

    def guide(self, ticket: str, procedure: str, topics: Sequence[str], by: Actor) -> None: ...

    def finish(self, ticket: str, outcome: str, by: Actor, *, dossier: str = "") -> TicketView: ...

    def close_day(self, by: Actor) -> int:
        """Expire every ticket still open today; how many."""

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

    def pause(self, by: Actor, why: str = "") -> None: ...

    def resume(self, by: Actor) -> None: ...


class LookupDoor(Protocol):
    """For citizens. Unknown and wrong give the same answer; tries are counted."""

    def by_secret(self, secret: str) -> "TicketPage | DossierPage | FoundAppointment | None": ...

    def by_code(
        self, code: str, short_code: str = "", *, origin: str = ""
    ) -> TicketPage | DossierPage | None:
        """`origin` is who asks (an address or a kiosk), for counting tries; raises `TooManyTries`."""


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

    def checkpoint(self) -> str:
        """The signed head of the log as it is now (C2SP tlog-checkpoint)."""

    def today(self) -> date: ...

    def now(self) -> int: ...

    def close(self) -> None: ...
