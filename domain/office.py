"""The office itself: which unit it is, and which devices it runs."""

import re

import msgspec

from domain.fact import Fact, Refused, recorded_as


@recorded_as("office.opened")
class OfficeOpened(Fact, frozen=True, kw_only=True):
    """The first fact of every log. `unit` is the commune code, `agency` the prefix of its dossier codes."""

    unit: str
    agency: str
    name: str
    name_en: str
    superior: str = ""
    superior_en: str = ""
    hotline: str = ""
    simulated: bool = False
    """True when the people and the clock are simulated: such a log must never pass for an office's own."""


@recorded_as("device.registered")
class DeviceRegistered(Fact, frozen=True, kw_only=True):
    device: str
    kind: str
    """kiosk, desk, board or server."""
    place: str = ""


AGENCY = re.compile(r"[0-9A-Z]{2,3}(?:\.[0-9A-Z]{2,3}){0,4}")
UNIT = re.compile(r"[0-9]{5}")


class AgencyMalformed(Refused):
    """An agency code is parts of two or three capitals and digits, such as H20.321, and begins every dossier code."""

    article = "TT 01/2018/TT-VPCP Điều 19"


class UnitMalformed(Refused):
    """A commune code has five digits."""


class OfficeAlreadyOpen(Refused):
    """This log already belongs to a unit."""


class Office(msgspec.Struct, frozen=True):
    """What the office knows of itself."""

    opened: OfficeOpened | None = None
    devices: tuple[DeviceRegistered, ...] = ()


def open_office(office: Office, fact: OfficeOpened) -> OfficeOpened:
    if office.opened is not None:
        raise OfficeAlreadyOpen(unit=office.opened.unit)
    if AGENCY.fullmatch(fact.agency) is None:
        raise AgencyMalformed(agency=fact.agency)
    if UNIT.fullmatch(fact.unit) is None:
        raise UnitMalformed(unit=fact.unit)
    return fact


def evolve(office: Office, fact: Fact) -> Office:
    match fact:
        case OfficeOpened():
            return Office(opened=fact, devices=office.devices)
        case DeviceRegistered():
            kept = tuple(known for known in office.devices if known.device != fact.device)
            return Office(opened=office.opened, devices=(*kept, fact))
        case _:
            return office
