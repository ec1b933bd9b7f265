"""Taxes, charges and fees of a dossier."""

from domain.dossier.facts.shapes import Due, Method
from domain.fact import Fact, recorded_as


@recorded_as("payment.requested")
class PaymentRequested(Fact, frozen=True, kw_only=True):
    """A tax, charge or fee must be paid first: status 6. `pauses` follows the procedure's own rule."""

    amount_vnd: int
    basis: str
    number: str
    pauses: bool = True
    pay_by: str = ""
    """The last day (ISO) before the dossier may be stopped for it."""


@recorded_as("payment.confirmed")
class PaymentConfirmed(Fact, frozen=True, kw_only=True):
    """Paid. Status 4 again, or 9 when the fee was only due on return (`final`)."""

    amount_vnd: int
    receipt: str
    final: bool = False
    due: Due | None = None
    method: Method = "cash"


@recorded_as("payment.expired", sealed=("reason",))
class PaymentExpired(Fact, frozen=True, kw_only=True):
    number: str
    reason: str = ""


@recorded_as("fee.paid")
class FeePaid(Fact, frozen=True, kw_only=True):
    """An ordinary fee paid at the counter; the status does not change."""

    amount_vnd: int
    receipt: str
    method: Method = "cash"


@recorded_as("payment.refunded", sealed=("reason",))
class PaymentRefunded(Fact, frozen=True, kw_only=True):
    """Money goes back to the citizen, with the article that says so."""

    amount_vnd: int
    receipt: str
    basis: str
    method: Method = "cash"
    reason: str = ""
