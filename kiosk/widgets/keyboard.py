"""A keyboard for fingers, where there is none of plastic: every letter of the language, and the tones by name."""

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from kiosk.widgets.tile import Tile
from wording import say

LETTERS = {
    "vi": "AĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ",
    "": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
"""In the order of the alphabet: who never learnt another order finds them too. «» is for every other language."""
CODES = ("1234567890.-", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")
NARROW_CODES = ("1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ.-")
NUMBERS, DENSE_NUMBERS = ("12345", "67890", ".-/"), ("1234567", "890.-/")
TONES = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
"""What a tone key types: the sign alone, which joins the vowel before it."""
FLAT, TALL = 2, 3
"""Rows of a key without a border and with one."""
PER_LINE = 11
LONG = 8
"""Columns of a key that wears a word."""
ERASE_AMONG_CODES = 2
"""Keys that are as wide together as the one that erases."""
ERASE, BLANK, OTHER_PAGE = "erase", "blank", "page"


class Key(Tile):
    """One letter, or one thing to do."""

    def __init__(self, letter: str, label: str = "", *, flat: bool = False) -> None:
        super().__init__(f"key:{letter}", label or letter, classes="key")
        self.set_class(bool(label), "-long", update=False)
        self.set_class(flat, "-flat", update=False)


class LetterKeys(Vertical):
    """Letters and tones, or with `numbers` figures, in at most `rows` rows; `paged` adds the key to the other page.

    Fewer rows make flatter keys, then fewer lines of more keys each; on a narrow screen the tones have their own line.
    """

    def __init__(
        self,
        language: str,
        *,
        rows: int,
        narrow: bool = False,
        paged: bool = False,
        numbers: bool = False,
        last: Tile | None = None,
    ) -> None:
        self.language, self.paged, self.numbers, self.last = language, paged, numbers, last
        lines = self._lines(dense=rows < 4 * FLAT, narrow=narrow)
        self.flat = rows < len(lines) * TALL
        height = FLAT if self.flat else TALL
        super().__init__(*(_line(line, height) for line in lines), classes="keyboard")
        for key in self._keys_of(lines):
            key.set_class(self.flat, "-flat", update=False)
        self.styles.height = height * len(lines)

    def _lines(self, *, dense: bool, narrow: bool) -> list[list[Tile]]:
        if self.numbers:
            figures: list[list[Tile]] = [
                [Key(figure) for figure in line] for line in (DENSE_NUMBERS if dense else NUMBERS)
            ]
            return [*figures, self._below()]
        letters = LETTERS.get(self.language, LETTERS[""])
        across = -(-len(letters) // (2 if dense else 3))
        lines: list[list[Tile]] = [
            [Key(letter) for letter in letters[start : start + across]]
            for start in range(0, len(letters), across)
        ]
        tones: list[Tile] = [Key(sign, self._called(tone)) for tone, sign in self._tones()]
        return [*lines, tones, self._below()] if narrow and tones else [*lines, [*tones, *self._below()]]

    def _tones(self) -> Iterable[tuple[str, str]]:
        return TONES.items() if self.language == "vi" else ()

    def _called(self, tone: str) -> str:
        return say(f"kiosk.key.{tone}", self.language)

    def _below(self) -> list[Tile]:
        blank, erase = say("kiosk.blank", self.language), say("kiosk.erase", self.language)
        keys: list[Tile] = [Key(BLANK, blank), Key(ERASE, erase)]
        if self.paged:
            page = "letters" if self.numbers else "figures"
            keys.append(Key(OTHER_PAGE, say(f"kiosk.key.{page}", self.language)))
        if self.last is not None:
            keys.append(self.last)
        return keys

    @staticmethod
    def _keys_of(lines: list[list[Tile]]) -> list[Tile]:
        return [key for line in lines for key in line]


class CodeKeys(Vertical):
    """Figures and plain letters, for codes."""

    def __init__(self, language: str, height: int, *, narrow: bool = False) -> None:
        flat = height < TALL
        codes = NARROW_CODES if narrow else CODES
        lines: list[list[Tile]] = [[Key(letter, flat=flat) for letter in letters] for letters in codes]
        erase = Key(ERASE, say("kiosk.erase", language), flat=flat)
        lines[-1 if narrow else 0].append(erase)
        rows = [_line(line, height) for line in lines]
        erase.styles.width = f"{ERASE_AMONG_CODES}fr"
        super().__init__(*rows, classes="keyboard")
        self.styles.height = height * len(lines)


def _line(keys: Iterable[Tile], height: int) -> Horizontal:
    """Keys side by side; one that wears a word is as wide as it needs, the others share what is left."""
    shown: list[Widget] = []
    for key in keys:
        label = key.title_text
        if len(label) > 1:
            key.styles.width = f"{max(LONG, len(label) + 2)}fr"
            key.styles.min_width = len(label)
        shown.append(key)
    line = Horizontal(*shown, classes="row")
    line.styles.height = height
    return line
