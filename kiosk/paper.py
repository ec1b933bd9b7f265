"""A strip of thermal paper: text set line after line from the top, then cut where it ends, in black and white only."""

import io
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from kiosk.qr import Matrix

REGULAR, BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
TALLEST = 4000
SMALLEST_LETTER = 21
"""Dots (2.6 mm): two tones of one Vietnamese letter differ by four dots of paper or more; at 20 it may be two."""
THRESHOLD = 170
"""Greys darker than this are printed: letters of regular weight would lose thin strokes at 128."""
FULL_WIDTH = 576
BALANCE_STEP = 8
LEADING = 0.88
BLACK, WHITE = 0, 255
MILLIMETRE = 8
"""Dots, at 203 to an inch."""
RULER = 24


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the two faces that travel with the kiosk and have every Vietnamese letter."""
    content = files("kiosk").joinpath("fonts", name).read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size)


class Paper:
    """A cursor `y` goes down the strip; every method that sets something moves it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.margin = round(width * 0.045)
        self.y = self.margin
        self._image = Image.new("L", (width, TALLEST), WHITE)
        self._pen = ImageDraw.Draw(self._image)

    def dots(self, at_full_width: float) -> int:
        """A measure of 80 mm paper on this paper: narrower, but letters shrink less than the paper does."""
        return round(at_full_width * (0.35 + 0.65 * self.width / FULL_WIDTH))

    def face(self, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return font(BOLD if bold else REGULAR, max(SMALLEST_LETTER, self.dots(size)))

    def gap(self, size: float) -> None:
        self.y += self.dots(size)

    def wrapped(self, text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
        """`text` in lines no wider than `width`; a single long word keeps a line to itself."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and face.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def balanced(self, text: str, face: ImageFont.FreeTypeFont, room: float) -> list[str]:
        """As few lines as the room allows, of about one length: no last word is left alone."""
        lines = self.wrapped(text, face, room)
        too_narrow, enough = 0.0, room
        while enough - too_narrow > BALANCE_STEP:
            middle = (too_narrow + enough) / 2
            narrower = self.wrapped(text, face, middle)
            if len(narrower) == len(lines):
                lines, enough = narrower, middle
            else:
                too_narrow = middle
        return lines

    def centred(self, text: str, face: ImageFont.FreeTypeFont) -> None:
        for line in self.balanced(text, face, self.width - 2 * self.margin):
            self._pen.text((self.width / 2, self.y), line, BLACK, face, anchor="ma")
            self.y += leading(face)

    def block(self, text: str, face: ImageFont.FreeTypeFont, left: float, width: float, y: float) -> float:
        """Text set from `left` in `width`, without moving the cursor; returns where it ends."""
        for line in self.balanced(text, face, width):
            self._pen.text((left, y), line, BLACK, face, anchor="la")
            y += leading(face)
        return y

    def figure(self, text: str, size: float) -> None:
        """The number: as large as `size` and the paper allow, with no room lost above or below its ink."""
        face = self.face(size, bold=True)
        while face.getlength(text) > self.width - 2 * self.margin:
            face = font(BOLD, face.size - 4)
        _, top, _, bottom = face.getbbox(text, anchor="ma")
        self._pen.text((self.width / 2, self.y - top), text, BLACK, face, anchor="ma")
        self.y += round(bottom - top)

    def plate(self, text: str, face: ImageFont.FreeTypeFont, *, full: bool = False) -> None:
        """White on a black plate, so that an officer sees it from the other side of the counter."""
        side = self.dots(28)
        lines = self.balanced(text, face, self.width - 2 * self.margin - side)
        height = len(lines) * leading(face) + self.dots(8)
        widest = max(face.getlength(line) for line in lines)
        half = self.width / 2 - self.margin if full else widest / 2 + side
        box = (self.width / 2 - half, self.y, self.width / 2 + half, self.y + height)
        self._pen.rounded_rectangle(box, self.dots(12), fill=BLACK)
        for place, line in enumerate(lines):
            middle = self.y + self.dots(8) / 2 + (place + 0.5) * leading(face)
            self._pen.text((self.width / 2, middle), line, WHITE, face, anchor="mm")
        self.y += height

    def rule(self, thickness: int = 2) -> None:
        self._pen.rectangle(
            (self.margin, self.y, self.width - self.margin, self.y + thickness - 1), fill=BLACK
        )
        self.y += thickness

    def perforation(self) -> None:
        """A line of dashes, where one part ends and another begins."""
        dash = self.dots(10)
        count = (self.width - 2 * self.margin + dash) // (2 * dash)
        first = (self.width - (2 * count - 1) * dash) // 2
        for left in range(first, first + 2 * count * dash, 2 * dash):
            self._pen.rectangle((left, self.y, left + dash - 1, self.y + 1), fill=BLACK)
        self.y += 2

    def pair(self, cells: tuple[tuple[str, str], tuple[str, str]]) -> None:
        """Two framed cells side by side, each a small label over a bold value."""
        label, value = self.face(23), self.face(34, bold=True)
        inner = self.dots(12)
        height = 2 * inner + leading(label) + leading(value)
        left, right, middle = self.margin, self.width - self.margin, self.width / 2
        self._pen.rounded_rectangle(
            (left, self.y, right, self.y + height), self.dots(14), outline=BLACK, width=3
        )
        self._pen.line((middle, self.y + inner, middle, self.y + height - inner), BLACK, 2)
        for centre, (above, below) in zip(((left + middle) / 2, (middle + right) / 2), cells, strict=True):
            room = middle - left - 2 * inner
            self._pen.text(
                (centre, self.y + inner), above, BLACK, self._fitting(above, label, room), anchor="ma"
            )
            fitted = self._fitting(below, value, room)
            self._pen.text((centre, self.y + inner + leading(label)), below, BLACK, fitted, anchor="ma")
        self.y += height

    def _fitting(self, text: str, face: ImageFont.FreeTypeFont, room: float) -> ImageFont.FreeTypeFont:
        name = BOLD if face.getname()[1] == "Bold" else REGULAR
        while face.getlength(text) > room and face.size > SMALLEST_LETTER:
            face = font(name, round(face.size) - 1)
        return face

    def code(self, modules: Matrix, module: int, left: int) -> int:
        """A QR code at the cursor, which stays; returns its side in dots."""
        side = len(modules) * module
        for row, line in enumerate(modules):
            for column, black in enumerate(line):
                if black:
                    x, y = left + column * module, self.y + row * module
                    self._pen.rectangle((x, y, x + module - 1, y + module - 1), fill=BLACK)
        return side

    def to_tick(self, text: str, face: ImageFont.FreeTypeFont) -> None:
        """A line of a list with an empty box before it."""
        box = round(face.size * 0.7)
        top = self.y + (leading(face) - box) // 2 + 1
        self._pen.rectangle((self.margin, top, self.margin + box, top + box), outline=BLACK, width=2)
        left = self.margin + 2 * box
        self.y = round(self.block(text, face, left, self.width - self.margin - left, self.y))

    def listed(self, text: str, face: ImageFont.FreeTypeFont) -> None:
        """A paragraph from the left margin."""
        room = self.width - 2 * self.margin
        self.y = round(self.block(text, face, self.margin, room, self.y))

    def ruler(self, face: ImageFont.FreeTypeFont) -> None:
        """Millimetres across the whole line, numbered in centimetres, with a bar at the first and the last dot."""
        self._pen.rectangle((0, self.y, 2, self.y + RULER), fill=BLACK)
        self._pen.rectangle((self.width - 3, self.y, self.width - 1, self.y + RULER), fill=BLACK)
        for place in range(1, self.width // MILLIMETRE):
            long = RULER if place % 10 == 0 else RULER // 2
            left = place * MILLIMETRE
            self._pen.line((left, self.y, left, self.y + long), BLACK, 2)
            if place % 10 == 0:
                self._pen.text((left, self.y + RULER + 2), str(place // 10), BLACK, face, anchor="ma")
        self.y += RULER + 2 + leading(face)

    def png(self) -> bytes:
        """The strip, cut below the last line: one bit a dot."""
        cut = self._image.crop((0, 0, self.width, self.y + self.margin))
        out = io.BytesIO()
        cut.point(lambda grey: WHITE if grey >= THRESHOLD else BLACK).convert(
            "1", dither=Image.Dither.NONE
        ).save(out, "PNG", dpi=(203, 203))
        return out.getvalue()


def leading(face: ImageFont.FreeTypeFont) -> int:
    """From one line to the next: enough for «Ể» under «g»."""
    ascent, descent = face.getmetrics()
    return round((ascent + descent) * LEADING)
