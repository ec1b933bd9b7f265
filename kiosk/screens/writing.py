"""Own words in public: a sheet of a few lines and the keyboard; what was written is kept when somebody goes back."""

from unicodedata import combining

from textual.app import ComposeResult

from domain.feedback import LONGEST
from kiosk.screens.place import LOWEST, SPACER, Back, Move, Place, Redraw, Written, row, spacer
from kiosk.screens.typing import Field, press, without_last
from kiosk.widgets import Target, Tile
from kiosk.widgets.keyboard import BLANK, ERASE, OTHER_PAGE, letter_keys
from wording.telex import Typed

KEEP = "keep"
LARGE_KEYS, KEYS, DENSE_KEYS = 15, 8, 6
"""Rows of a keyboard with large keys, with flat ones, and with flat ones closer together."""
ROOMY = 18
"""Rows of a place from which flat keys need not stand closer."""
SHEET = 6
"""Most rows of the sheet, its border included."""
PUNCTUATION = " .,?!:;()\"'"


class WritingPlace(Place):
    """Goes back to the place it was opened from, which has the words then."""

    def asked(self) -> tuple[str, str]:
        """The question and its hint."""
        raise AttributeError("what is asked")

    def takes(self, letter: str) -> bool:
        return letter.isalnum() or letter in PUNCTUATION or bool(combining(letter))

    def compose(self) -> ComposeResult:
        asked = self.asked()
        yield from self.question(*asked)
        keys = LARGE_KEYS if self.plan.tall else KEYS if self.plan.rows >= ROOMY else DENSE_KEYS
        room = self.plan.rows - self.question_rows(*asked) - keys - LOWEST - SPACER
        field = Field(
            self.say("writing.label"), self._shown, self.say("writing.example"), active=True, id="sheet"
        )
        field.styles.height = max(LOWEST, min(SHEET, room))
        yield field
        yield letter_keys(self.language, rows=keys, narrow=self.plan.narrow, numbers=self.session.figures)
        yield spacer()
        yield row([Tile(KEEP, self.say("writing.keep"), classes="button")], LOWEST)

    @property
    def _shown(self) -> str:
        """The end of what was written: where somebody writes."""
        room = 2 * (self.plan.columns - 4)
        words = self.session.opinion.words
        return words if len(words) <= room else f"…{words[-room:]}"

    def chosen(self, key: str, tile: Target) -> Move:
        if key == ERASE:
            return self.erased()
        if key == OTHER_PAGE:
            self.session.figures = not self.session.figures
            return Redraw()
        if key == KEEP:
            return self.entered()
        return self.typed(" " if key == BLANK else key.partition(":")[2].lower())

    def typed(self, letter: str) -> Move:
        opinion = self.session.opinion
        return self._write(press(opinion.words, opinion.keys, letter, self.language))

    def erased(self) -> Move:
        opinion = self.session.opinion
        return self._write(without_last(opinion.words, opinion.keys))

    def entered(self) -> Move:
        self.session.figures = False
        return Back()

    def _write(self, line: Typed) -> Move:
        if len(line.text) <= LONGEST:
            self.session.opinion.words, self.session.opinion.keys = line.text, line.keys
        return Written()

    async def write(self) -> None:
        self.query_one("#sheet", Field).show(self._shown, active=True)
