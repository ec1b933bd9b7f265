"""Priority, asked plainly and without proof; «no» is the largest answer and never a poorer one."""

from typing import get_args

from textual.app import ComposeResult

from domain.queue.facts import Priority
from kiosk.screens.place import LOWEST, Move, Place, TakeNumber, grid, row
from kiosk.widgets import Target, Tile
from wording import say

KINDS: tuple[str, ...] = tuple(kind for kind in get_args(Priority) if kind)
NONE = "none"
TALLEST_TILE = 13


class PriorityPlace(Place):
    STEP = 4

    def compose(self) -> ComposeResult:
        asked = self.say("priority.question"), self.say("priority.hint")
        yield from self.question(*asked)
        across = 3 if self.plan.wide else 2
        lines = -(-len(KINDS) // across)
        room = self.plan.rows - self.question_rows(*asked)
        height = max(LOWEST, min(TALLEST_TILE, (room - LOWEST) // lines))
        yield from grid([self._kind(place) for place in range(len(KINDS))], across, height)
        last = min(LOWEST + 2, room - height * lines)
        yield row([Tile(NONE, self.say("priority.none"), badge="0", classes="button")], last)

    def _kind(self, place: int) -> Tile:
        kind = KINDS[place]
        return Tile(
            kind,
            say(f"priority.{kind}", self.language),
            badge=str(place + 1),
            drawing=kind,
        )

    def chosen(self, key: str, tile: Target) -> Move:
        self.session.priority = "" if key == NONE else key
        return TakeNumber()
