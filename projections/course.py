"""The course of a dossier in flat values: its national status, and whether an end came in time.

The same answers as `domain.dossier.evolve` without carrying the whole state; a test holds the two together.
Days are days in Vietnam, and times are the times of recording, so that a past period never changes.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal, TypeVar

from domain.dossier import Due, Status, local_day
from domain.dossier import facts as f
from domain.dossier.codes import VIETNAM
from domain.dossier.reading import COUNTED_BY_THE_CLOCK
from domain.fact import FACTS, Fact

Pace = Literal["early", "on_time", "late"]
T = TypeVar("T", int, str)

DOSSIER_TOPICS = frozenset(
    name
    for name, fact in FACTS.items()
    if fact.__module__.startswith(f.__name__) and fact is not f.LookupPerformed
)
"""What happens to a dossier on its own stream."""

HOUR = 3_600_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_STATUSES: dict[type[Fact], Status] = {
    f.DossierSubmitted: Status.NEWLY_REGISTERED,
    f.DossierAccepted: Status.ACCEPTED,
    f.DossierRefused: Status.NOT_ACCEPTED,
    f.IntakeSupplementRequested: Status.SUPPLEMENT_REQUESTED,
    f.ProcessingSupplementRequested: Status.SUPPLEMENT_REQUESTED,
    f.SupplementCompleted: Status.IN_PROCESS,
    f.DossierForwarded: Status.IN_PROCESS,
    f.HandoverAccepted: Status.IN_PROCESS,
    f.PaymentRequested: Status.FINANCIAL_OBLIGATION,
    f.PaymentExpired: Status.STOPPED,
    f.WithdrawalRequested: Status.WITHDRAWAL_REQUESTED,
    f.WithdrawalGranted: Status.STOPPED,
    f.WithdrawalDeclined: Status.IN_PROCESS,
    f.DossierStopped: Status.STOPPED,
    f.ResultSigned: Status.PROCESSED,
    f.ResolvedAtCounter: Status.PROCESSED,
    f.ResultReturned: Status.RETURNED,
    f.ResultRecalled: Status.IN_PROCESS,
    f.CorrectionOpened: Status.IN_PROCESS,
}
_LEADS_TO = {fact: int(status) for fact, status in _STATUSES.items()}


def _after_papers(fact: f.SupplementProvided, before: int, accepted: bool) -> int:
    return int(Status.NEWLY_REGISTERED) if fact.channel == "online" and not accepted else before


def _after_payment(fact: f.PaymentConfirmed, before: int, accepted: bool) -> int:
    return int(Status.PROCESSED if fact.final else Status.IN_PROCESS)


def _after_waiting_in_vain(fact: f.SupplementExpired, before: int, accepted: bool) -> int:
    return int(Status.NOT_ACCEPTED if fact.stage == "intake" else Status.STOPPED)


_DEPENDS: dict[type[Fact], Callable[[Any, int, bool], int]] = {
    f.SupplementProvided: _after_papers,
    f.PaymentConfirmed: _after_payment,
    f.SupplementExpired: _after_waiting_in_vain,
}


def status_after(fact: Fact, before: int, *, accepted: bool) -> int:
    """The national status once the fact has happened."""
    fixed = _LEADS_TO.get(type(fact))
    if fixed is not None:
        return fixed
    rule = _DEPENDS.get(type(fact))
    return before if rule is None else rule(fact, before, accepted)


_ENDS: dict[type[Fact], str] = {
    f.DossierRefused: "not_accepted",
    f.WithdrawalGranted: "withdrawn",
    f.DossierStopped: "refused_after",
    f.PaymentExpired: "stopped",
    f.ResultSigned: "result",
    f.ResolvedAtCounter: "result",
}


def end_of(fact: Fact) -> str:
    """How a dossier is finished by this fact, or nothing when it goes on.

    `result`, `refused_after` (not eligible after appraisal), `withdrawn`, `stopped`, `not_accepted`.
    """
    match fact:
        case f.SupplementExpired(stage=stage):
            return "not_accepted" if stage == "intake" else "stopped"
        case f.PaymentConfirmed(final=True):
            return "result"
        case _:
            return _ENDS.get(type(fact), "")


def stops_the_clock(fact: Fact) -> str:
    """Why the clock of an accepted dossier stands still from this fact on (a `PauseReason`), or nothing.

    Money and a visit hold it up only where the law of the procedure says so, which the fact has written down.
    """
    match fact:
        case f.ProcessingSupplementRequested():
            return "supplement"
        case f.PaymentRequested(pauses=True):
            return "financial_obligation"
        case f.WithdrawalRequested():
            return "withdrawal_pending"
        case f.VerificationScheduled(pauses=True):
            return "external_verification"
        case _:
            return ""


def held_after(fact: Fact, held: str, *, accepted: bool) -> str:
    """What holds the clock up once the fact has happened, or nothing while it runs; `held` is what did before.

    A new cause takes the place of the old one, and the old one's own answer lets nothing go on any more.
    """
    cause = stops_the_clock(fact)
    if cause:
        return cause if accepted else ""
    if not held:
        return ""
    match fact:
        case f.SupplementCompleted() | f.WithdrawalDeclined():
            return ""
        case f.PaymentConfirmed(final=False):
            return "" if held == "financial_obligation" else held
        case f.VerificationRecorded():
            return "" if held == "external_verification" else held
        case _:
            return "" if end_of(fact) else held


def appointment_moved(fact: Fact) -> Due | None:
    """The appointment that holds from now on, when the fact gives another one."""
    match fact:
        case f.ApologyIssued(after=due) | f.DeadlineChanged(after=due) | f.DeadlineRecalculated(told=due):
            return due
        case _:
            return appointment_moved_by_law(fact)


def appointment_moved_by_law(fact: Fact) -> Due | None:
    """The appointment a clock policy gives when a pause ends, or another calendar."""
    match fact:
        case (
            f.DossierAccepted(due=due)
            | f.SupplementCompleted(due=due)
            | f.PaymentConfirmed(due=due)
            | f.WithdrawalDeclined(due=due)
            | f.VerificationRecorded(due=due)
            | f.DeadlineRecalculated(after=due)
        ):
            return due
        case _:
            return None


def pace(limit_unit: str, due_date: str, due_at: int, end_at: int) -> Pace:
    """Whether an end at this moment is early, on time or late; where no limit is stated nothing is late.

    Limits in hours and same-day limits compare moments, all others compare days.
    """
    if not due_date:
        return "on_time"
    if limit_unit in COUNTED_BY_THE_CLOCK:
        return _order(end_at, due_at)
    return _order(day_of(end_at), due_date)


def _order(end: T, due: T) -> Pace:
    if end == due:
        return "on_time"
    return "early" if end < due else "late"


@lru_cache(maxsize=4096)
def _day_of_hour(hour: int) -> str:
    return local_day(hour * HOUR)


def day_of(at: int) -> str:
    """The day in Vietnam (ISO) of a moment; every hour lies within one day."""
    return _day_of_hour(at // HOUR)


def midnight(day: date) -> int:
    """The moment a day begins in Vietnam (µs UTC)."""
    return (datetime.combine(day, time(), VIETNAM) - EPOCH) // timedelta(microseconds=1)
