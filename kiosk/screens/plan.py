"""How a screen of any size is shared out: header, steps, the place itself, and the foot within reach."""

import msgspec
from textual.geometry import Size

NARROW, WIDE = 76, 100
"""Columns."""
SHORT, TALL = 23, 40
"""Rows."""
MARGIN = 1
FOOT = 3


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of each part, and the room left for the place."""

    header: int
    steps: int
    foot: int
    columns: int
    rows: int
    narrow: bool
    wide: bool
    short: bool
    tall: bool

    @property
    def across(self) -> int:
        """How many ordinary tiles stand side by side."""
        return 1 if self.narrow else 2


def planned(size: Size, *, steps: bool, foot: bool, foot_goes: bool = False, ways: bool = True) -> Plan:
    """`foot_goes`: this place needs every row of a short screen more than it needs the foot.

    `ways`: its foot has ways back, which have a line of their own on a narrow screen.
    """
    short, tall = size.height < SHORT, size.height >= TALL
    narrow = size.width < NARROW
    header = 1 if short else 4 if tall else 2
    steps_rows = int(steps and not short) + int(steps and tall)
    foot_rows = 0 if not foot or (foot_goes and short) else 2 * FOOT if narrow and ways else FOOT
    return Plan(
        header=header,
        steps=steps_rows,
        foot=foot_rows,
        columns=size.width - 2 * MARGIN,
        rows=size.height - header - steps_rows - foot_rows,
        narrow=narrow,
        wide=size.width >= WIDE,
        short=short,
        tall=tall,
    )
