"""Find a procedure by what people call it: a few letters are enough, with or without tone marks."""

from itertools import zip_longest
from typing import ClassVar
from unicodedata import combining

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.screens.choosing import MORE, OTHER, procedure_tile
from kiosk.screens.place import BORDER, LOWEST, Go, Move, Place, Redraw, Written
from kiosk.screens.typing import LONGEST, Field, press, without_last
from kiosk.widgets import Sheet, Target, Tile
from kiosk.widgets.keyboard import BLANK, ERASE, OTHER_PAGE, letter_keys, worded
from wording.telex import Typed

FIELD = 3
MOST = 6
LARGE_KEYS, KEYS, DENSE_KEYS = 12, 8, 6
"""Rows of a keyboard with large keys, with flat ones, and with flat ones closer together."""
SPACIOUS, ROOMY = 26, 18
"""Rows of a place from which these fit."""
QUICK = 0.8
"""Seconds after a letter within which a digit is a mark of VNI; later it chooses what wears it."""


class SearchPlace(Place):
    """Letters go into the field; digits choose among what was found."""

    STEP: ClassVar[int] = 2

    def takes(self, letter: str) -> bool:
        if self.session.figures and (letter.isdecimal() or letter in ".-"):
            return True
        return letter.isalpha() or letter == " " or bool(combining(letter)) or self._is_mark(letter)

    def _is_mark(self, digit: str) -> bool:
        """Whether somebody is writing VNI: the digit changes the word, and came too soon to be a choice."""
        if not digit.isdecimal() or self.scene.steady() - self.session.typed_at > QUICK:
            return False
        return self._with(digit).text != self.session.words + digit

    def load(self) -> None:
        words = self.session.words.strip()
        self.found = self.office.catalogue.search(words) if words else ()

    # ---- room

    @property
    def key_rows(self) -> int:
        if self.plan.tall:
            return LARGE_KEYS + LOWEST * self.plan.narrow
        return LARGE_KEYS if self.plan.rows >= SPACIOUS else KEYS if self.plan.rows >= ROOMY else DENSE_KEYS

    @property
    def _room(self) -> int:
        return self.plan.rows - self.question_rows() - FIELD - self.key_rows

    @property
    def height(self) -> int:
        return LOWEST + 1 if self._room >= 2 * (LOWEST + 1) else LOWEST

    @property
    def cells(self) -> int:
        return min(MOST + 1, max(2, self._room // self.height * self.plan.across))

    @property
    def per_page(self) -> int:
        """One cell is for the next page, where there is one."""
        return self.cells if len(self.found) <= min(self.cells, MOST) else min(MOST, self.cells - 1)

    # ---- what is shown

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("search.question"))
        label, example = self.say("search.label"), self.say("search.example")
        yield Field(label, self.session.words, example, active=True, id="words")
        self.none = Static(self.say("search.none"), classes="hint -left", markup=False)
        self.tiles = [Tile("", "") for _ in range(self.cells)]
        self.sheet = Sheet(*self.tiles, across=self.plan.across, height=self.height)
        self._tell()
        yield Vertical(self.none, self.sheet, classes="results")
        other = worded(OTHER, self.say("other"), badge="7")
        narrow, numbers = self.plan.narrow, self.session.figures
        yield letter_keys(self.language, rows=self.key_rows, narrow=narrow, numbers=numbers, last=other)

    def _tell(self) -> None:
        """What was found, in tiles that stay: to build them anew at every letter would be slower than fingers."""
        results = self._results()
        self.none.display = not results and bool(self.session.words.strip())
        self.sheet.display = bool(results)
        nothing = Tile("", "")
        nothing.visible = False
        for tile, wanted in zip_longest(self.tiles, results, fillvalue=nothing):
            if tile.has_focus and tile.key != wanted.key:
                self.screen.set_focus(None)
            tile.become(wanted)

    async def write(self) -> None:
        self.load()
        self.query_one("#words", Field).show(self.session.words, active=True)
        self._tell()

    def _results(self) -> list[Tile]:
        if not self.found:
            return []
        pages = -(-len(self.found) // self.per_page)
        page = self.session.page % pages
        first = page * self.per_page
        width, rows = self.inner(self.plan.across), self.height - BORDER
        tiles = [
            procedure_tile(procedure, self.language, str(place + 1), width, rows)
            for place, procedure in enumerate(self.found[first : first + self.per_page])
        ]
        if pages > 1:
            more = self.say("more", page=page + 1, pages=pages)
            tiles.append(Tile(MORE, more, badge="0", classes="aside"))
        return tiles

    # ---- what is pressed

    def chosen(self, key: str, tile: Target) -> Move:
        if key == ERASE:
            return self.erased()
        if key == OTHER_PAGE:
            self.session.figures = not self.session.figures
            return Redraw()
        if key.startswith("key:"):
            return self.typed(" " if key == BLANK else key.partition(":")[2].lower())
        if key == MORE:
            self.session.page += 1
            return Written()
        if key == OTHER:
            self.session.choose(None)
            self.session.group = "other"
            return Go("priority")
        return self._take(key)

    def _take(self, code: str) -> Move:
        procedure = next((each for each in self.found if each.code == code), None)
        if procedure is None:
            return None
        self.session.choose(procedure)
        return Go("bring")

    def typed(self, letter: str) -> Move:
        self.session.typed_at = self.scene.steady()
        return self._write(self._with(letter))

    def erased(self) -> Move:
        return self._write(without_last(self.session.words, self.session.keys))

    def entered(self) -> Move:
        """Enter takes the first result."""
        if not self.found:
            return None
        return self._take(self.found[self.session.page * self.per_page % len(self.found)].code)

    def _with(self, letter: str) -> Typed:
        return press(self.session.words, self.session.keys, letter, self.language)

    def _write(self, line: Typed) -> Move:
        if len(line.text) <= LONGEST:
            self.session.words, self.session.keys, self.session.page = line.text, line.keys, 0
        return Written()
