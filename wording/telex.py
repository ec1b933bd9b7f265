"""Vietnamese from plain keys: Telex and VNI, recomposed key by key; what cannot be Vietnamese stays as it was typed.

Pure. A mark may be typed at once or after the word; the same mark twice takes it away and leaves the key. Letters
that carry their marks already, and bare combining tones, are keys as well: the keyboard on the screen sends these.
"""

import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

from wording.syllables import PLAIN, VOWELS, can_be

Method = Literal["telex", "vni", "both", "none"]

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
TONE_OF = {mark: tone for tone, mark in TONES.items()}
ROOF, HORN, BOWL, STROKE = "roof", "horn", "bowl", "stroke"
MARKED = {
    ROOF: {"a": "â", "e": "ê", "o": "ô"},
    HORN: {"o": "ơ", "u": "ư"},
    BOWL: {"a": "ă"},
    STROKE: {"d": "đ"},
}
OPEN_UO = frozenset({"h", "th", "kh"})
"""After these an open «uơ» is written with one horn: «thuở», «huơ»."""

Key = tuple[str, str]
"""What a key does: to which mark or tone, and to which letters («» for all it fits)."""
TELEX: dict[str, tuple[Key, ...]] = {
    **{tone: (("tone", tone),) for tone in TONES},
    **{letter: ((ROOF, letter),) for letter in "aeo"},
    "z": (("tone", ""),),
    "w": ((HORN, ""), (BOWL, "")),
    "d": ((STROKE, ""),),
}
VNI: dict[str, tuple[Key, ...]] = {
    **{digit: (("tone", tone),) for digit, tone in zip("12345", "sfrxj", strict=True)},
    "0": (("tone", ""),),
    "6": ((ROOF, ""),),
    "7": ((HORN, ""),),
    "8": ((BOWL, ""),),
    "9": ((STROKE, ""),),
}
KEYS: dict[Method, dict[str, tuple[Key, ...]]] = {
    "telex": TELEX,
    "vni": VNI,
    "both": TELEX | VNI,
    "none": {},
}


class Typed(msgspec.Struct, frozen=True):
    """A line being typed: what is seen, and the keys of its last word, from which that word is composed anew."""

    text: str = ""
    keys: str = ""

    def press(self, key: str, method: Method = "both") -> "Typed":
        """One key, or one letter with its marks."""
        if not _belongs(key):
            return Typed(self.text + key)
        before = self.text[: len(self.text) - len(compose(self.keys, method))]
        keys = self.keys + key
        return Typed(unicodedata.normalize("NFC", before + compose(keys, method)), keys)

    def erase(self, method: Method = "both") -> "Typed":
        """Without its last letter as it is seen; what is typed next still finds the word's marks."""
        text = self.text[:-1]
        word = _last_word(text)
        keys = self.keys if word else ""
        while keys and compose(keys, method) != word:
            keys = keys[:-1]
        if not keys and compose(word, method) == word:
            keys = word
        return Typed(text, keys)


def compose(keys: str, method: Method = "both", *, new_style: bool = False) -> str:
    """The word that these keys write; `new_style` puts the tone on the second vowel of «hoà», «thuý», «khoẻ»."""
    word = _Word()
    letters = tuple(_letters(keys))
    for key in letters:
        if word.literal:
            word.letters.append(key)
        elif not word.press(key, KEYS[method]):
            return "".join(each for each in letters if each not in TONE_OF)
    return word.text(new_style)


class _Word:
    """One syllable so far: its letters with their own marks, its tone, and whether keys are only letters now."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""
        self.literal = False
        self.alone = 0
        """How many letters there were when «w» stood for a whole «ư»."""

    def press(self, key: str, does: dict[str, tuple[Key, ...]]) -> bool:
        """Take a key as a mark, or as a letter; False when what is written then cannot be Vietnamese."""
        if key in TONE_OF:
            self._turn(TONE_OF[key])
            return True
        actions = does.get(key.lower(), ())
        if self._marked(actions) or (key in "wW" and actions and self._bare(key)):
            return True
        if self._undone(actions, key):
            return True
        letter, tone = _apart(key)
        return self._set([*self.letters, letter], tone or self.tone)

    def text(self, new_style: bool) -> str:
        letters = self._one_horn()
        if not self.tone or self.literal:
            return "".join(letters)
        place = self._place_of_tone(new_style)
        letters[place] = unicodedata.normalize("NFC", letters[place] + TONES[self.tone])
        return "".join(letters)

    # ---- marks

    def _marked(self, actions: tuple[Key, ...]) -> bool:
        for mark, only in actions:
            if mark == "tone":
                if only != self.tone and self._has_vowel() and self._set(self.letters, only):
                    return True
            elif any(self._set(wanted, self.tone) for wanted in self._with_mark(mark, only)):
                return True
        return False

    def _with_mark(self, mark: str, only: str) -> list[list[str]]:
        """The ways to put a mark on the letters: both of «uo» first, then one letter after the other."""
        marked = MARKED[mark]
        first = 2 if self._low().startswith("qu") else 0
        fits = [
            place
            for place, letter in enumerate(self.letters)
            if place >= first
            and _bare_of(letter) in (only or "".join(marked))
            and letter.lower() != marked.get(_bare_of(letter))
        ]
        ways = [[place] for place in fits]
        plain = "".join(_bare_of(letter) for letter in self.letters)
        at = plain.find("uo", first)
        if mark == HORN and at >= 0 and fits:
            ways.insert(0, [at, at + 1])
        return [
            [
                _like(letter, marked[_bare_of(letter)]) if place in way else letter
                for place, letter in enumerate(self.letters)
            ]
            for way in ways
        ]

    def _turn(self, tone: str) -> None:
        """A tone by its own key: again is without it, and where no tone can be nothing happens."""
        if self._has_vowel():
            self._set(self.letters, "" if tone == self.tone else tone)

    def _bare(self, key: str) -> bool:
        """«w» alone is «ư»."""
        if not self._set([*self.letters, "Ư" if key.isupper() else "ư"], self.tone):
            return False
        self.alone = len(self.letters)
        return True

    def _undone(self, actions: tuple[Key, ...], key: str) -> bool:
        """The same mark again takes it away, and every key from here on is only a letter."""
        for mark, only in actions:
            if mark == "tone":
                if not only or only != self.tone:
                    continue
                self.tone = ""
            elif not self._without_mark(mark, only):
                continue
            elif mark == HORN and self.alone == len(self.letters):
                self.letters.pop()
            self.letters.append(key)
            self.literal = True
            return True
        return False

    def _without_mark(self, mark: str, only: str) -> bool:
        signs = {sign: letter for letter, sign in MARKED[mark].items() if letter in (only or letter)}
        plain = [
            _like(letter, signs[letter.lower()]) if letter.lower() in signs else letter
            for letter in self.letters
        ]
        changed = plain != self.letters
        self.letters = plain
        return changed

    # ---- the syllable

    def _set(self, letters: list[str], tone: str) -> bool:
        if not can_be("".join(letters).lower(), tone):
            return False
        self.letters, self.tone = letters, tone
        return True

    def _low(self) -> str:
        return "".join(self.letters).lower()

    def _has_vowel(self) -> bool:
        return any(letter in VOWELS for letter in self._low())

    def _one_horn(self) -> list[str]:
        low = self._low()
        if low.endswith("ươ") and low[:-2] in OPEN_UO and not self.literal:
            return [*self.letters[:-2], _like(self.letters[-2], "u"), self.letters[-1]]
        return list(self.letters)

    def _place_of_tone(self, new_style: bool) -> int:
        low = "".join(self._one_horn()).lower()
        start = next(place for place, letter in enumerate(low) if letter in VOWELS)
        if low.startswith(("qu", "gi")) and low[2:3] in VOWELS and low[2:3]:
            start = 2
        vowels = low[start:]
        while vowels and vowels[-1] not in VOWELS:
            vowels = vowels[:-1]
        marked = [place for place, letter in enumerate(vowels) if letter in PLAIN]
        if marked:
            return start + marked[-1]
        closed = len(low) > start + len(vowels)
        later = closed or len(vowels) > 2 or (new_style and vowels in {"oa", "oe", "uy"})  # noqa: PLR2004
        return start + int(later and len(vowels) > 1)


def _belongs(key: str) -> bool:
    """Whether a key is part of a word: a letter, a tone, or a digit that may be a mark."""
    return key.isalnum() or key in TONE_OF


def _last_word(text: str) -> str:
    cut = len(text)
    while cut and _belongs(text[cut - 1]):
        cut -= 1
    return text[cut:]


def _apart(key: str) -> tuple[str, str]:
    """A letter as it is without its tone, and the tone."""
    marks = unicodedata.normalize("NFD", key)
    tone = next((TONE_OF[mark] for mark in marks[1:] if mark in TONE_OF), "")
    letter = "".join(mark for mark in marks if mark not in TONE_OF)
    return unicodedata.normalize("NFC", letter), tone


def _letters(keys: str) -> Iterator[str]:
    """Composed letters; a tone that fell on a consonant, as on «ć», is a key of its own."""
    for key in unicodedata.normalize("NFC", keys):
        letter, tone = _apart(key)
        if tone and letter and _bare_of(letter) not in VOWELS:
            yield from (letter, TONES[tone])
        else:
            yield key


def _bare_of(letter: str) -> str:
    return PLAIN.get(letter.lower(), letter.lower())


def _like(letter: str, wanted: str) -> str:
    return wanted.upper() if letter.isupper() else wanted
