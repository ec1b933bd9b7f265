"""The receipt (M01) as the citizen takes it away: code, appointment in words, fee, link as QR, plain text to print."""

from collections.abc import Iterator
from io import StringIO
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from application.views import Receipt
from desk.page import Hint, Page
from desk.widgets.drawings import LinkCode
from desk.words import day_in_words, fee, hour, moment
from wording.dates import sheets_text


class ReceiptScreen(Page[str]):
    """Dismissed with the dossier's id."""

    CSS_PATH = "receipt.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("enter", "leave", ""),
        ("f2", "save", ""),
        ("f4", "issue", ""),
    ]

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt, self.waived = receipt, receipt.waived

    def hints(self) -> tuple[Hint, ...]:
        """Business done at once needs no receipt, so there is nothing to save until one is asked for."""
        save = ("F2", self.words("desk.key.save_receipt"))
        issue = ("F4", self.words("desk.key.issue_receipt"))
        return (
            issue if self.waived else save,
            ("↑↓", self.words("desk.key.scroll")),
            ("Enter", self.words("desk.key.finish_receipt")),
        )

    def body(self) -> Iterator[Widget]:
        with Horizontal(classes="receipt"):
            with VerticalScroll(id="paper", can_focus=True):
                yield Static(self.text(), markup=False)
            with Vertical(classes="link"):
                yield Static(self.receipt.code, markup=False, classes="code")
                yield Static(self.due(), markup=False, classes="due")
                yield LinkCode(self.receipt.url)
                yield Static(self.words("desk.receipt.short_code"), markup=False, classes="muted")
                yield Static(spaced(self.receipt.short_code), markup=False, classes="short")

    def on_mount(self) -> None:
        self.query_one("#paper").focus()
        if self.waived:
            self.tell(self.words("desk.receipt.waived"))

    async def restore(self, kept: dict[str, object]) -> None:
        self.on_mount()

    def due(self) -> str:
        if not self.receipt.due_date:
            return self.words("desk.receipt.no_due")
        said = self.words(
            "desk.receipt.due",
            hour=hour(self.receipt.due_at),
            date=day_in_words(self.receipt.due_date, self.desk.language),
        )
        return f"{said} {self.words('desk.receipt.provisional')}" if self.receipt.provisional else said

    def text(self) -> str:
        """The receipt in plain text: what a printer or a screen reader gets."""
        receipt, unit = self.receipt, self.desk.unit
        officer = self.desk.officer.name if self.desk.officer else ""
        lines = [
            unit.superior.upper(),
            unit.name.upper(),
            "",
            self.words("desk.receipt.title"),
            self.words("desk.receipt.code", code=receipt.code),
            "",
            self.words("desk.receipt.of", name=receipt.applicant),
            self.words("desk.receipt.about", procedure=receipt.procedure_name),
            "",
            self.words("desk.receipt.papers"),
            *(self.papers() or ["  —"]),
            "",
            self.words("desk.receipt.received", at=moment(receipt.received_at, self.desk.language)),
            self.due(),
            self.words("desk.receipt.fee", fee=fee(receipt.fee_vnd, self.desk.language)),
            self.words(
                "desk.receipt.return", place=self.words(f"desk.choice.channel.{receipt.return_channel}")
            ),
            "",
            self.words("desk.receipt.follow"),
            f"  {receipt.url}",
            self.words("desk.receipt.or_code", short_code=spaced(receipt.short_code)),
            self.words("desk.receipt.officer", officer=officer, hotline=unit.hotline),
            self.words("desk.receipt.bring"),
        ]
        if unit.simulated:
            lines.insert(0, self.words("desk.line.simulated").upper())
        return "\n".join(lines)

    def papers(self) -> list[str]:
        lines = []
        for place, (name, originals, copies) in enumerate(self.receipt.papers, start=1):
            counted = sheets_text(originals, copies, self.desk.language)
            lines.append("  " + self.words("desk.receipt.paper", place=place, name=name, sheets=counted))
        return lines

    async def action_issue(self) -> None:
        """Whoever asks for the receipt gets it (NĐ 61/2018 Art. 17(4))."""
        if self.waived and await self.ask(
            self.desk.office.dossiers.issue_receipt, self.receipt.id, self.desk.actor
        ):
            self.waived = False
            await self.retell()
            self.tell(self.words("desk.receipt.issued"))

    def action_save(self) -> None:
        if self.waived:
            self.tell(self.words("desk.receipt.waived"))
            return
        name = f"{self.receipt.code}.txt"
        self.app.deliver_text(StringIO(self.text()), save_filename=name)
        self.notify(self.words("desk.receipt.saved", file=name))

    def action_leave(self) -> None:
        self.dismiss(self.receipt.id)


def spaced(short_code: str) -> str:
    """Four and four: read aloud and typed without losing one's place."""
    return f"{short_code[:4]} {short_code[4:]}"
