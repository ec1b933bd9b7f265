"""Founding an office from the product's own files: everything a unit needs before its first visitor."""

from pathlib import Path

import msgspec

from application.clock import Chance, Clock
from application.data import (
    Unit,
    load_calendar,
    load_catalogue,
    load_rule_sets,
    load_tariffs,
    load_unit,
    unit_names,
)
from application.folder import StoreFolder, all_or_nothing
from application.office import PUBLIC_URL, Office
from application.opening import adopt_rules, adopt_tariff, publish_calendars, register_device
from domain.fact import Refused
from domain.office import DeviceRegistered, OfficeOpened


class UnknownUnit(Refused):
    """There is no file for a unit of that name."""


def found(
    root: Path,
    unit: str = "tan-phuoc-1",
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    simulated: bool = False,
    public_url: str = PUBLIC_URL,
) -> Office:
    """Make a new office with calendar, rules, catalogue, staff and devices; passwords are set afterwards."""
    if unit not in unit_names():
        raise UnknownUnit(unit=unit, known=", ".join(unit_names()))
    file = load_unit(unit)
    opened = _opened(file, simulated=simulated)
    with all_or_nothing(StoreFolder.at(root)):
        office = Office.found(root, opened, clock=clock, chance=chance, public_url=public_url)
        try:
            _furnish(office, file)
        except BaseException:
            office.store.close()  # without a signature: there is to be nothing that one could cover
            raise
    return office


def _furnish(office: Office, file: Unit) -> None:
    with office.store.together():
        publish_calendars(office.core, load_calendar())
        for rules in load_rule_sets():
            adopt_rules(office.core, rules)
        for tariff in load_tariffs():
            adopt_tariff(office.core, tariff)
        office.catalogue.take_in(load_catalogue())
        names = {section.key: section.name for section in file.sections}
        for officer in file.officers:
            # What citizens read on their page is the section's name, so the log keeps that.
            office.staff.appoint(msgspec.structs.replace(officer, section=names[officer.section]))
        for device in _devices(file):
            register_device(office.core, device)


def _opened(file: Unit, *, simulated: bool) -> OfficeOpened:
    return OfficeOpened(
        unit=file.unit,
        agency=file.agency,
        name=file.name,
        name_en=file.name_en,
        superior=file.superior,
        superior_en=file.superior_en,
        hotline=file.hotline,
        simulated=simulated,
    )


def _devices(file: Unit) -> list[DeviceRegistered]:
    kiosk = DeviceRegistered(device="kiosk-1", kind="kiosk")
    desks = [
        DeviceRegistered(device=f"desk-{each.counter}", kind="desk", place=each.counter)
        for each in file.counters
    ]
    return [kiosk, *desks, DeviceRegistered(device="server", kind="server")]
