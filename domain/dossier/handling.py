"""While the dossier is worked on: in whose hands it is, what must be paid, how it ends without a result."""

from domain.dossier.facts import (
    DossierAssigned,
    DossierForwarded,
    DossierStopped,
    Due,
    FeePaid,
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    PaymentConfirmed,
    PaymentExpired,
    PaymentRequested,
    WithdrawalDeclined,
    WithdrawalGranted,
    WithdrawalRequested,
)
from domain.dossier.intake import in_writing
from domain.dossier.refusals import (
    AmountMissing,
    AnotherAmount,
    DecisionAlreadySigned,
    HandoverPending,
    NobodyToHandTo,
    NoDraft,
    NotInYourHands,
    NotOffered,
    NumberMissing,
    OfferedToAnother,
)
from domain.dossier.state import Dossier, Hand, Offer, Status
from domain.dossier.supplements import approved_by_another
from domain.dossier.transitions import DECIDES, admit

# Hands


def forward(dossier: Dossier, *, by: Hand, at: int, section: str, deadline: int = 0) -> DossierForwarded:
    """`deadline` is the moment the 15:00 rule gives."""
    admit(dossier, DossierForwarded, by=by, at=at)
    if not section.strip():
        raise NobodyToHandTo()
    return DossierForwarded(section=section, deadline=deadline)


def assign(dossier: Dossier, *, by: Hand, at: int, officer: str, section: str = "") -> DossierAssigned:
    admit(dossier, DossierAssigned, by=by, at=at)
    if not officer.strip():
        raise NobodyToHandTo()
    return DossierAssigned(officer=officer, section=section)


def offer_handover(
    dossier: Dossier, *, by: Hand, at: int, to_officer: str, section: str = "", note: str = ""
) -> HandoverOffered:
    admit(dossier, HandoverOffered, by=by, at=at)
    if dossier.offered is not None:
        raise HandoverPending(to=dossier.offered.to_officer)
    if dossier.holder and dossier.holder != by.officer and by.role not in DECIDES:
        raise NotInYourHands(holder=dossier.holder)
    giver = dossier.holder or by.officer
    if not to_officer.strip() or to_officer == giver:
        raise NobodyToHandTo()
    return HandoverOffered(from_officer=giver, to_officer=to_officer, section=section, note=note)


def accept_handover(dossier: Dossier, *, by: Hand, at: int) -> HandoverAccepted:
    admit(dossier, HandoverAccepted, by=by, at=at)
    offer = _offered_to(dossier, by)
    return HandoverAccepted(
        from_officer=offer.from_officer, to_officer=offer.to_officer, section=offer.section
    )


def decline_handover(dossier: Dossier, *, by: Hand, at: int, why: str) -> HandoverDeclined:
    admit(dossier, HandoverDeclined, by=by, at=at, reason=why)
    offer = _offered_to(dossier, by)
    return HandoverDeclined(from_officer=offer.from_officer, to_officer=offer.to_officer, why=why)


def _offered_to(dossier: Dossier, by: Hand) -> Offer:
    if dossier.offered is None:
        raise NotOffered()
    if dossier.offered.to_officer != by.officer:
        raise OfferedToAnother(to=dossier.offered.to_officer)
    return dossier.offered


# Money


def request_payment(
    dossier: Dossier, *, by: Hand, at: int, amount_vnd: int, basis: str, number: str, pauses: bool = True
) -> PaymentRequested:
    """`pauses` follows the procedure's own rule: whether the clock stands still until the money is in."""
    admit(dossier, PaymentRequested, by=by, at=at)
    _some_money(amount_vnd)
    in_writing(number, basis)
    return PaymentRequested(amount_vnd=amount_vnd, basis=basis, number=number, pauses=pauses)


def confirm_payment(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    amount_vnd: int,
    receipt: str,
    final: bool = False,
    due: Due | None = None,
) -> PaymentConfirmed:
    """`final`: the money was the last thing wanting and a draft lies ready; this finishes the dossier."""
    admit(dossier, PaymentConfirmed, by=by, at=at)
    _receipted(amount_vnd, receipt)
    if dossier.payment is not None and amount_vnd != dossier.payment.amount_vnd:
        raise AnotherAmount(asked=dossier.payment.amount_vnd, paid=amount_vnd)
    if final and not dossier.result.drafted:
        raise NoDraft()
    return PaymentConfirmed(amount_vnd=amount_vnd, receipt=receipt, final=final, due=due)


def expire_payment(dossier: Dossier, *, by: Hand, at: int, number: str, reason: str) -> PaymentExpired:
    admit(dossier, PaymentExpired, by=by, at=at, reason=reason)
    _numbered(number)
    return PaymentExpired(number=number, reason=reason)


def pay_fee(dossier: Dossier, *, by: Hand, at: int, amount_vnd: int, receipt: str) -> FeePaid:
    admit(dossier, FeePaid, by=by, at=at)
    _receipted(amount_vnd, receipt)
    return FeePaid(amount_vnd=amount_vnd, receipt=receipt)


def _some_money(amount_vnd: int) -> None:
    if amount_vnd <= 0:
        raise AmountMissing()


def _receipted(amount_vnd: int, receipt: str) -> None:
    _some_money(amount_vnd)
    _numbered(receipt)


def _numbered(number: str) -> None:
    if not number.strip():
        raise NumberMissing()


# Ends without a result


def request_withdrawal(dossier: Dossier, *, by: Hand, at: int, reason: str = "") -> WithdrawalRequested:
    if dossier.finished_at is not None and dossier.status not in {Status.NOT_ACCEPTED, Status.STOPPED}:
        raise DecisionAlreadySigned()
    admit(dossier, WithdrawalRequested, by=by, at=at, reason=reason)
    return WithdrawalRequested(reason=reason)


def grant_withdrawal(dossier: Dossier, *, by: Hand, at: int, number: str) -> WithdrawalGranted:
    admit(dossier, WithdrawalGranted, by=by, at=at)
    _numbered(number)
    return WithdrawalGranted(number=number)


def decline_withdrawal(
    dossier: Dossier, *, by: Hand, at: int, reason: str, due: Due | None = None
) -> WithdrawalDeclined:
    admit(dossier, WithdrawalDeclined, by=by, at=at, reason=reason)
    return WithdrawalDeclined(reason=reason, due=due)


def stop(
    dossier: Dossier, *, by: Hand, at: int, number: str, basis: str, reason: str, approved_by: str
) -> DossierStopped:
    admit(dossier, DossierStopped, by=by, at=at, reason=reason)
    in_writing(number, basis)
    approved_by_another(approved_by, by)
    return DossierStopped(number=number, basis=basis, approved_by=approved_by, reason=reason)
