"""Lines that every page has: who sits here, a sentence when something was refused, and keys that can be clicked."""

from typing import TYPE_CHECKING, NamedTuple, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from wording import say

if TYPE_CHECKING:
    from audit.desk.app import InspectorApp


PLATE, GREY = "bold $mc-plate-text on $mc-plate", "$mc-muted on $mc-rule"


class Key(NamedTuple):
    """A key as it is printed on the keyboard, the words for what it does, and the action a click on it runs.

    One that does not work here, and says why when it is pressed, is grey.
    """

    printed: str
    words: str
    action: str
    works: bool = True


class TopLine(Horizontal):
    """Whose desk this is, and whether the office records what is looked at."""

    MARGINS = 5

    def compose(self) -> ComposeResult:
        yield Static(markup=False, classes="who")
        yield Static(markup=False, classes="state")

    def on_mount(self) -> None:
        self.write_line()

    def on_resize(self) -> None:
        self.write_line()

    def write_line(self) -> None:
        desk = cast("InspectorApp", self.app)
        state = "opening" if desk.seat is None else "recorded" if desk.seat.is_recorded else "own_file"
        told = say(f"inspect.line.{state}", desk.language)
        self.query_one(".state", Static).update(told)
        here = say("inspect.line.desk", desk.language)
        ends = [here, desk.inspector_name]
        # Of the three the unit's name is the long one, and everybody here knows it.
        room = self.app.size.width - self.MARGINS - cell_len(" · ".join(["", *ends, told]))
        parts = [here, shortened(desk.unit_name, room), desk.inspector_name]
        self.query_one(".who", Static).update(" · ".join(part for part in parts if part))


class Notice(Static):
    """One sentence until the next key: why not and what to do about it, or what was done (`good`)."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.said = ""

    def tell(self, said: str, *, good: bool = False) -> None:
        self.said = said
        self.update(f"{'●' if good else '■'} {said}" if said else "")
        self.set_class(bool(said), "-said")
        self.set_class(good, "-good")


class KeyLine(Widget):
    """What the keys do here. A key and its words are never parted by the end of a line; a click is a press."""

    GAP = "   "

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self.keys = keys

    def show(self, keys: tuple[Key, ...]) -> None:
        if keys != self.keys:
            self.keys = keys
            self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Key]]:
        rows: list[list[Key]] = [[]]
        used = 0
        for key in self.keys:
            needed = _width(key)
            if rows[-1] and used + needed > width:
                rows.append([])
                used = 0
            rows[-1].append(key)
            used += needed + len(self.GAP)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        return Content("\n").join([self._row(keys) for keys in self.rows(self.content_size.width)])

    def _row(self, keys: list[Key]) -> Content:
        return Content(self.GAP).join([_drawn(key) for key in keys])

    async def on_click(self, click: events.Click) -> None:
        key = self.at(click.get_content_offset(self))
        if key is not None and key.action:
            await self.screen.run_action(key.action)

    def at(self, offset: object) -> Key | None:
        """The key under a place inside the line."""
        if offset is None:
            return None
        x, y = cast("tuple[int, int]", offset)
        rows = self.rows(self.content_size.width)
        left = 0
        for key in rows[y] if y < len(rows) else ():
            if left <= x < left + _width(key):
                return key
            left += _width(key) + len(self.GAP)
        return None


def _drawn(key: Key) -> Content:
    plate, words = (PLATE, "") if key.works else (GREY, "$mc-muted")
    return Content.assemble((f" {key.printed} ", plate), (f" {key.words}", words))


def _width(key: Key) -> int:
    return cell_len(f" {key.printed}  {key.words}")


def shortened(text: str, width: int) -> str:
    """Cut with a mark that it was cut."""
    return text if len(text) <= width else f"{text[: max(1, width - 1)].rstrip()}…"
