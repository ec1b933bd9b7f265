"""Notes and questions: which are open, which are explained, which are closed; and one of them from beginning to end."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from application.inspections_door import ThreadEntry, ThreadFile, ThreadLine
from audit.desk.filing import save_thread
from audit.desk.keys import About
from audit.desk.lines import Key, shortened
from audit.desk.page import Page
from audit.desk.pages.asking import about_office, ask_about, people
from audit.desk.pages.sheets import Topic
from audit.desk.seats import OfficeSeat, OwnSeat
from audit.desk.words import about, moment, short_moment
from domain.inspection import SUBJECTS
from wording.dates import number_text

CODE, STATE, WHO, WHEN, GAPS = 14, 15, 20, 17, 14
WIDE = 100
STYLES = {"open": "bold $warning", "answered": "bold", "closed": "", "note": "$mc-muted"}
ENDED = frozenset({"note", "closed"})
"""A thread in one of these states goes no further."""


class ThreadsPage(Page[None]):
    """Enter reads one; that it was read is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("n", "say('note')", ""),
        ("q", "say('question')", ""),
        ("f5", "look_again", ""),
    ]

    def __init__(self, code: str = "") -> None:
        """`code` is the thread under the bar at first."""
        super().__init__()
        self.threads: tuple[ThreadLine, ...] = ()
        self.first = code

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("Enter", self.words("key.read"), "screen.open"),
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
            Key("F5", self.words("key.refresh"), "screen.look_again"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(self.words("threads.title"), markup=False, classes="title")
        yield DataTable(id="threads", cursor_type="row", zebra_stripes=True)
        yield Static(markup=False, classes="count")

    async def on_mount(self) -> None:
        await self.refill()

    async def refill(self) -> None:
        found = await self.ask(self.desk.sitting.threads)
        if found is not None:
            self.threads = found.value
            self.write()

    async def action_look_again(self) -> None:
        await self.refill()

    async def on_screen_resume(self) -> None:
        if self.query(DataTable):
            await self.refill()

    def write(self) -> None:
        table = self.query_one("#threads", DataTable)
        codes = [line.code for line in self.threads]
        place = codes.index(self.first) if self.first in codes else table.cursor_row
        self.first = ""
        table.clear(columns=True)
        wide = self.size.width >= WIDE
        room = max(12, self.size.width - CODE - STATE - WHEN - (WHO if wide else 0) - GAPS)
        columns = [
            ("number", CODE),
            ("state", STATE),
            ("about", room),
            *([("to", WHO)] if wide else []),
            ("asked", WHEN),
        ]
        for name, width in columns:
            table.add_column(self.words(f"column.{name}"), width=width)
        for line in self.threads:
            table.add_row(*self.cells(line, room, wide=wide), key=line.code)
        if self.threads:
            table.move_cursor(row=max(0, min(place, len(self.threads) - 1)))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()
        self.query_one(".count", Static).update(self.counted())

    def counted(self) -> str:
        if not self.threads:
            return self.words("threads.none")
        waiting = sum(line.state == "open" for line in self.threads)
        language = self.desk.language
        return self.words(
            "threads.count",
            count=number_text(len(self.threads), language),
            open=number_text(waiting, language),
        )

    def cells(self, line: ThreadLine, room: int, *, wide: bool) -> list[str | Content]:
        known, language = self.desk.machine.known, self.desk.language
        to = (
            self.words("say.to_head_short")
            if line.state != "note" and not line.to
            else self.desk.person(line.to)
        )
        cells: list[str | Content] = [
            line.code,
            Content.styled(self.words(f"state.{line.state}"), STYLES[line.state]),
            shortened(about(line.about, line.subject, known, language), room),
        ]
        if wide:
            cells.append(shortened(to, WHO))
        return [*cells, short_moment(line.asked_at, language)]

    async def on_data_table_row_selected(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        place = self.query_one("#threads", DataTable).cursor_row
        if not 0 <= place < len(self.threads):
            return
        file = await self.ask(self.desk.sitting.open, self.threads[place].code)
        if file is not None:
            await self.ask(self.desk.take_in)
            self.app.push_screen(ThreadPage(file.value))

    def action_say(self, kind: str) -> None:
        ask_about(self, kind, [about_office(self)])

    def action_leave(self) -> None:
        self.dismiss(None)


class ThreadPage(Page[None]):
    """Every statement and explanation in its order; the inspector who asked asks again, or closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("q", "go_on('question')", ""),
        ("d", "go_on('closing')", ""),
        ("e", "save", ""),
    ]

    def __init__(self, file: ThreadFile) -> None:
        super().__init__()
        self.file = file

    def keys(self) -> tuple[Key, ...]:
        going_on = (
            Key("Q", self.words("key.ask_again"), "screen.go_on('question')"),
            Key("D", self.words("key.close"), "screen.go_on('closing')"),
        )
        return (
            Key("↑↓", self.words("key.scroll"), ""),
            *(() if self.file.line.state in ENDED else going_on),
            Key("E", self.words("key.save_thread"), "screen.save"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(markup=False, classes="title")
        yield Static(markup=False, classes="hint")
        with VerticalScroll(id="entries", can_focus=True):
            yield Static(markup=False, id="entries-text")

    async def on_mount(self) -> None:
        self.write()

    async def refill(self) -> None:
        again = await self.ask(self.desk.sitting.open, self.file.line.code)
        if again is not None:
            self.file = again.value
        self.write()

    def write(self) -> None:
        line, language = self.file.line, self.desk.language
        state = Content.styled(self.words(f"state.{line.state}"), STYLES[line.state])
        self.query_one(".title", Static).update(Content.assemble((line.code, "bold"), "  ", state))
        subject = about(line.about, line.subject, self.desk.machine.known, language)
        self.query_one(".hint", Static).update(subject)
        self.show_keys()
        self.query_one("#entries-text", Static).update(Content("\n").join(self.entries()))
        self.query_one("#entries").focus()

    def entries(self) -> Iterator[Content]:
        if not self.file.entries:
            yield Content(self.words("thread.sealed"))
        for entry in self.file.entries:
            yield from self.entry(entry)

    def entry(self, entry: ThreadEntry) -> Iterator[Content]:
        language = self.desk.language
        who, at = self.desk.person(entry.actor), moment(entry.at, language)
        mark = "◆" if entry.kind != "answer" else "◇"
        told = self.words(f"thread.{entry.kind}", who=who)
        yield Content.assemble((f"{mark} ", "bold"), (told, "bold"), (f"  {at}", "$mc-muted"))
        words = entry.words or self.words("thread.erased")
        yield from (Content(f"  {part}") for part in words.split("\n"))
        if entry.statement:
            told = self.words(
                "thread.signed", event=number_text(entry.event, language) if entry.event else "—"
            )
            yield Content.styled(f"  {told}", "$mc-muted")
        yield Content("")

    # ---- going on

    def action_go_on(self, kind: str) -> None:
        line = self.file.line
        if line.state in ENDED:
            self.tell(self.words(f"thread.{line.state}_goes_no_further"))
            return
        subject = about(line.about, line.subject, self.desk.machine.known, self.desk.language)
        on = next(each for each in SUBJECTS if each == line.about)
        same = About(kind="question", about=on, subject=line.subject, index=line.index, thread=line.code)  # type: ignore[arg-type]
        ask_about(self, kind, [Topic(subject, same, line.to)], people(self))

    async def action_save(self) -> None:
        seat = self.desk.sitting
        signer = getattr(self.desk.setting, "signer", None)
        vkey = signer.vkey if isinstance(seat, OfficeSeat | OwnSeat) and signer is not None else ""
        path = await self.ask(save_thread, self.file, vkey, self.desk.files)
        if path is not None:
            self.tell(self.words("saved", path=path.value), good=True)

    def action_leave(self) -> None:
        self.dismiss(None)
