"""A big target for finger, mouse and keypad: number badge, picture, title and second line, at least three rows high."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.widgets.pictogram import Pictogram

BESIDE = Size(26, 6)
"""Room inside the border from which the picture stands beside the words."""
ABOVE = Size(12, 10)
"""Room from which it stands above them. With less it is left out: words are never squeezed by a picture."""
TICKED, UNTICKED = "■", "□"


class Tile(Horizontal, can_focus=True):
    """Posts `Tile.Chosen` when pressed. A tile with `ticked` set shows □ or ■ beside its title and turns it itself."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", show=False)]
    DEFAULT_CSS = """
    Tile {
        height: 100%; min-height: 3; min-width: 10; padding: 0 1;
        background: $mc-surface; color: $mc-text;
        border: tall $mc-border;
        border-title-align: right; border-title-style: bold;
        border-title-background: $mc-plate; border-title-color: $mc-plate-text;
        align-vertical: middle;
    }
    Tile:hover { background: $mc-panel; }
    Tile:focus { border: outer $mc-focus; }
    Tile.-ticked { border: tall $mc-good; }
    Tile.-ticked .title { color: $mc-good; }
    Tile > Pictogram { margin: 0 2 0 0; background: transparent; }
    Tile.-plain > Pictogram { display: none; }
    Tile.-upright { layout: vertical; align: center middle; }
    Tile.-upright > Pictogram { width: 100%; margin: 0 0 1 0; }
    Tile.-upright > Vertical { width: 100%; }
    Tile.-upright .title, Tile.-upright .second { text-align: center; }
    Tile > Vertical { height: auto; width: 1fr; }
    Tile .title { text-style: bold; width: 100%; height: auto; }
    Tile .second { color: $mc-muted; width: 100%; height: auto; }
    Tile.-short .second { display: none; }
    """

    ticked: reactive[bool | None] = reactive[bool | None](None)

    @dataclass
    class Chosen(Message):
        """The citizen pressed this tile, by finger, mouse or key."""

        tile: "Tile"
        key: str

        @property
        def control(self) -> "Tile":
            return self.tile

    def __init__(
        self,
        key: str,
        title: str,
        second: str = "",
        *,
        badge: str = "",
        drawing: str = "",
        ticked: bool | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.key, self.title_text, self.second, self.badge, self.drawing = key, title, second, badge, drawing
        self.set_reactive(Tile.ticked, ticked)
        self.border_title = f" {badge} " if badge else None

    def compose(self) -> ComposeResult:
        if self.drawing:
            yield Pictogram(self.drawing)
        with Vertical():
            yield Static(self._title(), classes="title", markup=False)
            if self.second:
                yield Static(self.second, classes="second", markup=False)

    def on_mount(self) -> None:
        self.set_class(bool(self.ticked), "-ticked")

    def watch_ticked(self) -> None:
        self.set_class(bool(self.ticked), "-ticked")
        for title in self.query(".title").results(Static):
            title.update(self._title())

    def on_resize(self, event: Resize) -> None:
        """Give up what is beside the words first, then the second line, never the title."""
        inside = self.content_size
        beside, above = _holds(inside, BESIDE), _holds(inside, ABOVE)
        self.set_class(above and not beside, "-upright")
        self.set_class(not above and not beside, "-plain")
        self.set_class(self._rows_for(self.title_text) >= inside.height, "-short")

    def on_click(self, event: Click) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Tell whoever listens; a tile that can be ticked turns over first."""
        if self.ticked is not None:
            self.ticked = not self.ticked
        self.post_message(self.Chosen(self, self.key))

    def _title(self) -> str:
        if self.ticked is None:
            return self.title_text
        return f"{TICKED if self.ticked else UNTICKED}  {self.title_text}"

    def _rows_for(self, text: str) -> int:
        return -(-len(text) // max(1, self.content_size.width))


def _holds(room: Size, needed: Size) -> bool:
    return room.width >= needed.width and room.height >= needed.height
