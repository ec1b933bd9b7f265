"""What a Textual screen shows, cell by cell: as text that can be reviewed and compared, and as a picture.

Letters of a picture are drawn in the identity's screen font; frames and half blocks as exact shapes, so that no seam
runs through a code and no font is to blame for one.
"""

import subprocess
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFont
from textual.app import App

from wording.identity import PALETTES, PAPER_BLACK, PAPER_WHITE, SCREEN_FONT

CELL = (12, 24)
"""Pixels of a cell at zoom 1: half of one is a square."""
FONT_SIZE = 20
"""At which a letter of the font is as wide as a cell."""
BASELINE = 19

SHAPES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "▀": ((0, 0, 1, 0.5),),
    "▄": ((0, 0.5, 1, 1),),
    "█": ((0, 0, 1, 1),),
    "▔": ((0, 0, 1, 0.125),),
    "▁": ((0, 0.875, 1, 1),),
    "▎": ((0, 0, 0.25, 1),),
    "▊": ((0, 0, 0.75, 1),),
    "▌": ((0, 0, 0.5, 1),),
    "▐": ((0.5, 0, 1, 1),),
    "▛": ((0, 0, 1, 0.5), (0, 0, 0.5, 1)),
    "▜": ((0, 0, 1, 0.5), (0.5, 0, 1, 1)),
    "▙": ((0, 0.5, 1, 1), (0, 0, 0.5, 1)),
    "▟": ((0, 0.5, 1, 1), (0.5, 0, 1, 1)),
}
"""Which parts of a cell a block fills: left, top, right and bottom of each."""

ROLES = {
    "ground": "g",
    "surface": "s",
    "panel": "p",
    "text": "t",
    "muted": "m",
    "heading": "h",
    "band": "b",
    "band_text": "B",
    "button": "u",
    "button_text": "U",
    "plate": "l",
    "plate_text": "L",
    "good": "o",
    "error": "e",
    "border": "r",
    "focus": "f",
    "picture": "i",
    "picture_accent": "a",
}
"""One letter for each token of the identity; of tokens that share a colour, the first one names it."""


class Cell(NamedTuple):
    letter: str
    ink: str
    ground: str
    bold: bool


Frame = tuple[tuple[Cell, ...], ...]


def frame_of(app: App[Any]) -> Frame:
    """The screen as it is now. The ink of a blank is its ground: it cannot be seen."""
    rows = []
    for strip in app.screen._compositor.render_strips():
        row: list[Cell] = []
        for text, style, _ in strip:
            ink, ground = _hex(style and style.color, "#FFFFFF"), _hex(style and style.bgcolor, "#000000")
            if style and style.reverse:
                ink, ground = ground, ink
            bold = bool(style and style.bold)
            row += [
                Cell(letter, ground, ground, False)
                if letter == " "
                else Cell(letter, ink, ground, bold and letter not in SHAPES)
                for letter in text
            ]
        rows.append(tuple(row))
    return tuple(rows)


def _hex(colour: Any, otherwise: str) -> str:
    if colour is None or colour.is_default:
        return otherwise
    return "#{:02X}{:02X}{:02X}".format(*colour.get_truecolor())


# ---- as text


def told(frame: Frame, palette: int = 0) -> str:
    """Two lines for a row of the screen: its letters, and its colours unless they are those of the row above.

    Colours are «ink on ground» in the letters of `ROLES`, `*` for bold, and for how many cells: `tg4 m*s12`.
    """
    names = _names(palette)
    lines, above = [], ""
    for row in frame:
        lines.append(f"|{''.join(cell.letter for cell in row).rstrip()}")
        runs = groupby(_filled(row), key=lambda cell: _named(cell, names))
        colours = " ".join(f"{name}{len(list(cells))}" for name, cells in runs)
        if colours != above:
            lines.append(f" {colours}")
        above = colours
    return "\n".join(lines)


def _filled(row: tuple[Cell, ...]) -> Iterator[Cell]:
    """A blank has no ink of its own: it goes with the letters before it, on the same ground."""
    before: Cell | None = None
    for cell in row:
        if before is not None and cell.ink == cell.ground == before.ground:
            yield before
        else:
            before = cell
            yield cell


def _named(cell: Cell, names: dict[str, str]) -> str:
    ink, ground = (names.get(colour, colour) for colour in (cell.ink, cell.ground))
    if cell.ink == cell.ground:
        return f"-{ground}"
    return f"{ink}{'*' if cell.bold else ''}{ground}"


@lru_cache(8)
def _names(palette: int) -> dict[str, str]:
    names = {PAPER_BLACK: "k", PAPER_WHITE: "w"}
    for role, letter in ROLES.items():
        names.setdefault(getattr(PALETTES[palette], role), letter)
    return names


# ---- as a picture


def painted(frame: Frame, zoom: float = 1) -> Image.Image:
    """The screen as its terminal would draw it, `CELL` times `zoom` pixels a cell."""
    wide, high = round(CELL[0] * zoom), round(CELL[1] * zoom)
    columns = max(map(len, frame))
    picture = Image.new("RGB", (wide * columns, high * len(frame)))
    pen = ImageDraw.Draw(picture)
    for y, row in enumerate(frame):
        x = 0
        for look, cells in groupby(row, key=_look):
            letters = "".join(cell.letter for cell in cells)
            box = (x * wide, y * high, wide, high)
            _draw(pen, letters, look, box, zoom)
            x += len(letters)
    return picture


def _look(cell: Cell) -> tuple[str, str, bool, bool]:
    return cell.ink, cell.ground, cell.bold, cell.letter in SHAPES


def _draw(
    pen: ImageDraw.ImageDraw,
    letters: str,
    look: tuple[str, str, bool, bool],
    box: tuple[int, int, int, int],
    zoom: float,
) -> None:
    """A run of cells that look alike, from the cell `box` on."""
    ink, ground, bold, shapes = look
    left, top, wide, high = box
    pen.rectangle((left, top, left + wide * len(letters) - 1, top + high - 1), fill=ground)
    if not shapes:
        at = (left, top + round(BASELINE * zoom))
        pen.text(at, letters, fill=ink, font=_font(FONT_SIZE * zoom, bold), anchor="ls")
        return
    for place, letter in enumerate(letters):
        for part in SHAPES[letter]:
            _fill(pen, (left + place * wide, top, wide, high), part, ink)


def _fill(
    pen: ImageDraw.ImageDraw,
    cell: tuple[int, int, int, int],
    part: tuple[float, float, float, float],
    ink: str,
) -> None:
    left, top, wide, high = cell
    x1, y1, x2, y2 = (round(share * size) for share, size in zip(part, (wide, high) * 2, strict=True))
    if x2 > x1 and y2 > y1:
        pen.rectangle((left + x1, top + y1, left + x2 - 1, top + y2 - 1), fill=ink)


@lru_cache(8)
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    wanted = f"{SCREEN_FONT}:style={'Bold' if bold else 'Regular'}"
    found = subprocess.run(
        ["fc-match", "-f", "%{family}\n%{file}", wanted], capture_output=True, text=True, check=True
    )
    family, _, file = found.stdout.partition("\n")
    if SCREEN_FONT not in family:
        raise FileNotFoundError(f"{SCREEN_FONT} is not installed (Debian: fonts-jetbrains-mono)")
    return ImageFont.truetype(Path(file), size)
