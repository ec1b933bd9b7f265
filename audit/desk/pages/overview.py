"""The whole office at a moment: dossiers by field, what is late, the counters and the line, the head of the log."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from audit.desk.lines import Key, shortened
from audit.desk.moments import CounterLine, FieldLine, OverviewThen, overview
from audit.desk.pages.asking import about_office, ask_about
from audit.desk.pages.foot import foot_lines, latest_line
from audit.desk.pages.timed import TimedPage
from audit.desk.proofs import Signed
from audit.desk.words import field_title, in_order, status, within
from projections.board import TicketRow
from wording.dates import number_text

NUMBER = 9
GAPS = 2
MARGINS = 4
WIDE, WIDER, HALL, NARROW_HALL = 100, 112, 40, 27


class OverviewPage(TimedPage[None]):
    """Enter on a field lists its dossiers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("f3", "dossiers", ""),
        ("f4", "threads", ""),
        ("f6", "flags", ""),
        ("n", "say('note')", ""),
        ("q", "say('question')", ""),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.seen: OverviewThen | None = None

    def keys(self) -> tuple[Key, ...]:
        news, asks = self.desk.news, self.desk.flags is not None
        threads = self.words("key.threads_new", count=news) if news else self.words("key.threads")
        return (
            Key("Enter", self.words("key.field"), "screen.open_field"),
            *self.time_keys(),
            Key("F3", self.words("key.dossiers"), "screen.dossiers"),
            Key("F4", threads, "screen.threads"),
            Key("F5", self.words("key.refresh"), "screen.refresh_log"),
            Key("F6", self.words("key.flags"), "screen.flags", asks),
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Ctrl+Q", self.words("key.quit"), "app.quit"),
        )

    def content(self) -> Iterator[Widget]:
        with Horizontal(classes="office"):
            with Vertical(classes="fields"):
                yield Static(markup=False, classes="figures")
                yield DataTable(id="fields", cursor_type="row", zebra_stripes=True)
                yield Static(markup=False, id="latest")
            with VerticalScroll(classes="hall", can_focus=False):
                yield Static(markup=False, id="hall")
        yield Static(markup=False, classes="head", id="head")

    def look(self) -> tuple[OverviewThen, Signed | None]:
        return overview(self.desk.machine, self.desk.at), self.desk.prover.signed()

    def write(self, seen: object) -> None:
        assert_seen: tuple[OverviewThen, Signed | None] = seen  # type: ignore[assignment]
        self.seen, signed = assert_seen
        self.query_one(".figures", Static).update(self.figures(self.seen))
        self.write_fields(self.seen)
        self.query_one("#hall", Static).update(Content("\n").join(self.hall(self.seen)))
        said = latest_line(self.seen.latest, self.desk.machine.known, self.desk.language)
        self.query_one("#latest", Static).update(said)
        foot = foot_lines(self.seen.tree, signed, self.desk.language, wide=self.size.width >= WIDER)
        self.query_one("#head", Static).update(Content("\n").join(foot))

    def figures(self, seen: OverviewThen) -> Content:
        """«5 chưa xong: 4 đang xử lý, 1 được tiếp nhận · 1 quá hạn · 16 đã nhận»."""
        accepted = sum(field.accepted for field in seen.fields)
        late = self.words("overview.late", count=self.number(seen.late))
        stages = sorted(seen.open_by_status.items(), key=lambda each: -each[1])
        told = ", ".join(
            f"{self.number(count)} {within(status(code, self.desk.language))}" for code, count in stages
        )
        opened = self.words("overview.open", count=self.number(seen.open))
        return Content.assemble(
            (opened, "bold"),
            f": {told}" if told else "",
            " · ",
            (late, "bold $error" if seen.late else ""),
            " · ",
            self.words("overview.accepted", count=self.number(accepted)),
        )

    def write_fields(self, seen: OverviewThen) -> None:
        table = self.query_one("#fields", DataTable)
        place = table.cursor_row
        table.clear(columns=True)
        hall = HALL if self.size.width >= WIDE else NARROW_HALL
        room = max(8, self.size.width - hall - 3 * (NUMBER + GAPS) - GAPS - MARGINS)
        table.add_column(self.words("column.field"), width=room)
        for name in ("accepted", "open", "late"):
            table.add_column(self.words(f"column.{name}").rjust(NUMBER), width=NUMBER)
        for field in sorted(seen.fields, key=self.place):
            numbers = [self.number(each).rjust(NUMBER) for each in (field.accepted, field.open)]
            # Under the bar a colour is gone: what is late has a mark as well.
            late = f"▲ {self.number(field.late)}" if field.late else "0"
            told = Content.styled(late.rjust(NUMBER), "bold $error" if field.late else "")
            table.add_row(shortened(self.named(field), room), *numbers, told, key=field.field)
        if seen.fields:
            table.move_cursor(row=max(0, min(place, len(seen.fields) - 1)))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()

    def named(self, field: FieldLine) -> str:
        return field_title(field.field, self.desk.language)

    def place(self, field: FieldLine) -> tuple[list[int], list[int]]:
        return in_order(self.named(field))

    def hall(self, seen: OverviewThen) -> Iterator[Content]:
        yield self.section("overview.counters")
        if not seen.counters:
            yield Content.styled(self.words("overview.no_counter"), "$mc-muted")
        for counter in seen.counters:
            yield self.counter(counter)
        yield Content("")
        yield self.section("overview.waiting", count=self.number(len(seen.waiting)))
        yield Content(self.numbers(seen.waiting) or self.words("overview.nobody"))
        if seen.stepped_aside:
            yield Content(self.words("overview.aside", numbers=self.numbers(seen.stepped_aside)))
        yield Content("")
        yield self.section("overview.statuses")
        for code, count in seen.by_status.items():
            yield Content(f"{self.number(count):>3}  {status(code, self.desk.language)}")

    def section(self, key: str, **blanks: object) -> Content:
        return Content.styled(self.words(key, **blanks), "bold")

    def counter(self, line: CounterLine) -> Content:
        doing = ""
        if line.number:
            doing = self.words("overview.serving" if line.serving else "overview.called", number=line.number)
        elif line.paused:
            doing = self.words("overview.paused")
        return Content.assemble(
            (f" {line.counter} ", "bold $mc-plate-text on $mc-plate"),
            f" {line.name}",
            (f"  {doing}" if self.size.width >= WIDE or not doing else f"\n    {doing}", "$mc-muted"),
        )

    def numbers(self, tickets: tuple[TicketRow, ...]) -> str:
        return "  ".join(ticket.number for ticket in tickets)

    def number(self, number: int) -> str:
        return number_text(number, self.desk.language)

    # ---- going on

    def action_open_field(self) -> None:
        self.query_one("#fields", DataTable).action_select_cursor()

    def on_data_table_row_selected(self, selected: DataTable.RowSelected) -> None:
        self.open_dossiers(str(selected.row_key.value))

    def action_dossiers(self) -> None:
        self.open_dossiers("")

    def open_dossiers(self, field: str) -> None:
        from audit.desk.pages.dossiers import DossiersPage

        self.app.push_screen(DossiersPage(field=field))

    def action_threads(self) -> None:
        from audit.desk.pages.threads import ThreadsPage

        self.app.push_screen(ThreadsPage())

    def action_flags(self) -> None:
        from audit.desk.pages.flags import FlagsPage

        if self.desk.flags is None:
            self.tell(self.words("flags.none_run"))
            return
        self.app.push_screen(FlagsPage(self.desk.flags))

    def action_say(self, kind: str) -> None:
        ask_about(self, kind, [about_office(self)])
