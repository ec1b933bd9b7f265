"""The slip a technician prints before the first visitor comes: every Vietnamese letter, a ruler, the edges, a code."""

import unicodedata

from kiosk.paper import SMALLEST_LETTER, Paper
from kiosk.ticket import follow, foot, head
from wording import say

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VOWELS = "aăâeêioôơuưy"
SMALL = tuple(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
CODE = "MOT CUA 1"


def trial_png(unit: str, at: int, name: str, width: int = 576, language: str = "vi") -> bytes:
    """A 1-bit PNG. `at` is the moment of printing (µs UTC), `name` what the printer is called in its setting."""
    paper = Paper(width)
    head(paper, unit, "")
    paper.centred(say("printer.trial", language), paper.face(40, bold=True))
    paper.gap(14)
    paper.listed(say("printer.trial_letters", language), paper.face(24, bold=True))
    paper.gap(4)
    _letters(paper)
    paper.gap(14)
    paper.listed(say("printer.trial_ruler", language), paper.face(24, bold=True))
    paper.listed(say("printer.trial_edges", language), paper.face(23))
    paper.gap(8)
    paper.ruler(paper.face(22))
    paper.gap(10)
    follow(paper, CODE, say("printer.trial_scan", language, text=CODE), "")
    paper.perforation()
    paper.gap(10)
    foot(paper, at, name, "", language)
    return paper.png()


def _letters(paper: Paper) -> None:
    """As small as slips ever set them, each vowel on a line of its own, the light face and the heavy one in turn."""
    light, heavy = paper.face(SMALLEST_LETTER), paper.face(SMALLEST_LETTER, bold=True)
    for start in range(0, len(SMALL), len(TONES)):
        small = " ".join(SMALL[start : start + len(TONES)])
        paper.listed(f"{small}  {small.upper()}", light if start % (2 * len(TONES)) == 0 else heavy)
    paper.listed("đ Đ ₫  0 1 2 3 4 5 6 7 8 9", heavy)
