"""What the office starts from: catalogue, calendars, rules, tariffs, groups and a unit, in files people can review."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from application.ports import Group
from domain.calendar import CalendarPublished
from domain.catalogue import Procedure, Synonym
from domain.queue import Priority
from domain.rules import RulesAdopted
from domain.staff import OfficerAppointed
from domain.tariff import TariffAdopted

T = TypeVar("T")

PRIORITIES = "priority.json"


class PriorityGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Who may go first, and by which rule."""

    key: Priority
    name: str
    name_en: str
    note: str = ""
    source: str
    uncertain: tuple[str, ...] = ()


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """A counter, and the service groups it calls."""

    counter: str
    name: str
    name_en: str
    groups: tuple[str, ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    name: str
    name_en: str


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit ready to open. `assumed` names the parts that come from no source; the officers are invented."""

    unit: str
    agency: str
    name: str
    name_en: str
    superior: str
    superior_en: str
    hotline: str
    assumed: tuple[str, ...] = ()
    counters: tuple[Counter, ...]
    sections: tuple[Section, ...]
    officers: tuple[OfficerAppointed, ...]


@lru_cache(1)
def load_catalogue() -> tuple[Procedure, ...]:
    """Every procedure of the files, by code."""
    lists = (_read(file, tuple[Procedure, ...]) for file in _files("catalogue"))
    return tuple(sorted((each for one in lists for each in one), key=lambda procedure: procedure.code))


@lru_cache(1)
def load_calendar() -> tuple[CalendarPublished, ...]:
    """Every year announced so far, in order."""
    return tuple(_read(file, CalendarPublished) for file in _files("calendar"))


@lru_cache(1)
def load_rule_sets() -> tuple[RulesAdopted, ...]:
    """Every rule set known so far, by the day it comes into force; those of a day to come as well."""
    files = (file for file in _files("rules") if file.name != PRIORITIES)
    return tuple(sorted((_read(file, RulesAdopted) for file in files), key=lambda rules: rules.valid_from))


@lru_cache(1)
def load_rules() -> RulesAdopted:
    """The rule set that holds every parameter, on which the later ones build."""
    return load_rule_sets()[0]


@lru_cache(1)
def load_tariffs() -> tuple[TariffAdopted, ...]:
    """The tariffs that say more than one amount, by the day they come into force.

    They begin with the product's first rules: when the amounts themselves began is not in the sources.
    """
    lists = (_read(file, tuple[TariffAdopted, ...]) for file in _files("tariffs"))
    return tuple(sorted((each for one in lists for each in one), key=lambda tariff: tariff.valid_from))


@lru_cache(1)
def load_groups() -> tuple[Group, ...]:
    return _read(files(__name__) / "groups.json", tuple[Group, ...])


@lru_cache(1)
def load_priorities() -> tuple[PriorityGroup, ...]:
    return _read(_folder("rules") / PRIORITIES, tuple[PriorityGroup, ...])


@lru_cache(1)
def load_synonyms() -> tuple[Synonym, ...]:
    return _read(files(__name__) / "synonyms.json", tuple[Synonym, ...])


@lru_cache(8)
def load_unit(name: str = "tan-phuoc-1") -> Unit:
    return _read(_folder("unit") / f"{name}.json", Unit)


def unit_names() -> tuple[str, ...]:
    """The units there is a file for."""
    return tuple(file.name.removesuffix(".json") for file in _files("unit"))


def _folder(name: str) -> Traversable:
    return files(__name__) / name


def _files(folder: str) -> list[Traversable]:
    found = (file for file in _folder(folder).iterdir() if file.name.endswith(".json"))
    return sorted(found, key=lambda file: file.name)


def _read(file: Traversable, kind: type[T]) -> T:
    return msgspec.json.decode(file.read_bytes(), type=kind, strict=True)
