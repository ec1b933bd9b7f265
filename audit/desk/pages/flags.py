"""Red flags at the moment: each is a question with the leaves it rests on, never a verdict."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from audit.desk.flagged import FlagBook
from audit.desk.lines import Key, shortened
from audit.desk.moments import dossiers
from audit.desk.page import Page
from audit.desk.pages.asking import about_dossier, about_finding, about_officer, ask_about
from audit.flags.catalogue import rules
from audit.flags.finding import Finding
from audit.flags.telling import evidence_text, name_of, sentence_of
from wording import say
from wording.dates import number_text

ORDER = {"high": 0, "medium": 1, "low": 2}
KIND, SEVERITY, SUBJECT, GAPS = 10, 6, 20, 14
STYLES = {"high": "bold $error", "medium": "bold $warning", "low": "$mc-muted"}
MOST_SHOWN = 4


class FlagsPage(Page[None]):
    """Enter goes to what a finding is about; Q asks about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("q", "say('question')", ""),
        ("n", "say('note')", ""),
    ]

    def __init__(self, book: FlagBook) -> None:
        super().__init__()
        self.book = book
        self.found: tuple[Finding, ...] = ()

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("Enter", self.words("key.go_there"), "screen.open"),
            Key("N", self.words("key.note"), "screen.say('note')"),
            Key("Q", self.words("key.question"), "screen.say('question')"),
            Key("F2", self.words("key.language"), "app.change_language"),
            Key("Esc", self.words("key.back"), "screen.leave"),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(self.words("flags.title"), markup=False, classes="title")
        yield Static(self.words("flags.hint"), markup=False, classes="hint")
        yield DataTable(id="flags", cursor_type="row", zebra_stripes=True)
        with VerticalScroll(classes="more", can_focus=False):
            yield Static(markup=False, id="more")

    async def on_mount(self) -> None:
        await self.refill()

    async def refill(self) -> None:
        self.query_one("#more", Static).update(self.words("flags.working"))
        found = await self.ask(self.look, self.book)
        if found is not None:
            self.found = found.value
        self.write()

    def look(self, book: FlagBook) -> tuple[Finding, ...]:
        """What the rules say of the moment, the exact ones apart from the statistical ones; in the desk's hand."""
        desk = self.desk
        found = book.findings(desk.machine.size, desk.actor)
        desk.take_in()
        return tuple(
            sorted(found, key=lambda each: (each.kind, ORDER[each.severity], each.rule, each.subject))
        )

    def write(self) -> None:
        table = self.query_one("#flags", DataTable)
        place = table.cursor_row
        table.clear(columns=True)
        room = max(12, self.size.width - KIND - SEVERITY - SUBJECT - GAPS)
        for name, width in (("kind", KIND), ("severity", SEVERITY), ("subject", SUBJECT), ("asks", room)):
            table.add_column(self.words(f"column.{name}"), width=width)
        for each in self.found:
            severity = say(f"flags.severity.{each.severity}", self.desk.language)
            asked = shortened(name_of(each.rule, self.desk.language), room)
            table.add_row(
                self.words(f"flags.{each.kind}"),
                Content.styled(severity, STYLES[each.severity]),
                shortened(self.subject(each), SUBJECT),
                asked,
                key=each.id,
            )
        if self.found:
            table.move_cursor(row=max(0, min(place, len(self.found) - 1)))
        else:
            self.query_one("#more", Static).update(self.words("flags.none"))
        if not self.app.screen_stack[-1].is_modal:
            table.focus()

    def subject(self, finding: Finding) -> str:
        return self.desk.person(finding.subject) if finding.subject_kind == "officer" else finding.subject

    def on_data_table_row_highlighted(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.query_one("#more", Static).update(Content("\n").join(self.lines(chosen)))

    def lines(self, finding: Finding) -> Iterator[Content]:
        language = self.desk.language
        yield Content.styled(say(f"flags.rule.{finding.rule}.question", language), "bold")
        yield Content(sentence_of(finding, language))
        rule = rules()[finding.rule]
        certainty = say(f"flags.certainty.{rule.certainty}", language)
        yield Content.styled(say("flags.basis", language, basis=rule.basis, certainty=certainty), "$mc-muted")
        if finding.kind == "statistical":
            rate = number_text(finding.false_discovery * 100, language, decimals=1)
            yield Content(self.words("flags.false", rate=rate))
        for evidence in finding.evidence[:MOST_SHOWN]:
            yield Content.styled(evidence_text(evidence, language), "$mc-muted")

    def chosen(self) -> Finding | None:
        place = self.query_one("#flags", DataTable).cursor_row
        return self.found[place] if 0 <= place < len(self.found) else None

    # ---- going on

    def on_data_table_row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        from audit.desk.pages.dossiers import DossiersPage

        match chosen.subject_kind:
            case "officer":
                self.app.push_screen(DossiersPage(officer=chosen.subject))
            case "dossier":
                self.app.push_screen(DossiersPage(code=chosen.subject))
            case _:
                cases = [each.case for each in chosen.evidence if each.case]
                self.app.push_screen(DossiersPage(code=cases[0] if cases else ""))

    async def action_say(self, kind: str) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        match chosen.subject_kind:
            case "officer":
                to, more = chosen.subject, [about_officer(self, chosen.subject)]
            case "dossier":
                found = await self.ask(self.holder_of, chosen.subject)
                to = found.value if found is not None else ""
                more = [about_dossier(self, chosen.subject, to)]
            case _:
                to, more = "", []
        ask_about(self, kind, [about_finding(self, chosen.id, to), *more])

    def holder_of(self, code: str) -> str:
        """Who has a dossier in hand at the moment; in the desk's hand."""
        lines = dossiers(self.desk.machine, self.desk.at)
        return next((line.holder for line in lines if line.code == code), "")

    def action_leave(self) -> None:
        self.dismiss(None)
