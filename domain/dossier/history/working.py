"""Hands, money, the ends without a result, and the appointment."""

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.history.steps import after, end_in_writing, finish, moved_by_law, pause, resume
from domain.dossier.state import Dossier, Offer, PaymentRequest, Status


@after(f.DossierForwarded)
def _forwarded(dossier: Dossier, fact: f.DossierForwarded, at: int) -> Dossier:
    return replace(dossier, status=Status.IN_PROCESS, section=fact.section, holder="")


@after(f.DossierAssigned)
def _assigned(dossier: Dossier, fact: f.DossierAssigned, at: int) -> Dossier:
    return replace(dossier, holder=fact.officer, section=fact.section or dossier.section, offered=None)


@after(f.HandoverOffered)
def _handover_offered(dossier: Dossier, fact: f.HandoverOffered, at: int) -> Dossier:
    return replace(dossier, offered=Offer(fact.from_officer, fact.to_officer, fact.section))


@after(f.HandoverAccepted)
def _handover_accepted(dossier: Dossier, fact: f.HandoverAccepted, at: int) -> Dossier:
    return replace(
        dossier,
        status=Status.IN_PROCESS,
        holder=fact.to_officer,
        section=fact.section or dossier.section,
        offered=None,
    )


@after(f.HandoverDeclined)
def _handover_declined(dossier: Dossier, fact: f.HandoverDeclined, at: int) -> Dossier:
    return replace(dossier, offered=None)


@after(f.PaymentRequested)
def _payment_requested(dossier: Dossier, fact: f.PaymentRequested, at: int) -> Dossier:
    held = pause(dossier, at, "financial_obligation") if fact.pauses else dossier
    asked = PaymentRequest(
        number=fact.number,
        amount_vnd=fact.amount_vnd,
        requested_at=at,
        pauses=fact.pauses,
        pay_by=fact.pay_by,
    )
    return replace(held, status=Status.FINANCIAL_OBLIGATION, payment=asked)


@after(f.PaymentConfirmed)
def _payment_confirmed(dossier: Dossier, fact: f.PaymentConfirmed, at: int) -> Dossier:
    paid = replace(dossier, payment=None, paid_vnd=dossier.paid_vnd + fact.amount_vnd)
    moved = moved_by_law(paid, fact.due)
    if fact.final:
        return finish(moved, at, Status.PROCESSED)
    held_up = dossier.payment is None or dossier.payment.pauses
    return replace(resume(moved, at) if held_up else moved, status=Status.IN_PROCESS)


@after(f.PaymentExpired)
def _payment_expired(dossier: Dossier, fact: f.PaymentExpired, at: int) -> Dossier:
    return end_in_writing(dossier, at, Status.STOPPED, number=fact.number)


@after(f.FeePaid)
def _fee_paid(dossier: Dossier, fact: f.FeePaid, at: int) -> Dossier:
    return replace(dossier, paid_vnd=dossier.paid_vnd + fact.amount_vnd)


@after(f.WithdrawalRequested)
def _withdrawal_requested(dossier: Dossier, fact: f.WithdrawalRequested, at: int) -> Dossier:
    held = pause(dossier, at, "withdrawal_pending")
    return replace(held, status=Status.WITHDRAWAL_REQUESTED, withdrawing=True)


@after(f.WithdrawalGranted)
def _withdrawal_granted(dossier: Dossier, fact: f.WithdrawalGranted, at: int) -> Dossier:
    return end_in_writing(dossier, at, Status.STOPPED, number=fact.number)


@after(f.WithdrawalDeclined)
def _withdrawal_declined(dossier: Dossier, fact: f.WithdrawalDeclined, at: int) -> Dossier:
    running = replace(
        resume(dossier, at), status=Status.IN_PROCESS, withdrawing=False, supplement=None, payment=None
    )
    return moved_by_law(running, fact.due)


@after(f.DossierStopped)
def _stopped(dossier: Dossier, fact: f.DossierStopped, at: int) -> Dossier:
    return end_in_writing(dossier, at, Status.STOPPED, number=fact.number, basis=fact.basis)


@after(f.DeadlineChanged)
def _deadline_changed(dossier: Dossier, fact: f.DeadlineChanged, at: int) -> Dossier:
    return replace(dossier, due_current=fact.after)


@after(f.ApologyIssued)
def _apology_issued(dossier: Dossier, fact: f.ApologyIssued, at: int) -> Dossier:
    return replace(dossier, due_current=fact.after, apologies=dossier.apologies + 1)


@after(f.DeadlineRecalculated)
def _recalculated(dossier: Dossier, fact: f.DeadlineRecalculated, at: int) -> Dossier:
    return replace(dossier, due_lawful=fact.after, due_current=fact.told)


@after(f.PaymentRefunded)
def _refunded(dossier: Dossier, fact: f.PaymentRefunded, at: int) -> Dossier:
    return replace(dossier, paid_vnd=dossier.paid_vnd - fact.amount_vnd)


@after(f.DossierLost)
def _lost(dossier: Dossier, fact: f.DossierLost, at: int) -> Dossier:
    return replace(dossier, lost=True)


@after(f.DossierRestored)
def _restored(dossier: Dossier, fact: f.DossierRestored, at: int) -> Dossier:
    return replace(dossier, lost=False)


@after(f.DossierArchived)
def _archived(dossier: Dossier, fact: f.DossierArchived, at: int) -> Dossier:
    return replace(dossier, archive=fact.reference)


# What was printed, and who read it


@after(f.PaperIssued)
def _given_out(dossier: Dossier, fact: f.PaperIssued, at: int) -> Dossier:
    return replace(dossier, receipt_given=True) if fact.form == "M01" else dossier


@after(f.LookupPerformed)
def _looked_up(dossier: Dossier, fact: f.LookupPerformed, at: int) -> Dossier:
    return dossier
