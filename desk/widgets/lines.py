"""The lines every screen has: the office on top, a sentence when something was refused, the keys below."""

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from desk.words import hour
from wording import say

if TYPE_CHECKING:
    from desk.app import DeskApp


class OfficeLine(Horizontal):
    """Counter, officer, office; whether the office answers, and its hour."""

    def compose(self) -> ComposeResult:
        yield Static(markup=False, classes="who")
        yield Static(markup=False, classes="state")

    def on_mount(self) -> None:
        self.write_line()
        self.set_interval(1, self.write_line)

    def write_line(self) -> None:
        desk = cast("DeskApp", self.app)
        unit = desk.unit
        name = unit.name_en if desk.language == "en" and unit.name_en else unit.name
        parts = [name]
        if desk.officer is not None:
            counter = desk.counter
            place = say("desk.line.counter", desk.language, counter=counter) if counter else ""
            parts = [part for part in (place, desk.officer.name, desk.officer.title, name) if part]
        self.query_one(".who", Static).update(" · ".join(parts))
        state = "paused" if desk.paused else "reached" if desk.reached else "lost"
        practice = f"{say('desk.line.simulated', desk.language)}   " if unit.simulated else ""
        said = say(f"desk.line.{state}", desk.language)
        self.query_one(".state", Static).update(f"{practice}{said}   {hour(desk.office.now())}")


class Notice(Static):
    """One sentence above the form: why not, and what to do about it. Hidden when there is nothing to say."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.said = ""

    def tell(self, said: str) -> None:
        self.said = said
        self.update(f"■ {said}" if said else "")
        self.set_class(bool(said), "-said")


class KeyLine(Widget):
    """What the keys do, here and now. A key and its words are never parted by the end of a line."""

    GAP = "   "

    def __init__(self, hints: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.hints = hints

    def rows(self, width: int) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = [[]]
        used = 0
        for key, words in self.hints:
            needed = cell_len(f" {key}  {words}{self.GAP}")
            if rows[-1] and used + needed - len(self.GAP) > width:
                rows.append([])
                used = 0
            rows[-1].append((key, words))
            used += needed
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        return Content("\n").join([self.row(hints) for hints in self.rows(self.content_size.width)])

    def row(self, hints: list[tuple[str, str]]) -> Content:
        styled = "bold $mc-plate-text on $mc-plate"
        return Content(self.GAP).join(
            [Content.assemble((f" {key} ", styled), f" {words}") for key, words in hints]
        )


def shortened(text: str, width: int) -> str:
    """Cut with a mark that it was cut; the whole name is one key away."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
