"""What the kiosk knows by heart, so that everything but the hall itself can be read with nobody to ask."""

from datetime import date
from typing import Any

from application.data import load_synonyms
from application.hall_day import Forecast, QueueHours
from application.ports import Group, OfficePort, OfficerView, UnitView
from domain.calendar import local_date
from domain.catalogue import Procedure, UnknownProcedure, search
from domain.dossier import Due
from domain.tariff import TariffAdopted
from kiosk.keeping.line import Line
from kiosk.keeping.safe import Safe

TARIFFS_AT_ONCE = 12
"""Procedures whose tariff is asked for in one round: a whole catalogue in less than a minute."""

DAYS_FORECAST = 4
"""As many as numbers are held for."""


class Shelf:
    """Read from the safe at the start, and brought up to date behind the screens."""

    def __init__(self, safe: Safe, line: Line) -> None:
        self.safe, self.line = safe, line
        self.unit = safe.recall("unit", UnitView)
        self.groups = safe.recall("groups", tuple[Group, ...])
        self.procedures = safe.recall("procedures", tuple[Procedure, ...])
        self.officers = safe.recall("officers", tuple[OfficerView, ...])
        self.hours = safe.recall("hours", QueueHours)
        self.forecasts = safe.recall("forecasts", dict[str, Forecast]) or {}
        self.tariffs = safe.recall("tariffs", dict[str, TariffAdopted]) or {}
        self.tariffs_of = safe.recall("tariffs_of", str) or ""
        """The day (ISO) the tariffs are those of."""

    def refresh(self, office: OfficePort, *, keep: bool) -> None:
        """As the office has it now; on the disk only with `keep`, since the order of procedures moves all day."""
        self.unit, self.groups = office.unit, office.catalogue.groups()
        self.procedures, self.officers = office.catalogue.procedures(), office.staff.officers()
        self.hours = office.queue.hours()
        if keep:
            days = [each.day for each in self.hours.coming[:DAYS_FORECAST]]
            self.forecasts = {day: office.queue.forecast(day) for day in days}
            for name in ("unit", "groups", "procedures", "officers", "hours", "forecasts"):
                self.safe.remember(name, getattr(self, name))

    def price(self, office: OfficePort, day: str) -> None:
        """A few more of the day's tariffs, until they are all here."""
        if self.tariffs_of != day:
            self.tariffs, self.tariffs_of = {}, day
        missing = [each.code for each in self.procedures or () if each.code not in self.tariffs]
        for code in missing[:TARIFFS_AT_ONCE]:
            self.tariffs[code] = office.tariffs.on(code, date.fromisoformat(day))
        if missing and len(missing) <= TARIFFS_AT_ONCE:
            self.safe.remember("tariffs", self.tariffs)
            self.safe.remember("tariffs_of", day)

    def have(self, name: str) -> Any:
        """The named thing; asked of the office when it was never heard."""
        if getattr(self, name) is None:
            self.line.ask(lambda office: self.refresh(office, keep=True))
        return getattr(self, name)

    def offered(self) -> tuple[Procedure, ...]:
        """What was in force when last heard, without what has ended since."""
        today = local_date(self.line.hour.now())
        known: tuple[Procedure, ...] = self.have("procedures")
        return tuple(each for each in known if not each.offered_until or each.offered_until > today)


class KeptCatalogue:
    """`application.ports.CatalogueDoor`, from the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def groups(self) -> tuple[Group, ...]:
        found: tuple[Group, ...] = self.shelf.have("groups")
        return found

    def fields(self, group: str = "") -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.field for each in self.procedures(group=group)))

    def procedures(self, *, group: str = "", field: str = "") -> tuple[Procedure, ...]:
        return tuple(
            each for each in self.shelf.offered() if group in {"", each.group} and field in {"", each.field}
        )

    def procedure(self, code: str) -> Procedure:
        found = next((each for each in self.procedures() if each.code == code), None)
        if found is not None:
            return found
        if self.shelf.line.cut_off:
            raise UnknownProcedure(code=code)
        return self.shelf.line.ask(lambda office: office.catalogue.procedure(code))

    def search(self, words: str) -> tuple[Procedure, ...]:
        return search(self.procedures(), words, load_synonyms())

    def due_if_now(self, code: str) -> Due | None:
        """Only the office counts days; a fault while it is out of reach."""
        return self.shelf.line.ask(lambda office: office.catalogue.due_if_now(code))
