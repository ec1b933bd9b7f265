"""Letters of few dots made large without steps: a corner takes its neighbours' colour when they agree on it."""

from functools import lru_cache

from kiosk.widgets.glyphs import GLYPHS, HEIGHT
from kiosk.widgets.halfblock import Pixels

LETTER_GAP = 1

_Around = tuple[int, int, int, int, int, int, int, int, int]
"""A dot, fifth, among its neighbours: three above, one on each side, three below."""


@lru_cache(64)
def enlarged(value: str, scale: int) -> Pixels:
    """The letters of `value`, each dot `scale` times as large, rounded where the scale is made of twos and threes."""
    picture = _written(value)
    for factor in _factors(scale):
        picture = _grown(picture, factor)
    return picture


def _written(value: str) -> Pixels:
    rows: list[list[int]] = [[] for _ in range(HEIGHT)]
    for place, letter in enumerate(value.upper()):
        for row, drawn in zip(rows, GLYPHS.get(letter, GLYPHS[" "]), strict=True):
            row.extend([0] * LETTER_GAP if place else [])
            row.extend(int(dot == "#") for dot in drawn)
    return tuple(tuple(row) for row in rows)


def _factors(scale: int) -> list[int]:
    factors = []
    for factor in (2, 3):
        while scale % factor == 0:
            factors.append(factor)
            scale //= factor
    return [*factors, scale] if scale > 1 else factors


def _grown(picture: Pixels, factor: int) -> Pixels:
    grow = {2: _two, 3: _three}.get(factor)
    grown: list[tuple[int, ...]] = []
    for y in range(len(picture)):
        blocks = [
            grow(_around(picture, x, y)) if grow else ((dot,) * factor,) * factor
            for x, dot in enumerate(picture[y])
        ]
        grown.extend(tuple(dot for block in blocks for dot in block[row]) for row in range(factor))
    return tuple(grown)


def _around(picture: Pixels, x: int, y: int) -> _Around:
    def dot(right: int, down: int) -> int:
        row, column = y + down, x + right
        return picture[row][column] if 0 <= row < len(picture) and 0 <= column < len(picture[0]) else 0

    return (
        *(dot(-1, -1), dot(0, -1), dot(1, -1)),
        *(dot(-1, 0), dot(0, 0), dot(1, 0)),
        *(dot(-1, 1), dot(0, 1), dot(1, 1)),
    )


def _two(around: _Around) -> Pixels:
    """Scale2x."""
    _, above, _, left, dot, right, _, below, _ = around
    if above == below or left == right:
        return (dot, dot), (dot, dot)
    return (
        (left if left == above else dot, right if right == above else dot),
        (left if left == below else dot, right if right == below else dot),
    )


def _three(around: _Around) -> Pixels:
    """Scale3x."""
    _, above, _, left, dot, right, _, below, _ = around
    if above == below or left == right:
        return ((dot,) * 3,) * 3
    return (
        (left if left == above else dot, _edge(around, 1, 3, 5), right if right == above else dot),
        (_edge(around, 3, 1, 7), dot, _edge(around, 5, 1, 7)),
        (left if left == below else dot, _edge(around, 7, 3, 5), right if right == below else dot),
    )


def _edge(around: _Around, side: int, first: int, second: int) -> int:
    """The middle of one side: the neighbour there, when it bends round a corner that this dot does not share."""
    dot = around[4]
    far_first, far_second = side + second - 4, side + first - 4
    bends_first = around[side] == around[first] and dot != around[far_first]
    bends_second = around[side] == around[second] and dot != around[far_second]
    return around[side] if bends_first or bends_second else dot
