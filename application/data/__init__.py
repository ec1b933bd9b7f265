"""What the office starts from: catalogue, calendars, rules, groups and a unit, in files people can review."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from application.ports import Group
from domain.calendar import CalendarPublished
from domain.catalogue import Procedure, Synonym
from domain.office import RulesAdopted
from domain.queue import Priority
from domain.staff import OfficerAppointed

T = TypeVar("T")


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


class RuleFile(RulesAdopted, frozen=True, kw_only=True):
    """A rule set, and beside each parameter the provision it was taken from."""

    basis: dict[str, str]


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
def load_rules() -> RulesAdopted:
    """The rule set in force, as a fact ready to be adopted."""
    rules = load_rule_file()
    fields = RulesAdopted.__struct_fields__
    return RulesAdopted(**{name: getattr(rules, name) for name in fields})


@lru_cache(1)
def load_rule_file() -> RuleFile:
    return _read(_folder("rules") / "nd118-2025.json", RuleFile)


@lru_cache(1)
def load_groups() -> tuple[Group, ...]:
    return _read(files(__name__) / "groups.json", tuple[Group, ...])


@lru_cache(1)
def load_priorities() -> tuple[PriorityGroup, ...]:
    return _read(_folder("rules") / "priority.json", tuple[PriorityGroup, ...])


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
