"""What to bring: tick what you have. Nothing here stops anybody from taking a number."""

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.phrases import fee_of, limit_of, paper_text, rows_of, shortened, title
from kiosk.screens.place import BORDER, LOWEST, SPACER, Go, Move, Place, Redraw, row, spacer
from kiosk.widgets import Target, Tile

TICK = 3
"""Columns of the box before a paper's name."""
NEXT, MORE, READ = "next", "more", "read"
BUTTONS = 3
MOST = 8
"""Papers of a page: the digits 1 to 8."""

Line = tuple[list[int], int]
"""The papers side by side in one row, and the row's height."""


class BringPlace(Place):
    STEP = 3

    def load(self) -> None:
        chosen = self.session.procedure
        if chosen is None:
            raise LookupError("nobody comes here without a procedure")
        self.procedure = chosen
        self.texts = [paper_text(paper, self.language) for paper in chosen.documents]
        self.shown_name = self._fitted(title(chosen, self.language), 3 if self.plan.tall else 2)
        doubt = self.say("bring.unverified_papers") if "documents" in chosen.uncertain else ""
        self.facts = [limit_of(chosen, self.language), fee_of(chosen, self.language)]
        self.notes = [self._fitted(note, 2) for note in (*self._joined_facts(), doubt) if note]
        self.pages = self._pages()

    def compose(self) -> ComposeResult:
        yield Static(
            self.shown_name, classes="question -airy" if self.plan.tall else "question", markup=False
        )
        for note in self.notes:
            yield Static(note, classes="facts", markup=False)
        hint = self.say("bring.hint") if self.texts else self.say("bring.nothing")
        yield Static(f"{self.say('bring.question')} {hint}" if self._one_hint(hint) else hint, classes="hint")
        page = self.session.page % len(self.pages)
        first = self.pages[page][0][0][0] if self.pages[page] else 0
        across = max((len(places) for places, _ in self.pages[page]), default=1)
        for places, height in self.pages[page]:
            yield row([self._paper(place, place - first + 1) for place in places], height, of=across)
        yield spacer()
        yield from self.choices(self._buttons(page))

    def _buttons(self, page: int) -> list[Tile]:
        buttons = [
            Tile(READ, self.say("notice.read"), badge=".", classes="aside"),
            Tile(NEXT, self.say("next"), badge="0", classes="button"),
        ]
        if len(self.pages) > 1:
            more = self.say("more", page=page + 1, pages=len(self.pages))
            buttons.insert(0, Tile(MORE, more, badge="9", classes="aside"))
        return buttons

    def _paper(self, place: int, badge: int) -> Tile:
        ticked = place in self.session.have
        return Tile(f"paper:{place}", self.texts[place], badge=str(badge), ticked=ticked, classes="paper")

    # ---- what fits

    def _fitted(self, text: str, rows: int) -> str:
        return shortened(text, self.plan.columns - 2, rows)

    def _one_hint(self, hint: str) -> bool:
        whole = len(self.say("bring.question")) + 1 + len(hint)
        return bool(self.texts) and whole <= self.plan.columns

    def _joined_facts(self) -> list[str]:
        joined = " · ".join(self.facts)
        return [joined] if len(joined) <= self.plan.columns - 2 else self.facts

    @property
    def _room(self) -> int:
        width = self.plan.columns - 2
        above = rows_of(self.shown_name, width) + (2 if self.plan.tall else 0)
        return self.plan.rows - above - sum(rows_of(note, width) for note in self.notes) - 1 - self._foot

    @property
    def _foot(self) -> int:
        """Rows of the buttons, one above the other on a narrow screen, and of the room above them."""
        return LOWEST * (BUTTONS if self.plan.narrow else 1) + SPACER

    def _pages(self) -> list[list[Line]]:
        """One column while everything fits in it; two when that saves a page."""
        single = self._shared_out(1)
        if len(single) == 1 or self.plan.narrow:
            return single
        double = self._shared_out(2)
        return double if len(double) < len(single) else single

    def _shared_out(self, across: int) -> list[list[Line]]:
        width = self.inner(across) - TICK
        pages: list[list[Line]] = [[]]
        left = self._room
        for start in range(0, len(self.texts), across):
            places = list(range(start, min(start + across, len(self.texts))))
            height = BORDER + max(rows_of(self.texts[place], width) for place in places)
            full = sum(len(each) for each, _ in pages[-1]) + len(places) > MOST
            if pages[-1] and (height > left or full):
                pages.append([])
                left = self._room
            pages[-1].append((places, height))
            left -= height
        return pages

    def chosen(self, key: str, tile: Target) -> Move:
        if key == NEXT:
            return Go("priority")
        if key == READ:
            return Go("notice_page")
        if key == MORE:
            self.session.page = (self.session.page + 1) % len(self.pages)
            return Redraw()
        place = int(key.partition(":")[2])
        (self.session.have.add if tile.ticked else self.session.have.discard)(place)
        return None
