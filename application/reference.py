"""What the office must know before it can act: its unit, calendar, catalogue, rules and staff, as of an event."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from application.data import load_groups
from application.envelope import Event, decode_state
from application.ports import Group
from domain import calendar, catalogue, office, rules, tariff
from domain.calendar import Calendar, CalendarPublished, CalendarRevised, local_date
from domain.catalogue import (
    Limit,
    Listing,
    Procedure,
    ProcedurePublished,
    ProcedureRepealed,
    ProcedureRevised,
    UnknownProcedure,
    Version,
)
from domain.dossier import Rules
from domain.fact import Refused
from domain.office import DeviceRegistered, Office, OfficeOpened
from domain.rules import Parameters, RuleBook, RulesAdopted, RulesConfirmed, RulesWithdrawn, Setting
from domain.staff import Officer
from domain.tariff import TariffAdopted
from projections.staff import read_officer

if TYPE_CHECKING:
    from application.store import Store

NAMESPACE = uuid5(NAMESPACE_URL, "motcua")

NEW = (
    "SELECT e.id, e.stream, e.version, e.topic, e.state FROM reference_event r JOIN event e ON e.id = r.id "
    "WHERE r.id > ? ORDER BY r.id"
)
LATEST = "SELECT max(id) FROM reference_event"
OFFICERS = "SELECT officer, state FROM officer"
STAFF = "SELECT coalesce(sum(version), 0) FROM officer"
"""Grows with every fact about any officer."""


class OfficeNotOpen(Refused):
    """The log has no unit yet: its first event must open the office."""


class UnknownGroup(Refused):
    """There is no such service group."""


class UnknownOfficer(Refused):
    """Nobody of that name works here."""


class NoRules(Refused):
    """No rule set is in force on that day."""


def stream_id(unit: str, kind: str, key: str) -> UUID:
    """The id of a stream with a natural key: making it twice makes the same one."""
    return uuid5(NAMESPACE, f"{unit}/{kind}/{key}")


@lru_cache(1)
def groups_by_key() -> Mapping[str, Group]:
    return {group.key: group for group in load_groups()}


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """As of event `last`, and as of fact `staff` about the officers, whose shifts change through the day."""

    office: Office = Office()
    calendar: Calendar = Calendar()
    catalogue: dict[str, Listing] = {}
    rules: RuleBook = RuleBook()
    tariffs: tuple[TariffAdopted, ...] = ()
    officers: dict[str, Officer] = {}
    last: int = 0
    staff: int = 0

    @property
    def opened(self) -> OfficeOpened:
        if self.office.opened is None:
            raise OfficeNotOpen
        return self.office.opened

    @property
    def agency(self) -> str:
        return self.opened.agency

    def version(self, code: str, on: date) -> Version:
        """The version in force on a day, or the refusal that says why there is none."""
        listing = self.catalogue.get(code)
        if listing is None:
            raise UnknownProcedure(code=code)
        return catalogue.on(listing, on.isoformat())

    def name_of(self, code: str) -> str:
        last = self._last(code)
        return last.procedure.name if last is not None else ""

    def _last(self, code: str) -> Version | None:
        return self.catalogue.get(code, Listing()).last

    def documents_of(self, code: str) -> tuple[str, ...]:
        """What to bring for a procedure, by its latest version."""
        last = self._last(code)
        return tuple(each.name for each in last.procedure.documents) if last is not None else ()

    def group(self, key: str) -> Group:
        found = groups_by_key().get(key)
        if found is None:
            raise UnknownGroup(group=key)
        return found

    def officer(self, officer: str) -> Officer:
        found = self.officers.get(officer)
        if found is None or found.left:
            raise UnknownOfficer(officer=officer)
        return found

    def effective(self, at: int, procedure: str = "", field: str = "") -> Parameters:
        """What the rules say at a moment (µs UTC) about a procedure of a field, each value with its source."""
        found = rules.effective(self.rules, local_date(at), procedure, field)
        if not found.ruleset:
            raise NoRules(day=found.day)
        return found

    def ruleset(self, at: int, procedure: str = "", field: str = "") -> RulesAdopted:
        """The nation's rule set with the last word at a moment, completed by what it left as it was."""
        day = local_date(at)
        governing = rules.governing(self.rules, day, procedure, field)
        if governing is None:
            raise NoRules(day=day)
        return self._completed(governing, day, procedure, field)

    def guards(self, at: int, procedure: str = "", field: str = "") -> Rules:
        """The numbers that guard a dossier received at that moment, overlays included; they never change."""
        return _guards(self.effective(at, procedure, field).settings())

    def limit_overlay(self, at: int, procedure: Procedure) -> Limit:
        """The limit of a procedure at a moment: the catalogue's, or the shorter one that an overlay grants."""
        said = self.effective(at, procedure.code, procedure.field)
        found = rules.overlaid(procedure.limit, said)
        if found is procedure.limit:
            return procedure.limit
        return msgspec.convert({"unit": found.unit, "value": found.value, "cutoff": found.cutoff}, Limit)

    def _completed(self, found: RulesAdopted, day: str, procedure: str, field: str) -> RulesAdopted:
        said = rules.effective(self.rules, day, procedure, field, levels=("national",)).settings()
        return msgspec.structs.replace(found, parameters=said | found.parameters)


def _guards(parameters: Mapping[str, Setting]) -> Rules:
    mine = {name: value for name, value in parameters.items() if name in Rules.__struct_fields__}
    return msgspec.convert(mine, Rules)


def read_knowledge(store: "Store", connection: sqlite3.Connection, known: Knowledge) -> Knowledge:
    """`known`, brought up to the latest event of reference."""
    staff = connection.execute(STAFF).fetchone()[0]
    if staff != known.staff:
        officers = {name: read_officer(state) for name, state in connection.execute(OFFICERS).fetchall()}
        known = msgspec.structs.replace(known, officers=officers, staff=staff)
    if (connection.execute(LATEST).fetchone()[0] or 0) > known.last:
        for id, stream, version, topic, state in connection.execute(NEW, (known.last,)).fetchall():
            known = learn(known, decode_state(UUID(bytes=stream), version, topic, state, None, id))
    return known


def learn(known: Knowledge, event: Event) -> Knowledge:
    """`known` after one more event of reference."""
    replace = msgspec.structs.replace
    match event.fact:
        case OfficeOpened() | DeviceRegistered():
            return replace(known, office=office.evolve(known.office, event.fact), last=event.id)
        case CalendarPublished() | CalendarRevised():
            return replace(known, calendar=calendar.evolve(known.calendar, event.fact), last=event.id)
        case RulesAdopted() | RulesConfirmed() | RulesWithdrawn():
            return replace(known, rules=rules.evolve(known.rules, event.fact), last=event.id)
        case TariffAdopted():
            return replace(known, tariffs=tariff.evolve(known.tariffs, event.fact), last=event.id)
        case ProcedurePublished() | ProcedureRevised() | ProcedureRepealed():
            return replace(known, catalogue=_with(known, event), last=event.id)
        case _:
            return replace(known, last=event.id)


def _with(known: Knowledge, event: Event) -> dict[str, Listing]:
    fact = event.fact
    code = (
        fact.procedure.code
        if isinstance(fact, ProcedurePublished | ProcedureRevised)
        else _code_of(known, event)
    )
    before = known.catalogue.get(code, Listing())
    return known.catalogue | {code: catalogue.evolve(before, fact)}


def _code_of(known: Knowledge, event: Event) -> str:
    """A repeal names no code: it stands on the stream of its procedure."""
    return next(
        code for code in known.catalogue if stream_id(event.unit, "procedure", code) == event.originator_id
    )
