"""As it was shown: the citizen's page, the officer's screens and the hall's board, drawn anew."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from application.histories import officer_name
from audit.desk.lines import Key
from audit.desk.page import Page
from audit.desk.showing import Look, Showing
from audit.shown import DossierShown, office_then
from wording import say


class ShownPage(Page[None]):
    """The very lines of `motcua audit shown`, and the account of the clock behind the appointment."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, code: str, showing: Showing) -> None:
        super().__init__()
        self.code, self.showing = code, showing

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑↓", self.words("key.scroll"), ""),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(self.words("shown.title", code=self.code), markup=False, classes="title")
        with VerticalScroll(id="shown", can_focus=True):
            yield Static(self.words("shown.working"), markup=False, id="shown-text")

    def on_mount(self) -> None:
        self.query_one("#shown").focus()
        self.run_worker(self.refill(), exclusive=True)

    async def refill(self) -> None:
        self.query_one("#shown").focus()
        look = await self.ask(self.look)
        if look is not None:
            self.query_one("#shown-text", Static).update(Content("\n").join(self.lines(look.value)))

    def look(self) -> Look:
        """The office of the moment, opened once more; in the desk's hand."""
        desk = self.desk
        with office_then(desk.machine.source, desk.at, size=desk.machine.size) as office:
            return self.showing(office, self.code, "", desk.language, is_ticket=False, sealed=True)

    def lines(self, look: Look) -> Iterator[Content]:
        yield Content.styled(look.note, "$mc-muted")
        shown = look.shown
        for name, said in look.sections.items():
            yield from self.part(say(f"audit.shown.{name}", self.desk.language), said)
        if isinstance(shown, DossierShown):
            yield from self.part(self.words("shown.clock"), shown.clock)
            reader = officer_name(shown.reader.id, self.desk.machine.known)
            yield Content("")
            yield Content.styled(self.words("shown.officer", who=reader), "$mc-muted")

    def part(self, heading: str, said: Sequence[str]) -> Iterator[Content]:
        yield Content("")
        yield Content.styled(heading, "bold")
        for line in said or [say("audit.shown.nothing", self.desk.language)]:
            yield Content(f"  {line}")

    def action_leave(self) -> None:
        self.dismiss(None)
