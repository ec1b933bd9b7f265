"""The code a phone reads off the screen: black on white in every theme, never cut, with white around it."""

import msgspec
from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive

from kiosk.qr import Level, matrix, modules
from kiosk.widgets.halfblock import HalfBlock, Pixels
from wording.identity import PAPER_BLACK, PAPER_WHITE

SHAPES: tuple[tuple[Level, int], ...] = (("M", 4), ("M", 2), ("L", 4), ("L", 2))
"""Correction level and quiet zone, best first. Nothing scratches a screen, so the lowest level is safe as well."""


class Shape(msgspec.Struct, frozen=True):
    """One way to draw the code, and the cells it takes."""

    level: Level
    quiet: int
    cells: Size


class QrCode(HalfBlock):
    """Shows `url` in the best shape that fits. Where none does it shows nothing: a cut code is never read."""

    DEFAULT_CSS = "QrCode { color: black; background: white; }"

    url: reactive[str] = reactive("", layout=True)

    def __init__(self, url: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.shapes: tuple[Shape, ...] = ()
        self.drawn: dict[Shape, Pixels] = {}
        self.set_reactive(QrCode.url, url)
        self.watch_url(url)

    def watch_url(self, url: str) -> None:
        """How large the code would be is quickly said; drawing it takes longer than anything else on the screen."""
        self.shapes = tuple(_shape(url, level, quiet) for level, quiet in SHAPES) if url else ()
        self.drawn = {}

    def shape_in(self, room: Size) -> Shape | None:
        """The best shape that `room` holds; None when it holds none."""
        for shape in self.shapes:
            if shape.cells.width <= room.width and shape.cells.height <= room.height:
                return shape
        return None

    @property
    def smallest(self) -> Size:
        """The least room in which the code can be shown."""
        return self.shapes[-1].cells if self.shapes else Size(0, 0)

    @property
    def fits(self) -> bool:
        """Whether a phone can read what is on the screen now."""
        return self.shape_in(self.content_size) is not None

    def palette(self) -> tuple[Color, ...]:
        return Color.parse(PAPER_WHITE), Color.parse(PAPER_BLACK)

    def pixels(self, room: Size) -> Pixels:
        shape = self.shape_in(room)
        if shape is None:
            return ()
        if shape not in self.drawn:
            code = matrix(self.url, shape.level, shape.quiet)
            self.drawn[shape] = tuple(tuple(int(module) for module in row) for row in code)
        return self.drawn[shape]


def _shape(url: str, level: Level, quiet: int) -> Shape:
    across = modules(url, level, quiet)
    return Shape(level, quiet, Size(across, -(-across // 2)))
