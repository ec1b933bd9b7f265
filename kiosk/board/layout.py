"""Where everything stands on a hall's screen: two shapes, wide and upright, from 80x24 to a television on its side."""

import msgspec

from kiosk.board.picture import drawn_scale
from kiosk.widgets import BigNumber

DIGITS = 4
"""Rows of figures at scale 1."""
HOUR = 7
"""Columns of the hour between a number and its counter."""
GROUPS = 7
"""Lines of waiting that are worth keeping room for."""
PANEL = 15
"""Columns without which the waiting cannot be told."""
MOST = 6
"""Earlier calls that are ever shown."""
TALL, AIRY = 64, 48
"""Rows from which an upright screen has room to spare, and room around its clock."""
BIG_CLOCK, BIG_NUMBER, ROOMY = 33, 30, 116
"""Rows from which a wide one has room for a large clock and for scale 3; columns from which nothing need be tight."""
SAMPLE, COUNTER = "A000", "0"
"""What the plate is sized for; it shows longer ones smaller."""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Rows and columns of each part, in cells."""

    columns: int
    rows: int
    upright: bool
    head: int
    scale: int
    """Of the number on the plate."""
    counter_scale: int
    plate: int
    cell: int
    """Columns of one earlier call; `number_columns` and `counter_columns` are its two ends."""
    number_columns: int
    counter_columns: int
    across: int
    """Earlier calls beside each other."""
    down: int
    """Earlier calls above each other, each with a blank row below."""
    titled: bool
    """Whether they have a line that says what they are."""
    panel_columns: int
    panel_rows: int
    foot: int

    @property
    def big_clock(self) -> bool:
        return self.head > DIGITS

    @property
    def tight(self) -> bool:
        """Whether calls stand without a margin of their own."""
        return self.cell == self.number_columns + HOUR + self.counter_columns

    @property
    def calls_columns(self) -> int:
        """Columns of all earlier calls, the blank ones between them included."""
        return self.across * (self.cell + 1) - 1

    @property
    def earlier(self) -> int:
        """How many earlier calls are shown."""
        return self.across * self.down


def laid_out(
    columns: int, rows: int, *, upright: bool | None = None, number: str = SAMPLE, counter: str = COUNTER
) -> Layout:
    """The layout for a screen of so many cells.

    `upright` None finds out by itself how it hangs. `number` and `counter` are the longest that are called now.
    """
    if upright is None:
        upright = columns < 1.6 * rows  # a cell is about twice as high as wide
    ends = BigNumber.cells(number, 1).width, BigNumber.cells(counter, 1).width
    margins = 2 if columns >= ROOMY or upright else 0
    shape = _upright if upright else _wide
    return shape(columns, rows, sum(ends) + HOUR + margins, ends)


def _wide(columns: int, rows: int, cell: int, ends: tuple[int, int]) -> Layout:
    head = DIGITS + 2 if rows >= BIG_CLOCK else 2
    scale = drawn_scale(SAMPLE, COUNTER, 3 if rows >= BIG_NUMBER else 2, columns - 2)
    plate, foot = DIGITS * scale + 2, 2
    body = rows - head - plate - foot - 1
    across = 2 if _beside(columns, 2, cell) >= PANEL else 1
    titled = body > _down(body) * (DIGITS + 1)
    return Layout(
        columns=columns,
        rows=rows,
        upright=False,
        head=head,
        scale=scale,
        counter_scale=scale,
        plate=plate,
        cell=cell,
        number_columns=ends[0],
        counter_columns=ends[1],
        across=across,
        down=min(_down(body - titled), MOST // across),
        titled=titled,
        panel_columns=_beside(columns, across, cell),
        panel_rows=max(0, body),
        foot=foot,
    )


def _upright(columns: int, rows: int, cell: int, ends: tuple[int, int]) -> Layout:
    tall = rows >= TALL
    scale = max(1, min(3, (columns - 2) // BigNumber.cells(SAMPLE, 1).width))
    counter_scale = scale + 1 if tall else scale
    plate = DIGITS * (scale + counter_scale) + (5 if tall else 3)
    head, foot = DIGITS + (2 if rows >= AIRY else 1), 4 if tall else 2
    panel = GROUPS + 6 if tall else (GROUPS + 1) // 2 + 1
    body = rows - head - plate - foot - panel - 2
    titled = _down(body - 1) == _down(body)
    return Layout(
        columns=columns,
        rows=rows,
        upright=True,
        head=head,
        scale=scale,
        counter_scale=counter_scale,
        plate=plate,
        cell=cell,
        number_columns=ends[0],
        counter_columns=ends[1],
        across=1,
        down=min(_down(body - titled), MOST),
        titled=titled,
        panel_columns=columns - 2,
        panel_rows=panel,
        foot=foot,
    )


def _beside(columns: int, across: int, cell: int) -> int:
    """Columns that so many calls, a blank one apart, leave for the panel and the margins around it."""
    return max(0, columns - across * (cell + 1) - 3)


def _down(rows: int) -> int:
    """How many calls of four rows, one blank row apart, stand in so many rows."""
    return max(1, (rows + 1) // (DIGITS + 1))
