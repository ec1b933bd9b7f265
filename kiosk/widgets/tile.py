"""A big target for finger, mouse and keypad: number badge, picture, title and second line, at least three rows high."""

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.halfblock import Pixels, cells_of, rows_of
from kiosk.widgets.pictogram import drawn

if TYPE_CHECKING:
    from kiosk.widgets.keys import Key

BESIDE = Size(26, 6)
"""Room inside the border from which the picture stands beside the words."""
ABOVE = Size(12, 10)
"""Room from which it stands above them. With less it is left out: words are never squeezed by a picture."""
PICTURE_GAP = 2
"""Columns between a picture and the words beside it."""
TICKED, UNTICKED = "■", "□"
BOX = " " * 3
"""As wide as a box and the room after it."""


class Laid(msgspec.Struct, frozen=True):
    """What a tile shows in the room it has. Rows are those of the room, from the top."""

    picture: Pixels
    upright: bool
    title: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def words(self) -> int:
        return len(self.title) + len(self.second)

    @property
    def rows(self) -> int:
        above = rows_of(self.picture) + 1 if self.upright else 0
        return above + self.words


class Tile(Widget, can_focus=True):
    """Posts `Tile.Chosen` when pressed. A tile with `ticked` set shows □ or ■ beside its title and turns it itself.

    One widget draws all of it: a screen of tiles made of parts took four times as long to appear.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", show=False)]
    DEFAULT_CSS = """
    Tile {
        height: 100%; min-height: 3; min-width: 10; padding: 0 1;
        background: $mc-surface; color: $mc-text; text-align: left;
        border: tall $mc-border;
        border-title-align: right; border-title-style: bold;
        border-title-background: $mc-plate; border-title-color: $mc-plate-text;
    }
    Tile:hover { background: $mc-panel; }
    Tile:focus { border: outer $mc-focus; }
    Tile.-ticked { border: tall $mc-good; color: $mc-good; }
    """

    ticked: reactive[bool | None] = reactive[bool | None](None)

    @dataclass
    class Chosen(Message):
        """The citizen pressed this tile, or a key of a keyboard."""

        target: "Tile | Key"
        key: str

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
        self.set_class(
            bool(ticked), "-ticked", update=False
        )  # its styles come when it is mounted, all at once
        self.border_title = f" {badge} " if badge else None
        self._look = Laid((), False, (), ()), Style()

    def become(self, other: "Tile") -> None:
        """Stand for something else in the same place and look: cheaper than to be taken away and built anew."""
        self.key, self.title_text, self.badge = other.key, other.title_text, other.badge
        self.border_title = other.border_title
        self.visible = other.visible
        self.set_class(other.has_class("aside"), "aside")
        self.refresh()

    def watch_ticked(self) -> None:
        self.set_class(bool(self.ticked), "-ticked")

    def on_click(self, event: Click) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Tell whoever listens; a tile that can be ticked turns over first."""
        if self.ticked is not None:
            self.ticked = not self.ticked
        self.post_message(self.Chosen(self, self.key))

    # ---- what it shows

    @property
    def title(self) -> str:
        if self.ticked is None:
            return self.title_text
        return f"{TICKED if self.ticked else UNTICKED}  {self.title_text}"

    def laid(self, room: Size) -> Laid:
        """Give up the picture first, then the second line, never the title."""
        picture = drawn(self.drawing) if self.drawing else ()
        beside, above = _holds(room, BESIDE), _holds(room, ABOVE)
        if not beside and not above:
            picture = ()
        width = room.width - (len(picture[0]) + PICTURE_GAP if picture and beside else 0)
        title = self._title_lines(width)
        second = _wrapped(self.second, width) if len(title) < room.height else ()
        return Laid(picture, bool(picture) and not beside, title, second)

    def _title_lines(self, width: int) -> tuple[str, ...]:
        """What follows a box stands under the words, not under the box."""
        if self.ticked is None:
            return _wrapped(self.title, width)
        return tuple(
            wrap(self.title, max(len(BOX) + 1, width), subsequent_indent=BOX, break_on_hyphens=False)
        )

    def cut(self, room: Size) -> bool:
        """Whether something of the words cannot be seen whole in `room`."""
        laid = self.laid(room)
        width = max(map(len, (*laid.title, *laid.second)), default=0)
        shown = "".join([*laid.title, *laid.second]).split()
        whole = "".join(shown) == "".join(f"{self.title} {self.second}".split())
        return laid.rows > room.height or width > room.width or (bool(laid.second) and not whole)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.laid(Size(width, container.height)).rows

    def render_lines(self, crop: Region) -> list[Strip]:
        """Words are broken and colours found once for a picture, not once for each of its rows."""
        self._look = self.laid(self.content_size), self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        room, laid = self.content_size, self._look[0]
        if laid.upright:
            return self._upright(laid, room, y)
        row = y - max(0, (room.height - laid.words) // 2)
        if not laid.picture:
            return Strip(self._words(laid, row, room.width), room.width)
        wide = len(laid.picture[0])
        top = max(0, (room.height - rows_of(laid.picture)) // 2)
        return Strip(
            [
                *cells_of(laid.picture, y - top, wide, self._palette()),
                *self._words(Laid((), False, laid.title, laid.second), row, room.width - wide, PICTURE_GAP),
            ],
            room.width,
        )

    def _upright(self, laid: Laid, room: Size, y: int) -> Strip:
        row = y - max(0, (room.height - laid.rows) // 2)
        high = rows_of(laid.picture)
        if row < high:
            return Strip(cells_of(laid.picture, row, room.width, self._palette()), room.width)
        return Strip(self._words(laid, row - high - 1, room.width, centred=True), room.width)

    def _words(
        self, laid: Laid, row: int, width: int, indent: int = 0, *, centred: bool = False
    ) -> list[Segment]:
        base = self._look[1]
        lines, style = laid.title, base + Style(bold=True)
        if row >= len(laid.title):
            row, lines = row - len(laid.title), laid.second
            style = base + Style(color=self._ink("muted").rich_color, bold=False)
        text = lines[row] if 0 <= row < len(lines) else ""
        room = width - indent
        centred = centred or self.styles.text_align == "center"
        return [Segment(" " * indent + (text.center(room) if centred else text.ljust(room)), style)]

    def _palette(self) -> tuple[Color, ...]:
        return (
            self.background_colors[1],
            self._ink("picture"),
            self._ink("picture-accent"),
        )

    def _ink(self, token: str) -> Color:
        """A colour of the theme. Styles of its own for each of them would double what a tile costs to appear."""
        return Color.parse(self.app.theme_variables[f"mc-{token}"])


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(wrap(text, max(1, width), break_on_hyphens=False))


def _holds(room: Size, needed: Size) -> bool:
    return room.width >= needed.width and room.height >= needed.height
