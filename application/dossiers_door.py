"""Every act on a dossier, as the desk and the portal see it; `application.ports` has the other doors."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from application.envelope import Actor
from application.views import DossierFile, HistoryLine, InboxLine, Receipt
from domain.dossier import About, Channel, Checked, Medium, Method, Outcome, Route
from papers import Content

if TYPE_CHECKING:  # what is handed in is described beside the other doors
    from application.ports import Intake, Wanted


class DossiersDoor(Protocol):
    """Every act on a dossier. `dossier` is its hex id; `seen` the version on the officer's screen."""

    def accept(
        self, intake: "Intake", by: Actor, *, ticket: str = "", dossier: str = "", command: str = ""
    ) -> Receipt:
        """Take a dossier in; `dossier` names one submitted online or supplemented at intake."""

    def receipt(self, dossier: str, by: Actor) -> Receipt:
        """Printed again: a reading of personal data like `open`, recorded and shown to the citizen."""

    def refuse(
        self, intake: "Intake", reason: str, basis: str, by: Actor, *, ticket: str = "", dossier: str = ""
    ) -> str: ...

    def submit_online(self, intake: "Intake", by: Actor, *, command: str = "") -> str: ...

    def ask_at_intake(
        self, intake: "Intake", items: "Sequence[str | Wanted]", reason: str, basis: str, by: Actor,
        *, ticket: str = "", dossier: str = "",
    ) -> str: ...  # fmt: skip

    def forward(self, dossier: str, section: str, by: Actor, *, seen: int = 0) -> None: ...

    def assign(self, dossier: str, officer: str, by: Actor, *, seen: int = 0) -> None: ...

    def offer(self, dossier: str, to: str, by: Actor, *, note: str = "", seen: int = 0) -> None: ...

    def take_over(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def decline(self, dossier: str, why: str, by: Actor, *, seen: int = 0) -> None: ...

    def ask_supplement(
        self, dossier: str, items: "Sequence[str | Wanted]", reason: str, basis: str, by: Actor,
        *, applicant_at_fault: bool = False, approved_by: str = "", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def hand_in(
        self, dossier: str, papers: Sequence[tuple[str, int, int]], by: Actor,
        *, record: str = "", record_line: int = 0, seen: int = 0,
    ) -> None: ...  # fmt: skip

    def complete_supplement(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def expire_supplement(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def ask_payment(self, dossier: str, amount_vnd: int, basis: str, by: Actor, *, seen: int = 0) -> None: ...

    def confirm_payment(
        self, dossier: str, receipt: str, by: Actor,
        *, final: bool = False, method: Method = "cash", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def expire_payment(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def pay_fee(
        self, dossier: str, amount_vnd: int, receipt: str, by: Actor,
        *, method: Method = "cash", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def refund(
        self, dossier: str, amount_vnd: int, receipt: str, basis: str, reason: str, by: Actor,
        *, method: Method = "cash", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def ask_opinion(
        self, dossier: str, agency: str, question: str, answer_by: date, by: Actor, *, seen: int = 0
    ) -> None: ...

    def record_opinion(
        self, dossier: str, request: str, answer: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def report_overdue_opinion(self, dossier: str, request: str, by: Actor, *, seen: int = 0) -> None: ...

    def schedule_visit(
        self, dossier: str, visit_at: int, place: str, participants: str, by: Actor,
        *, applicant_present: bool = False, seen: int = 0,
    ) -> None: ...  # fmt: skip

    def record_visit(self, dossier: str, findings: str, by: Actor, *, seen: int = 0) -> None: ...

    def plan_referral(
        self,
        dossier: str,
        route: Route,
        lead: str,
        legs: Sequence[tuple[str, str, int, bool]],
        by: Actor,
        *,
        seen: int = 0,
    ) -> None:
        """`legs`: agency, its work, its working days, and whether it is outside the commune."""
        ...  # fmt: skip

    def send_leg(self, dossier: str, leg: int, by: Actor, *, seen: int = 0) -> None: ...

    def take_leg_back(
        self, dossier: str, leg: int, by: Actor,
        *, outcome: Outcome = "done", document: str = "", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def ask_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def grant_withdrawal(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def decline_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def stop(
        self, dossier: str, reason: str, basis: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def apologise(self, dossier: str, reason: str, new_due: date, by: Actor, *, seen: int = 0) -> None: ...

    def draft_result(
        self, dossier: str, document: str, by: Actor, *, favourable: bool = True, seen: int = 0
    ) -> None: ...

    def sign_result(self, dossier: str, by: Actor, *, seen: int = 0) -> None: ...

    def send_back(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def resolve_at_counter(self, dossier: str, document: str, by: Actor, *, seen: int = 0) -> None: ...

    def make_ready(self, dossier: str, by: Actor, *, place: str = "", seen: int = 0) -> None: ...

    def notify(self, dossier: str, about: About, channel: Medium, by: Actor) -> None: ...

    def return_result(
        self, dossier: str, by: Actor,
        *, channel: Channel = "counter", checked: Checked = "owner", recipient: str = "", ticket: str = "",
        seen: int = 0,
    ) -> None: ...  # fmt: skip

    def dispatch_result(
        self, dossier: str, channel: Channel, by: Actor,
        *, record: str = "", tracking: str = "", seen: int = 0,
    ) -> None: ...  # fmt: skip

    def attempt_delivery(self, dossier: str, by: Actor, *, note: str = "", seen: int = 0) -> None: ...

    def bring_back(
        self, dossier: str, reason: str, by: Actor, *, record: str = "", seen: int = 0
    ) -> None: ...

    def list_unclaimed(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None: ...

    def recall_result(
        self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def open_correction(
        self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def report_loss(
        self, dossier: str, reason: str, responsible: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None: ...

    def restore(self, dossier: str, by: Actor, *, note: str = "", seen: int = 0) -> None: ...

    def archive(self, dossier: str, reference: str, by: Actor, *, place: str = "", seen: int = 0) -> None: ...

    def issue_receipt(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        """M01 for whoever asks for it although the business was done at once."""

    def inbox(self, by: Actor) -> tuple[InboxLine, ...]:
        """What waits for this officer: in hand, offered, to sign, to return, by due date."""

    def find(self, code: str) -> str:
        """The hex id behind a dossier code."""

    def open(self, dossier: str, by: Actor, purpose: str) -> DossierFile:
        """The whole file with personal data; the reading is recorded and shown to the citizen."""

    def history(self, dossier: str) -> tuple[HistoryLine, ...]: ...

    def paper(self, dossier: str, number: str, by: Actor) -> Content:
        """A paper exactly as it was given out; a reading like `open`."""

    def control_slip(self, dossier: str, by: Actor) -> Content:
        """M06 as the log has it now; a reading like `open`."""

    def explain(self, dossier: str, language: str) -> Sequence[str]:
        """The dossier's clock line by line: each interval, whether it counted, and why."""
