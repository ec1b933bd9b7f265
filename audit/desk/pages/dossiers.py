"""The list of dossiers at a moment, narrowed by officer, field, stage, lateness, flags, or a part of the code."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from audit.desk.lines import Key, shortened
from audit.desk.moments import DossierLine, dossiers, officers, touched_by
from audit.desk.pages.asking import about_dossier, about_officer, ask_about, people
from audit.desk.pages.chips import Chip, Chips
from audit.desk.pages.sheets import Choice, ChoiceSheet, LineSheet
from audit.desk.pages.timed import TimedPage
from audit.desk.words import day, field_title, holder, in_order, procedure_title, status
from domain.dossier import Status
from wording.dates import number_text

CODE, DUE, LATE, GAPS, MARGINS = 19, 11, 9, 10, 4
HOLDER, NARROW_HOLDER = 20, 14
WIDE = 100
OWN_PART, NARROW_CODE = 11, 12
"""Cells of the day and the number of a code, which tell the dossiers of one office apart; with «…» before them."""
EVERY = ""


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out. Empty and False leave out nothing; `stage` is a status's number."""

    officer: str = ""
    field: str = ""
    stage: str = ""
    late: bool = False
    flagged: bool = False
    code: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    lines: tuple[DossierLine, ...]
    """After narrowing."""
    of: int
    fields: tuple[str, ...]
    officers: tuple[Choice, ...]


class DossiersPage(TimedPage[None]):
    """Enter opens a dossier; that the inspector looked into it is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("c", "choose('officer')", ""),
        ("l", "choose('field')", ""),
        ("b", "choose('stage')", ""),
        ("t", "turn('late')", ""),
        ("k", "turn('flagged')", ""),
        ("f4", "threads", ""),
        ("slash", "find", ""),
        ("x", "clear", ""),
        ("q", "say('question')", ""),
        ("n", "say('note')", ""),
    ]

    def __init__(self, *, field: str = "", officer: str = "", code: str = "") -> None:
        super().__init__()
        self.by = Narrowed(field=field, officer=officer, code=code)
        self.seen = Seen(lines=(), of=0, fields=(), officers=())

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("Enter", self.words("key.open"), "screen.open"),
            *self.time_keys(),
            Key("/", self.words("key.find"), "screen.find"),
            Key("X", self.words("key.clear"), "screen.clear"),
            Key("F4", self.words("key.threads"), "screen.threads"),
            Key("F5", self.words("key.refresh"), "screen.refresh_log"),
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def content(self) -> Iterator[Widget]:
        yield Chips(self.chips())
        yield DataTable(id="dossiers", cursor_type="row", zebra_stripes=True)
        yield Static(markup=False, classes="count")

    def chips(self) -> tuple[Chip, ...]:
        every, by = self.words("filter.every"), self.by
        chosen_stage = status(int(by.stage), self.desk.language) if by.stage else every
        yes, no = self.words("filter.yes"), every
        told = (
            (
                "c",
                "officer",
                self.desk.person(by.officer) if by.officer else every,
                "choose('officer')",
                bool(by.officer),
            ),
            (
                "l",
                "field",
                field_title(by.field, self.desk.language) if by.field else every,
                "choose('field')",
                bool(by.field),
            ),
            ("b", "stage", chosen_stage, "choose('stage')", bool(by.stage)),
            ("t", "late", yes if by.late else no, "turn('late')", by.late),
            ("k", "flagged", yes if by.flagged else no, "turn('flagged')", by.flagged),
        )
        chips = [
            Chip(key.upper(), self.words(f"filter.{name}"), value, action, on)
            for key, name, value, action, on in told
        ]
        if by.code:
            chips.append(Chip("/", self.words("filter.code"), by.code, "find", True))
        return tuple(chips)

    # ---- looking

    def look(self) -> Seen:
        machine, by = self.desk.machine, self.by
        found = dossiers(machine, self.desk.at)
        touched = touched_by(machine, by.officer) if by.officer else frozenset()
        flagged = self.flagged() if by.flagged else frozenset()
        lines = tuple(line for line in found if self.fits(line, touched, flagged))
        return Seen(
            lines=lines,
            of=len(found),
            fields=tuple({line.field for line in found if line.field}),
            officers=tuple((each.name, each.officer) for each in officers(machine) if each.name),
        )

    def fits(self, line: DossierLine, touched: frozenset[str], flagged: frozenset[str]) -> bool:
        by = self.by
        return (
            (not by.officer or line.holder == by.officer or line.stream in touched)
            and (not by.field or line.field == by.field)
            and (not by.stage or line.status == int(by.stage))
            and (not by.late or line.days_late > 0)
            and (not by.flagged or line.code in flagged)
            and (not by.code or by.code.casefold() in line.code.casefold())
        )

    def flagged(self) -> frozenset[str]:
        book = self.desk.flags
        found = book.findings(self.desk.machine.size, self.desk.actor) if book is not None else ()
        return frozenset(each.subject for each in found if each.subject_kind == "dossier") | frozenset(
            evidence.case for each in found for evidence in each.evidence
        )

    # ---- showing

    def write(self, seen: object) -> None:
        if isinstance(seen, Seen):
            self.seen = seen
        self.query_one(Chips).show(self.chips())
        table = self.query_one("#dossiers", DataTable)
        place = table.cursor_row
        table.clear(columns=True)
        held, code = (HOLDER, CODE) if self.wide else (NARROW_HOLDER, NARROW_CODE)
        room = max(8, self.size.width - code - DUE - LATE - held - GAPS - MARGINS)
        stage = "procedure" if self.wide else "stage"
        columns = (("code", code), (stage, room), ("holder", held), ("due", DUE), ("days", LATE))
        for name, width in columns:
            table.add_column(self.words(f"column.{name}"), width=width)
        for number, line in enumerate(self.seen.lines):
            table.add_row(*self.cells(line, room, held), key=str(number))
        if self.seen.lines:
            table.move_cursor(row=max(0, min(place, len(self.seen.lines) - 1)))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()
        self.write_count()

    @property
    def wide(self) -> bool:
        return self.size.width >= WIDE

    def code_of(self, line: DossierLine) -> str:
        if not line.code:
            return self.words("dossiers.no_code")
        return line.code if self.wide else f"…{line.code[-OWN_PART:]}"

    def name_of(self, line: DossierLine) -> str:
        known = self.desk.machine.known
        return procedure_title(line.procedure_code, line.procedure, known, self.desk.language)

    def on_data_table_row_highlighted(self) -> None:
        self.write_count()

    def write_count(self) -> None:
        """How many are left; where the list has no room for it, also the name of the procedure under the bar."""
        count, of = (number_text(each, self.desk.language) for each in (len(self.seen.lines), self.seen.of))
        told, line = self.words("dossiers.count", count=count, of=of), self.chosen()
        if line is not None and not self.wide:
            told = f"{told} · {self.name_of(line)}"
        self.query_one(".count", Static).update(shortened(told, self.size.width - MARGINS))

    def cells(self, line: DossierLine, room: int, held: int) -> list[str | Content]:
        language, known = self.desk.language, self.desk.machine.known
        stage, name = status(line.status, language), self.name_of(line)
        late = self.words("dossiers.late", count=line.days_late) if line.days_late else ""
        return [
            self.code_of(line),
            shortened(f"{stage} · {name}" if self.wide else stage, room),
            shortened(holder(line.holder, line.section, known, language), held) if line.open else "",
            day(line.due, language),
            Content.styled(late, "bold $error"),
        ]

    def chosen(self) -> DossierLine | None:
        place = self.query_one("#dossiers", DataTable).cursor_row
        return self.seen.lines[place] if 0 <= place < len(self.seen.lines) else None

    # ---- narrowing

    def action_choose(self, name: str) -> None:
        every = (self.words("filter.every"), EVERY)
        fields = [(field_title(field, self.desk.language), field) for field in self.seen.fields]
        found: dict[str, list[Choice]] = {
            "officer": sorted(self.seen.officers, key=_said),
            "field": sorted(fields, key=_said),
            "stage": [
                (status(each, self.desk.language), str(int(each)))
                for each in Status
                if each is not Status.NONE
            ],
        }
        sheet = ChoiceSheet(self.words(f"filter.{name}"), [every, *found[name]], str(getattr(self.by, name)))

        async def take(value: str | None) -> None:
            if value is not None:
                await self.narrow(**{name: value})

        self.app.push_screen(sheet, take)

    async def action_turn(self, name: str) -> None:
        if name == "flagged" and self.desk.flags is None:
            self.tell(self.words("flags.none_run"))
            return
        await self.narrow(**{name: not getattr(self.by, name)})

    def action_find(self) -> None:
        sheet = LineSheet(
            self.words("filter.code"), self.words("filter.code_hint"), lambda _: "", self.by.code
        )

        async def take(value: str | None) -> None:
            if value is not None:
                await self.narrow(code=value.strip())

        self.app.push_screen(sheet, take)

    async def action_clear(self) -> None:
        self.by = Narrowed()
        await self.look_again(None)

    async def narrow(self, **by: object) -> None:
        self.by = msgspec.structs.replace(self.by, **by)
        await self.look_again(None)

    # ---- going on

    async def on_data_table_row_selected(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        line = self.chosen()
        if line is None:
            return
        from audit.desk.pages.dossier import DossierPage

        read = await self.ask(self.desk.sitting.read_dossier, line.stream)
        if read is not None:
            await self.desk.work(self.desk.take_in)
            self.app.push_screen(DossierPage(line, read.value))

    def action_threads(self) -> None:
        from audit.desk.pages.threads import ThreadsPage

        self.app.push_screen(ThreadsPage())

    def action_say(self, kind: str) -> None:
        line = self.chosen()
        topics = [about_officer(self, self.by.officer)] if self.by.officer else []
        if line is not None and line.code:
            topics.append(about_dossier(self, line.code, line.holder))
        if topics:
            ask_about(self, kind, topics, people(self, line.holder if line is not None else ""))

    def action_leave(self) -> None:
        self.dismiss(None)


def _said(choice: Choice) -> tuple[list[int], list[int]]:
    return in_order(choice[0])
