"""Moving the appointment: an apology, in time and once, or a change with its basis; the first date stays."""

from datetime import date, timedelta

from domain.dossier.codes import local_day
from domain.dossier.facts import ApologyIssued, DeadlineChanged, DeadlineRecalculated, Due
from domain.dossier.intake import numbered
from domain.dossier.refusals import (
    ApologisedBefore,
    BasisMissing,
    LaterOnlyWithApology,
    NoDueDate,
    NotLater,
    SameDueDate,
    TooLateToApologise,
)
from domain.dossier.state import Dossier, Hand, Rules
from domain.dossier.transitions import admit, verb


@verb(ApologyIssued)
def apologise(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    number: str,
    reason: str,
    due: Due,
    rules: Rules,
    signer_title: str = "",
) -> ApologyIssued:
    """Signed by whoever acts, a head or leader, days before the appointment that the citizen knows."""
    admit(dossier, ApologyIssued, by=by, at=at, reason=reason)
    before = _appointment(dossier)
    if dossier.apologies >= rules.apologies:
        raise ApologisedBefore(times=dossier.apologies)
    if _days_until(before, at) < rules.apology_lead_days:
        raise TooLateToApologise(days=rules.apology_lead_days)
    if (due.date, due.at) <= (before.date, before.at):
        raise NotLater(date=due.date, before=before.date)
    numbered(number)
    return ApologyIssued(
        number=number,
        before=before,
        after=due,
        signed_by=by.officer,
        signer_title=signer_title,
        reason=reason,
    )


def _days_until(appointment: Due, at: int) -> int:
    return (date.fromisoformat(appointment.date) - date.fromisoformat(local_day(at))) // timedelta(days=1)


@verb(DeadlineChanged)
def change_deadline(dossier: Dossier, *, by: Hand, at: int, due: Due, basis: str) -> DeadlineChanged:
    """A nearer appointment, with its basis; what puts it off is an apology, a clock policy or a new calendar."""
    admit(dossier, DeadlineChanged, by=by, at=at)
    before = _appointment(dossier)
    if not basis.strip():
        raise BasisMissing()
    if due == before:
        raise SameDueDate(date=due.date)
    if (due.date, due.at) > (before.date, before.at):
        raise LaterOnlyWithApology(date=due.date, before=before.date)
    return DeadlineChanged(before=before, after=due, basis=basis)


@verb(DeadlineRecalculated)
def recalculate_deadline(
    dossier: Dossier, *, by: Hand, at: int, due: Due, basis: str
) -> DeadlineRecalculated:
    """The lawful appointment by the calendar now in force; the printed one stays what it was."""
    admit(dossier, DeadlineRecalculated, by=by, at=at)
    if dossier.due_lawful is None:
        raise NoDueDate(code=dossier.code)
    if not basis.strip():
        raise BasisMissing()
    if due == dossier.due_lawful:
        raise SameDueDate(date=due.date)
    told = _appointment(dossier)
    put_off = told.at > dossier.due_lawful.at and told.at > due.at
    return DeadlineRecalculated(
        before=dossier.due_lawful, after=due, told=told if put_off else due, basis=basis
    )


def _appointment(dossier: Dossier) -> Due:
    if dossier.due_current is None:
        raise NoDueDate(code=dossier.code)
    return dossier.due_current
