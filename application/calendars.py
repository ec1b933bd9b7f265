"""Calendars of an open office: a year is published or revised, and every open dossier is counted again at once.

What was printed stays printed; only the lawful appointment moves, with an event of its own on each dossier.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.store import Transaction
from application.timing import clock_pauses, lawful_due
from domain import calendar as c
from domain import dossier as d
from domain.calendar import Calendar, CalendarPublished, CalendarRevised, Hours, Season, SpecialDay
from domain.dossier import Due, Hand
from domain.fact import Refused
from projections.status import read_state
from wording import say

F = TypeVar("F", CalendarPublished, CalendarRevised)

MANAGES_TIME = frozenset({OFFICE.role, "head", "technician"})
OPEN = (
    "SELECT stream, version, state FROM dossier WHERE status IN (2, 4, 5, 6, 7) AND accepted_at > 0 "
    "AND finished_at = 0 ORDER BY code"
)


class NotACalendarFile(Refused):
    """The file cannot be read as the calendar of one year."""


class Recounted(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier whose appointment the calendar moved, or only settled or unsettled, where both dates are equal."""

    code: str
    before: Due
    after: Due

    @property
    def moved(self) -> bool:
        return (self.before.date, self.before.at) != (self.after.date, self.after.at)


class YearFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A year as people write it: a misspelt name is an error, never silence."""

    year: int
    days: tuple[SpecialDay, ...]
    hours: Hours
    seasons: tuple[Season, ...] = ()


def read_year(path: Path) -> YearFile:
    try:
        return msgspec.json.decode(path.read_bytes(), type=YearFile)
    except OSError as error:
        raise NotACalendarFile(file=path, why=error.strerror or "") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotACalendarFile(file=path, why=str(error)) from None


def publish_file(core: Core, path: Path, by: Actor = OFFICE) -> tuple[Recounted, ...]:
    file = read_year(path)
    fact = CalendarPublished(year=file.year, days=file.days, hours=file.hours, seasons=file.seasons)
    return publish_calendar(core, fact, by)


def revise_file(core: Core, path: Path, why: str, by: Actor = OFFICE) -> tuple[Recounted, ...]:
    file = read_year(path)
    fact = CalendarRevised(year=file.year, days=file.days, hours=file.hours, seasons=file.seasons, why=why)
    return revise_calendar(core, fact, by)


def publish_calendar(core: Core, fact: CalendarPublished, by: Actor = OFFICE) -> tuple[Recounted, ...]:
    """Publish a year that open dossiers may already cross: until now its days worked Monday to Friday."""
    return _announce(core, fact, by, lambda calendar: c.publish(calendar, fact=fact), _basis(fact))


def revise_calendar(core: Core, fact: CalendarRevised, by: Actor = OFFICE) -> tuple[Recounted, ...]:
    """Revise a year and count every open dossier again; which of them moved or settled, by code."""
    return _announce(core, fact, by, lambda calendar: c.revise(calendar, fact=fact), _basis(fact))


def _basis(fact: CalendarPublished | CalendarRevised) -> str:
    """What the log gives as the reason on each dossier; the log is written in Vietnamese."""
    if isinstance(fact, CalendarRevised):
        return say("calendar.basis.revised", year=fact.year, why=fact.why)
    return say("calendar.basis.published", year=fact.year)


def _announce(
    core: Core, fact: F, by: Actor, decide: Callable[[Calendar], F], basis: str
) -> tuple[Recounted, ...]:
    found: list[Recounted] = []

    def work(tx: Transaction) -> UUID:
        in_one_of(core, by, tx, MANAGES_TIME, fact.NAME)
        stream = core.stream("calendar", str(fact.year))
        tx.record(stream, tx.version(stream), decide(core.known(tx).calendar))
        found.extend(_recount(core, tx, basis))
        return stream

    core.write(by, "", work, lambda _: None)
    return tuple(found)


def _recount(core: Core, tx: Transaction, basis: str) -> list[Recounted]:
    """Every open dossier from its receipt on, by the calendar as it is now in this transaction."""
    known, hand = core.known(tx), Hand(tx.by.id, tx.by.role)
    found = []
    for stream, version, state in tx.rows(OPEN):
        dossier = read_state(state)
        due, before = lawful_due(known, dossier, clock_pauses(dossier)), dossier.due_lawful
        if due is None or before is None or due == before:
            continue
        fact = d.recalculate_deadline(dossier, by=hand, at=tx.now, due=due, basis=basis)
        tx.record(UUID(hex=stream), version, fact)
        found.append(Recounted(code=dossier.code, before=before, after=due))
    return found
