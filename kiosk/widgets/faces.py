"""Five faces, from very content to not at all: each beside its words, so that nobody has to guess what it means."""

from textwrap import wrap

from textual.geometry import Size

from kiosk.widgets.halfblock import Pixels, rows_of
from kiosk.widgets.tile import PICTURE_GAP, Laid, Tile

HEAD = ("..########..", ".##########.", "###oo##oo###", "###oo##oo###")
MOUTHS = {
    5: ("##oooooooo##", "##oooooooo##", ".##oooooo##.", "..########.."),
    4: ("##o######o##", "##oo####oo##", ".##oooooo##.", "..########.."),
    3: ("############", "##oooooooo##", ".##########.", "..########.."),
    2: ("############", "###oooooo###", ".#oo####oo#.", "..########.."),
    1: ("###oooooo###", "##oooooooo##", ".#oo####oo#.", "..o######o.."),
}
FACES: dict[int, Pixels] = {
    score: tuple(tuple(".#o".index(dot) for dot in line) for line in (*HEAD, *mouth))
    for score, mouth in MOUTHS.items()
}
LINES = 2
"""Lines that the longest words take under a face."""
BESIDE = 30
"""Columns inside the border from which a face stands beside its words instead of above them."""


class FaceTile(Tile):
    """A score from 5 to 1 with its face. On a small tile the face goes, never the words."""

    def __init__(self, score: int, title: str) -> None:
        super().__init__(f"score:{score}", title, badge=str(score), classes="face")
        self.face = FACES[score]

    def laid(self, room: Size) -> Laid:
        beside = room.width >= BESIDE
        width = room.width - (len(self.face[0]) + PICTURE_GAP if beside else 0)
        title = tuple(wrap(self.title, max(1, width), break_on_hyphens=False))
        title += ("",) * (LINES - len(title)) if not beside else ()  # so that all faces stand level
        needed = rows_of(self.face) + (0 if beside else len(title) + 1)
        fits = room.height >= needed and room.width >= len(self.face[0])
        return Laid(self.face if fits else (), fits and not beside, title, ())
