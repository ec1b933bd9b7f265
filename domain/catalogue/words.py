"""Words as people type them: without marks, with some of them, spelt as they are spoken, with a slip of the finger."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[0-9]+(?:\.[0-9]+)+|[^\W_]+")
EMPTY = frozenset(
    "cap cho con cua em giay giup lam minh muon nhu the toi thu tuc ve viec xin o u bi la va a an for of the to my i "  # noqa: SIM905
    "get how need want".split()
)
"""Words that say nothing of which procedure is meant, once there are others."""

SAME, PARTLY_MARKED, SWAPPED, CONTRADICTED = 1.0, 0.97, 0.9, 0.3
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("y", "i"),
        ("^(gh|g)(?=[eiê])", "g"),
        ("^ngh", "ng"),
        ("^[kq](?=[aeiou])", "c"),
        ("^x", "s"),
        ("^tr", "ch"),
        ("^(gi|r)(?=[aeiou])", "d"),
        ("^n(?=[aeiou])", "l"),
        ("ng$", "n"),
        ("[ct]$", "t"),
    )
)
"""How southern and northern spelling errors sound alike."""
HOOK, TILDE = "\u0309", "\u0303"
TONES = frozenset({HOOK, TILDE, "\u0300", "\u0301", "\u0323"})


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Small letters without marks: «Sổ đỏ» is `so do`."""
    lowered = lower(text).replace("đ", "d")
    marked = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize("NFC", "".join(mark for mark in marked if not unicodedata.combining(mark)))


def lower(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, with their marks."""
    return tuple(WORD.findall(lower(text)))


def telling(text: str) -> tuple[str, ...]:
    """Its words without those that are in every second question; all of them where nothing else is said."""
    every = words(text)
    return tuple(word for word in every if fold(word) not in EMPTY) or every


@lru_cache(maxsize=32768)
def agreement(typed: str, word: str) -> float:
    """How well the marks somebody typed agree with a word of the same letters. Marks left out contradict nothing.

    Where in the word a tone stands is a matter of taste: «uỷ» is «ủy».
    """
    if typed in {word, fold(word)}:
        return SAME
    (given, tone), (right, other) = _marks(typed), _marks(word)
    letters_agree = all(mine <= theirs for mine, theirs in zip(given, right, strict=False))
    if len(given) != len(right) or not letters_agree:
        return CONTRADICTED
    return min(PARTLY_MARKED, _tones_agree(tone, other))


@lru_cache(maxsize=32768)
def tone_agreement(typed: str, word: str) -> float:
    """The same of the tone alone, for a word of other letters."""
    return _tones_agree(_marks(typed)[1], _marks(word)[1])


def _tones_agree(typed: str, right: str) -> float:
    if typed in {"", right}:
        return SAME
    return SWAPPED if {typed, right} == {HOOK, TILDE} else CONTRADICTED


def _marks(word: str) -> tuple[tuple[frozenset[str], ...], str]:
    """What each letter carries, and the tone of the whole."""
    letters = [unicodedata.normalize("NFD", letter.replace("đ", "d\u0335")) for letter in word]
    tone = next((mark for letter in letters for mark in letter[1:] if mark in TONES), "")
    return tuple(frozenset(letter[1:]) - TONES for letter in letters), tone


@lru_cache(maxsize=8192)
def sound(folded: str) -> str:
    for pattern, heard in SOUNDS:
        folded = pattern.sub(heard, folded)
    return folded


@lru_cache(maxsize=65536)
def slips(typed: str, word: str, most: int) -> int:
    """Letters missing, added, wrong or exchanged with the next one; more than `most` is `most` + 1."""
    if abs(len(typed) - len(word)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        now = [row]
        for column, other in enumerate(word, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
