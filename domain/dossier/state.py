"""What a dossier is at a moment: the national status, and beside it the axes the status does not say.

Every value is frozen; the empty `Dossier()` is one to which nothing has happened yet.
"""

from enum import IntEnum
from typing import Literal

import msgspec

from domain.dossier.facts import Channel, Due, Leg, LimitInForce, Route, Stage

Delivery = Literal["not_ready", "ready", "dispatched", "delivered", "undeliverable", "unclaimed"]
PauseReason = Literal["supplement", "financial_obligation", "withdrawal_pending", "external_verification"]
"""All that may hold the clock up; an absent officer, a missing form or a slow agency never does."""


class Status(IntEnum):
    """The national list of dossier statuses (Cổng DVCQG); 0 is a dossier that does not exist yet."""

    NONE = 0
    NEWLY_REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    SUPPLEMENT_REQUESTED = 5
    FINANCIAL_OBLIGATION = 6
    WITHDRAWAL_REQUESTED = 7
    STOPPED = 8
    PROCESSED = 9
    RETURNED = 10

    @property
    def identifier(self) -> str:
        return self.name.lower()


class Hand(msgspec.Struct, frozen=True):
    """Whoever acts, and in which role: an officer's sign-in name, or empty for the citizen."""

    officer: str
    role: str


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of the rule set a dossier was received under. Defaults: NĐ 61/2018 and NĐ 63/2010.

    `processing_supplements` may be asked freely, up to `processing_supplements_hard` only when the applicant
    did not follow the guidance and a supervisor agrees.
    """

    intake_supplements: int = 1
    processing_supplements: int = 1
    processing_supplements_hard: int = 2
    processing_supplement_working_days: int = 3
    apologies: int = 1
    apology_lead_days: int = 1
    postal_invitations: int = 2
    postal_gap_wd: int = 2
    unclaimed_after_days: int = 30
    unclaimed_notices: int = 2


class Offer(msgspec.Struct, frozen=True):
    """A hand-over signed by the giver and not yet by the taker."""

    from_officer: str
    to_officer: str
    section: str = ""


class SupplementRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The open request for papers. Which ones is sealed in the fact that asked for them."""

    stage: Stage
    number: str
    requested_at: int
    answer_by: str = ""
    provided: bool = False


class PaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The open demand for a tax, charge or fee."""

    number: str
    amount_vnd: int
    requested_at: int
    pauses: bool = True
    pay_by: str = ""


class OpenOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to another agency that is not answered yet."""

    number: str
    agency: str
    answer_by: str
    overdue: bool = False
    """The head of the one-stop unit has been told that the agency is late."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A verification that is planned and not yet recorded."""

    number: str
    visit_at: int
    pauses: bool = False


class LegState(msgspec.Struct, frozen=True, kw_only=True):
    """Where one agency's part stands. `sent_at` and `returned_at` are None until it happens."""

    leg: Leg
    answer_by: str = ""
    sent_at: int | None = None
    returned_at: int | None = None


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """The agencies that take part in the dossier (liên thông)."""

    route: Route
    lead: str
    legs: tuple[LegState, ...] = ()

    @property
    def is_open(self) -> bool:
        return any(each.returned_at is None for each in self.legs)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The decision on its way: drafted, signed under its own number."""

    drafted: bool = False
    drafted_by: str = ""
    favourable: bool = True
    signed: bool = False
    signed_by: str = ""
    number: str = ""
    digest: str = ""


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch during which the clock of the office stood still; `end` is None while it lasts."""

    start: int
    end: int | None = None
    why: PauseReason


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier as its facts have made it. Times are µs UTC.

    `due_original` is the appointment on the receipt and never moves. `due_lawful` moves only by the clock
    policy (full set handed in, money paid, withdrawal declined). `due_current` is what the citizen is told.
    `finished_at` is the first time the dossier was finished; a recall does not take it back.
    """

    status: Status = Status.NONE
    code: str = ""
    procedure: str = ""
    procedure_version: int = 0
    procedure_name: str = ""
    field: str = ""
    channel: Channel = "counter"
    return_channel: Channel = "counter"
    ruleset: str = ""
    limit: LimitInForce | None = None
    delegated: bool = False
    receipt_waived: bool = False
    receipt_given: bool = False

    submitted_at: int | None = None
    accepted_at: int | None = None
    finished_at: int | None = None
    returned_at: int | None = None
    changed_at: int | None = None
    answer_by: int = 0
    """End of the 8 working hours for an online submission, 0 otherwise."""
    due_original: Due | None = None
    due_lawful: Due | None = None
    due_current: Due | None = None
    paused: tuple[Pause, ...] = ()

    holder: str = ""
    section: str = ""
    offered: Offer | None = None
    supplement: SupplementRequest | None = None
    intake_supplements: int = 0
    processing_supplements: int = 0
    payment: PaymentRequest | None = None
    paid_vnd: int = 0
    """What was paid less what was paid back."""
    withdrawing: bool = False
    apologies: int = 0
    opinions: tuple[OpenOpinion, ...] = ()
    visit: Visit | None = None
    referral: Referral | None = None
    lost: bool = False
    result: Result = Result()
    decided_at_counter: bool = False
    delivery: Delivery = "not_ready"
    notices: int = 0
    """How often the citizen was told that the result is there, since it is."""
    invitations: int = 0
    invited_at: int | None = None
    recalls: int = 0
    corrections: int = 0
    archive: str = ""
    """Reference in the archive, once the file is handed over."""

    notice: str = ""
    """Number of the latest written notice that ended or held up the dossier (M02, M03, M05)."""
    basis: str = ""
    """Under which article it was ended without a result. The reason itself is personal and stays sealed."""
    ticket: str = ""
    lookup: str = ""

    @property
    def stage(self) -> Stage:
        """Intake until the dossier is accepted and has its code; processing ever after."""
        return "processing" if self.accepted_at is not None else "intake"
