"""What a Textual screen shows, as exact pixels: one cell is two square pixels, one above the other, times `zoom`.

Letters are not drawn; their ground is. Half blocks, full blocks and spaces come out exactly,
which is what a QR code needs.
"""

from typing import Any

import numpy as np
from textual.app import App

BLOCKS = {"▀": (True, False), "▄": (False, True), "█": (True, True)}
"""Which halves of the cell the letter's colour fills."""


def photograph(app: App[Any], zoom: int = 8) -> np.ndarray:
    """The current screen of `app` as an RGB picture of columns x zoom by 2 x rows x zoom pixels."""
    strips = app.screen._compositor.render_strips()
    columns = max(strip.cell_length for strip in strips)
    picture = np.zeros((2 * len(strips), columns, 3), np.uint8)
    for row, strip in enumerate(strips):
        column = 0
        for text, style, _ in strip:
            for letter in text:
                above, below = _halves(letter, style)
                if column < columns:
                    picture[2 * row, column], picture[2 * row + 1, column] = above, below
                column += 1
    return picture.repeat(zoom, axis=0).repeat(zoom, axis=1)


def words(app: App[Any]) -> str:
    """Everything that can be read on the screen, row by row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def _halves(letter: str, style: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    ink = _rgb(style.color if style else None, (255, 255, 255))
    ground = _rgb(style.bgcolor if style else None, (0, 0, 0))
    if style and style.reverse:
        ink, ground = ground, ink
    upper, lower = BLOCKS.get(letter, (False, False))
    return (ink if upper else ground), (ink if lower else ground)


def _rgb(colour: Any, otherwise: tuple[int, int, int]) -> tuple[int, int, int]:
    return tuple(colour.get_truecolor()) if colour is not None and not colour.is_default else otherwise
