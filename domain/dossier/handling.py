"""While the dossier is worked on: in whose hands it is, what must be paid, how it ends without a result."""

from domain.dossier.codes import local_day
from domain.dossier.facts import (
    DossierAssigned,
    DossierForwarded,
    DossierStopped,
    Due,
    FeePaid,
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    Method,
    PaymentConfirmed,
    PaymentExpired,
    PaymentRefunded,
    PaymentRequested,
    WithdrawalDeclined,
    WithdrawalGranted,
    WithdrawalRequested,
)
from domain.dossier.intake import in_writing, numbered
from domain.dossier.outside import nothing_open_outside
from domain.dossier.refusals import (
    AmountMissing,
    AnotherAmount,
    ClockMayNotPause,
    CorrectionIsFree,
    DecisionAlreadySigned,
    HandoverPending,
    MoreThanWasPaid,
    NobodyToHandTo,
    NoDraft,
    NotInYourHands,
    NotOffered,
    OfferedToAnother,
    StillTimeToAnswer,
)
from domain.dossier.state import Dossier, Hand, Offer, Status
from domain.dossier.supplements import approved_by_another
from domain.dossier.transitions import DECIDES, admit, verb

# Hands


@verb(DossierForwarded)
def forward(dossier: Dossier, *, by: Hand, at: int, section: str, deadline: int = 0) -> DossierForwarded:
    """`deadline` is the moment the 15:00 rule gives."""
    admit(dossier, DossierForwarded, by=by, at=at)
    if not section.strip():
        raise NobodyToHandTo()
    return DossierForwarded(section=section, deadline=deadline)


@verb(DossierAssigned)
def assign(dossier: Dossier, *, by: Hand, at: int, officer: str, section: str = "") -> DossierAssigned:
    admit(dossier, DossierAssigned, by=by, at=at)
    if not officer.strip():
        raise NobodyToHandTo()
    return DossierAssigned(officer=officer, section=section)


@verb(HandoverOffered)
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


@verb(HandoverAccepted)
def accept_handover(dossier: Dossier, *, by: Hand, at: int) -> HandoverAccepted:
    admit(dossier, HandoverAccepted, by=by, at=at)
    offer = _offered_to(dossier, by)
    return HandoverAccepted(
        from_officer=offer.from_officer, to_officer=offer.to_officer, section=offer.section
    )


@verb(HandoverDeclined)
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


@verb(PaymentRequested)
def request_payment(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    amount_vnd: int,
    basis: str,
    number: str,
    pauses: bool = False,
    pay_by: str = "",
) -> PaymentRequested:
    """`pauses`: whether the law of the procedure lets the clock stand still; `pay_by` is the last day (ISO)."""
    admit(dossier, PaymentRequested, by=by, at=at)
    if dossier.corrections:
        raise CorrectionIsFree()
    if pauses and "financial_obligation" not in (dossier.limit.pauses if dossier.limit else ()):
        raise ClockMayNotPause()
    _some_money(amount_vnd)
    in_writing(number, basis)
    return PaymentRequested(amount_vnd=amount_vnd, basis=basis, number=number, pauses=pauses, pay_by=pay_by)


@verb(PaymentConfirmed)
def confirm_payment(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    amount_vnd: int,
    receipt: str,
    final: bool = False,
    due: Due | None = None,
    method: Method = "cash",
) -> PaymentConfirmed:
    """`final`: the money was the last thing wanting and a draft lies ready; this finishes the dossier.

    `due` is the appointment the clock policy gives, for a payment that held the clock up.
    """
    admit(dossier, PaymentConfirmed, by=by, at=at)
    _receipted(amount_vnd, receipt)
    if dossier.payment is not None and amount_vnd != dossier.payment.amount_vnd:
        raise AnotherAmount(asked=dossier.payment.amount_vnd, paid=amount_vnd)
    if final:
        _nothing_wanting_but_money(dossier)
    moved = due if dossier.payment is not None and dossier.payment.pauses else None
    return PaymentConfirmed(amount_vnd=amount_vnd, receipt=receipt, final=final, due=moved, method=method)


def _nothing_wanting_but_money(dossier: Dossier) -> None:
    if not dossier.result.drafted:
        raise NoDraft()
    nothing_open_outside(dossier)


@verb(PaymentExpired)
def expire_payment(dossier: Dossier, *, by: Hand, at: int, number: str, reason: str) -> PaymentExpired:
    admit(dossier, PaymentExpired, by=by, at=at, reason=reason)
    pay_by = dossier.payment.pay_by if dossier.payment else ""
    if pay_by and local_day(at) <= pay_by:
        raise StillTimeToAnswer(answer_by=pay_by)
    numbered(number)
    return PaymentExpired(number=number, reason=reason)


@verb(FeePaid)
def pay_fee(
    dossier: Dossier, *, by: Hand, at: int, amount_vnd: int, receipt: str, method: Method = "cash"
) -> FeePaid:
    admit(dossier, FeePaid, by=by, at=at)
    if dossier.corrections:
        raise CorrectionIsFree()
    _receipted(amount_vnd, receipt)
    return FeePaid(amount_vnd=amount_vnd, receipt=receipt, method=method)


@verb(PaymentRefunded)
def refund(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    amount_vnd: int,
    receipt: str,
    basis: str,
    reason: str,
    method: Method = "cash",
) -> PaymentRefunded:
    """No more than was paid, under a receipt of its own and the article that orders it."""
    admit(dossier, PaymentRefunded, by=by, at=at, reason=reason)
    _receipted(amount_vnd, receipt)
    in_writing(receipt, basis)
    if amount_vnd > dossier.paid_vnd:
        raise MoreThanWasPaid(paid=dossier.paid_vnd, asked=amount_vnd)
    return PaymentRefunded(amount_vnd=amount_vnd, receipt=receipt, basis=basis, method=method, reason=reason)


def _some_money(amount_vnd: int) -> None:
    if amount_vnd <= 0:
        raise AmountMissing()


def _receipted(amount_vnd: int, receipt: str) -> None:
    _some_money(amount_vnd)
    numbered(receipt)


# Ends without a result


@verb(WithdrawalRequested)
def request_withdrawal(dossier: Dossier, *, by: Hand, at: int, reason: str = "") -> WithdrawalRequested:
    if dossier.finished_at is not None and dossier.status not in {Status.NOT_ACCEPTED, Status.STOPPED}:
        raise DecisionAlreadySigned()
    admit(dossier, WithdrawalRequested, by=by, at=at, reason=reason)
    return WithdrawalRequested(reason=reason)


@verb(WithdrawalGranted)
def grant_withdrawal(dossier: Dossier, *, by: Hand, at: int, number: str) -> WithdrawalGranted:
    admit(dossier, WithdrawalGranted, by=by, at=at)
    numbered(number)
    return WithdrawalGranted(number=number)


@verb(WithdrawalDeclined)
def decline_withdrawal(
    dossier: Dossier, *, by: Hand, at: int, reason: str, due: Due | None = None
) -> WithdrawalDeclined:
    admit(dossier, WithdrawalDeclined, by=by, at=at, reason=reason)
    return WithdrawalDeclined(reason=reason, due=due)


@verb(DossierStopped)
def stop(
    dossier: Dossier, *, by: Hand, at: int, number: str, basis: str, reason: str, approved_by: str
) -> DossierStopped:
    admit(dossier, DossierStopped, by=by, at=at, reason=reason)
    in_writing(number, basis)
    approved_by_another(approved_by, by)
    return DossierStopped(number=number, basis=basis, approved_by=approved_by, reason=reason)
