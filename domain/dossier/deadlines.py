"""Moving the appointment: an apology, in time and once, or a change with its basis; the first date stays."""

from domain.dossier.facts import ApologyIssued, DeadlineChanged, Due
from domain.dossier.refusals import (
    ApologisedBefore,
    BasisMissing,
    NoDueDate,
    NotLater,
    NumberMissing,
    SameDueDate,
    TooLateToApologise,
)
from domain.dossier.state import Dossier, Hand, Rules
from domain.dossier.transitions import admit


def apologise(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    number: str,
    reason: str,
    due: Due,
    days_before_expiry: int,
    rules: Rules,
) -> ApologyIssued:
    """Signed by whoever acts, a head or leader; `days_before_expiry` counts to the present appointment."""
    admit(dossier, ApologyIssued, by=by, at=at, reason=reason)
    before = _appointment(dossier)
    if dossier.apologies >= rules.apologies:
        raise ApologisedBefore(times=dossier.apologies)
    if days_before_expiry < rules.apology_lead_days:
        raise TooLateToApologise(days=rules.apology_lead_days)
    if (due.date, due.at) <= (before.date, before.at):
        raise NotLater(date=due.date, before=before.date)
    if not number.strip():
        raise NumberMissing()
    return ApologyIssued(number=number, before=before, after=due, signed_by=by.officer, reason=reason)


def change_deadline(dossier: Dossier, *, by: Hand, at: int, due: Due, basis: str) -> DeadlineChanged:
    admit(dossier, DeadlineChanged, by=by, at=at)
    before = _appointment(dossier)
    if not basis.strip():
        raise BasisMissing()
    if due == before:
        raise SameDueDate(date=due.date)
    return DeadlineChanged(before=before, after=due, basis=basis)


def _appointment(dossier: Dossier) -> Due:
    if dossier.due_current is None:
        raise NoDueDate(code=dossier.code)
    return dossier.due_current
