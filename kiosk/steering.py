"""From one target to the next by arrow keys: the nearest one in that direction, as the eye would choose."""

from collections.abc import Iterable
from typing import TypeVar

from textual.geometry import Region

from kiosk.widgets import Target

W = TypeVar("W", bound=Target)

DIRECTIONS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
ASIDE = 3
"""Straying from the line costs this many times as much as going along it."""
CELL = 2
"""A cell is about twice as high as it is wide."""


def nearest(start: Region, targets: Iterable[W], key: str) -> W | None:
    """The target to which an arrow key leads from `start`; None when there is none that way."""
    costs = [
        (cost, place, target)
        for place, target in enumerate(targets)
        if (cost := _cost(start, target.region, key)) >= 0
    ]
    return min(costs, key=lambda each: each[:2])[2] if costs else None


def _cost(start: Region, end: Region, key: str) -> int:
    """How far `end` is along and beside the way; negative when it does not lie that way."""
    across, down = DIRECTIONS[key]
    if across:
        along = end.x - start.right if across > 0 else start.x - end.right
        beside = CELL * _apart(start.y, start.bottom, end.y, end.bottom)
    else:
        along = CELL * (end.y - start.bottom if down > 0 else start.y - end.bottom)
        beside = _apart(start.x, start.right, end.x, end.right)
        beside += abs(start.x - end.x) // 8
    return -1 if along < 0 else along + ASIDE * beside


def _apart(first: int, last: int, other_first: int, other_last: int) -> int:
    """The gap between two spans; 0 where they overlap."""
    return max(0, other_first - last, first - other_last)
