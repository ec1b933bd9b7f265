"""What is announced about a year: its special days and the unit's office hours."""

from typing import Literal

import msgspec

from domain.fact import Fact, recorded_as

DayKind = Literal["public_holiday", "swap_off", "compensatory_off", "makeup_workday", "workday"]
"""`workday` names an ordinary day only because it may still become a day off, and is then provisional."""

ClockPolicy = Literal["restart", "stopwatch", "shift"]


class SpecialDay(msgspec.Struct, frozen=True, kw_only=True):
    date: str
    kind: DayKind
    name: str
    name_en: str = ""
    provisional: bool = False
    """True while the yearly plan is not out: due dates that cross it are marked provisional."""
    source: str = ""


class Season(msgspec.Struct, frozen=True, kw_only=True):
    """Other office hours for a part of the year, such as summer; both end days belong to it.

    `first` and `last` are MM-DD and may run over New Year (11-01 to 02-28), or both are dates of the year (ISO).
    """

    name: str
    first: str
    last: str
    hours: tuple[tuple[str, str], ...]
    name_en: str = ""


@recorded_as("calendar.published")
class CalendarPublished(Fact, frozen=True, kw_only=True):
    """The list of one year's special days and the unit's office hours (local time, HH:MM)."""

    year: int
    days: tuple[SpecialDay, ...]
    hours: tuple[tuple[str, str], ...]
    seasons: tuple[Season, ...] = ()
    """Parts of the year with hours of their own; every other day has `hours`."""


@recorded_as("calendar.revised")
class CalendarRevised(Fact, frozen=True, kw_only=True):
    """The list of a year changes; due dates already printed do not (notes in docs/decisions)."""

    year: int
    days: tuple[SpecialDay, ...]
    hours: tuple[tuple[str, str], ...]
    why: str
    seasons: tuple[Season, ...] = ()
