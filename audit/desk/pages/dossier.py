"""One dossier: everything that happened to it, act by act with its proof; its way from hand to hand; its papers."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from application.inspections_door import Reason, ThreadLine
from audit.desk.filing import save_proof
from audit.desk.hands import Leg, legs_of
from audit.desk.lines import Key, shortened
from audit.desk.moments import DossierLine, row_of, trail_of
from audit.desk.page import Page
from audit.desk.pages.asking import about_act, about_dossier, about_officer, actor_of, ask_about, people
from audit.desk.pages.chips import Chip, Chips
from audit.desk.pages.drawing import act_lines, chain_lines, paper_lines, proof_lines
from audit.desk.pages.heading import headline, standing
from audit.desk.pages.shown import ShownPage
from audit.desk.proofs import Proved
from audit.desk.words import listed, short_moment
from projections.status import DossierRow
from projections.trail import TrailRow
from wording.dates import number_text

PARTS = ("course", "hands", "papers")
EVENT, WHEN, WHO = 7, 17, 18
PADDING, GAPS = 4, 10
WIDE, WIDEST, DETAIL = 116, 140, 42


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    row: DossierRow | None
    trail: tuple[TrailRow, ...]
    legs: tuple[Leg, ...]
    said: tuple[ThreadLine, ...]
    """Notes and questions about the dossier and its acts, the latest first; those of today."""


class DossierPage(Page[None]):
    """As it stood at the moment of the slider; its later life is not shown."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - declared so by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        Binding("1", "part('course')", "", priority=True),
        Binding("2", "part('hands')", "", priority=True),
        Binding("3", "part('papers')", "", priority=True),
        ("4", "shown", ""),
        ("f4", "threads", ""),
        ("p", "save_proof", ""),
        ("n", "say('note')", ""),
        ("q", "say('question')", ""),
    ]

    def __init__(self, line: DossierLine, reasons: tuple[Reason, ...]) -> None:
        super().__init__()
        self.line = line
        self.reasons = {each.event: each.words for each in reasons}
        self.part_shown = PARTS[0]
        self.seen = Seen(row=None, trail=(), legs=(), said=())
        self.proved: Proved | None = None

    def keys(self) -> tuple[Key, ...]:
        is_course = self.part_shown == "course"
        proof = Key("P", self.words("key.save_proof"), "screen.save_proof")
        return (
            Key("↑↓", self.words("key.act" if is_course else "key.scroll"), ""),
            *((proof,) if is_course else ()),
            Key("F4", self.words("key.threads"), "screen.threads"),
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
            said=self.said_about(rows),
        )

    def said_about(self, rows: tuple[TrailRow, ...]) -> tuple[ThreadLine, ...]:
        about = {("dossier", self.line.code)} | {("act", str(row.id)) for row in rows}
        threads = self.desk.sitting.threads()
        return tuple(line for line in threads if line.subject and (line.about, line.subject) in about)

    async def on_screen_resume(self) -> None:
        """What was asked may have been explained meanwhile."""
        if self.seen.trail:
            await self.refill()

    # ---- showing

    def write(self) -> None:
        desk, known = self.desk, self.desk.machine.known
        width = self.size.width - PADDING
        self.query_one(".code", Static).update(headline(self.line, desk.at, known, desk.language, width))
        told_of = standing(self.line, self.seen.row, self.seen.said, known, desk.language)
        self.query_one(".standing", Static).update(told_of)
        self.query_one(Chips).show(self.chips())
        self.show_keys()
        table, told = self.query_one("#acts", DataTable), self.query_one("#told")
        is_course = self.part_shown == "course"
        table.display = self.query_one(".detail").display = is_course
        told.display = not is_course
        if is_course:
            self.write_acts(table)
            return
        lines = (
            chain_lines(self.seen.legs, desk.at, known, desk.language)
            if self.part_shown == "hands"
            else paper_lines(self.seen.trail, known, desk.language)
        )
        self.query_one("#told-text", Static).update(Content("\n").join(lines))
        told.focus()

    def write_acts(self, table: DataTable[str | Content]) -> None:
        place = table.cursor_row
        table.clear(columns=True)
        half = self.size.width - (DETAIL if self.size.width >= WIDE else 0)
        wide = self.size.width >= WIDEST
        room = max(10, half - EVENT - WHEN - (WHO + 2 if wide else 0) - GAPS)
        columns = [("event", EVENT), ("recorded", WHEN), ("act", room), *([("who", WHO)] if wide else [])]
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
            number_text(row.id, language),
            short_moment(row.at, language),
            shortened(listed(row, machine.known, language), room),
        ]
        return [*cells, shortened(self.desk.person(actor_of(row)), WHO)] if wide else cells

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
        if not self.line.code:
            self.tell(self.words("shown.no_code"))
        elif self.desk.shown is None:
            self.tell(self.words("shown.not_here", code=self.line.code))
        else:
            self.app.push_screen(ShownPage(self.line.code, self.desk.shown))

    def action_threads(self) -> None:
        from audit.desk.pages.threads import ThreadsPage

        self.app.push_screen(ThreadsPage(self.seen.said[0].code if self.seen.said else ""))

    async def action_save_proof(self) -> None:
        proved = self.proved
        if self.part_shown != "course":
            return
        if proved is None or not proved.octets:
            self.tell(self.words("proof.not_signed_yet"))
            return
        path = await self.ask(save_proof, proved, self.desk.files)
        if path is not None:
            self.tell(self.words("saved", path=path.value), good=True)

    def action_say(self, kind: str) -> None:
        """About the dossier; before its course also about the act that is chosen, and about whoever did it."""
        holder = self.seen.row.holder if self.seen.row is not None else ""
        row = self.chosen() if self.part_shown == "course" else None
        topics = [about_dossier(self, self.line.code, holder)] if self.line.code else []
        if row is not None:
            topics.append(about_act(self, row))
            topics += [about_officer(self, each) for each in (actor_of(row),) if each]
        if topics:
            hands = [each for each in map(actor_of, self.seen.trail) if each]
            ask_about(self, kind, topics, people(self, holder, hands))

    def action_leave(self) -> None:
        self.dismiss(None)
