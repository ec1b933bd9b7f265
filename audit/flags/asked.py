"""What a rule is asked about: the log, the working days, the moment it is asked for, and its parameters of that day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

import msgspec

from audit.cases import DOSSIER, TICKET, Case, CaseLog, Event
from audit.flags.catalogue import Setting
from audit.flags.finding import Found
from audit.flags.hours import Hours
from domain.calendar import local_date

ACCEPTED = "dossier.accepted"
READ = "lookup.performed"
SUPPLEMENTS = frozenset({"intake.supplement_requested", "processing.supplement_requested"})
DECIDED = frozenset({"result.signed", "result.resolved_at_counter"})
STANDING = frozenset({5, 6, 7})
"""Statuses in which the clock may stand still: papers, money, a withdrawal."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`log` holds the cases of the period, `whole` all of them; `at` (µs UTC) is the end of the log."""

    log: CaseLog
    whole: CaseLog
    hours: Hours
    at: int
    values: Mapping[str, Setting] = {}
    faults: Sequence[str] = ()
    """What a verification of the store found wrong."""

    @property
    def dossiers(self) -> tuple[Case, ...]:
        return self.log.of(DOSSIER)

    @property
    def tickets(self) -> tuple[Case, ...]:
        return self.log.of(TICKET)

    def number(self, name: str) -> int:
        return cast(int, self.values[name])

    def share(self, name: str) -> float:
        return cast(float, self.values[name])

    def names(self, name: str) -> frozenset[str]:
        return frozenset(cast(tuple[str, ...], self.values[name]))


ExactRule = Callable[[Asked], Iterator[Found]]


def text(holder: Case | Event, name: str) -> str:
    """An attribute as text; empty when the log does not know it."""
    return str(holder.attributes.get(name, ""))


def moment(holder: Case | Event, name: str) -> int | None:
    """An attribute as a moment (µs UTC); None when the log does not know it."""
    value = holder.attributes.get(name)
    return value if type(value) is int else None


def first_due(case: Case) -> int | None:
    """The appointment first told (µs UTC), or the only one that the log knows."""
    return moment(case, "due_original") or moment(case, "due")


def amount(holder: Case | Event, name: str) -> int:
    """An attribute as a whole number, 0 when the log does not know it."""
    value = holder.attributes.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def events_of(case: Case, *activities: str) -> list[Event]:
    return [event for event in case.events if event.activity in activities]


def first_of(case: Case, *activities: str) -> Event | None:
    return next((event for event in case.events if event.activity in activities), None)


def acts(case: Case) -> list[Event]:
    """What happened to it, without who only read it."""
    return [event for event in case.events if event.activity != READ]


def with_due(case: Case) -> Iterator[tuple[Event, int]]:
    """Each event after acceptance with the appointment (µs UTC) that held just before it."""
    due = 0
    for event in acts(case):
        if due:
            yield event, due
        for name in ("told_at", "after_at", "due_at"):
            moved = moment(event, name)
            if moved and event.activity != "dossier.submitted":
                due = moved
                break


def elapsed_share(case: Case, at: int, due: int) -> float:
    """How much of its term was over at a moment, in calendar time; 0 where it has none."""
    received = moment(case, "received")
    if received is None or due <= received:
        return 0.0
    return (at - received) / (due - received)


def month_of(at: int) -> str:
    return local_date(at)[:7]
