"""One appointment: its states and what it is after a fact. The code is for people; the identity is the stream."""

import re
from collections.abc import Iterable
from functools import reduce
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.appointment import facts as f
from domain.fact import Fact

State = Literal["none", "booked", "kept", "missed", "cancelled"]
BOOKED: State = "booked"
CODE = re.compile(r"LH-?([0-9]{6})-?([0-9]{3,6})")


def code_of(day: str, ordinal: int) -> str:
    """`LH-261130-004`: the day without its century, and the running number of that day."""
    return f"LH-{day[2:4]}{day[5:7]}{day[8:10]}-{ordinal:03d}"


def parse_code(text: str) -> str:
    """The code as the office writes it, from any of the ways people type it; empty when it is none."""
    found = CODE.fullmatch("".join(text.split()).upper())
    return f"LH-{found[1]}-{int(found[2]):03d}" if found else ""


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment as its facts have made it. Times are µs UTC; nothing in it names a person."""

    state: State = "none"
    code: str = ""
    coded_day: str = ""
    ordinal: int = 0
    day: str = ""
    start: int = 0
    end: int = 0
    kind: f.Kind = "counter"
    purpose: f.Purpose = "other"
    procedure: str = ""
    dossier: str = ""
    group: str = ""
    site: str = ""
    officer: str = ""
    entitled: f.Entitlement = ""
    lookup: str = ""
    ticket: str = ""
    missed_by: f.Party | None = None
    moves: int = 0
    booked_at: int = 0
    ended_at: int = 0


def evolve(appointment: Appointment, fact: Fact, at: int) -> Appointment:
    """The appointment once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    match fact:
        case f.AppointmentBooked():
            return _booked(fact, at)
        case f.AppointmentMoved():
            moved = replace(appointment, day=fact.day, start=fact.start, end=fact.end, officer=fact.officer)
            return replace(moved, moves=appointment.moves + 1)
        case f.AppointmentCancelled():
            return replace(appointment, state="cancelled", ended_at=at)
        case f.AppointmentKept():
            return replace(appointment, state="kept", ticket=fact.ticket, ended_at=at)
        case f.AppointmentMissed():
            return replace(appointment, state="missed", missed_by=fact.missed_by, ended_at=at)
        case f.AppointmentOfficerAssigned():
            return replace(appointment, officer=fact.officer)
        case _:
            raise AssertionError(f"{type(fact).__name__} does not happen to an appointment")


def _booked(fact: f.AppointmentBooked, at: int) -> Appointment:
    return Appointment(
        state="booked",
        code=fact.code,
        coded_day=fact.day,
        ordinal=fact.ordinal,
        day=fact.day,
        start=fact.start,
        end=fact.end,
        kind=fact.kind,
        purpose=fact.purpose,
        procedure=fact.procedure,
        dossier=fact.dossier,
        group=fact.group,
        site=fact.site,
        officer=fact.officer,
        entitled=fact.entitled,
        lookup=fact.lookup,
        booked_at=at,
    )


def replay(pairs: Iterable[tuple[Fact, int]]) -> Appointment:
    return reduce(lambda appointment, pair: evolve(appointment, *pair), pairs, Appointment())
