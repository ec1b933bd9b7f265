"""A short list laid over the page; whoever chooses a line gets its key back."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.fields import Choice
from desk.page import Sheet
from desk.widgets.lines import KeyLine, Notice


class ListSheet(Sheet[str]):
    """Dismissed with the value behind the chosen line, or with None."""

    CSS_PATH = "listing.tcss"

    def __init__(self, heading: str, hint: str, lines: Sequence[Choice], key: str) -> None:
        super().__init__()
        self.heading, self.hint, self.lines, self.key = heading, hint, tuple(lines), key

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet"):
            yield Static(self.heading, markup=False, classes="title")
            yield Static(self.hint, markup=False, classes="hint")
            yield Notice()
            yield OptionList(
                *(Option(said) for said, _ in self.lines), id="lines", markup=False, compact=True
            )
            yield KeyLine(
                (
                    ("↑↓", self.words("desk.key.move")),
                    ("Enter", self.words(self.key)),
                    ("Esc", self.words("desk.key.leave")),
                )
            )

    def on_mount(self) -> None:
        options = self.query_one("#lines", OptionList)
        options.highlighted = 0 if self.lines else None
        options.focus()

    @on(OptionList.OptionSelected, "#lines")
    def take(self, selected: OptionList.OptionSelected) -> None:
        self.dismiss(self.lines[selected.option_index][1])
