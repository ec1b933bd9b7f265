"""The day's work beside the dossiers: one list, one key for each thing that can be done with a line of it."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.day_acts import DAY_ACTS
from desk.fields import Choice, Field
from desk.page import Done, Hint, Page
from desk.screens.sheet import FormSheet, Heading
from desk.widgets.lines import shortened
from desk.words import day_in_words

Row = tuple[str, tuple[str, ...]]
"""The value behind a line, and its cells."""
DayKey = tuple[str, str, bool]
"""The key, the act in `desk.day_acts.DAY_ACTS`, and whether it needs a line."""
Column = tuple[str, int, int]
"""Its name, its width where there is room, and on a narrow terminal; 0 takes what is left, `LEFT_OUT` hides it."""
LEFT_OUT = -1
WIDE = 100
LEAST_WIDE, GAP, MARGINS = 12, 2, 6


def bound(keys: Sequence[DayKey]) -> list[BindingType]:
    return [(key, f"act('{act}', {needs})", "") for key, act, needs in keys]


class DayPage(Page[None]):
    """Page Up and Page Down turn the day; the list fits the terminal, what is left out is told below it.

    A page says its `NAME` (words under `desk.day.<NAME>`), its columns, and its keys, which it binds as
    well. Cells are one for each column, whether it is shown or not.
    """

    CSS_PATH = "day.tcss"
    NAME: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    KEYS: ClassVar[tuple[DayKey, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("f5", "look", ""),
        Binding("pageup", "turn(-1)", "", priority=True),
        Binding("pagedown", "turn(1)", "", priority=True),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day
        self.rows: list[Row] = []

    def hints(self) -> tuple[Hint, ...]:
        acts = ((key.upper(), self.words(f"desk.day_key.{act}")) for key, act, _ in self.KEYS)
        return (
            *acts,
            ("PgUp PgDn", self.words("desk.key.turn_day")),
            ("F5", self.words("desk.key.refresh")),
            ("Esc", self.words("desk.key.back")),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(markup=False, classes="title")
        yield DataTable(cursor_type="row", zebra_stripes=True)
        with VerticalScroll(classes="more", can_focus=False):
            yield Static(markup=False)

    async def on_mount(self) -> None:
        await self.action_look()

    async def restore(self, kept: dict[str, object]) -> None:
        self.write()

    def on_resize(self) -> None:
        if self.query(DataTable):
            self.write()

    # ---- what a page says of its own

    @abstractmethod
    async def found(self) -> Done[list[Row]] | None:
        """The lines of the day, or None when the office did not answer."""

    def more(self, chosen: str) -> str:
        """What stands below the list about the chosen line."""
        return ""

    def lists(self) -> Mapping[str, Sequence[Choice]]:
        return {}

    def typed(self, act: str, chosen: str) -> Mapping[str, object]:
        return {}

    @abstractmethod
    def do(self, act: str, chosen: str) -> Callable[..., object]:
        """What a form does once it is filled in."""

    # ---- the list

    async def action_look(self) -> None:
        answer = await self.found()
        if answer is not None:
            self.rows = answer.value
        self.write()

    async def action_turn(self, step: int) -> None:
        self.day += timedelta(days=step)
        await self.action_look()

    def write(self) -> None:
        title = self.words(
            f"desk.day.{self.NAME}", day=day_in_words(self.day.isoformat(), self.desk.language)
        )
        self.query_one(".title", Static).update(title)
        table = self.query_one(DataTable)
        place = table.cursor_row
        table.clear(columns=True)
        shown = self.shown()
        taken = sum(width for _, width in shown) + GAP * len(shown) + MARGINS
        room = max(LEAST_WIDE, self.size.width - taken)
        for place_of, width in shown:
            table.add_column(self.words(f"desk.day_column.{self.COLUMNS[place_of][0]}"), width=width or room)
        for key, cells in self.rows:
            cut = [shortened(cells[place_of], width or room) for place_of, width in shown]
            table.add_row(*cut, key=key)
        if self.rows:
            table.move_cursor(row=max(0, min(place, len(self.rows) - 1)))
        table.focus()
        self.write_more()

    def shown(self) -> list[tuple[int, int]]:
        """The place of every column that fits this terminal, and its width."""
        narrow = self.size.width < WIDE
        widths = [column[2] if narrow else column[1] for column in self.COLUMNS]
        return [(place, width) for place, width in enumerate(widths) if width != LEFT_OUT]

    def write_more(self) -> None:
        chosen = self.chosen()
        said = self.more(chosen) if chosen else self.words(f"desk.day_empty.{self.NAME}")
        self.query_one(".more > Static", Static).update(said)

    def on_data_table_row_highlighted(self) -> None:
        self.write_more()

    def chosen(self) -> str:
        """The value behind the line under the cursor; empty without one."""
        place = self.query_one(DataTable).cursor_row
        return self.rows[place][0] if 0 <= place < len(self.rows) else ""

    # ---- acting

    def action_act(self, act: str, needs: bool) -> None:
        chosen = self.chosen()
        if needs and not chosen:
            self.tell(self.words("desk.day.choose_first"))
            return
        self.open_form(
            act, DAY_ACTS[act], self.do(act, chosen), self.typed(act, chosen), chosen if needs else ""
        )

    def open_form(
        self,
        act: str,
        fields: Sequence[Field],
        do: Callable[..., object],
        typed: Mapping[str, object] | None = None,
        about: str = "",
    ) -> None:
        title = self.words(f"desk.day_act.{act}")
        heading = Heading(f"{title} · {about}" if about else title, self.words(f"desk.day_hint.{act}"))
        sheet = FormSheet(heading, fields, do, lists=self.lists(), typed=typed)
        self.app.push_screen(sheet, self.after)

    async def after(self, answered: Done[Any] | None) -> None:
        if answered is not None:
            await self.action_look()

    def action_leave(self) -> None:
        self.dismiss(None)
