"""Who works here today: names, titles, fields, phones and counters are public (NĐ 61/2018 Art. 9(7))."""

from unicodedata import normalize

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from application.ports import OfficerView
from kiosk.phrases import field_title, rows_of, shortened
from kiosk.screens.place import LOWEST, SPACER, Move, Place, Redraw, grid, row, spacer
from kiosk.widgets import BigNumber, Target, Tile

MORE = "more"
CARD = 4
"""Rows of a card: name, title, counter with phone, and fields."""
MONOGRAM = 12
"""Columns that two large letters take from the words of a tile: a card has no border."""


class PeoplePlace(Place):
    """Those at a counter first. Initials stand for a face: no pictures are kept."""

    def load(self) -> None:
        self.officers = sorted(
            self.office.staff.officers(), key=lambda each: (not each.counter, each.counter, each.name)
        )

    def _asked(self) -> tuple[str, str]:
        hotline = self.scene.front.unit.hotline
        return self.say("people.question"), hotline

    @property
    def per_page(self) -> int:
        room = self.plan.rows - self.question_rows(*self._asked()) - LOWEST - SPACER
        return max(1, room // (CARD + 1)) * self.plan.across

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.officers) // self.per_page))

    def compose(self) -> ComposeResult:
        yield from self.question(*self._asked())
        page = self.session.page % self.pages
        first = page * self.per_page
        cards = [self._card(each) for each in self.officers[first : first + self.per_page]]
        yield from grid(cards, self.plan.across, CARD + 1, below=1)
        yield spacer()
        if self.pages > 1:
            more = self.say("more", page=page + 1, pages=self.pages)
            yield row([Tile(MORE, more, badge="0", classes="button")], LOWEST)

    def _card(self, officer: OfficerView) -> Horizontal:
        monogram = BigNumber(initials(officer.name), 1, classes="monogram")
        width = self.inner(self.plan.across) - MONOGRAM
        left = CARD
        words = []
        for text, look in self._lines(officer):
            shown = shortened(text, width, 1 if look else min(2, left))
            left -= rows_of(shown, width)
            if left >= 0:
                words.append(Static(shown, classes=look or "line-title", markup=False))
        return Horizontal(monogram, Vertical(*words, classes="about"), classes="card-of")

    def _lines(self, officer: OfficerView) -> list[tuple[str, str]]:
        at = self.say("people.counter", counter=officer.counter) if officer.counter else ""
        fields = ", ".join(field_title(each, self.language) for each in officer.fields)
        lines = [
            (officer.name, "line-name"),
            (officer.phone, "line-at"),
            (at, "line-at"),
            (officer.title, ""),
            (fields, "line-title"),
        ]
        return [(text, look) for text, look in lines if text]

    def chosen(self, key: str, tile: Target) -> Move:
        if key == MORE:
            self.session.page = (self.session.page + 1) % self.pages
        return Redraw()


def initials(name: str) -> str:
    """The first letters of the family name and of the given name, without marks: «Nguyễn Thị Hoa» is NH."""
    words = normalize("NFD", name.upper().replace("Đ", "D")).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
