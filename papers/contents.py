"""What is printed on each paper of TT 03/2025/TT-VPCP, Annex I, as plain values in no language.

A content is everything that its paper shows: whoever keeps it can print the same paper for ever. Fields are only
added, with defaults. Moments are µs UTC, days ISO texts; empty texts and zeros are what is not known.
"""

from typing import ClassVar, Literal

import msgspec

Pace = Literal["", "early", "on_time", "late"]
Consequence = Literal["nothing_paid", "by_rule", "refund"]
Why = Literal["withdrawn", "not_eligible", "supplement_expired", "payment_expired"]


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a content; what has its default value is not written."""


class Unit(Part, frozen=True, kw_only=True):
    """The head of every paper: the superior agency over the unit, and where it is (NĐ 30/2020/NĐ-CP, Annex I)."""

    superior: str = ""
    superior_en: str = ""
    name: str
    name_en: str
    place: str = ""
    hotline: str = ""
    simulated: bool = False


class Person(Part, frozen=True, kw_only=True):
    """The applicant."""

    name: str
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


class Officer(Part, frozen=True, kw_only=True):
    """Officers' names, titles and phones are public (NĐ 61/2018 Art. 9(7))."""

    name: str = ""
    title: str = ""
    phone: str = ""


class Signer(Part, frozen=True, kw_only=True):
    """Who signs. `acting_for` is the title of the head where a deputy signs («KT.»), empty for the head."""

    name: str
    title: str
    acting_for: str = ""


class Procedure(Part, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str = ""
    field: str = ""


class Link(Part, frozen=True, kw_only=True):
    """How the citizen follows the dossier: `url` carries the secret in its fragment, `short_code` is typed."""

    url: str
    short_code: str = ""


class PaperLine(Part, frozen=True, kw_only=True):
    name: str
    originals: int = 0
    copies: int = 0


class WantedLine(Part, frozen=True, kw_only=True):
    """A paper that is asked for: originals, certified copies, plain copies, and the article that asks for it."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    basis: str = ""


class Appointment(Part, frozen=True, kw_only=True):
    """The day (ISO) of the result, and the moment the counter closes on it (µs UTC)."""

    day: str
    at: int
    provisional: bool = False


class Limit(Part, frozen=True, kw_only=True):
    """The time limit by law; a staged one is made of its parts, each with `who` has it."""

    unit: str
    value: int | None = None
    cutoff: str | None = None
    who: str = ""
    stages: tuple["Limit", ...] = ()


class Fee(Part, frozen=True, kw_only=True):
    """`amount_vnd` is what is to be paid; None: the source states no amount. `gross_vnd` is before exemption.

    `exemption` is the group that pays less, a key of the tariff, or words.
    """

    amount_vnd: int | None = None
    gross_vnd: int | None = None
    exemption: str = ""
    basis: str = ""


class Parcel(Part, frozen=True, kw_only=True):
    """Dossiers about land also name the map sheet, the plot and its address."""

    sheet: str = ""
    plot: str = ""
    address: str = ""


class Content(Part, frozen=True, kw_only=True):
    """What every paper has. `made_at` dates the paper."""

    TEMPLATE: ClassVar[str]

    unit: Unit
    made_at: int


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What proves a receipt, printed below it and no part of what was given out: it is known once a head is signed."""

    code: str
    """The `HS1:` code."""
    origin: str
    fingerprint: str
    """Of the log's key, to compare with the notice board."""
    site: str
    """Where the page that checks it can be opened, without the scheme."""
    state: Literal["signed", "waiting", "witnessed"] = "signed"
    witnesses: tuple[str, ...] = ()


class Receipt(Content, frozen=True, kw_only=True):
    """M01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả (NĐ 61/2018 Art. 17(1)(c), (3))."""

    TEMPLATE = "m01-1"

    code: str
    applicant: Person
    procedure: Procedure
    channel: str = "counter"
    papers: tuple[PaperLine, ...] = ()
    sets: int = 1
    limit: Limit
    received_at: int
    due: Appointment | None = None
    return_channel: str = "counter"
    return_place: str = ""
    fee: Fee = Fee()
    book: str = ""
    ordinal: int = 0
    """Volume and ordinal in the register, where they are known when the paper is made."""
    handover_record: str = ""
    visit_place: str = ""
    helper: str = ""
    parcel: Parcel | None = None
    officer: Officer
    link: Link | None = None


class SupplementRequest(Content, frozen=True, kw_only=True):
    """M02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (NĐ 61/2018 Art. 17(1)(a), 19(4))."""

    TEMPLATE = "m02-1"

    number: str
    code: str = ""
    stage: Literal["intake", "processing"]
    time: int = 1
    applicant: Person
    procedure: Procedure
    items: tuple[WantedLine, ...]
    reason: str
    basis: str = ""
    answer_by: str = ""
    approved_by: Officer = Officer()
    officer: Officer
    link: Link | None = None


class Refusal(Content, frozen=True, kw_only=True):
    """M03, Phiếu từ chối tiếp nhận, giải quyết hồ sơ (NĐ 61/2018 Art. 17(1)(b), 19(8))."""

    TEMPLATE = "m03-1"

    number: str
    code: str = ""
    stage: Literal["intake", "processing"] = "intake"
    applicant: Person
    procedure: Procedure
    reason: str
    basis: str = ""
    approved_by: Officer = Officer()
    officer: Officer
    link: Link | None = None


class Apology(Content, frozen=True, kw_only=True):
    """M04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết (NĐ 61/2018 Art. 19(9))."""

    TEMPLATE = "m04-1"

    number: str
    code: str
    applicant: Person
    procedure: Procedure
    received_at: int
    before: Appointment
    after: Appointment
    reason: str
    signer: Signer
    officer: Officer = Officer()
    link: Link | None = None


class StopNotice(Content, frozen=True, kw_only=True):
    """M05, Thông báo dừng giải quyết hồ sơ: request, stage, decision and what it means in money."""

    TEMPLATE = "m05-1"

    number: str
    code: str = ""
    applicant: Person
    procedure: Procedure
    received_at: int = 0
    why: Why
    requested_at: int = 0
    request: str = ""
    """The applicant's own words, when the applicant asked."""
    step: str = ""
    """The status the dossier had reached, a key of `status`."""
    reason: str = ""
    basis: str = ""
    paid_vnd: int = 0
    refund_vnd: int = 0
    consequence: Consequence = "nothing_paid"
    signer: Signer
    officer: Officer = Officer()
    link: Link | None = None


class Signed(Part, frozen=True, kw_only=True):
    """One signature of a hand-over: who, and when."""

    name: str = ""
    at: int = 0


class Handing(Part, frozen=True, kw_only=True):
    """A line of the control slip: given and taken, each with its signature, and whether it was in time."""

    step: str
    """accepted, forwarded, assigned, handover, draft, counter, referral, opinion, ready or returned."""
    agency: str = ""
    agency_en: str = ""
    given: Signed = Signed()
    taken: Signed = Signed()
    pace: Pace = ""
    note: str = ""


class ControlSlip(Content, frozen=True, kw_only=True):
    """M06, Phiếu kiểm soát quá trình giải quyết hồ sơ, as of event `at_event` of the log."""

    TEMPLATE = "m06-1"

    at_event: int
    code: str
    applicant: Person
    procedure: Procedure
    received_at: int
    due: Appointment | None = None
    finished_at: int = 0
    returned_at: int = 0
    handings: tuple[Handing, ...] = ()


class RegisterLine(Part, frozen=True, kw_only=True):
    """A dossier in the register; `ordinal` runs through the year without gaps."""

    ordinal: int
    code: str
    procedure: str
    procedure_en: str = ""
    sets: int = 1
    applicant: Person
    agency: str = ""
    agency_en: str = ""
    received_day: str
    due_day: str = ""
    returned_day: str = ""
    return_channel: str = ""
    signed_for: str = ""
    """Who took the result."""
    note: str = ""
    """How it ended without a result: withdrawn, stopped, refused_after; or empty."""


class Register(Content, frozen=True, kw_only=True):
    """M07, Sổ theo dõi hồ sơ: one volume a year, closed by the head, as of event `at_event` of the log."""

    TEMPLATE = "m07-1"

    at_event: int
    year: int
    first: str
    last: str
    closed: bool = False
    """The year is over and this is all of it; otherwise an extract."""
    lines: tuple[RegisterLine, ...] = ()
    head: Signer
