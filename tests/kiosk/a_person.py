"""Somebody who knows nothing of the kiosk but what can be read on it: finds the choices by their frames, as eyes do.

A choice is a frame with a badge on its upper edge and words inside. The person weighs the words against what they came
for, and takes the one that fits best; the question of the screen they can answer from what they know of themselves.
"""

import re
import unicodedata
from dataclasses import dataclass

TOP, LEFT, RIGHT, BOTTOM = "▔", "▊", "▎", "▁"
BADGE = re.compile(r"▔ +(\S) +▔")
EMPTY_WORDS = frozenset("và của cho các là có một the of and a to for in".split())


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
            left, right = row.rfind(LEFT, 0, badge.start()), row.find(RIGHT, badge.end())
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
        if BOTTOM in part:
            break
        inside.append(re.sub("[▀▄█■□]", " ", part))
    return inside


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
    return {*words, *(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))}
