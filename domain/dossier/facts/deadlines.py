"""The appointment moves; the first one stays on the receipt."""

from domain.dossier.facts.shapes import Due
from domain.fact import Fact, recorded_as


@recorded_as("deadline.changed")
class DeadlineChanged(Fact, frozen=True, kw_only=True):
    """`due_current` moves, always with a basis; `due_original` never does."""

    before: Due
    after: Due
    basis: str


@recorded_as("apology.issued", sealed=("reason",))
class ApologyIssued(Fact, frozen=True, kw_only=True):
    """Written apology (M04), at least one day before expiry, once; still late (NĐ 61 Art. 19(9))."""

    number: str
    before: Due
    after: Due
    signed_by: str
    signer_title: str = ""
    reason: str = ""


@recorded_as("deadline.recalculated")
class DeadlineRecalculated(Fact, frozen=True, kw_only=True):
    """Another calendar is in force: the lawful appointment is counted again. What was printed stays printed.

    `told` is what the citizen is told from now on: an appointment put off with an apology does not come nearer.
    """

    before: Due
    after: Due
    told: Due
    basis: str
