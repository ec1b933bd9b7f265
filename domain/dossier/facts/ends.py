"""A dossier ends without a result."""

from domain.dossier.facts.shapes import Due
from domain.fact import Fact, recorded_as


@recorded_as("withdrawal.requested", sealed=("reason",))
class WithdrawalRequested(Fact, frozen=True, kw_only=True):
    """The applicant asks for the dossier back: status 7, only while no result is signed."""

    reason: str = ""


@recorded_as("withdrawal.granted")
class WithdrawalGranted(Fact, frozen=True, kw_only=True):
    """Notice M05 (TT 03/2025): status 8."""

    number: str


@recorded_as("withdrawal.declined", sealed=("reason",))
class WithdrawalDeclined(Fact, frozen=True, kw_only=True):
    reason: str = ""
    due: Due | None = None


@recorded_as("dossier.stopped", sealed=("reason",))
class DossierStopped(Fact, frozen=True, kw_only=True):
    """Not eligible after appraisal: returned with a written reason in time (NĐ 61 Art. 19(8)): status 8."""

    number: str
    basis: str
    approved_by: str
    reason: str = ""
