"""As it was shown: what the citizen's page, the officer's list and the clock said at the moment, drawn once more."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from application.histories import officer_name, sentence
from application.views import DossierPage as CitizensPage
from audit.desk.lines import Key
from audit.desk.page import Page
from audit.desk.words import day, moment, status
from audit.shown import DossierShown, dossier_shown, office_then


class ShownPage(Page[None]):
    """The words are today's, the figures those of then: it says so on top."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.shown: DossierShown | None = None

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑↓", self.words("key.scroll"), ""),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(self.words("shown.title", code=self.code), markup=False, classes="title")
        yield Static(self.words("shown.hint"), markup=False, classes="hint")
        with VerticalScroll(id="shown", can_focus=True):
            yield Static(self.words("shown.working"), markup=False, id="shown-text")

    def on_mount(self) -> None:
        self.query_one("#shown").focus()
        self.run_worker(self.refill(), exclusive=True)

    async def refill(self) -> None:
        self.query_one("#shown").focus()
        shown = await self.ask(self.look)
        if shown is not None:
            self.shown = shown.value
            self.query_one("#shown-text", Static).update(Content("\n").join(self.lines(shown.value)))

    def look(self) -> DossierShown:
        desk = self.desk
        with office_then(desk.machine.source, desk.at) as office:
            return dossier_shown(office, self.code, desk.language)

    def lines(self, shown: DossierShown) -> Iterator[Content]:
        language = self.desk.language
        yield Content(self.words("shown.at", at=moment(shown.at, language)))
        for name, page in (("anybody", shown.anybody), ("citizen", shown.citizen)):
            yield Content("")
            yield Content.styled(self.words(f"shown.{name}"), "bold $secondary")
            yield from (Content(f"  {line}") for line in self.citizens(page))
        yield Content("")
        reader = officer_name(shown.reader.id, self.desk.machine.known)
        yield Content.styled(self.words("shown.officer", who=reader), "bold $secondary")
        if shown.line is not None:
            told = [shown.line.code, status(shown.line.status, language), day(shown.line.due_date, language)]
            yield Content(f"  {' · '.join(told)}")
        else:
            yield Content(f"  {self.words('shown.not_in_list')}")
        yield Content("")
        yield Content.styled(self.words("shown.clock"), "bold $secondary")
        yield from (Content(f"  {line}") for line in shown.clock)

    def citizens(self, page: CitizensPage | None) -> Iterator[str]:
        language = self.desk.language
        if page is None:
            yield self.words("shown.nothing")
            return
        yield self.words("shown.code", code=page.code)
        yield self.words("shown.status", status=status(page.status, language))
        if page.due_date:
            yield self.words("shown.due", date=day(page.due_date, language))
        if page.procedure_name:
            yield page.procedure_name
        if page.officer:
            yield self.words("shown.handler", who=page.officer)
        for line in page.history:
            yield f"{moment(line.at, language)}  {sentence(line.topic, line.blanks, language)}"

    def action_leave(self) -> None:
        self.dismiss(None)
