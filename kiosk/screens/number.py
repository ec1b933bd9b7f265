"""The number: as large as the screen allows, with what to do next and the code that a phone follows it by."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from application.views import TicketView
from kiosk.phrases import rows_of, shortened, title
from kiosk.printing import Told, told
from kiosk.scan import secret_of
from kiosk.screens.place import LOWEST, Home, Longer, Move, Place, Redraw, row, spacer
from kiosk.ticket import grouped
from kiosk.widgets import BigNumber, QrCode, Target, Tile
from wording import languages, say
from wording.dates import range_text

BETWEEN = 2
DONE, LONGER, LANGUAGE, AGAIN = "done", "longer", "language", "again"


class NumberPlace(Place):
    """Goes by itself, so that the next in line finds an empty screen."""

    STEP = 5
    FOOT_GOES = True

    def load(self) -> None:
        ticket = self.session.ticket
        if ticket is None:
            raise LookupError("nobody comes here without a number")
        self.ticket: TicketView = ticket
        self.code = QrCode(ticket.url)

    def compose(self) -> ComposeResult:
        words = Vertical(*self._words(), classes="words")
        words.styles.height = self._words_rows if self.plan.narrow else self.plan.rows
        if self.plan.narrow:
            yield words
            yield self._picture()
        else:
            yield Horizontal(words, self._picture(), classes="number")

    @property
    def width(self) -> int:
        """Columns for the words."""
        return self.plan.columns if self.plan.narrow else self.plan.columns - self._code_columns - BETWEEN

    @property
    def _code_columns(self) -> int:
        shape = self.code.shape_in(Size(self.plan.columns, self.plan.rows))
        return shape.cells.width if shape else 0

    def _picture(self) -> Vertical:
        room = self.plan.rows - (self._words_rows if self.plan.narrow else 0)
        shape = self.code.shape_in(Size(self.plan.columns, room))
        size = shape.cells if shape else Size(0, 0)
        self.code.styles.width, self.code.styles.height = size
        parts: list[Widget] = [Vertical(self.code, classes="middle")]
        caption = self.say("cut_off.scan" if self.ticket.kept else "ticket.scan")
        if size and size.height + rows_of(caption, size.width) <= room:
            parts.append(Static(caption, classes="caption", markup=False))
        picture = Vertical(*parts, classes="picture")
        picture.styles.width = "100%" if self.plan.narrow else size.width
        return picture

    @property
    def _words_rows(self) -> int:
        """In portrait the words stand above the code, and leave it the rows it needs."""
        return self.plan.rows - self.code.shapes[0].cells.height - 1

    # ---- the words, the least needed given up first

    def _words(self) -> list[Widget]:
        room = self._words_rows if self.plan.narrow else self.plan.rows
        scale = 2 if BigNumber.cells(self.ticket.number, 2).width <= self.width and room >= 18 else 1  # noqa: PLR2004
        number = BigNumber(self.ticket.number, scale)
        left = room - BigNumber.cells(self.ticket.number, scale).height - LOWEST - 1
        label = Static(say("ticket.your_number", self.language), classes="line -strong", markup=False)
        shown = [Static(text, classes=f"line {look}", markup=False) for text, look in self._fitting(left)]
        leaving = Static("", id="leaving", classes="line -muted", markup=False)
        return [label, number, *shown, spacer(), leaving, row(self._buttons(), LOWEST)]

    def _fitting(self, room: int) -> list[tuple[str, str]]:
        """Lines in the order they are read, as many as fit, the most needed chosen first."""
        wanted = self._lines()
        kept: set[int] = set()
        left = room - 2
        for place in sorted(range(len(wanted)), key=lambda place: wanted[place][0]):
            rows = rows_of(wanted[place][1], self.width)
            if rows <= left:
                kept.add(place)
                left -= rows
        return [wanted[place][1:] for place in sorted(kept)]

    def _lines(self) -> list[tuple[int, str, str]]:
        """How needed each line is (0 most), its words, its look."""
        ticket, language = self.ticket, self.language
        code = grouped(secret_of(ticket.url)).replace("-", " ", 3)
        lines = [
            (1, f"● {say('ticket.priority', language)} ●" if ticket.priority else "", "-good"),
            (3, self._errand(), "-strong"),
            (0, self._ahead(), ""),
            (2, self._wait(), ""),
            (3, say("ticket.quiet", language, hours=self.session.quiet) if self.session.quiet else "", ""),
            (4, self.say("ticket.where"), "-muted"),
            (1, self._paper.sentence, self._paper_look),
            (5, f"{self.say('ticket.code')}: {code}", "-muted"),
        ]
        return [(need, text, look) for need, text, look in lines if text]

    def _errand(self) -> str:
        if self.session.procedure is not None:
            return shortened(title(self.session.procedure, self.language), self.width, 2)
        return (
            say("ticket.other_business", self.language)
            if self.ticket.group != "results"
            else self.say("home.results")
        )

    def _ahead(self) -> str:
        if self.ticket.kept:
            return self.say("cut_off.valid")
        count = self.ticket.people_ahead
        return self.say("ticket.ahead", count=count) if count else self.say("ticket.nobody")

    def _wait(self) -> str:
        wait = self.ticket.wait
        if self.ticket.kept:
            return self.say("cut_off.wait")
        if wait is None:
            return self.say("ticket.wait_unknown")
        return self.say("ticket.wait", range=range_text(wait.low, wait.high, self.language))

    @property
    def _paper(self) -> Told:
        return told(self.session.paper, self.ticket.number, self.language)

    @property
    def _paper_look(self) -> str:
        """Red for what went wrong alone: that a slip is being printed is no alarm."""
        return "-good" if self._paper.good else "-warn" if self._paper.again else "-strong"

    def _buttons(self) -> list[Tile]:
        buttons = [
            Tile(DONE, self.say("ticket.done"), badge="0", classes="button"),
            Tile(LONGER, self.say("ticket.longer"), badge="1", classes="aside"),
        ]
        if self.plan.short:
            other = next(each for each in languages() if each != self.language)
            buttons[1] = Tile(LANGUAGE, say("language.name", other), badge="/", classes="aside")
        if self._paper.again:
            buttons[1] = Tile(AGAIN, self.say("ticket.again"), badge="2", classes="aside")
        return buttons

    def count_down(self, seconds: int) -> None:
        """Say when this screen will go."""
        for leaving in self.query("#leaving").results(Static):
            leaving.update(self.say("ticket.leaving", seconds=seconds))

    def chosen(self, key: str, tile: Target) -> Move:
        if key == LANGUAGE:
            self.session.language = next(each for each in languages() if each != self.language)
            return Redraw()
        if key == AGAIN:
            self.scene.front.print_again(self.session)
            return Longer()
        return Longer() if key == LONGER else Home()
