"""How many, on each day and in each field: pure sums of facts, so that any period adds up from its days.

A dossier is received once, at its first acceptance, and resolved once, at its first finish. A recall or a
correction does not take a resolved one back: it is counted as `reopened`, beside. Only so does the pending of
one period stay the carried-in of the next, and no past report ever changes.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from domain.dossier import (
    ApologyIssued,
    CorrectionOpened,
    DeadlineRecalculated,
    DossierAccepted,
    DossierRefused,
    DossierSubmitted,
    Due,
    IntakeSupplementRequested,
    PaymentConfirmed,
    PaymentExpired,
    PaymentRequested,
    ProcessingSupplementRequested,
    ResolvedAtCounter,
    ResultRecalled,
    ResultReturned,
    ResultSigned,
    SupplementCompleted,
    SupplementExpired,
    VerificationRecorded,
    VerificationScheduled,
    WithdrawalDeclined,
    WithdrawalGranted,
    WithdrawalRequested,
)
from domain.dossier import DossierStopped as Stopped
from domain.fact import Fact
from domain.queue import TicketIssued, TicketMissed, TicketServed
from projections.course import appointment_moved_by_law, day_of, end_of, held_after, pace, stops_the_clock
from projections.fold import Rows, Seen

F = TypeVar("F", bound=Fact)

RESOLVED = (
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "resolved_withdrawn",
    "resolved_stopped",
    "resolved_stopped_late",
)
"""The six ways to be resolved; every resolved dossier is counted in exactly one."""


class DayRow(msgspec.Struct, frozen=True):
    """One day in one field.

    `resolved_stopped` ended without a result in time, `resolved_stopped_late` too late. `returned` counts
    every handing over, `missed` every call that nobody answered.
    """

    day: str
    field: str
    received_online: int = 0
    received_offline: int = 0
    not_accepted: int = 0
    withdrawn_at_intake: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_late: int = 0
    resolved_withdrawn: int = 0
    resolved_stopped: int = 0
    resolved_stopped_late: int = 0
    reopened: int = 0
    returned: int = 0
    supplements: int = 0
    apologies: int = 0
    tickets_issued: int = 0
    guided_only: int = 0
    missed: int = 0


class CountedRow(msgspec.Struct, frozen=True):
    """What must be remembered of a dossier to count it once, and of a ticket to know its field."""

    stream: str
    code: str = ""
    field: str = ""
    limit_unit: str = ""
    due_lawful: str = ""
    due_lawful_at: int = 0
    """The appointment as the clock policy moved it; an apology never does."""
    held: str = ""
    """What holds the clock up now (a `PauseReason`), or nothing while it runs."""
    held_since: int = 0
    """When the clock last stopped; one cause may have given way to another since."""
    went_on_at: int = 0
    received_day: str = ""
    received: str = ""
    """received_online or received_offline."""
    finished_day: str = ""
    resolved: str = ""
    """One of `RESOLVED`, once finished."""


Counting = Callable[["DailyCounts", Seen, F], None]

_COUNTINGS: dict[type[Fact], Counting[Any]] = {}


def _on(*kinds: type[Fact]) -> Callable[[Counting[Any]], Counting[Any]]:
    def enter(counting: Counting[Any]) -> Counting[Any]:
        _COUNTINGS.update(dict.fromkeys(kinds, counting))
        return counting

    return enter


@_on(DossierSubmitted)
def _submitted(counts: "DailyCounts", seen: Seen, fact: DossierSubmitted) -> None:
    counts.known(seen.stream, fact.field)


@_on(DossierAccepted)
def _accepted(counts: "DailyCounts", seen: Seen, fact: DossierAccepted) -> None:
    if counts.of(seen.stream).received_day:
        return
    due = fact.due or Due(date="", at=0)
    received = "received_online" if fact.channel == "online" else "received_offline"
    day = day_of(seen.recorded_at)
    counts.dossiers.put(
        CountedRow(
            seen.stream,
            fact.code,
            fact.field,
            fact.limit.unit,
            due.date,
            due.at,
            received_day=day,
            received=received,
        )
    )
    counts.add(day, fact.field, received)


@_on(DossierRefused)
def _refused(counts: "DailyCounts", seen: Seen, fact: DossierRefused) -> None:
    counts.known(seen.stream, fact.field)
    counts.finish(seen, fact)


@_on(
    ResultSigned,
    ResolvedAtCounter,
    PaymentExpired,
    SupplementExpired,
    WithdrawalGranted,
    Stopped,
)
def _finished(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.finish(seen, fact)


@_on(SupplementCompleted, PaymentConfirmed, WithdrawalDeclined, VerificationRecorded, DeadlineRecalculated)
def _moved(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    row, due = counts.of(seen.stream), appointment_moved_by_law(fact)
    if due is not None and row.received_day:
        counts.dossiers.put(msgspec.structs.replace(row, due_lawful=due.date, due_lawful_at=due.at))
    counts.finish(seen, fact)
    counts.clock(seen, fact)


@_on(PaymentRequested, VerificationScheduled, WithdrawalRequested)
def _waits(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.clock(seen, fact)


@_on(IntakeSupplementRequested)
def _sent_home(counts: "DailyCounts", seen: Seen, fact: IntakeSupplementRequested) -> None:
    counts.known(seen.stream, fact.field)
    counts.add_for(seen, "supplements")


@_on(ProcessingSupplementRequested)
def _asked(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.add_for(seen, "supplements")
    counts.clock(seen, fact)


@_on(ApologyIssued)
def _apologised(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.add_for(seen, "apologies")


@_on(ResultReturned)
def _returned(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.add_for(seen, "returned")


@_on(ResultRecalled, CorrectionOpened)
def _reopened(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.add_for(seen, "reopened")


@_on(TicketIssued)
def _ticket_issued(counts: "DailyCounts", seen: Seen, fact: TicketIssued) -> None:
    counts.known(seen.stream, fact.field)
    counts.add_for(seen, "tickets_issued")


@_on(TicketServed)
def _ticket_served(counts: "DailyCounts", seen: Seen, fact: TicketServed) -> None:
    if fact.outcome == "guidance" and not fact.dossier:
        counts.add_for(seen, "guided_only")


@_on(TicketMissed)
def _ticket_missed(counts: "DailyCounts", seen: Seen, fact: Fact) -> None:
    counts.add_for(seen, "missed")


class DailyCounts:
    name = "daily_counts"
    topics = frozenset(fact.NAME for fact in _COUNTINGS)

    def __init__(self) -> None:
        self.days = Rows("daily_count", DayRow, keys=2, indexes=("field, day",))
        self.dossiers = Rows("counted", CountedRow, indexes=("received_day", "finished_day"))
        self.tables: tuple[Rows[Any], ...] = (self.days, self.dossiers)

    def apply(self, seen: Seen) -> None:
        _COUNTINGS[type(seen.fact)](self, seen, seen.fact)

    def of(self, stream: str) -> CountedRow:
        return self.dossiers.get(stream) or CountedRow(stream)

    def known(self, stream: str, field: str) -> None:
        """Remember the field of a stream that is not received, so that its later facts are counted there."""
        row = self.of(stream)
        if not row.received_day and row.field != field:
            self.dossiers.put(msgspec.structs.replace(row, field=field))

    def add(self, day: str, field: str, counter: str) -> None:
        row = self.days.get(day, field) or DayRow(day, field)
        self.days.put(msgspec.structs.replace(row, **{counter: getattr(row, counter) + 1}))

    def add_for(self, seen: Seen, counter: str) -> None:
        """One more on the day of the fact, in the field of its stream."""
        self.add(day_of(seen.recorded_at), self.of(seen.stream).field, counter)

    def clock(self, seen: Seen, fact: Fact) -> None:
        """Remember since when the clock of a received dossier stands still."""
        row, at = self.of(seen.stream), seen.recorded_at
        if row.finished_day or not row.received_day:
            return
        held = held_after(fact, row.held, accepted=True)
        if row.held and not held:
            row = msgspec.structs.replace(row, held="", went_on_at=at)
        elif stops_the_clock(fact):
            stood = row.held or row.went_on_at == at
            row = msgspec.structs.replace(row, held=held, held_since=row.held_since if stood else at)
        self.dossiers.put(row)

    def finish(self, seen: Seen, fact: Fact) -> None:
        row, how = self.of(seen.stream), end_of(fact)
        if row.finished_day or not how:
            return
        day = day_of(seen.recorded_at)
        counter = _resolved(row, how, seen.recorded_at) if row.received_day else _turned_away(how)
        resolved = counter if row.received_day else ""
        self.dossiers.put(msgspec.structs.replace(row, finished_day=day, resolved=resolved))
        self.add(day, row.field, counter)


def _turned_away(how: str) -> str:
    return "withdrawn_at_intake" if how == "withdrawn" else "not_accepted"


def _resolved(row: CountedRow, how: str, at: int) -> str:
    """A result is measured at its own moment, an end without one when the clock had stopped, if it stood."""
    if how == "withdrawn":
        return "resolved_withdrawn"
    if how == "result":
        return f"resolved_{pace(row.limit_unit, row.due_lawful, row.due_lawful_at, at)}"
    end = row.held_since if row.held or row.went_on_at == at else at
    kept = pace(row.limit_unit, row.due_lawful, row.due_lawful_at, end)
    return "resolved_stopped_late" if kept == "late" else "resolved_stopped"
