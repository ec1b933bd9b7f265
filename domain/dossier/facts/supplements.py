"""More papers are asked for while a dossier is worked on."""

from domain.dossier.facts.shapes import Channel, Due, ItemParticulars, Paper, Stage
from domain.fact import Fact, recorded_as


@recorded_as("processing.supplement_requested", sealed=("items", "particulars", "reason"))
class ProcessingSupplementRequested(Fact, frozen=True, kw_only=True):
    """Asked after acceptance, by the one-stop unit, within 3 working days: status 5 (NĐ 61 Art. 19(4))."""

    number: str
    time: int
    items: tuple[str, ...] = ()
    particulars: tuple[ItemParticulars, ...] = ()
    basis: str
    answer_by: str
    applicant_at_fault: bool = False
    approved_by: str = ""
    reason: str = ""


@recorded_as("supplement.provided", sealed=("papers",))
class SupplementProvided(Fact, frozen=True, kw_only=True):
    """The applicant handed in papers; whether they are complete is another fact."""

    papers: tuple[Paper, ...] = ()
    channel: Channel = "counter"


@recorded_as("supplement.completed")
class SupplementCompleted(Fact, frozen=True, kw_only=True):
    """The full set is in during processing; the clock goes on by the policy of the dossier: status 4."""

    due: Due | None = None


@recorded_as("supplement.expired", sealed=("reason",))
class SupplementExpired(Fact, frozen=True, kw_only=True):
    """The set was never completed: status 3 at intake, 8 in processing; in writing."""

    stage: Stage
    number: str
    reason: str = ""
