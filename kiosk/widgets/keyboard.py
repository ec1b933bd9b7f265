"""A keyboard for fingers, where there is none of plastic: every letter of the language, and the tones by name."""

from collections.abc import Iterable

from kiosk.widgets.keys import BORDERED, FLAT, Key, Keys
from wording import say

LETTERS = {
    "vi": "AĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ",
    "": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
"""In the order of the alphabet: who never learnt another order finds them too. «» is for every other language."""
CODES = ("1234567890.-", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")
NARROW_CODES = ("1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ.-")
NUMBERS, DENSE_NUMBERS = ("12345", "67890", ".-/"), ("1234567", "890.-/")
PAD = ("123", "456", "789")
TONES = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
"""What a tone key types: the sign alone, which joins the vowel before it."""
LONG = 8
"""Columns of a key that wears a word."""
ERASE_AMONG_CODES = 2
"""Keys that are as wide together as the one that erases."""
ERASE, BLANK, OTHER_PAGE, LETTERS_PAGE = "key:erase", "key:blank", "key:page", "key:letters"

Lines = list[list[Key]]


def letter_keys(
    language: str, *, rows: int, narrow: bool = False, numbers: bool = False, last: Key | None = None
) -> Keys:
    """Letters and tones, or with `numbers` figures, in at most `rows` rows; a key leads to the other page.

    Fewer rows make flatter keys, then fewer lines of more keys each; on a narrow screen the tones have their own line.
    """
    dense = rows < 4 * FLAT
    below = [*_below(language, numbers=numbers), *([last] if last else [])]
    lines = _figures(below, dense) if numbers else _letters(language, below, dense=dense, narrow=narrow)
    return Keys(lines, FLAT if rows < len(lines) * BORDERED else BORDERED)


def code_keys(language: str, height: int, *, narrow: bool = False) -> Keys:
    """Figures and plain letters, for codes."""
    lines = [_plain(letters) for letters in (NARROW_CODES if narrow else CODES)]
    erase = say("kiosk.erase", language)
    lines[-1 if narrow else 0].append(Key(ERASE, erase, share=ERASE_AMONG_CODES, least=LONG))
    return Keys(lines, height)


def digit_pad(language: str, height: int) -> Keys:
    """Ten digits as a telephone has them, each as large as a tile, with one to erase and one for letters."""
    erase = Key(ERASE, say("kiosk.erase", language), least=LONG)
    letters = Key(LETTERS_PAGE, say("kiosk.entering.letters", language), least=LONG)
    return Keys([*map(_plain, PAD), [erase, *_plain("0"), letters]], height)


def worded(key: str, label: str, badge: str = "") -> Key:
    """A key that wears a word, as wide as that needs."""
    return Key(key, label, badge, share=max(LONG, len(label) + 2), least=len(label))


def _plain(letters: Iterable[str]) -> list[Key]:
    return [Key(f"key:{letter}", letter) for letter in letters]


def _figures(below: list[Key], dense: bool) -> Lines:
    return [*map(_plain, DENSE_NUMBERS if dense else NUMBERS), below]


def _letters(language: str, below: list[Key], *, dense: bool, narrow: bool) -> Lines:
    letters = LETTERS.get(language, LETTERS[""])
    across = -(-len(letters) // (2 if dense else 3))
    lines = [_plain(letters[start : start + across]) for start in range(0, len(letters), across)]
    tones = _tones(language)
    return [*lines, tones, below] if narrow and tones else [*lines, [*tones, *below]]


def _tones(language: str) -> list[Key]:
    if language != "vi":
        return []
    return [worded(f"key:{sign}", say(f"kiosk.key.{tone}", language)) for tone, sign in TONES.items()]


def _below(language: str, *, numbers: bool) -> list[Key]:
    return [
        worded(BLANK, say("kiosk.blank", language)),
        worded(ERASE, say("kiosk.erase", language)),
        worded(OTHER_PAGE, say(f"kiosk.key.{'letters' if numbers else 'figures'}", language)),
    ]
