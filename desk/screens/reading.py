"""Something to be read from top to bottom: a paper as it was given out, or the account of a dossier's clock."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from desk.page import Hint, Page
from desk.prints import save
from papers import Content, Proof, render_pdf, render_text

RECEIPT = "M01"


class ReadingPage(Page[None]):
    """A title and plain text that scrolls by arrows and page keys."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def title_text(self) -> str:
        return ""

    async def text(self) -> str:
        return ""

    def hints(self) -> tuple[Hint, ...]:
        return (("↑↓", self.words("desk.key.scroll")), ("Esc", self.words("desk.key.back")))

    def body(self) -> Iterator[Widget]:
        yield Static(self.title_text(), markup=False, classes="title")
        with VerticalScroll(id="text", can_focus=True):
            yield Static(markup=False)

    async def on_mount(self) -> None:
        await self.write()

    async def restore(self, kept: dict[str, object]) -> None:
        await self.write()

    async def write(self) -> None:
        self.query_one("#text > Static", Static).update(await self.text())
        self.query_one("#text").focus()

    def action_leave(self) -> None:
        self.dismiss(None)


class PaperPage(ReadingPage):
    """A paper, exactly as issued, in the desk's language; F2 makes the PDF in the print folder.

    Below a receipt F3 prints its proof as well: a code that anybody can check without the office.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "print", ""), ("f3", "prove", "")]

    def __init__(self, form: str, number: str, content: Content, dossier: str = "") -> None:
        super().__init__()
        self.form, self.number, self.content, self.dossier = form, number, content, dossier

    def title_text(self) -> str:
        return self.words(
            "desk.file.paper_title", name=self.words(f"desk.paper.{self.form}"), number=self.number
        )

    async def text(self) -> str:
        return render_text(self.content, self.desk.language)

    def hints(self) -> tuple[Hint, ...]:
        proof = (("F3", self.words("desk.key.print_proof")),) if self.form == RECEIPT else ()
        return (
            ("F2", self.words("desk.key.print")),
            *proof,
            ("Ctrl+L", self.words("desk.key.language")),
            *super().hints(),
        )

    async def action_print(self) -> None:
        await self._print(None, "")

    async def action_prove(self) -> None:
        if self.form != RECEIPT or not self.dossier:
            return
        proof = await self.ask(self.desk.office.proofs.to_print, self.dossier)
        if proof is not None:
            await self._print(proof.value, f"-{self.words('desk.print.proof')}")

    async def _print(self, proof: Proof | None, mark: str) -> None:
        """Drawn off the screen's thread: the first page of the day takes a moment."""
        language = self.desk.language
        drawn = await self.ask(render_pdf, self.content, language, proof=proof)
        if drawn is None:
            return
        try:
            path = save(self.desk.prints, f"{self.form}-{self.number}-{language}{mark}.pdf", drawn.value)
        except OSError:
            self.tell(self.words("desk.print.cannot", folder=self.desk.prints))
            return
        self.tell(self.words("desk.print.saved", file=path))


class ClockPage(ReadingPage):
    """Line by line: what counted, what did not, and why, so that anybody can check it by hand."""

    def __init__(self, dossier: str, code: str) -> None:
        super().__init__()
        self.dossier, self.code = dossier, code

    def title_text(self) -> str:
        return self.words("desk.file.clock_title", code=self.code)

    async def text(self) -> str:
        told = await self.glance(self.desk.office.dossiers.explain, self.dossier, self.desk.language)
        return "\n".join(told.value) if told is not None else ""
