"""Somebody who knows nothing of the kiosk but what can be read on it: finds the choices by their frames, as eyes do.

A choice is a frame with a badge on its upper edge and words inside. The person weighs the words against what they came
for, and takes the one that fits best; the question of the screen they can answer from what they know of themselves.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT, BOTTOM = "▊▌▛", "▎▐▜", "▁▄"
"""Sides of a frame, thin or thick: the thick one is around what is marked."""
BADGE = re.compile(r"[▔▀] +(\S) +[▔▀]")
MARK = re.compile("▛[^▛▜]*▜")
EMPTY_WORDS = {"và", "của", "cho", "các", "là", "có", "một", "the", "of", "and", "a", "to", "for", "in"}


@dataclass(frozen=True)
class Choice:
    badge: str
    words: str
    centre: tuple[int, int]
    """Column and row a finger would touch."""


def choices(screen: str) -> list[Choice]:
    """Every framed choice with a badge, from the top left."""
    rows = screen.split("\n")
    found = []
    for number, row in enumerate(rows):
        for badge in BADGE.finditer(row):
            left = max(row.rfind(side, 0, badge.start()) for side in LEFT)
            right = min((at for side in RIGHT if (at := row.find(side, badge.end())) >= 0), default=-1)
            if left < 0 or right < 0:
                continue
            inside = _inside(rows[number + 1 :], left, right)
            words = " ".join(" ".join(inside).split())
            found.append(Choice(badge[1], words, ((left + right) // 2, number + 1 + len(inside) // 2)))
    return found


def _inside(rows: list[str], left: int, right: int) -> list[str]:
    inside = []
    for row in rows:
        part = row.ljust(right)[left + 1 : right]
        if part.strip() and not part.strip(BOTTOM):
            break
        inside.append(re.sub("[▀▄█■□▊▎]", " ", part))
    return inside


def marked(screen: str) -> str:
    """The words in the thick frame; empty when nothing is marked."""
    rows = screen.split("\n")
    for number, row in enumerate(rows):
        if mark := MARK.search(row):
            return " ".join(" ".join(_inside(rows[number + 1 :], mark.start(), mark.end() - 1)).split())
    return ""


def fitting(offered: list[Choice], wanted: str) -> Choice:
    """The choice whose words share most with what is wanted; of equals, the shortest."""
    return max(offered, key=lambda choice: (_shared(choice.words, wanted), -len(choice.words)))


def _shared(words: str, wanted: str) -> float:
    mine, theirs = _pairs(wanted), _pairs(words)
    return len(mine & theirs)


def _pairs(text: str) -> set[str]:
    """Words, and words side by side, which in Vietnamese make the meaning: «khai sinh»."""
    bare = unicodedata.normalize("NFC", text.lower())
    words = [word for word in re.findall(r"\w+", bare) if word not in EMPTY_WORDS]
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


def words_of(text: str) -> set[str]:
    """The words of a text that mean something."""
    return {word for word in _pairs(text) if " " not in word}
