"""Who may collect a result, and how: in person, by somebody else, by post, at home; and a number for it."""

from collections.abc import Sequence

from textual.app import ComposeResult

from kiosk.screens.place import LOWEST, Go, Move, Place, grid
from kiosk.screens.services import TAKE, Line, LinesPlace
from kiosk.widgets import Target, Tile

WAYS: dict[str, int] = {"self": 3, "other": 3, "post": 3, "home": 2, "own": 3}
"""Each way with how many sentences tell it."""
UNVERIFIED = frozenset({"own"})
"""What is told from instruments that nobody has compared yet."""
TALLEST = 6


class CollectingPlace(Place):
    """How shall it be collected?"""

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("collecting.question"))
        across = self.plan.across
        tiles = [
            Tile(way, self.say(f"collecting.{way}"), self.say(f"collecting.{way}_hint"), badge=str(place))
            for place, way in enumerate(WAYS, 1)
        ]
        tiles.append(Tile(TAKE, self.say("collecting.take"), badge="0", classes="button"))
        lines = -(-len(tiles) // across)
        room = self.plan.rows - self.question_rows()
        yield from grid(tiles, across, max(LOWEST, min(TALLEST, room // lines)))

    def chosen(self, key: str, tile: Target) -> Move:
        if key == TAKE:
            self.session.choose(None)
            self.session.group = "results"
            return Go("priority")
        self.session.way = key
        return Go("collecting_way")


class CollectingWayPlace(LinesPlace):
    """What to bring, and on what that rests."""

    def asked(self) -> tuple[str, str]:
        return self.say(f"collecting.{self.session.way}"), ""

    def lines(self) -> Sequence[Line]:
        way, hotline = self.session.way, self.scene.front.unit.hotline
        told: list[Line] = [
            (self.say(f"collecting.{way}_{number}", hotline=hotline), "-apart")
            for number in range(1, WAYS[way] + 1)
        ]
        doubt = f" ({self.say('bring.unverified')})" if way in UNVERIFIED else ""
        return [*told, (f"{self.say(f'collecting.{way}_basis')}{doubt}", "-muted")]

    def ways(self) -> list[Tile]:
        return [Tile(TAKE, self.say("collecting.take"), badge="0", classes="button")]

    def chosen(self, key: str, tile: Target) -> Move:
        return self.take("results") if key == TAKE else super().chosen(key, tile)
