"""Which letters the printed papers have, and what stands for those they have not.

A PDF that is readable for ever (PDF/A) may not hold a letter without a shape: one that no font of ours has is
printed as a white square, while the plain text and the kept content show it as it was written.
"""

import re
import unicodedata

SHAPES = (
    "\x20-\x7e\xa0-\u017f\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u0218-\u021b\u02bc\u0300-\u0304\u0306-\u030c\u031b\u0323"
    "\u0374\u0375\u037a-\u037e\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u03d0-\u045f\u1e80-\u1e85\u1ea0-\u1ef9"
    "\u2010\u2012-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ab\u20ac\u2116\u2122"
    "\u2190-\u2193\u2212\u2215\u221a\u2248\u2260\u2264\u2265\u25a0\u25a1\u25aa\u25ab\u25cf"
)
"""What `fonts/` can draw, as ranges; a test draws every one of them."""
MISSING = "□"
LONG = 20
"""Letters in a row from which a word may be broken anywhere, so that it never leaves its column."""

_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_STRANGE = re.compile(f"[^\n{SHAPES}]")
_LONG_WORD = re.compile(rf"\S{{{LONG},}}")
_SPACES = re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """One way to write each letter (NFC), no hidden characters, lines ended by a line feed."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = _HIDDEN.sub(
        "", composed.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u2011", "\u2010")
    )
    return _SPACES.sub(" ", shown).strip()


def printable(text: str) -> str:
    """`plain`, with a square for every letter that cannot be printed, and long words that may be broken."""
    drawn = _STRANGE.sub(MISSING, plain(text))
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), drawn)
