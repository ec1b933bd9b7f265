"""ESC/POS, as far as a slip needs it: the picture line by line, the cut, and the questions a printer answers at once.

Text is never sent as text: printers know no Vietnamese code page, and print «?» for every letter with a tone.
"""

import io
from collections.abc import Iterator

from escpos.constants import (  # type: ignore[import-untyped]
    ESC,
    GS,
    HW_INIT,
    RT_STATUS,
    RT_STATUS_ONLINE,
    RT_STATUS_PAPER,
)
from escpos.image import EscposImage  # type: ignore[import-untyped]
from PIL import Image

from kiosk.printing.printer import Cover, Paper, Status

BEGIN = HW_INIT
"""Forget what an interrupted slip left in the print buffer."""
ROWS = 256
"""Dots of height in one command: cheap printers keep no more in their buffer."""
CUT = GS + b"V" + bytes((66, 0))
"""Feed to the knife and cut, but for a bridge that keeps the slip from falling."""
TEAR = ESC + b"d" + bytes((5,))
"""Feed five lines, so that the slip can be torn off where there is no knife."""
DONE = GS + b"r" + bytes((1,))
"""Answered in its turn: once the printer has come so far."""
CAUSE = RT_STATUS + bytes((2,))
"""Why it is offline. Answered at once, like the two below, even by a printer that has stopped."""
ONLINE, PAPER = RT_STATUS_ONLINE, RT_STATUS_PAPER
FIXED, STATUS = 0b10010011, 0b00010010
FORGET = bytes((0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8))
"""DLE DC4 8: drop all that was not printed yet, so that no half slip comes out when the paper is back."""


def raster(png: bytes) -> Iterator[bytes]:
    """The picture as commands (`GS v 0`), from the top down."""
    picture = EscposImage(Image.open(io.BytesIO(png)))
    for part in map(EscposImage, picture.split(ROWS)):
        size = part.width_bytes.to_bytes(2, "little") + part.height.to_bytes(2, "little")
        yield GS + b"v0\0" + size + part.to_raster_format()


def is_status(answer: int) -> bool:
    """An answer given at once, by its fixed bits (0xx1xx10)."""
    return answer & FIXED == STATUS


def is_done(answer: int) -> bool:
    """The answer to `DONE`, which no status looks like."""
    return answer & FIXED & ~0b11 == 0


def status_of(online: int, cause: int, paper: int) -> Status:
    """What the three answers to `ONLINE`, `CAUSE` and `PAPER` say."""
    cover: Cover = "open" if cause & 0b00000100 else "closed"
    roll: Paper = "ok"
    if paper & 0b01100000 or cause & 0b00100000:
        roll = "out"
    elif paper & 0b00001100:
        roll = "low"
    return Status(online=not online & 0b00001000, paper=roll, cover=cover, jammed=bool(cause & 0b01000000))
