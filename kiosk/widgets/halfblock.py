"""Pictures in a terminal: one cell shows two square pixels, the upper in the letter's colour, the lower behind it."""

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

Pixels = tuple[tuple[int, ...], ...]
"""Rows of palette numbers, from the top; 0 is the ground."""

UPPER_HALF = "▀"


class HalfBlock(Widget):
    """Draws `pixels()` in the colours of `palette()`, centred in the room it is given.

    Pixels are kept, not strips: a strip carries caches of its own, and a kiosk runs for months.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "HalfBlock { width: auto; height: auto; }"

    def pixels(self, room: Size) -> Pixels:
        """The picture that suits `room`, in cells; each kind of picture draws its own."""
        return ()

    def palette(self) -> tuple[Color, ...]:
        return (self.ground, self.styles.color)

    @property
    def ground(self) -> Color:
        return self.background_colors[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        picture = self.pixels(container)
        return len(picture[0]) if picture else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return rows_of(self.pixels(Size(width, container.height)))

    def render_line(self, y: int) -> Strip:
        room = self.content_size
        picture = self.pixels(room)
        top = max(0, (room.height - rows_of(picture)) // 2)
        return Strip(cells_of(picture, y - top, room.width, self.palette()), room.width)


def cells_of(picture: Pixels, row: int, width: int, palette: tuple[Color, ...]) -> list[Segment]:
    """One line of cells of a picture, centred in `width`; only ground above and below the picture."""
    colours = tuple(colour.rgb for colour in palette)
    if not 0 <= row < rows_of(picture):
        return [Segment(" " * width, _style(colours[0], colours[0]))]
    upper, lower = _pair(picture, row, width)
    return _segments(upper, lower, colours)


def rows_of(picture: Pixels) -> int:
    """How many lines of cells a picture takes."""
    return -(-len(picture) // 2)


def _pair(picture: Pixels, row: int, width: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The two pixel rows of one line of cells, centred in `width` by ground on both sides."""
    upper = picture[2 * row]
    lower = picture[2 * row + 1] if 2 * row + 1 < len(picture) else (0,) * len(upper)
    left = max(0, (width - len(upper)) // 2)
    right = max(0, width - len(upper) - left)
    return (0,) * left + upper[:width] + (0,) * right, (0,) * left + lower[:width] + (0,) * right


def _segments(
    upper: tuple[int, ...], lower: tuple[int, ...], colours: tuple[tuple[int, int, int], ...]
) -> list[Segment]:
    """Runs of equal cells become one segment each: a whole QR code is a few hundred bytes on the wire."""
    segments: list[Segment] = []
    run, length = (upper[0], lower[0]) if upper else (0, 0), 0
    for pair in zip(upper, lower, strict=True):
        if pair != run:
            segments.append(_run(run, length, colours))
            run, length = pair, 0
        length += 1
    segments.append(_run(run, length, colours))
    return segments


def _run(pair: tuple[int, int], length: int, colours: tuple[tuple[int, int, int], ...]) -> Segment:
    above, below = colours[pair[0]], colours[pair[1]]
    return Segment((" " if above == below else UPPER_HALF) * length, _style(above, below))


@lru_cache(256)
def _style(above: tuple[int, int, int], below: tuple[int, int, int]) -> Style:
    return Style(color=RichColor.from_rgb(*above), bgcolor=RichColor.from_rgb(*below))
