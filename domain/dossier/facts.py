"""What can happen to a dossier. Names follow the life cycle of NĐ 61/2018 and the national status list."""

from typing import Literal

import msgspec

from domain.fact import Fact, recorded_as

Channel = Literal["counter", "online", "postal", "home"]
Stage = Literal["intake", "processing"]
Purpose = Literal["handle", "answer", "return", "check", "supervise", "receipt"]
"""Why a file was read; nobody writes a name into a choice."""

PERSON = ("applicant", "personal_id", "phone", "address", "email")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a checklist: a required document and how many were handed in."""

    name: str
    originals: int = 0
    copies: int = 0


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment for the result: the legal last day, and the moment the counter closes on it (µs UTC)."""

    date: str
    at: int
    provisional: bool = False


class LimitInForce(msgspec.Struct, frozen=True, kw_only=True):
    """The time limit a dossier was received under; it never changes with the catalogue."""

    unit: str
    value: int | None = None
    cutoff: str | None = None
    policy: Literal["restart", "stopwatch", "shift"] = "restart"


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


@recorded_as("dossier.accepted", sealed=("papers", "helper", *PERSON))
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
    return_channel: Channel = "counter"
    ticket: str = ""
    lookup: str = ""
    delegated: bool = False
    helper: str = ""
    """Who helped the citizen to file, when somebody did; a helper is never the applicant."""
    applicant: str = ""
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


@recorded_as("dossier.refused", sealed=("applicant", "phone", "reason"))
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
    reason: str = ""


@recorded_as("intake.supplement_requested", sealed=("items", "applicant", "phone", "reason"))
class IntakeSupplementRequested(Fact, frozen=True, kw_only=True):
    """Incomplete at intake (M02): everything is listed at once; no clock has started: status 5."""

    procedure: str
    procedure_version: int
    field: str
    channel: Channel
    number: str
    items: tuple[str, ...] = ()
    basis: str
    answer_by: str = ""
    ticket: str = ""
    lookup: str = ""
    applicant: str = ""
    phone: str = ""
    reason: str = ""


@recorded_as("processing.supplement_requested", sealed=("items", "reason"))
class ProcessingSupplementRequested(Fact, frozen=True, kw_only=True):
    """Asked after acceptance, by the one-stop unit, within 3 working days: status 5 (NĐ 61 Art. 19(4))."""

    number: str
    time: int
    items: tuple[str, ...] = ()
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


@recorded_as("dossier.forwarded")
class DossierForwarded(Fact, frozen=True, kw_only=True):
    """Sent to the professional section: status 4. `deadline` is the 15:00 rule's limit (µs UTC)."""

    section: str
    deadline: int = 0


@recorded_as("dossier.assigned")
class DossierAssigned(Fact, frozen=True, kw_only=True):
    officer: str
    section: str = ""


@recorded_as("handover.offered", sealed=("note",))
class HandoverOffered(Fact, frozen=True, kw_only=True):
    """First signature of a hand-over (control slip). The clock runs on."""

    from_officer: str
    to_officer: str
    section: str = ""
    note: str = ""


@recorded_as("handover.accepted")
class HandoverAccepted(Fact, frozen=True, kw_only=True):
    """Second signature: the dossier is now in this officer's hands."""

    from_officer: str
    to_officer: str
    section: str = ""


@recorded_as("handover.declined", sealed=("why",))
class HandoverDeclined(Fact, frozen=True, kw_only=True):
    from_officer: str
    to_officer: str
    why: str = ""


@recorded_as("payment.requested")
class PaymentRequested(Fact, frozen=True, kw_only=True):
    """A tax, charge or fee must be paid first: status 6. `pauses` follows the procedure's own rule."""

    amount_vnd: int
    basis: str
    number: str
    pauses: bool = True


@recorded_as("payment.confirmed")
class PaymentConfirmed(Fact, frozen=True, kw_only=True):
    """Paid. Status 4 again, or 9 when the fee was only due on return (`final`)."""

    amount_vnd: int
    receipt: str
    final: bool = False
    due: Due | None = None


@recorded_as("payment.expired", sealed=("reason",))
class PaymentExpired(Fact, frozen=True, kw_only=True):
    number: str
    reason: str = ""


@recorded_as("fee.paid")
class FeePaid(Fact, frozen=True, kw_only=True):
    """An ordinary fee paid at the counter; the status does not change."""

    amount_vnd: int
    receipt: str


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
    reason: str = ""


@recorded_as("result.drafted", sealed=("document",))
class ResultDrafted(Fact, frozen=True, kw_only=True):
    """The specialist submits a draft for signature. `favourable` is False for a reasoned refusal."""

    favourable: bool = True
    document: str = ""
    digest: str = ""
    drafted_by: str = ""
    """Kept so that nobody signs their own draft."""


@recorded_as("result.signed", sealed=("document",))
class ResultSigned(Fact, frozen=True, kw_only=True):
    """The leader signs: the clock stops here, status 9. `number` is the result's own number.

    Without a document of its own the signed result is the draft.
    """

    number: str
    signed_by: str
    document: str = ""
    digest: str = ""


@recorded_as("result.sent_back", sealed=("reason",))
class ResultSentBack(Fact, frozen=True, kw_only=True):
    """The leader does not sign the draft and says why."""

    reason: str = ""


@recorded_as("result.resolved_at_counter", sealed=("document",))
class ResolvedAtCounter(Fact, frozen=True, kw_only=True):
    """Delegated and same-day procedures, decided at the unit (NĐ 61 Art. 17(4)(5)): status 2 to 9."""

    number: str
    document: str = ""
    digest: str = ""


@recorded_as("result.ready", sealed=("place",))
class ResultReady(Fact, frozen=True, kw_only=True):
    """The result is at the one-stop unit, for the citizen to fetch; `place` says where."""

    place: str = ""


@recorded_as("notice.sent")
class NoticeSent(Fact, frozen=True, kw_only=True):
    about: Literal["result_ready", "supplement", "apology", "payment", "stopped", "early"]
    channel: Literal["sms", "email", "phone", "post", "counter", "zalo"]


@recorded_as("result.returned", sealed=("recipient",))
class ResultReturned(Fact, frozen=True, kw_only=True):
    """Handed over; identity or authorisation was checked: status 10."""

    channel: Channel
    checked: Literal["owner", "authorised", "post"]
    ticket: str = ""
    recipient: str = ""


@recorded_as("result.recalled", sealed=("reason",))
class ResultRecalled(Fact, frozen=True, kw_only=True):
    """An error is found before the return: 9 to 4; the first finish time is kept."""

    approved_by: str
    reason: str = ""


@recorded_as("correction.opened", sealed=("reason",))
class CorrectionOpened(Fact, frozen=True, kw_only=True):
    """An error of the office in a returned result: 10 to 4, at the office's cost (NĐ 61 Art. 21(1))."""

    approved_by: str
    reason: str = ""


@recorded_as("lookup.performed")
class LookupPerformed(Fact, frozen=True, kw_only=True):
    """Somebody read personal data of the dossier; the citizen sees this. Kept on its access stream."""

    dossier: str
    purpose: Purpose
