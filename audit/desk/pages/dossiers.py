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
from audit.desk.pages.asking import ask_about, subject_of_dossier, subject_of_officer
from audit.desk.pages.chips import Chip, Chips
from audit.desk.pages.sheets import Choice, ChoiceSheet, LineSheet
from audit.desk.pages.timed import TimedPage
from audit.desk.words import holder, short_day, short_status, status
from domain.dossier import Status
from wording.dates import number_text

CODE, HOLDER, DUE, LATE, GAPS = 19, 17, 10, 8, 12
WIDE = 100
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
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
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
            ("l", "field", by.field or every, "choose('field')", bool(by.field)),
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
            fields=tuple(sorted({line.field for line in found if line.field})),
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
        wide = self.size.width >= WIDE
        room = max(10, self.size.width - CODE - DUE - LATE - (HOLDER if wide else 0) - GAPS - 6)
        columns = [
            ("code", CODE),
            ("procedure", room),
            *([("holder", HOLDER)] if wide else []),
            ("due", DUE),
            ("days", LATE),
        ]
        for name, width in columns:
            table.add_column(self.words(f"column.{name}"), width=width)
        for number, line in enumerate(self.seen.lines):
            table.add_row(*self.cells(line, room, wide=wide), key=str(number))
        if self.seen.lines:
            table.move_cursor(row=max(0, min(place, len(self.seen.lines) - 1)))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()
        count, of = (number_text(each, self.desk.language) for each in (len(self.seen.lines), self.seen.of))
        self.query_one(".count", Static).update(self.words("dossiers.count", count=count, of=of))

    def cells(self, line: DossierLine, room: int, *, wide: bool) -> list[str | Content]:
        language, known = self.desk.language, self.desk.machine.known
        cells: list[str | Content] = [
            line.code or self.words("dossiers.no_code"),
            shortened(f"{short_status(line.status, language)} · {line.procedure}", room),
        ]
        if wide:
            cells.append(
                shortened(holder(line.holder, line.section, known, language), HOLDER) if line.open else ""
            )
        cells.append(short_day(line.due))
        late = self.words("dossiers.late", count=line.days_late) if line.days_late else ""
        cells.append(Content.styled(late, "bold $error"))
        return cells

    def chosen(self) -> DossierLine | None:
        place = self.query_one("#dossiers", DataTable).cursor_row
        return self.seen.lines[place] if 0 <= place < len(self.seen.lines) else None

    # ---- narrowing

    def action_choose(self, name: str) -> None:
        every = (self.words("filter.every"), EVERY)
        found: dict[str, list[Choice]] = {
            "officer": list(self.seen.officers),
            "field": [(field, field) for field in self.seen.fields],
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

    def action_say(self, kind: str) -> None:
        line = self.chosen()
        subjects = [subject_of_dossier(self, line.code)] if line is not None and line.code else []
        if self.by.officer:
            subjects.insert(0, subject_of_officer(self, self.by.officer))
        if subjects:
            ask_about(self, kind, subjects, to=self.by.officer or (line.holder if line else ""))

    def action_leave(self) -> None:
        self.dismiss(None)
