"""A small picture that says what a tile is for to those who do not read; never shown without words beside it."""

from functools import cache
from typing import ClassVar

from textual.color import Color
from textual.geometry import Size

from kiosk.widgets.drawings import DRAWINGS
from kiosk.widgets.halfblock import HalfBlock, Pixels


class Pictogram(HalfBlock):
    """Draws one of `DRAWINGS`, in the theme's two picture colours, which a style sheet may change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pictogram--first", "pictogram--second"}
    DEFAULT_CSS = """
    Pictogram .pictogram--first { color: $mc-picture; }
    Pictogram .pictogram--second { color: $mc-picture-accent; }
    """

    def __init__(self, drawing: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.drawing = drawn(drawing)

    def pixels(self, room: Size) -> Pixels:
        return self.drawing

    def palette(self) -> tuple[Color, ...]:
        first = self.get_component_styles("pictogram--first").color
        second = self.get_component_styles("pictogram--second").color
        return (self.ground, first, second)


@cache
def drawn(name: str) -> Pixels:
    """The dots of one drawing."""
    return tuple(tuple(".#o".index(dot) for dot in row) for row in DRAWINGS[name].split())
