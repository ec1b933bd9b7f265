"""Small tables written in the same transaction as the event.

Numbers taken and leased, commands done, look-up secrets, and the events of reference.
"""

import re

import msgspec

from domain.calendar import CalendarPublished, CalendarRevised
from domain.catalogue import CatalogueImported, ProcedurePublished, ProcedureRepealed, ProcedureRevised
from domain.dossier import DossierAccepted, DossierSubmitted, IntakeSupplementRequested
from domain.fact import FACTS
from domain.office import DeviceRegistered, OfficeOpened
from domain.queue import NumbersLeased, TicketIssued
from domain.rules import RulesAdopted, RulesConfirmed, RulesWithdrawn
from domain.tariff import TariffAdopted
from projections.fold import Rows, Seen


class NumberRow(msgspec.Struct, frozen=True):
    """An ordinal of a gapless daily series, such as `ticket/2025-07-01/A` or `code/H20.321/2025-07-01`."""

    series: str
    ordinal: int
    stream: str


class CommandRow(msgspec.Struct, frozen=True):
    command: str
    stream: str
    first: int


class LookupRow(msgspec.Struct, frozen=True):
    """SHA-256 (hex) of a look-up secret, and what it opens."""

    digest: str
    stream: str
    kind: str


class LeaseRow(msgspec.Struct, frozen=True):
    """Numbers `first` to `last` of a ticket series, which one device gives out (`domain.queue.NumbersLeased`)."""

    stream: str
    series: str
    first: int
    last: int
    device: str
    day: str
    grp: str
    letter: str
    leased_at: int


class ReferenceRow(msgspec.Struct, frozen=True):
    """An event that the office must know before anything else: unit, calendar, catalogue, rules."""

    id: int


PAPER_NUMBER = re.compile(r"(\d{4,})/(\d{4})/([A-Z]+)")


def paper_series(kind: str, year: int) -> str:
    """Numbers of written notices and results run through the year, one series for each kind of paper."""
    return f"paper/{year}/{kind}"


def paper_number(kind: str, year: int, ordinal: int) -> str:
    return f"{ordinal:04d}/{year}/{kind}"


def ticket_series(day: str, series: str) -> str:
    return f"ticket/{day}/{series}"


def code_series(agency: str, day: str) -> str:
    return f"code/{agency}/{day}"


class Numbers:
    name = "numbers"
    topics = frozenset(
        name
        for name, fact in FACTS.items()
        if name in {TicketIssued.NAME, DossierAccepted.NAME} or "number" in fact.__struct_fields__
    )

    def __init__(self) -> None:
        self.rows = Rows("taken_number", NumberRow, keys=2)
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case TicketIssued(day=day, series=series, ordinal=ordinal):
                self.rows.put(NumberRow(ticket_series(day, series), ordinal, seen.stream))
            case DossierAccepted(agency=agency, day=day, ordinal=ordinal):
                self.rows.put(NumberRow(code_series(agency, day), ordinal, seen.stream))
            case fact:
                found = PAPER_NUMBER.fullmatch(getattr(fact, "number", ""))
                if found:
                    series = paper_series(found[3], int(found[2]))
                    self.rows.put(NumberRow(series, int(found[1]), seen.stream))


class Commands:
    name = "commands"
    topics = frozenset(FACTS)

    def __init__(self) -> None:
        self.rows = Rows("done_command", CommandRow)
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        if self.rows.get(seen.command) is None:  # what came first is what a repetition is answered with
            self.rows.put(CommandRow(seen.command, seen.stream, seen.id))


class Lookups:
    name = "lookups"
    topics = frozenset(
        {TicketIssued.NAME, DossierAccepted.NAME, DossierSubmitted.NAME, IntakeSupplementRequested.NAME}
    )

    def __init__(self) -> None:
        self.rows = Rows("lookup", LookupRow)
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        digest = getattr(seen.fact, "lookup", "")
        if digest:
            kind = "ticket" if isinstance(seen.fact, TicketIssued) else "dossier"
            self.rows.put(LookupRow(digest, seen.stream, kind))


class Leased:
    name = "leased"
    topics = frozenset({NumbersLeased.NAME})

    def __init__(self) -> None:
        self.rows = Rows("lease", LeaseRow, indexes=("series, first",))
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case NumbersLeased(device=device, day=day, group=group, series=letter, first=first, count=count):
                series, last = ticket_series(day, letter), first + count - 1
                row = LeaseRow(seen.stream, series, first, last, device, day, group, letter, seen.recorded_at)
                self.rows.put(row)


class Reference:
    name = "reference"
    topics = frozenset(
        fact.NAME
        for fact in (
            OfficeOpened, DeviceRegistered, CalendarPublished, CalendarRevised,
            RulesAdopted, RulesConfirmed, RulesWithdrawn, TariffAdopted,
            ProcedurePublished, ProcedureRevised, ProcedureRepealed, CatalogueImported,
        )
    )  # fmt: skip

    def __init__(self) -> None:
        self.rows = Rows("reference_event", ReferenceRow)
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        self.rows.put(ReferenceRow(seen.id))
