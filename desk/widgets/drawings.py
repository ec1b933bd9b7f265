"""Pictures made of half blocks: the number being served, large enough to read across the desk, and QR codes."""

from collections.abc import Sequence
from functools import lru_cache

import qrcode
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

Bitmap = Sequence[Sequence[bool]]

GLYPHS = {
    "0": "011110 110011 110011 110011 110011 110011 110011 011110",
    "1": "001100 011100 111100 001100 001100 001100 001100 111111",
    "2": "011110 110011 000011 000110 001100 011000 110000 111111",
    "3": "111111 000011 000110 001110 000011 000011 110011 011110",
    "4": "000110 001110 011110 110110 110110 111111 000110 000110",
    "5": "111111 110000 110000 111110 000011 000011 110011 011110",
    "6": "011110 110011 110000 111110 110011 110011 110011 011110",
    "7": "111111 000011 000011 000110 001100 011000 011000 011000",
    "8": "011110 110011 110011 011110 110011 110011 110011 011110",
    "9": "011110 110011 110011 110011 011111 000011 110011 011110",
    "A": "001100 011110 110011 110011 111111 110011 110011 110011",
    "B": "111110 110011 110011 111110 110011 110011 110011 111110",
    "C": "011110 110011 110000 110000 110000 110000 110011 011110",
    "D": "111100 110110 110011 110011 110011 110011 110110 111100",
    "E": "111111 110000 110000 111110 110000 110000 110000 111111",
    "F": "111111 110000 110000 111110 110000 110000 110000 110000",
    "G": "011110 110011 110000 110000 110111 110011 110011 011111",
    "H": "110011 110011 110011 111111 110011 110011 110011 110011",
    "I": "111111 001100 001100 001100 001100 001100 001100 111111",
    "J": "001111 000011 000011 000011 000011 110011 110011 011110",
    "K": "110011 110110 111100 111000 111100 110110 110011 110011",
    "L": "110000 110000 110000 110000 110000 110000 110000 111111",
    "M": "110011 111111 111111 110011 110011 110011 110011 110011",
    "N": "110011 111011 111011 111111 110111 110111 110011 110011",
    "O": "011110 110011 110011 110011 110011 110011 110011 011110",
    "P": "111110 110011 110011 111110 110000 110000 110000 110000",
    "Q": "011110 110011 110011 110011 110011 110111 011110 000011",
    "R": "111110 110011 110011 111110 111100 110110 110011 110011",
    "S": "011110 110011 110000 011110 000011 000011 110011 011110",
    "T": "111111 001100 001100 001100 001100 001100 001100 001100",
    "U": "110011 110011 110011 110011 110011 110011 110011 011110",
    "V": "110011 110011 110011 110011 110011 011110 011110 001100",
    "W": "110011 110011 110011 110011 111111 111111 111111 110011",
    "X": "110011 110011 011110 001100 001100 011110 110011 110011",
    "Y": "110011 110011 011110 011110 001100 001100 001100 001100",
    "Z": "111111 000011 000110 001100 001100 011000 110000 111111",
    "-": "000000 000000 000000 011110 011110 000000 000000 000000",
}
ROWS = 8


@lru_cache(64)
def lettering(text: str) -> tuple[tuple[bool, ...], ...]:
    """The bitmap of a number, one empty column between signs; a sign without a picture is left out."""
    pictures = [GLYPHS[sign].split() for sign in text.upper() if sign in GLYPHS]
    return tuple(
        tuple(bit == "1" for bit in "0".join(picture[row] for picture in pictures)) for row in range(ROWS)
    )


@lru_cache(16)
def qr_bitmap(link: str) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=1)
    code.add_data(link, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(dot) for dot in row) for row in code.get_matrix())


def half_blocks(bitmap: Bitmap, ink: Style, ground: Style) -> list[Strip]:
    """Two rows of dots to one row of characters. `ink` and `ground` give their background colour to the dots."""
    width = len(bitmap[0]) if bitmap else 0
    blank = [False] * width
    strips = []
    for upper in range(0, len(bitmap), 2):
        lower = bitmap[upper + 1] if upper + 1 < len(bitmap) else blank
        segments = [
            _cell(above, below, ink, ground) for above, below in zip(bitmap[upper], lower, strict=True)
        ]
        strips.append(Strip(segments, width).simplify())
    return strips


def _cell(above: bool, below: bool, ink: Style, ground: Style) -> Segment:
    if above == below:
        return Segment(" ", ink if above else ground)
    upper, lower = (ink, ground) if above else (ground, ink)
    return Segment("▀", Style(color=upper.bgcolor, bgcolor=lower.bgcolor))


class Drawing(Widget):
    """A bitmap in its own two colours; it takes exactly the room it needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Drawing { width: auto; height: auto; }"

    def bitmap(self) -> Bitmap:
        return ()

    def colours(self) -> tuple[Style, Style]:
        return Style(bgcolor="black"), Style(bgcolor="white")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        bitmap = self.bitmap()
        return len(bitmap[0]) if bitmap else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return (len(self.bitmap()) + 1) // 2

    def render_line(self, y: int) -> Strip:
        ink, ground = self.colours()
        strips = half_blocks(self.bitmap(), ink, ground)
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, ground)


class BigNumber(Drawing):
    """The number at the counter; an empty one shows a dash."""

    def __init__(self, number: str = "") -> None:
        super().__init__(classes="" if number else "-empty")
        self.number = number

    def show_number(self, number: str) -> None:
        if number != self.number:
            self.number = number
            self.set_class(not number, "-empty")
            self.refresh(layout=True)

    def bitmap(self) -> Bitmap:
        return lettering(self.number or "---")

    def colours(self) -> tuple[Style, Style]:
        ground, ink = self.background_colors[1], self.styles.color
        return Style(bgcolor=ink.rich_color), Style(bgcolor=ground.rich_color)


class LinkCode(Drawing):
    """A QR code, black on white in every theme, with the quiet zone that scanners need."""

    def __init__(self, link: str) -> None:
        super().__init__()
        self.link = link

    def bitmap(self) -> Bitmap:
        return qr_bitmap(self.link)
