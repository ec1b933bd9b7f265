"""Finding a procedure by the words people use, with or without diacritics."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.page import Sheet
from desk.widgets.lines import KeyLine, Notice
from desk.words import composed
from domain.catalogue import Procedure

MOST_SHOWN = 40


class SearchSheet(Sheet[Procedure]):
    """Dismissed with the procedure chosen. Arrows move in the list while the words stay in the line above."""

    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("down", "move(1)", ""), ("up", "move(-1)", "")]

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Procedure, ...] = ()

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet"):
            yield Static(self.words("desk.search.title"), markup=False, classes="title")
            yield Notice()
            yield Input(placeholder=self.words("desk.search.hint"), id="wanted", compact=True)
            yield OptionList(id="found", markup=False, compact=True)
            yield KeyLine(
                (
                    ("↑↓", self.words("desk.key.move")),
                    ("Enter", self.words("desk.key.choose")),
                    ("Esc", self.words("desk.key.leave")),
                )
            )

    async def on_mount(self) -> None:
        self.query_one("#wanted").focus()
        await self.look("")

    @on(Input.Changed, "#wanted")
    async def search(self, changed: Input.Changed) -> None:
        await self.look(composed(changed.value).strip())

    async def look(self, wanted: str) -> None:
        catalogue = self.desk.office.catalogue
        found = await (self.ask(catalogue.search, wanted) if wanted else self.ask(catalogue.procedures))
        if found is None:
            return
        self.found = found.value[:MOST_SHOWN]
        options = self.query_one("#found", OptionList)
        options.clear_options()
        options.add_options([Option(procedure.name) for procedure in self.found])
        options.highlighted = 0 if self.found else None
        if not self.found:
            self.tell(self.words("desk.search.nothing", wanted=wanted))

    def action_move(self, step: int) -> None:
        options = self.query_one("#found", OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(Input.Submitted, "#wanted")
    def take_highlighted(self) -> None:
        highlighted = self.query_one("#found", OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self.found[highlighted])

    @on(OptionList.OptionSelected, "#found")
    def take(self, selected: OptionList.OptionSelected) -> None:
        self.dismiss(self.found[selected.option_index])
