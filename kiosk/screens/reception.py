"""Before a number that may be of no use: why, when again, and the choice to take one all the same."""

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.phrases import shortened
from kiosk.reception import sentences
from kiosk.screens.place import LOWEST, Home, Move, Place, TakeNumber, spacer
from kiosk.widgets import Target, Tile

TAKE, LEAVE = "take", "leave"


class ReceptionPlace(Place):
    """Nobody is sent away: whoever wants to take a number may, knowing what it is worth."""

    STEP = 4
    AIRY = True

    def load(self) -> None:
        told = self.session.reception
        if told is None:
            raise LookupError("nobody comes here in ordinary hours")
        self.told = told

    def compose(self) -> ComposeResult:
        why, *rest = sentences(self.told, self.language)
        yield from self.question(why)
        yield spacer()
        for place, text in enumerate(rest):
            look = "-strong" if place == 0 else ""
            shown = shortened(text, self.plan.columns - 4, 3)
            yield Static(shown, classes=f"line -wide -apart {look}", markup=False)
        yield spacer()
        yield from self.choices(self._ways(), LOWEST + int(not self.plan.short))

    def _ways(self) -> list[Tile]:
        leave = Tile(LEAVE, self.say("reception.leave"), badge="0", classes="button")
        if self.told.refused:
            return [leave]
        return [Tile(TAKE, self.say("reception.take"), badge="1", classes="aside"), leave]

    def chosen(self, key: str, tile: Target) -> Move:
        return TakeNumber() if key == TAKE else Home()
