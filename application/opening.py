"""The first events of a log: the unit, its devices, calendar, rules, tariffs, catalogue and staff."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from application.core import Core
from application.envelope import OFFICE, Actor
from application.reference import Knowledge
from application.store import Transaction
from domain import calendar, office, rules, tariff
from domain.calendar import CalendarPublished
from domain.fact import Fact
from domain.office import DeviceRegistered, Office, OfficeOpened
from domain.rules import RulesAdopted
from domain.tariff import TariffAdopted


def open_with(core: Core, by: Actor, opened: OfficeOpened) -> None:
    def work(tx: Transaction) -> UUID:
        stream = core.stream("office", opened.unit)
        tx.record(stream, 0, office.open_office(Office(), opened))
        return stream

    core.write(by, "", work, lambda _: None)


def register_device(core: Core, device: DeviceRegistered, by: Actor = OFFICE) -> None:
    _append(core, by, "device", device.device, lambda _: device)


def adopt_rules(core: Core, fact: RulesAdopted, by: Actor = OFFICE) -> None:
    """The rules an office begins with; whatever comes later is decided in `application.rules`."""
    _append(core, by, "rules", fact.ruleset, lambda known: rules.adopt(known.rules, fact=fact))


def adopt_tariff(core: Core, fact: TariffAdopted, by: Actor = OFFICE) -> None:
    """The amounts an office begins with; whatever comes later is decided in `application.tariffs`."""
    _append(core, by, "tariff", fact.tariff, lambda known: tariff.adopt(known.tariffs, fact=fact))


def publish_calendars(core: Core, calendars: Iterable[CalendarPublished], by: Actor = OFFICE) -> None:
    for fact in calendars:
        _append(core, by, "calendar", str(fact.year), partial(_published, fact))


def _published(fact: CalendarPublished, known: Knowledge) -> Fact:
    return calendar.publish(known.calendar, fact=fact)


def _append(core: Core, by: Actor, kind: str, key: str, decide: Callable[[Knowledge], Fact]) -> None:
    stream = core.stream(kind, key)

    def work(tx: Transaction) -> UUID:
        tx.record(stream, tx.version(stream), decide(core.known(tx)))
        return stream

    core.write(by, "", work, lambda _: None)
