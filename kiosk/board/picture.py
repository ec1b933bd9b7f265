"""A call as one picture: the number, an arrow that every language reads, and the counter as large as the number."""

from functools import lru_cache

from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive

from kiosk.widgets.enlarging import enlarged
from kiosk.widgets.halfblock import HalfBlock, Pixels

HIGH = 8
"""Dots of a figure before it is enlarged."""
GAP = 1
"""Dots between number, arrow and counter."""
ARROW = 2


def width_of(number: str, counter: str, scale: int) -> int:
    """Columns that `number`, the arrow and `counter` take beside each other."""
    return len(beside(number, counter, scale)[0])


def drawn_scale(number: str, counter: str, wanted: int, columns: int) -> int:
    """The largest scale up to `wanted` at which both stand in so many columns; 1 where none does."""
    fitting = (scale for scale in range(wanted, 0, -1) if width_of(number, counter, scale) <= columns)
    return next(fitting, 1)


@lru_cache(64)
def beside(number: str, counter: str, scale: int) -> Pixels:
    gap = (0,) * (GAP * scale)
    before = gap if number else ()
    rows = zip(enlarged(number, scale), arrow(scale), enlarged(counter, scale), strict=True)
    return tuple((*left, *before, *middle, *gap, *right) for left, middle, right in rows)


@lru_cache(8)
def arrow(scale: int) -> Pixels:
    """A solid triangle to the right, as high as the figures' body."""
    high, wide = HIGH * scale, 4 * scale
    rows = []
    for y in range(high):
        length = min(y, high - 1 - y) + 1
        rows.append((ARROW,) * length + (0,) * (wide - length))
    return tuple(rows)


class CallPicture(HalfBlock):
    """Draws a number and the counter it is called to, beside each other, as large as `scale` and the room allow.

    Without a number it draws the arrow and the counter.
    """

    DEFAULT_CSS = "CallPicture { color: $mc-plate-text; }"

    number: reactive[str] = reactive("")
    counter: reactive[str] = reactive("")
    pointing: reactive[bool] = reactive(True)
    """Whether the arrow is drawn: it blinks while a call is new, once a second."""

    def __init__(self, scale: int = 2, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.scale = scale

    def pixels(self, room: Size) -> Pixels:
        tallest = max(1, min(self.scale, 2 * room.height // HIGH))
        return beside(self.number, self.counter, drawn_scale(self.number, self.counter, tallest, room.width))

    def palette(self) -> tuple[Color, ...]:
        return self.ground, self.styles.color, self.styles.color if self.pointing else self.ground
