"""One dossier: everything that happened to it, act by act with its proof; its way from hand to hand; its papers."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from application.inspections_door import Reason
from audit.desk.filing import save_proof
from audit.desk.lines import Key, shortened
from audit.desk.moments import DossierLine, Leg, legs_of, row_of, trail_of
from audit.desk.page import Page
from audit.desk.pages.asking import ask_about, subject_of_act, subject_of_dossier, subject_of_officer
from audit.desk.pages.chips import Chip, Chips
from audit.desk.pages.drawing import act_lines, chain_lines, paper_lines, proof_lines
from audit.desk.pages.shown import ShownPage
from audit.desk.proofs import Proved
from audit.desk.words import day, happened, holder, moment, short_moment, status
from projections.status import DossierRow
from projections.trail import TrailRow

PARTS = ("course", "hands", "papers")
LEAF, WHEN, WHO = 7, 11, 18
WIDE, WIDEST, DETAIL = 100, 130, 42


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    row: DossierRow | None
    trail: tuple[TrailRow, ...]
    legs: tuple[Leg, ...]


class DossierPage(Page[None]):
    """As it stood at the moment of the slider; its later life is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        Binding("1", "part('course')", "", priority=True),
        Binding("2", "part('hands')", "", priority=True),
        Binding("3", "part('papers')", "", priority=True),
        ("4", "shown", ""),
        ("p", "save_proof", ""),
        ("n", "say('note')", ""),
        ("q", "say('question')", ""),
    ]

    def __init__(self, line: DossierLine, reasons: tuple[Reason, ...]) -> None:
        super().__init__()
        self.line = line
        self.reasons = {each.event: each.words for each in reasons}
        self.part_shown = PARTS[0]
        self.seen = Seen(row=None, trail=(), legs=())
        self.proved: Proved | None = None

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑↓", self.words("key.act"), ""),
            Key("P", self.words("key.save_proof"), "screen.save_proof"),
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="headline"):
            yield Static(markup=False, classes="code")
            yield Static(markup=False, classes="standing")
        yield Chips(self.chips())
        with Horizontal(classes="parts"):
            with Vertical(classes="list"):
                yield DataTable(id="acts", cursor_type="row", zebra_stripes=True)
                with VerticalScroll(id="told", can_focus=True):
                    yield Static(markup=False, id="told-text")
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static(markup=False, id="act")
                yield Static(markup=False, id="proof")

    def chips(self) -> tuple[Chip, ...]:
        told = [
            Chip(str(place), self.words(f"dossier.{part}"), "", f"part('{part}')", part == self.part_shown)
            for place, part in enumerate(PARTS, 1)
        ]
        return (*told, Chip("4", self.words("dossier.shown"), "", "shown", False))

    async def on_mount(self) -> None:
        await self.refill()

    async def refill(self) -> None:
        seen = await self.ask(self.look)
        if seen is not None:
            self.seen = seen.value
            self.write()

    def look(self) -> Seen:
        machine = self.desk.machine
        rows = trail_of(machine, self.line.stream)
        return Seen(
            row=row_of(machine, self.line.stream),
            trail=rows,
            legs=legs_of(machine, rows, self.line.stream),
        )

    # ---- showing

    def write(self) -> None:
        self.query_one(".code", Static).update(self.headline())
        self.query_one(".standing", Static).update(self.standing())
        self.query_one(Chips).show(self.chips())
        table, told = self.query_one("#acts", DataTable), self.query_one("#told")
        is_course = self.part_shown == "course"
        table.display, told.display = is_course, not is_course
        if is_course:
            self.write_acts(table)
            return
        language, known = self.desk.language, self.desk.machine.known
        lines = (
            chain_lines(self.seen.legs, self.desk.at, known, language)
            if self.part_shown == "hands"
            else paper_lines(self.seen.trail, self.desk.machine, language)
        )
        self.query_one("#told-text", Static).update(Content("\n").join(lines))
        told.focus()

    def headline(self) -> Content:
        moment_now = self.words("dossier.as_of", at=moment(self.desk.at, self.desk.language))
        code = self.line.code or self.words("dossiers.no_code")
        return Content.assemble(
            (code, "bold $primary"), "  ", (self.line.procedure, "bold"), "  ", (moment_now, "$mc-muted")
        )

    def standing(self) -> Content:
        row, language = self.seen.row, self.desk.language
        if row is None:
            return Content(self.words("dossier.not_yet"))
        known = self.desk.machine.known
        parts: list[Content | str] = [status(row.status, language)]
        if row.due_original:
            parts.append(self.words("dossier.first_due", date=day(row.due_original, language)))
        if row.due_date and row.due_date != row.due_original:
            parts.append(self.words("dossier.due", date=day(row.due_date, language)))
        if self.line.days_late:
            late = self.words("dossier.late", count=self.line.days_late)
            parts.append(Content.styled(late, "bold $error"))
            parts.append(self.words("dossier.apologised" if self.line.apologised else "dossier.no_apology"))
        if self.line.open:
            parts.append(self.words("dossier.held", who=holder(row.holder, row.section, known, language)))
        return Content(" · ").join([part if isinstance(part, Content) else Content(part) for part in parts])

    def write_acts(self, table: DataTable[str | Content]) -> None:
        place = table.cursor_row
        table.clear(columns=True)
        half = self.size.width - (DETAIL if self.size.width >= WIDE else 0)
        wide = self.size.width >= WIDEST
        room = max(10, half - LEAF - WHEN - (WHO + 2 if wide else 0) - 11)
        columns = [("leaf", LEAF), ("recorded", WHEN), ("act", room), *([("who", WHO)] if wide else [])]
        for name, width in columns:
            table.add_column(self.words(f"column.{name}"), width=width)
        for row in self.seen.trail:
            table.add_row(*self.cells(row, room, wide=wide), key=str(row.id))
        if self.seen.trail:
            table.move_cursor(row=max(0, min(place, len(self.seen.trail) - 1)))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()

    def cells(self, row: TrailRow, room: int, *, wide: bool) -> list[str]:
        language, machine = self.desk.language, self.desk.machine
        cells = [
            str(row.id - machine.log_of(row.id).start),
            short_moment(row.at, language),
            shortened(happened(row, machine.known, language), room),
        ]
        who = self.desk.person(row.actor) if row.role not in {"citizen", "system"} else ""
        return [*cells, shortened(who, WHO)] if wide else cells

    async def on_data_table_row_highlighted(self) -> None:
        row = self.chosen()
        if row is None:
            return
        language, known = self.desk.language, self.desk.machine.known
        told = act_lines(row, self.reasons.get(row.id, ""), known, language)
        self.query_one("#act", Static).update(Content("\n").join(told))
        proved = await self.ask(self.desk.prover.prove, row.id)
        if proved is not None:
            self.proved = proved.value
            self.query_one("#proof", Static).update(Content("\n").join(proof_lines(proved.value, language)))

    def chosen(self) -> TrailRow | None:
        place = self.query_one("#acts", DataTable).cursor_row
        return self.seen.trail[place] if 0 <= place < len(self.seen.trail) else None

    # ---- acting

    def action_part(self, part: str) -> None:
        self.part_shown = part
        self.write()

    def action_shown(self) -> None:
        if self.line.code:
            self.app.push_screen(ShownPage(self.line.code))
        else:
            self.tell(self.words("shown.no_code"))

    async def action_save_proof(self) -> None:
        proved = self.proved
        if proved is None or not proved.octets:
            self.tell(self.words("proof.not_signed_yet"))
            return
        path = await self.ask(save_proof, proved, self.desk.files)
        if path is not None:
            self.tell(self.words("saved", path=path.value))

    def action_say(self, kind: str) -> None:
        row = self.chosen()
        subjects = [subject_of_dossier(self, self.line.code)] if self.line.code else []
        officer = row.actor if row is not None and row.role not in {"citizen", "system"} else ""
        if row is not None:
            subjects.append(subject_of_act(self, row.id))
        if officer:
            subjects.append(subject_of_officer(self, officer))
        ask_about(self, kind, subjects, to=officer)

    def action_leave(self) -> None:
        self.dismiss(None)
