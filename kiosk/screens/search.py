"""Find a procedure by what people call it: a few letters are enough, with or without tone marks."""

from typing import ClassVar
from unicodedata import combining, normalize

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from kiosk.screens.choosing import MORE, OTHER, procedure_tile
from kiosk.screens.place import BORDER, LOWEST, SPACER, Go, Move, Place, Written, grid, spacer
from kiosk.screens.typing import BLANK, ERASE, LONGEST, Field, Keyboard
from kiosk.widgets import Tile

FIELD = 3
KEYS = 3
"""Rows of keys, of which the last has the blank."""
MOST = 6
ROOMY = 20
"""Rows of a place from which keys have borders."""


class SearchPlace(Place):
    """Letters go into the field; digits choose among what was found."""

    STEP: ClassVar[int] = 2

    def takes(self, letter: str) -> bool:
        return letter.isalpha() or letter == " " or bool(combining(letter))

    def load(self) -> None:
        words = self.session.words.strip()
        self.found = self.office.catalogue.search(words) if words else ()

    @property
    def key_rows(self) -> int:
        return LOWEST if self.plan.rows >= ROOMY else 2

    @property
    def _room(self) -> int:
        keys = KEYS * self.key_rows
        return self.plan.rows - self.question_rows() - FIELD - keys - SPACER

    @property
    def height(self) -> int:
        return LOWEST + 1 if self._room >= 2 * (LOWEST + 1) else LOWEST

    @property
    def per_page(self) -> int:
        cells = max(2, self._room // self.height * self.plan.across)
        return min(MOST, cells - 1)

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("search.question"))
        label, example = self.say("search.label"), self.say("search.example")
        yield Field(label, self.session.words, example, active=True, id="words")
        yield Vertical(*self._under_the_field(), classes="results")
        yield spacer()
        other = Tile(OTHER, self.say("other"), badge="7", classes="key -long")
        yield Keyboard(self, digits=False, height=self.key_rows, last=other)

    def _under_the_field(self) -> list[Widget]:
        if self.found:
            return list(grid(self._results(), self.plan.across, self.height))
        if not self.session.words.strip():
            return []
        return [Static(self.say("search.none"), classes="hint -left", markup=False)]

    async def write(self) -> None:
        self.load()
        self.query_one("#words", Field).show(self.session.words, active=True)
        results = self.query_one(".results", Vertical)
        with self.app.batch_update():
            await results.remove_children()
            await results.mount_all(self._under_the_field())

    def _results(self) -> list[Tile]:
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

    def chosen(self, key: str, tile: Tile) -> Move:
        if key == ERASE:
            return self.erased()
        if key.startswith("key:"):
            return self.typed(" " if key == BLANK else key.partition(":")[2].lower())
        if key == MORE:
            self.session.page += 1
            return Written()
        if key == OTHER:
            self.session.choose(None)
            self.session.group = "other"
            return Go("priority")
        procedure = next((each for each in self.found if each.code == key), None)
        if procedure is None:
            return None
        self.session.choose(procedure)
        return Go("bring")

    def typed(self, letter: str) -> Move:
        return self._write(self.session.words + letter)

    def erased(self) -> Move:
        return self._write(self.session.words[:-1])

    def entered(self) -> Move:
        """Enter takes the first result."""
        if not self.found:
            return None
        self.session.choose(self.found[self.session.page * self.per_page % len(self.found)])
        return Go("bring")

    def _write(self, words: str) -> Move:
        self.session.words, self.session.page = normalize("NFC", words)[:LONGEST], 0
        return Written()
