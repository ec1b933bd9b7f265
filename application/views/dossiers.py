"""What is seen of a dossier: its receipt, its line in an inbox, its file, and the page of its citizen."""

import msgspec

from domain.dossier import Dossier


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen takes away when a dossier is accepted (M01)."""

    id: str
    code: str
    procedure_name: str
    applicant: str
    received_at: int
    due_date: str
    due_at: int
    provisional: bool
    papers: tuple[tuple[str, int, int], ...]
    """Name, originals, copies."""
    fee_vnd: int | None
    return_channel: str
    url: str
    short_code: str
    """8 characters for those who cannot scan: with the dossier code it opens the same page."""
    waived: bool = False
    """Decided at once, so that no paper is given out unless the citizen asks for it."""
    claims: str
    """Canonical JSON that the log commits to; what a proof of this receipt proves."""


class InboxLine(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier in somebody's hands."""

    id: str
    code: str
    procedure: str
    procedure_name: str
    field: str
    channel: str
    status: int
    due_date: str
    due_at: int
    days_left: int
    """Working days to the current due date; negative when it has passed."""
    holder: str
    offered_to: str
    awaiting: str
    """What is expected next: accept_handover, draft, sign, supplement, payment, withdrawal, return, forward."""


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a history, safe to show at its tier. Words: `history.<topic>` with `blanks`."""

    at: int
    topic: str
    actor: str
    blanks: dict[str, str]
    id: int = 0
    """Position in the log, so that any line leads to its proof."""


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """Whose dossier it is. Empty strings once the key was destroyed."""

    name: str = ""
    personal_id: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


class GivenPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it was given out: its form (M01 to M05), its number, and when."""

    form: str
    number: str
    at: int


class DossierFile(msgspec.Struct, frozen=True, kw_only=True):
    """The whole dossier, for staff who work on it; opening it is itself recorded."""

    line: InboxLine
    applicant: Applicant
    papers: tuple[tuple[str, int, int], ...]
    open_items: tuple[str, ...]
    """Papers still asked for."""
    reasons: tuple[tuple[str, str], ...]
    """(topic, text) of every written reason."""
    history: tuple[HistoryLine, ...]
    version: int
    """To be given back with an act, so that the officer learns when somebody else was quicker."""
    acts: tuple[str, ...]
    """What may be done now by the asking officer's roles: names of methods of `Dossiers`."""
    state: Dossier
    """Opinions, visits, other agencies, money and pauses as they stand; nothing personal."""
    tasks: tuple[str, ...] = ()
    """What each agency of the referral is asked to do, in the order of its legs."""
    given: tuple["GivenPaper", ...] = ()
    """Papers of the law that were given out, the earliest first."""


class AskedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is asked for: how many originals, certified and plain copies, and under which article."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    basis: str = ""


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """Something under way with a dossier that its citizen should know. Words: `matter.<kind>`.

    `day` is ISO, `at` µs UTC; what a kind does not need stays empty.
    """

    kind: str
    agency: str = ""
    number: str = ""
    day: str = ""
    at: int = 0
    count: int = 0
    amount_vnd: int = 0
    basis: str = ""


class Apologised(msgspec.Struct, frozen=True, kw_only=True):
    """The letter of apology (M04): the appointment it put off (ISO days), and why."""

    number: str
    before: str
    after: str
    reason: str = ""


class DossierPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a dossier's look-up shows. `tier` is `code` (only the degree of completion) or `secret`.

    At tier `code` everything that could tell about a person or a life event is empty (TT 01/2018 Art. 16(2)(d)).
    """

    tier: str
    unit: str
    unit_en: str
    code: str
    status: int
    progress: str
    """received, in_process, waiting_for_you, done, returned, stopped or not_accepted."""
    due_date: str
    provisional: bool
    updated_at: int
    late: bool = False
    due_original: str = ""
    next_step: str = ""
    procedure_name: str = ""
    section: str = ""
    officer: str = ""
    officer_phone: str = ""
    applicant: str = ""
    """Masked."""
    personal_id: str = ""
    """Last three digits."""
    open_items: tuple[str, ...] = ()
    reason: str = ""
    history: tuple[HistoryLine, ...] = ()
    reads: tuple[HistoryLine, ...] = ()
    """Who in the office read the citizen's personal data, and when."""
    id: str = ""
    """By which the office can be asked to explain the clock; empty at tier `code`."""
    asked: tuple[AskedPaper, ...] = ()
    """The papers of `open_items`, with how many and why."""
    asked_under: str = ""
    """Article of the whole request."""
    answer_by: str = ""
    """Last day (ISO) to bring them."""
    notice: str = ""
    """Number of the written request."""
    apology: Apologised | None = None
    paused_why: str = ""
    """What the clock stands still for; empty while it runs."""
    paused_since: int = 0
    matters: tuple[Matter, ...] = ()
    given: tuple[GivenPaper, ...] = ()
    """Papers of the law that were given out, the earliest first."""
