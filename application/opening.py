"""The first events of a log: the unit, its devices, calendar, rules, catalogue and staff."""

from collections.abc import Iterable
from uuid import UUID

from application.core import Core
from application.envelope import OFFICE, Actor
from application.store import Transaction
from domain import calendar, office
from domain.calendar import Calendar, CalendarPublished
from domain.fact import Fact
from domain.office import DeviceRegistered, Office, OfficeOpened, RulesAdopted


def open_with(core: Core, by: Actor, opened: OfficeOpened) -> None:
    def work(tx: Transaction) -> UUID:
        stream = core.stream("office", opened.unit)
        tx.record(stream, 0, office.open_office(Office(), opened))
        return stream

    core.write(by, "", work, lambda _: None)


def register_device(core: Core, device: DeviceRegistered, by: Actor = OFFICE) -> None:
    _append(core, by, "device", device.device, device)


def adopt_rules(core: Core, rules: RulesAdopted, by: Actor = OFFICE) -> None:
    _append(core, by, "rules", rules.ruleset, rules)


def publish_calendars(core: Core, calendars: Iterable[CalendarPublished], by: Actor = OFFICE) -> None:
    for each in calendars:

        def decide(state: Calendar, fact: CalendarPublished = each) -> Fact:
            return calendar.publish(state, fact=fact)

        _append(core, by, "calendar", str(each.year), decide(core.known().calendar))


def _append(core: Core, by: Actor, kind: str, key: str, fact: Fact) -> None:
    stream = core.stream(kind, key)

    def work(tx: Transaction) -> UUID:
        tx.record(stream, tx.version(stream), fact)
        return stream

    core.write(by, "", work, lambda _: None)
