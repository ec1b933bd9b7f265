"""The parts of a hall's board: head, plate, earlier calls, and the foot. Each is made once and only told anew."""

from textwrap import wrap

from textual.containers import Grid, Horizontal, Vertical
from textual.widgets import Static

from application.ports import UnitView
from application.views import BoardCall
from kiosk.board.layout import DIGITS, MOST, Layout
from kiosk.board.picture import CallPicture, drawn_scale, width_of
from kiosk.phrases import shortened
from kiosk.widgets import BigNumber, Pictogram
from wording import say
from wording.dates import clock_text

AT_A_COUNTER = frozenset({"called", "serving"})
CLOCK = 30
"""Columns of the hour in figures of four rows."""


class Head(Horizontal):
    """Whose hall this is on the left, the hour on the right: large wherever there are rows for it."""

    def __init__(self) -> None:
        self.unit = Static("", id="unit", markup=False)
        self.hour = BigNumber("", 1, id="hour")
        self.clock = Static("", id="clock", markup=False)
        super().__init__(self.unit, self.hour, self.clock, id="head")

    def show(self, unit: UnitView | None, day: str, now: int, language: str, layout: Layout) -> None:
        self.styles.height = layout.head
        self.hour.display, self.clock.display = layout.big_clock, not layout.big_clock
        hour = clock_text(now) if now else ""
        self.hour.value = hour
        self.clock.update(f"{hour}\n{day}")
        width = layout.columns - 4 - (CLOCK if layout.big_clock else len(day) + 2)
        self.unit.update("\n".join(self._lines(unit, day, language, width, layout)))

    @staticmethod
    def _lines(unit: UnitView | None, day: str, language: str, width: int, layout: Layout) -> list[str]:
        if unit is None:
            return [say("board.connecting", language)]
        english = language == "en"
        name = unit.name_en if english else unit.name
        if unit.simulated:
            name = f"{say('kiosk.simulated', language)} · {name}"
        superior = unit.superior_en if english else unit.superior
        if layout.upright:
            return [*wrap(shortened(name, width, layout.head - 2), width), day]
        lines = [shortened(name, width, 1), shortened(superior, width, 1)]
        return [*lines, "", day] if layout.big_clock else lines


class Plate(Vertical):
    """The newest call: number and counter so large that the last row reads them; else a word for the hall."""

    def __init__(self) -> None:
        self.label = Static("", classes="label", markup=False)
        self.both, self.number = CallPicture(2, id="both"), BigNumber("", id="number")
        self.where, self.counter = Static("", id="where", markup=False), CallPicture(2, id="counter")
        self.below = Horizontal(self.where, self.counter, id="below")
        self.seal, self.hour = Pictogram("seal", id="seal"), BigNumber("", 2, id="opens")
        self.word = Static("", id="word", markup=False)
        quiet = (self.seal, self.hour, self.word)
        super().__init__(self.label, self.both, self.number, self.below, *quiet, id="plate")

    def shape(self, layout: Layout) -> None:
        self.styles.height = layout.plate
        self.both.scale = self.number.scale = layout.scale
        self.counter.scale = layout.counter_scale
        self.both.styles.height = self.number.styles.height = DIGITS * layout.scale
        self.below.styles.height = DIGITS * layout.counter_scale

    def called(
        self, call: BoardCall, words: tuple[list[str], list[str]], layout: Layout, *, pointing: bool
    ) -> None:
        """`words` say «number» and «to counter», each in two languages."""
        self._display(upright=layout.upright, called=True)
        for picture in (self.both, self.counter):
            picture.pointing, picture.counter = pointing, call.counter
        self.both.number = self.number.value = call.number
        first, second = (" · ".join(each) for each in words)
        self.where.update("\n".join(words[1]))
        if layout.upright:
            self.label.update(first)
        else:
            scale = drawn_scale(call.number, call.counter, layout.scale, layout.columns - 2)
            width = width_of(call.number, call.counter, scale)
            self.label.update(first + second.rjust(width - len(first)))

    def quiet(self, word: str, hour: str, layout: Layout) -> None:
        """Nobody is called: a sentence, and the hour of opening when the hall is closed."""
        self._display(upright=layout.upright, called=False)
        self.hour.display, self.seal.display = bool(hour), not hour
        self.hour.value = hour
        self.word.update(word)

    def _display(self, *, upright: bool, called: bool) -> None:
        self.set_class(called, "-called")
        self.label.display, self.both.display = called, called and not upright
        self.number.display = self.below.display = called and upright
        self.word.display = not called
        if called:
            self.hour.display = self.seal.display = False


class Earlier(Horizontal):
    """One earlier call: its number, the hour it was called, and the counter."""

    def __init__(self) -> None:
        self.number, self.counter = BigNumber("", 1, classes="which"), BigNumber("", 1, classes="to")
        self.when = Static("", classes="when", markup=False)
        super().__init__(self.number, self.when, self.counter, classes="earlier")

    def shape(self, layout: Layout) -> None:
        """The number keeps its room, the counter keeps its own, and the hour has what is between them."""
        self.styles.height = DIGITS
        self.number.styles.width, self.counter.styles.width = layout.number_columns, layout.counter_columns

    def show(self, call: BoardCall | None, language: str, *, coming: bool) -> None:
        self.set_class(call is None, "-empty")
        self.set_class(coming, "-coming")
        self.set_class(call is not None and call.state not in AT_A_COUNTER, "-over")
        self.number.value, self.counter.value = (call.number, call.counter) if call else ("", "")
        last = say("board.new", language) if coming else clock_text(call.called_at) if call else ""
        self.when.update(f"\n▶\n{last}" if call else "")


class EarlierCalls(Vertical):
    """The calls before the newest one, the latest first."""

    def __init__(self) -> None:
        self.title = Static("", id="earlier-title", markup=False)
        self.lines = [Earlier() for _ in range(MOST)]
        self.grid = Grid(*self.lines, id="earlier")
        super().__init__(self.title, self.grid, id="calls")

    def shape(self, layout: Layout) -> None:
        rows = layout.down * (DIGITS + 1)
        self.title.display = layout.titled
        self.styles.width = "100%" if layout.upright else layout.calls_columns
        self.styles.height = self.grid.styles.height = rows
        self.styles.height = rows + layout.titled
        self.grid.styles.grid_size_columns, self.grid.styles.grid_size_rows = layout.across, layout.down
        for place, line in enumerate(self.lines):
            line.display = place < layout.earlier
            line.shape(layout)

    def show(self, calls: list[tuple[BoardCall, bool]], title: str, language: str) -> None:
        self.title.update(title if calls else "")
        for place, line in enumerate(self.lines):
            call, coming = calls[place] if place < len(calls) else (None, False)
            line.show(call, language, coming=coming)


class Foot(Vertical):
    """How a missed turn is taken up again, and below it what takes turns to be told."""

    def __init__(self) -> None:
        self.missed = Static("", id="missed", markup=False)
        self.told = Static("", id="told", markup=False)
        super().__init__(self.missed, self.told, id="foot")

    def show(self, missed: str, told: str, *, alarm: bool) -> None:
        """In an alarm nothing else is told."""
        self.missed.display = not alarm
        self.missed.update(missed)
        self.told.update(told)
        self.told.set_class(alarm, "-alarm")
