"""What every place has in common: it reads what it needs, lays out its tiles, and answers a choice with a move."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from application.ports import OfficePort
from kiosk.front import Front
from kiosk.phrases import rows_of
from kiosk.screens.plan import Plan
from kiosk.session import Session
from kiosk.widgets import Sheet, Target, Tile
from wording import say

CHROME = 4
"""Columns of a tile that its border and padding take."""
BORDER = 2
LOWEST = 3
SPACER = 1


class Go(msgspec.Struct, frozen=True):
    """On to another place."""

    place: str


class Back(msgspec.Struct, frozen=True):
    """One page, or one place, back."""


class Home(msgspec.Struct, frozen=True):
    """The end of this visit; the next one starts with nothing of it."""


class Redraw(msgspec.Struct, frozen=True):
    """The same place, with what has changed."""


class Written(msgspec.Struct, frozen=True):
    """A letter more or less: only what depends on it changes, so that typing keeps up with fingers."""


class TakeNumber(msgspec.Struct, frozen=True):
    """Take the number this visit is for."""


class LookUp(msgspec.Struct, frozen=True):
    """Look up the code that was scanned or typed."""


class Longer(msgspec.Struct, frozen=True):
    """Keep the number on the screen longer."""


Move = Go | Back | Home | Redraw | Written | TakeNumber | LookUp | Longer | None


class Scene(msgspec.Struct, frozen=True):
    """Where a place is shown, for whom."""

    front: Front
    session: Session
    plan: Plan
    steady: Callable[[], float] = monotonic
    """Seconds of a clock that is never put back."""


class Place(Vertical):
    """Subclasses lay themselves out from the session, so that a change of language or size loses nothing."""

    STEP: ClassVar[int] = 0
    """1 to 5 on the way to a number; 0 beside it."""
    FOOT: ClassVar[bool] = True
    FOOT_GOES: ClassVar[bool] = False
    AIRY: ClassVar[bool] = False
    """Has rows to spare on any but a short screen."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="place")
        self.scene = scene
        self.load()

    @property
    def office(self) -> OfficePort:
        return self.scene.front.office

    @property
    def session(self) -> Session:
        return self.scene.session

    @property
    def plan(self) -> Plan:
        return self.scene.plan

    @property
    def language(self) -> str:
        return self.session.language

    def load(self) -> None:
        """Read from the office what will be shown; this is where a place may be refused."""

    def chosen(self, key: str, tile: Target) -> Move:
        """A tile of this place was pressed."""
        return None

    def takes(self, letter: str) -> bool:
        """Whether a letter is written into a field here, instead of doing what it does elsewhere."""
        return False

    def typed(self, letter: str) -> Move:
        return None

    def erased(self) -> Move:
        return None

    def entered(self) -> Move:
        """Enter was pressed in a field."""
        return None

    async def write(self) -> None:
        """Show what is written now."""

    # ---- words and rows

    def say(self, key: str, **blanks: object) -> str:
        return say(f"kiosk.{key}", self.language, **blanks)

    def question(self, text: str, hint: str = "") -> Iterator[Widget]:
        """One question on every place, with room around it where there is some, and its hint beside it if not."""
        if self._beside(text, hint):
            text, hint = f"{_before(text)} {hint}", ""
        classes = "question -airy" if self.airy else "question"
        yield Static(text, classes=classes, markup=False)
        if hint:
            yield Static(hint, classes="hint", markup=False)

    def question_rows(self, text: str = "", hint: str = "") -> int:
        hint_rows = 0 if not hint or self._beside(text, hint) else rows_of(hint, self.plan.columns)
        return (3 if self.airy else 1) + hint_rows

    @property
    def airy(self) -> bool:
        return self.plan.tall or (self.AIRY and not self.plan.short)

    def _beside(self, text: str, hint: str) -> bool:
        return bool(hint) and not self.airy and len(text) + 2 + len(hint) <= self.plan.columns

    def choices(self, tiles: Sequence[Tile], height: int = LOWEST) -> ComposeResult:
        """The ways on from here: side by side, or one above the other on a narrow screen."""
        if self.plan.narrow:
            yield from (row([tile], LOWEST) for tile in tiles)
        else:
            yield row(tiles, height)

    def inner(self, across: int) -> int:
        """Columns for words in one of `across` tiles side by side."""
        return (self.plan.columns - (across - 1)) // across - CHROME


def _before(text: str) -> str:
    return text if text.endswith("?") else f"{text}:"


def row(tiles: Iterable[Widget], height: int, *, of: int = 0) -> Horizontal:
    """Tiles side by side, all as wide; blank where there are fewer than `of`."""
    shown = list(tiles)
    blanks: list[Widget] = [Static("", classes="blank") for _ in range(of - len(shown))]
    for first in [*shown, *blanks][:1]:
        first.add_class(
            "-first", update=False
        )  # cheaper than `:first-child`, which styles every row once more
    line = Horizontal(*shown, *blanks, classes="row")
    line.styles.height = height
    return line


def grid(tiles: Sequence[Widget], across: int, height: int, below: int = 0) -> ComposeResult:
    """Cells of one size in reading order; `below` rows of each stay empty."""
    if tiles:
        yield Sheet(*tiles, across=across, height=height, below=below)


def spacer() -> Static:
    """Takes what room is left, at least one row, so that the buttons stand at the bottom."""
    return Static("", classes="spacer")
