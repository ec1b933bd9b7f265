"""A dossier comes in: submitted, accepted, refused, or sent back for what is missing."""

from domain.dossier.facts.shapes import PERSON, Channel, Due, ItemParticulars, LimitInForce, Paper
from domain.fact import Fact, recorded_as


@recorded_as("dossier.submitted", sealed=("papers", *PERSON))
class DossierSubmitted(Fact, frozen=True, kw_only=True):
    """Submitted online, not yet accepted: status 1. `answer_by` is the end of the 8 working hours (µs)."""

    procedure: str
    procedure_version: int
    field: str
    channel: Channel
    papers: tuple[Paper, ...] = ()
    answer_by: int = 0
    lookup: str = ""
    applicant: str = ""
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


@recorded_as("dossier.accepted", sealed=("papers", "helper", "visit_place", "fee_exemption", *PERSON))
class DossierAccepted(Fact, frozen=True, kw_only=True):
    """The one-stop unit takes the dossier in; the code and receipt (M01) are issued: status 2.

    `code` is `agency`-`YYMMDD`-`ordinal` (TT 01/2018/TT-VPCP Art. 19), gapless per agency and day.
    """

    code: str
    agency: str
    day: str
    ordinal: int
    procedure: str
    procedure_version: int
    procedure_name: str
    field: str
    channel: Channel
    ruleset: str
    limit: LimitInForce
    submitted_at: int
    due: Due | None = None
    """None when the source of the procedure states no limit."""
    papers: tuple[Paper, ...] = ()
    sets: int = 1
    fee_vnd: int | None = None
    fee_gross_vnd: int | None = None
    """Before exemption; `fee_vnd` is what is to be paid."""
    fee_basis: str = ""
    fee_exemption: str = ""
    """The group that pays less or nothing: it tells about a person."""
    return_channel: Channel = "counter"
    ticket: str = ""
    lookup: str = ""
    delegated: bool = False
    receipt_waived: bool = False
    """Decided at once, so no receipt unless the citizen asks for one (NĐ 61 Art. 17(4))."""
    handover_record: str = ""
    """By post: number of the record whose signing is the moment of submission (QĐ 45/2016 Art. 7(4))."""
    visit_place: str = ""
    """At home: where the papers were taken in (NĐ 61 Art. 14(5))."""
    appointment: str = ""
    site: str = ""
    helper: str = ""
    """Who helped the citizen to file, when somebody did; a helper is never the applicant."""
    applicant: str = ""
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


@recorded_as("dossier.refused", sealed=("applicant", "phone", "address", "reason"))
class DossierRefused(Fact, frozen=True, kw_only=True):
    """Not accepted at intake, in writing (M03), with the reason and its legal basis: status 3."""

    procedure: str
    field: str
    channel: Channel
    number: str
    basis: str
    ticket: str = ""
    applicant: str = ""
    phone: str = ""
    address: str = ""
    reason: str = ""


@recorded_as(
    "intake.supplement_requested", sealed=("items", "particulars", "applicant", "phone", "address", "reason")
)
class IntakeSupplementRequested(Fact, frozen=True, kw_only=True):
    """Incomplete at intake (M02): everything is listed at once; no clock has started: status 5."""

    procedure: str
    procedure_version: int
    field: str
    channel: Channel
    number: str
    items: tuple[str, ...] = ()
    particulars: tuple[ItemParticulars, ...] = ()
    basis: str
    answer_by: str = ""
    ticket: str = ""
    lookup: str = ""
    applicant: str = ""
    phone: str = ""
    address: str = ""
    reason: str = ""
