"""Tiles in rows and columns, all as wide and as high: one widget and one sum, where a row of each would be laid out."""

from fractions import Fraction
from math import floor

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

APART = 1
"""Columns between two cells."""


class Cells(Layout):
    """The children in reading order. Heights and `below`, the empty rows under each, are in rows of the screen."""

    name = "cells"

    def __init__(self, across: int, height: int, below: int = 0) -> None:
        self.across, self.height, self.below = across, height, below

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        parent.pre_layout(self)
        return [
            WidgetPlacement(self._cell(place, size.width), NULL_OFFSET, NULL_SPACING, child)
            for place, child in enumerate(children)
        ]

    def _cell(self, place: int, room: int) -> Region:
        """What does not divide evenly goes to the columns as a row side by side would give it."""
        line, column = divmod(place, self.across)
        wide = Fraction(room - APART * (self.across - 1), self.across)
        left = column * (wide + APART)
        return Region(
            floor(left), line * self.height, floor(left + wide - floor(left)), self.height - self.below
        )


class Sheet(Widget):
    DEFAULT_CSS = "Sheet { width: 100%; }"

    def __init__(self, *tiles: Widget, across: int, height: int, below: int = 0) -> None:
        super().__init__(*tiles)
        self.cells = Cells(across, height, below)
        self.styles.height = height * -(-len(tiles) // across)

    @property
    def layout(self) -> Layout:
        return self.cells
