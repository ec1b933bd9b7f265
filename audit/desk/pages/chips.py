"""A row of choices that are in force, each with the key that changes it; a click is a press of that key."""

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from audit.desk.lines import PLATE


class Chip(NamedTuple):
    """A key, what it chooses, what is chosen now, the page's action, and whether it narrows anything."""

    key: str
    name: str
    value: str
    action: str
    on: bool

    @property
    def width(self) -> int:
        return _drawn(self).cell_length


class Chips(Widget):
    GAP = 2

    def __init__(self, chips: tuple[Chip, ...]) -> None:
        super().__init__()
        self.chips = chips

    def show(self, chips: tuple[Chip, ...]) -> None:
        self.chips = chips
        self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Chip]]:
        rows: list[list[Chip]] = [[]]
        used = 0
        for chip in self.chips:
            if rows[-1] and used + chip.width > width:
                rows.append([])
                used = 0
            rows[-1].append(chip)
            used += chip.width + self.GAP
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        rows = self.rows(self.content_size.width)
        return Content("\n").join(
            [Content(" " * self.GAP).join([_drawn(chip) for chip in row]) for row in rows]
        )

    async def on_click(self, click: events.Click) -> None:
        offset = click.get_content_offset(self)
        rows = self.rows(self.content_size.width)
        if offset is None or offset.y >= len(rows):
            return
        left = 0
        for chip in rows[offset.y]:
            if left <= offset.x < left + chip.width:
                await self.screen.run_action(f"screen.{chip.action}")
            left += chip.width + self.GAP


def _drawn(chip: Chip) -> Content:
    value = PLATE if chip.on else "$foreground"
    if not chip.value:
        return Content.assemble((f" {chip.key} ", PLATE), (f" {chip.name} ", value))
    return Content.assemble(
        (f" {chip.key} ", PLATE),
        (f" {chip.name}: ", "$mc-muted"),
        (f"{chip.value} ", value),
    )
