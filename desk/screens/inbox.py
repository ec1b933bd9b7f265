"""What waits for this officer: code, procedure, status, appointment, and what is expected next, all in words."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from application.views import DossierFile, InboxLine, TicketView
from desk.acts import FIND, OPEN
from desk.page import Done, Hint, Page
from desk.screens.dossier import DossierScreen
from desk.screens.sheet import FormSheet, Heading
from desk.screens.work import DayWork
from desk.widgets.lines import shortened
from desk.words import day, expected, runs, short_status, time_left

CODE_WIDTH = 21
STATUS, DAY, TIME_LEFT, NEXT, SHORT_NEXT = 14, 10, 16, 18, 12
"""Widths of the columns beside code and procedure; the last one is short on the smallest terminal."""
GAP, MARGINS = 2, 6
LEAST_NAME = 16
MIDDLE, WIDE = 90, 116


class InboxScreen(Page[None]):
    """Enter opens a file, after asking for what purpose; the reading is recorded."""

    CSS_PATH = "inbox.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("f5", "look", ""),
        ("f7", "find", ""),
        ("f12", "day_work", ""),
        ("ctrl+o", "sign_out", ""),
    ]

    def __init__(self, ticket: TicketView | None = None) -> None:
        super().__init__()
        self.ticket = ticket
        self.lines: tuple[InboxLine, ...] = ()

    def body(self) -> Iterator[Widget]:
        yield Static(markup=False, classes="summary")
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static(markup=False, classes="empty")

    def hints(self) -> tuple[Hint, ...]:
        back = [("Esc", self.words("desk.key.back_to_counter"))] if self.desk.counter else []
        return (
            ("Enter", self.words("desk.key.open")),
            ("F5", self.words("desk.key.refresh")),
            ("F7", self.words("desk.key.find")),
            ("F12", self.words("desk.key.day_work")),
            *back,
            ("Ctrl+L", self.words("desk.key.language")),
            ("Ctrl+O", self.words("desk.key.sign_out")),
        )

    async def on_mount(self) -> None:
        await self.action_look()
        self.query_one(DataTable).focus()

    async def on_screen_resume(self) -> None:
        if self.is_mounted and self.desk.by is not None:
            await self.action_look()
            self.query_one(DataTable).focus()

    async def restore(self, kept: dict[str, object]) -> None:
        self.write()
        self.query_one(DataTable).focus()

    def on_resize(self) -> None:
        self.write()

    async def action_look(self) -> None:
        if self.desk.by is None:
            return
        found = await self.glance(self.desk.office.dossiers.inbox, self.desk.by)
        if found is not None:
            self.lines = found.value
            self.write()

    def write(self) -> None:
        if not self.query(DataTable):
            return
        late = sum(1 for line in self.lines if runs(line) and line.days_left < 0)
        today = sum(1 for line in self.lines if runs(line) and line.days_left == 0)
        summary = self.words("desk.inbox.summary", count=len(self.lines), late=late, today=today)
        self.query_one(".summary", Static).update(summary)
        self.query_one(".empty", Static).update("" if self.lines else self.words("desk.inbox.empty"))
        self.write_table(self.query_one(DataTable))

    def write_table(self, table: DataTable[str]) -> None:
        place, wide = table.cursor_row, self.size.width >= WIDE
        longest = max((len(line.code) for line in self.lines), default=CODE_WIDTH)
        coming = NEXT if self.size.width >= MIDDLE else SHORT_NEXT
        columns = [longest, *((STATUS, DAY) if wide else ()), TIME_LEFT, coming]
        taken = sum(columns) + GAP * (len(columns) + 1) + MARGINS
        room = max(LEAST_NAME, self.size.width - taken)
        table.clear(columns=True)
        table.add_column(self.words("desk.inbox.code"), width=longest)
        table.add_column(self.words("desk.inbox.procedure"), width=room)
        if wide:
            table.add_column(self.words("desk.inbox.status"), width=STATUS)
            table.add_column(self.words("desk.inbox.due"), width=DAY)
        table.add_column(self.words("desk.inbox.left"), width=TIME_LEFT)
        table.add_column(self.words("desk.inbox.next"), width=coming)
        for line in self.lines:
            table.add_row(*self.row(line, room, coming, wide=wide), key=line.id)
        if self.lines:
            table.move_cursor(row=min(place, len(self.lines) - 1))

    def row(self, line: InboxLine, room: int, coming: int, *, wide: bool) -> list[str]:
        language = self.desk.language
        left = time_left(line, language)
        middle = [short_status(line.status, language), day(line.due_date, language)] if wide else []
        code = line.code or self.words("desk.inbox.no_code")
        return [
            code,
            shortened(line.procedure_name, room),
            *middle,
            left,
            shortened(expected(line.awaiting, language), coming),
        ]

    # ---- opening

    @on(DataTable.RowSelected)
    def open_line(self, selected: DataTable.RowSelected) -> None:
        self.ask_purpose(self.lines[selected.cursor_row].id)

    def ask_purpose(self, dossier: str) -> None:
        heading = Heading(self.words("desk.open.title"), self.words("desk.open.hint"))
        self.app.push_screen(FormSheet(heading, OPEN, partial(self.open_file, dossier)), self.show_file)

    def open_file(self, dossier: str, purpose: str) -> tuple[DossierFile, str]:
        return self.desk.office.dossiers.open(dossier, self.desk.actor, purpose), purpose

    def show_file(self, opened: Done[tuple[DossierFile, str]] | None) -> None:
        if opened is not None:
            file, purpose = opened.value
            self.app.push_screen(DossierScreen(file, purpose, ticket=self.ticket))

    def action_find(self) -> None:
        heading = Heading(self.words("desk.find.title"), self.words("desk.find.hint"))
        self.app.push_screen(FormSheet(heading, FIND, self.find), self.found)

    def find(self, code: str) -> str:
        return self.desk.office.dossiers.find(code)

    def found(self, dossier: Done[str] | None) -> None:
        if dossier is not None:
            self.ask_purpose(dossier.value)

    def action_day_work(self) -> None:
        DayWork(self.desk).open()

    def action_leave(self) -> None:
        if self.desk.counter:
            self.dismiss(None)

    async def action_sign_out(self) -> None:
        if self.desk.counter:
            self.tell(self.words("desk.inbox.sign_out_at_counter"))
        else:
            await self.desk.go_out()
