"""Many small targets that one widget draws: a keyboard made of widgets takes longer to appear than fingers wait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.dom import DOMNode
from textual.events import Click
from textual.geometry import Offset, Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.tile import Tile

LEAST = 3
"""Columns of the narrowest key."""
GAP = 1
"""Columns after a flat key, which has no sides to tell it from the next one."""
FLAT, BORDERED = 2, 3
"""Rows of a key with a line below it, and the fewest of one with a border."""


@dataclass(eq=False)
class Key:
    """One letter, or one thing to do. It answers what a `Tile` answers: whoever steers need not tell them apart.

    `share`: its part of the line's width; `least`: the columns it needs in any case.
    """

    key: str
    title_text: str
    badge: str = ""
    share: int = 1
    least: int = LEAST
    ticked: ClassVar[bool | None] = None

    board: "Keys" = field(init=False)

    @property
    def within(self) -> Region:
        """Where it lies on its board."""
        return self.board.laid()[self]

    @property
    def region(self) -> Region:
        """Where it lies on the screen."""
        return self.within.translate(self.board.content_region.offset)

    @property
    def ancestors(self) -> list[DOMNode]:
        return self.board.ancestors

    @property
    def has_focus(self) -> bool:
        return self.board.has_focus and self.board.marked is self


Target = Tile | Key
"""What can be pressed."""


class Keys(Widget, can_focus=True):
    """Lines of keys, all `height` rows high; flat ones have a line below them instead of a border.

    Posts `Tile.Chosen` when a key is pressed. `marked` is the key to which arrows have led.
    """

    ALLOW_SELECT = False

    marked: reactive[Key | None] = reactive[Key | None](None)

    def __init__(self, lines: Sequence[Sequence[Key]], height: int) -> None:
        super().__init__(classes="keyboard")
        self.lines, self.key_height, self.flat = lines, height, height < BORDERED
        self.styles.height = height * len(lines)
        self._laid: dict[Key, Region] = {}
        self._laid_in = -1
        for key in self:
            key.board = self

    def __iter__(self) -> Iterator[Key]:
        return chain.from_iterable(self.lines)

    def on_click(self, event: Click) -> None:
        event.stop()
        key = self.under(event.offset)
        if key is not None:
            self.post_message(Tile.Chosen(key, key.key))

    def under(self, offset: Offset) -> Key | None:
        return next((key for key in self if key.within.contains_point(offset)), None)

    def cut(self) -> list[Key]:
        """Those whose words cannot be seen whole."""
        return [key for key in self if self._is_cut(key)]

    def _is_cut(self, key: Key) -> bool:
        width, rows = self._room(key)
        lines = _wrapped(key.title_text, width)
        return len(lines) > rows or any(len(line) > width for line in lines)

    # ---- where the keys lie

    def laid(self) -> dict[Key, Region]:
        """Where each key lies in the room there is."""
        if self._laid_in != self.size.width:
            self._laid_in, self._laid = self.size.width, dict(self._lay(self.size.width))
        return self._laid

    def _lay(self, room: int) -> Iterator[tuple[Key, Region]]:
        gap = GAP if self.flat else 0
        for number, line in enumerate(self.lines):
            left = Fraction(0)
            for key, width in zip(line, _widths(line, room - gap * len(line)), strict=True):
                columns = int(left + width) - int(left)
                yield key, Region(int(left), number * self.key_height, columns, self.key_height)
                left += width + gap

    def _room(self, key: Key) -> tuple[int, int]:
        """Columns and rows for the words of a key."""
        border = 0 if self.flat else 2
        return max(1, key.within.width - border), self.key_height - (1 if self.flat else 2)

    # ---- what they look like

    def render_line(self, y: int) -> Strip:
        number, row = divmod(y, self.key_height)
        ground = Style(bgcolor=self._ink("panel").rich_color)
        segments: list[Segment] = []
        column = 0
        for key in self.lines[number] if number < len(self.lines) else ():
            segments.append(Segment(" " * (key.within.x - column), ground))
            segments += self._flat(key, row) if self.flat else self._bordered(key, row)
            column = key.within.right
        return Strip(segments, column).adjust_cell_length(self.size.width, ground)

    def _flat(self, key: Key, row: int) -> list[Segment]:
        if row < self.key_height - 1:
            return [self._words(key, row)]
        line = Style(color=self._ink("border").rich_color, bgcolor=self._inside(key).bgcolor)
        return [Segment("▁" * key.within.width, line)]

    def _bordered(self, key: Key, row: int) -> list[Segment]:
        if key.has_focus:
            return self._framed(key, row, _sides(self._ink("focus"), self._inside(key)), "▛▀▜▌▐▙▄▟")
        border, outer = self._ink("border").rich_color, self._ink("panel").rich_color
        middle = Style(color=border, bgcolor=self._inside(key).bgcolor)
        sides = Style(color=outer, bgcolor=border), middle, Style(color=border, bgcolor=outer)
        return self._framed(key, row, sides, "▊▔▎▊▎▊▁▎")

    def _framed(self, key: Key, row: int, sides: tuple[Style, Style, Style], corners: str) -> list[Segment]:
        left, middle, right = sides
        width = key.within.width - 2
        if row == 0:
            return [
                Segment(corners[0], left),
                *self._top(key, corners[1] * width, middle),
                Segment(corners[2], right),
            ]
        if row == self.key_height - 1:
            return [
                Segment(corners[5], left),
                Segment(corners[6] * width, middle),
                Segment(corners[7], right),
            ]
        return [Segment(corners[3], left), self._words(key, row - 1), Segment(corners[4], right)]

    def _top(self, key: Key, edge: str, style: Style) -> list[Segment]:
        """The upper edge, with the badge at its right end."""
        if not key.badge:
            return [Segment(edge, style)]
        badge = f"  {key.badge}  "
        plate = Style(
            color=self._ink("plate-text").rich_color, bgcolor=self._ink("plate").rich_color, bold=True
        )
        room = len(edge) - len(badge) - 1
        return [Segment(edge[:room], style), Segment(badge, plate), Segment(edge[-1], style)]

    def _words(self, key: Key, row: int) -> Segment:
        width, rows = self._room(key)
        lines = _wrapped(key.title_text, width)
        row -= max(0, (rows - len(lines)) // 2)
        text = lines[row] if 0 <= row < len(lines) else ""
        return Segment(text[:width].center(width), self._inside(key) + Style(bold=True))

    def _inside(self, key: Key) -> Style:
        ground, ink = ("plate", "plate-text") if key.has_focus else ("surface", "text")
        return Style(color=self._ink(ink).rich_color, bgcolor=self._ink(ground).rich_color)

    def _ink(self, token: str) -> Color:
        return Color.parse(self.app.theme_variables[f"mc-{token}"])


def targets_in(part: Widget) -> list[Target]:
    """Everything in a part of the screen that can be pressed, in reading order."""
    found: list[Target] = []
    for each in part.query("Tile, Keys"):
        if isinstance(each, Keys):
            found += each
        elif isinstance(each, Tile) and each.visible:
            found.append(each)
    return found


def _sides(border: Color, inside: Style) -> tuple[Style, Style, Style]:
    style = Style(color=border.rich_color, bgcolor=inside.bgcolor)
    return style, style, style


def _widths(line: Sequence[Key], room: int) -> list[Fraction]:
    """The room of a line by the shares of its keys, none less than the least it needs."""
    fixed: dict[Key, Fraction] = {}
    while True:
        free = [key for key in line if key not in fixed]
        left = room - sum(fixed.values(), Fraction(0))
        unit = left / max(1, sum(key.share for key in free))
        narrow = [key for key in free if unit * key.share < key.least]
        if not narrow:
            return [fixed[key] if key in fixed else unit * key.share for key in line]
        fixed |= {key: Fraction(key.least) for key in narrow}


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_on_hyphens=False)
