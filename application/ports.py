"""The office as its doors see it: the same protocol in one process and, later, over the network.

Every method may raise `domain.fact.Refused` (an answer) or `application.faults.Fault` (the store cannot go on).
`command` is an idempotency key in hex: the same key gives the same answer and never a second act.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import msgspec

from application.envelope import Actor
from application.views import (
    Board,
    CounterView,
    DossierFile,
    DossierPage,
    HistoryLine,
    InboxLine,
    Receipt,
    TicketPage,
    TicketView,
)
from domain.catalogue import Procedure
from domain.dossier import Channel
from domain.dossier.results import About, Checked, Medium


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
    return_channel: str = "counter"
    helper: str = ""
    occurred_at: int = 0


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


class DossiersDoor(Protocol):
    """Every act on a dossier. `dossier` is its hex id; `seen` the version on the officer's screen."""

    def accept(
        self, intake: Intake, by: Actor, *, ticket: str = "", dossier: str = "", command: str = ""
    ) -> Receipt:
        """Take a dossier in; `dossier` names one submitted online or supplemented at intake."""

    def receipt(self, dossier: str, by: Actor) -> Receipt:
        """Printed again: a reading of personal data like `open`, recorded and shown to the citizen."""

    def refuse(
        self, intake: Intake, reason: str, basis: str, by: Actor, *, ticket: str = "", dossier: str = ""
    ) -> str: ...

    def submit_online(self, intake: Intake, by: Actor, *, command: str = "") -> str: ...

    def ask_at_intake(
        self, intake: Intake, items: Sequence[str], reason: str, basis: str, by: Actor,
        *, ticket: str = "", dossier: str = "",
    ) -> str: ...  # fmt: skip

    def forward(self, dossier: str, section: str, by: Actor, *, seen: int = 0) -> None: ...

    def assign(self, dossier: str, officer: str, by: Actor, *, seen: int = 0) -> None: ...

    def offer(self, dossier: str, to: str, by: Actor, *, note: str = "", seen: int = 0) -> None: ...

    def take_over(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def decline(self, dossier: str, why: str, by: Actor, *, seen: int = 0) -> None: ...

    def ask_supplement(
        self, dossier: str, items: Sequence[str], reason: str, basis: str, by: Actor,
        *, applicant_at_fault: bool = False, approved_by: str = "", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def hand_in(
        self, dossier: str, papers: Sequence[tuple[str, int, int]], by: Actor, *, seen: int = 0
    ) -> None: ...

    def complete_supplement(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def expire_supplement(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def ask_payment(self, dossier: str, amount_vnd: int, basis: str, by: Actor, *, seen: int = 0) -> None: ...

    def confirm_payment(
        self, dossier: str, receipt: str, by: Actor, *, final: bool = False, seen: int = 0
    ) -> None: ...

    def expire_payment(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def pay_fee(self, dossier: str, amount_vnd: int, receipt: str, by: Actor, *, seen: int = 0) -> None: ...

    def ask_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def grant_withdrawal(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def decline_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def stop(
        self, dossier: str, reason: str, basis: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def apologise(self, dossier: str, reason: str, new_due: date, by: Actor, *, seen: int = 0) -> None: ...

    def draft_result(
        self, dossier: str, document: str, by: Actor, *, favourable: bool = True, seen: int = 0
    ) -> None: ...

    def sign_result(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def send_back(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def resolve_at_counter(self, dossier: str, document: str, by: Actor, *, seen: int = 0) -> None: ...

    def make_ready(self, dossier: str, by: Actor, *, place: str = "", seen: int = 0) -> None: ...

    def notify(self, dossier: str, about: About, channel: Medium, by: Actor) -> None: ...

    def return_result(
        self, dossier: str, by: Actor,
        *, channel: Channel = "counter", checked: Checked = "owner", recipient: str = "", ticket: str = "",
        seen: int = 0,
    ) -> None: ...  # fmt: skip

    def recall_result(
        self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def open_correction(
        self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def inbox(self, by: Actor) -> tuple[InboxLine, ...]:
        """What waits for this officer: in hand, offered, to sign, to return, by due date."""

    def find(self, code: str) -> str:
        """The hex id behind a dossier code."""

    def open(self, dossier: str, by: Actor, purpose: str) -> DossierFile:
        """The whole file with personal data; the reading is recorded and shown to the citizen."""

    def history(self, dossier: str) -> tuple[HistoryLine, ...]: ...


class LookupDoor(Protocol):
    """For citizens. Unknown and wrong give the same answer; tries are counted."""

    def by_secret(self, secret: str) -> TicketPage | DossierPage | None: ...

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

    def checkpoint(self) -> str:
        """The signed head of the log as it is now (C2SP tlog-checkpoint)."""

    def today(self) -> date: ...

    def now(self) -> int: ...

    def close(self) -> None: ...
