"""Beside the way to a number: the invitation to the hall, help, and a sentence for whatever did not work."""

from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from application.faults import Fault
from application.views import Board
from domain.queue import NoNumbersNow
from kiosk.phrases import shortened, with_days
from kiosk.screens.place import LOWEST, Back, Go, Home, Move, Place, spacer
from kiosk.widgets import BigNumber, Pictogram, Target, Tile
from wording import languages, say


class AttractPlace(Place):
    """Nobody stands here: whose turn it is, and how to begin, in every language at once."""

    FOOT = False

    def load(self) -> None:
        self.board: Board | None = None
        with suppress(Fault):  # nobody knows who waits, and a number can be taken all the same
            self.board = self.office.queue.board()

    def compose(self) -> ComposeResult:
        yield spacer()
        invited = "\n".join(say("kiosk.attract.touch", language) for language in languages())
        yield Vertical(Static(invited, markup=False), classes="invitation")
        yield Static(self._key(), classes="hint", markup=False)
        yield spacer()
        if self.board is not None and self.board.calls:
            yield from self._calling(self.board)
        elif self.plan.rows >= 14:  # noqa: PLR2004 - the seal and the words around it
            yield Pictogram("seal", classes="middle")
        yield spacer()
        yield Static(self._waiting(), classes="hint -strong", markup=False)
        yield spacer()

    def _waiting(self) -> str:
        opening = self.scene.front.opening(self.language, self.plan.columns)
        if opening:
            return opening
        if self.board is None:
            return self.say("cut_off.invited" if self.scene.front.standing.numbers else "cut_off.none")
        waiting = sum(self.board.waiting.values())
        return self.say("attract.waiting", count=waiting) if waiting else self.say("attract.nobody")

    def _key(self) -> str:
        return " · ".join(say("kiosk.attract.key", language) for language in languages())

    def _calling(self, board: Board) -> ComposeResult:
        latest = board.calls[0]
        scale = 2 if self.plan.rows >= 20 else 1  # noqa: PLR2004 - eight rows of figures and what stands around
        counter = self.say("attract.counter", counter=latest.counter)
        yield Static(self.say("attract.calling"), classes="hint", markup=False)
        yield Vertical(BigNumber(latest.number, scale), classes="middle plate")
        yield Static(counter, classes="hint -strong", markup=False)


class HelpPlace(Place):
    """How this works, and a person to ask."""

    AIRY = True

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("help.question"))
        hotline = self.scene.front.unit.hotline
        yield spacer()
        for key in ("touch", "arrows", "pad", "person", "privacy"):
            look = "-strong" if key == "person" else ""
            text = self.say(f"help.{key}", hotline=hotline)
            yield Static(text, classes=f"line -wide -apart {look}", markup=False)
        yield spacer()
        yield from self.choices(
            [
                Tile("take", self.say("help.take"), badge="1", classes="aside"),
                Tile("resume", self.say("help.resume"), badge="0", classes="button"),
            ],
            LOWEST,
        )

    def chosen(self, key: str, tile: Target) -> Move:
        if key == "resume":
            return Back()
        self.session.choose(None)
        self.session.group = self.session.group or "other"
        return Go("priority")


class SorryPlace(Place):
    """One sentence, and what to do now."""

    AIRY = True

    def load(self) -> None:
        sorry = self.session.sorry
        if sorry is None:
            raise LookupError("nothing went wrong")
        self.sorry = sorry

    def compose(self) -> ComposeResult:
        language, width = self.language, self.plan.columns - 4
        yield from self.question(self.say("sorry.question"))
        yield spacer()
        sentence = say(self.sorry.sentence, language, **with_days(self.sorry.blanks, language))
        yield Static(shortened(sentence, width, 4), classes="line -wide -warn -apart", markup=False)
        yield Static(shortened(self._now(), width, 3), classes="line -wide -strong", markup=False)
        yield spacer()
        yield from self.choices(self._ways(), LOWEST + 1)

    @property
    def _shut(self) -> bool:
        """Nothing is gained by asking for another number."""
        return self.sorry.sentence == f"refused.{NoNumbersNow.__name__}"

    def _now(self) -> str:
        if self._shut:
            return self.say("sorry.closed_now")
        return say(self.sorry.now, self.language, **with_days(self.sorry.now_blanks, self.language))

    def _ways(self) -> list[Tile]:
        if self._shut:
            return [Tile("home", self.say("sorry.choose"), badge="0", classes="button")]
        return [
            Tile("retry", self.say("sorry.again"), badge="1", classes="aside"),
            Tile("home", self.say("sorry.choose"), badge="2", classes="aside"),
            Tile("take", self.say("sorry.take"), badge="0", classes="button"),
        ]

    def chosen(self, key: str, tile: Target) -> Move:
        if key == "home":
            return Home()
        self.session.sorry = None
        if key == "retry":
            return Back()
        self.session.choose(None)
        self.session.group = "other"
        return Go("priority")
