"""A dossier's whole file: whose it is, papers, reasons, history, and only the acts this officer may do now."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from application.views import DossierFile, TicketView
from desk.acts import ACTS, Act
from desk.choices import ARRANGED, lists, only_one, usual_notice
from desk.fields import Choice
from desk.law import article
from desk.page import Hint, Page
from desk.screens.intake import IntakeScreen
from desk.screens.listing import ListSheet
from desk.screens.reading import ClockPage, PaperPage
from desk.screens.receipt import ReceiptScreen
from desk.screens.sheet import FormSheet, Heading
from desk.telling import Telling
from desk.words import day, expected, moment, runs, status, time_left
from domain.catalogue import Procedure, RequiredDocument
from domain.dossier import Status

FIRST = {
    "office.take_over": ("take_over", "decline"),
    "office.decide": ("draft_result",),
    "office.sign": ("sign_result", "send_back"),
    "office.check_supplement": ("complete_supplement", "hand_in"),
    "citizen.supplement": ("hand_in", "complete_supplement"),
    "citizen.pay": ("confirm_payment",),
    "office.decide_withdrawal": ("grant_withdrawal", "decline_withdrawal"),
    "office.bring_result": ("make_ready", "notify"),
    "citizen.fetch": ("return_result", "notify"),
    "office.forward": ("forward", "resolve_at_counter"),
    "office.restore": ("restore",),
    "office.visit": ("record_visit",),
    "office.wait_for_agency": ("record_opinion", "take_leg_back", "send_leg", "report_overdue_opinion"),
    "office.deliver": ("return_result", "attempt_delivery", "bring_back"),
    "office.dispatch": ("dispatch_result", "notify"),
    "nobody.returned": ("archive",),
    "nobody.stopped": ("archive",),
}
"""What is expected next stands on top of the list of acts."""
OWN = frozenset({"opinions", "late_opinions", "legs_to_send", "legs_out"})
"""Lists that come from the dossier itself: a single entry is chosen already."""
ONE_STOP = frozenset({"reception", "head"})
SLIP = "M06"
"""The control slip is made anew from the log, so it stands in no list of papers given out."""


class DossierScreen(Page[None]):
    """After every act the file is read again, for the same purpose."""

    CSS_PATH = "dossier.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("f5", "read_again", ""),
        ("f6", "receipt", ""),
        ("f7", "papers", ""),
        ("f8", "clock", ""),
        ("left", "focus_file", ""),
        ("right", "focus_acts", ""),
    ]

    def __init__(self, file: DossierFile, purpose: str, *, ticket: TicketView | None = None) -> None:
        super().__init__()
        self.file, self.purpose, self.ticket = file, purpose, ticket
        self.acts: list[str] = []

    def hints(self) -> tuple[Hint, ...]:
        return (
            ("Enter", self.words("desk.key.do_act")),
            ("←", self.words("desk.key.read_file")),
            ("F5", self.words("desk.key.refresh")),
            *self.receipt_hint(),
            ("F7", self.words("desk.key.papers_given")),
            *self.clock_hint(),
            ("Esc", self.words("desk.key.back")),
        )

    def receipt_hint(self) -> tuple[Hint, ...]:
        """There is a receipt, and a clock, only of what was accepted."""
        return (("F6", self.words("desk.key.receipt")),) if self.file.line.code else ()

    def clock_hint(self) -> tuple[Hint, ...]:
        return (("F8", self.words("desk.key.clock")),) if self.file.line.code else ()

    def body(self) -> Iterator[Widget]:
        line = self.file.line
        with Vertical(classes="headline"):
            yield Static(line.code or self.words("desk.inbox.no_code"), markup=False, classes="code")
            yield Static(line.procedure_name, markup=False, classes="procedure")
            yield Static(self.standing(), markup=False, classes="standing")
        with Horizontal(classes="file"):
            with VerticalScroll(id="particulars", can_focus=True):
                yield from self.sections()
            with Vertical(classes="acts"):
                yield Static(self.words("desk.file.acts"), markup=False, classes="section")
                yield OptionList(id="acts", markup=False, compact=True)
                yield Static(markup=False, classes="act-hint")

    def standing(self) -> str:
        line, language = self.file.line, self.desk.language
        parts = [status(line.status, language)]
        if line.due_date:
            parts.append(self.words("desk.file.due", date=day(line.due_date, language)))
            if runs(line):
                parts.append(time_left(line, language))
        if line.holder:
            parts.append(self.words("desk.file.holder", officer=self.desk.person(line.holder)))
        if line.offered_to:
            parts.append(self.words("desk.file.offered", officer=self.desk.person(line.offered_to)))
        if line.awaiting:
            parts.append(self.words("desk.file.next", next=expected(line.awaiting, language)))
        return " · ".join(parts)

    def sections(self) -> Iterator[Widget]:
        for key, lines in Telling(self.file, self.desk.language, self.desk.office.now()).sections():
            with Vertical(classes=f"part -{key}"):
                yield Static(self.words(f"desk.file.{key}"), markup=False, classes="section")
                for line in lines:
                    yield Static(line, markup=False, classes="entry")

    def on_mount(self) -> None:
        self.write_acts()

    async def restore(self, kept: dict[str, object]) -> None:
        self.write_acts()

    def write_acts(self) -> None:
        self.acts = self.ordered()
        options = self.query_one("#acts", OptionList)
        options.clear_options()
        options.add_options([Option(self.words(f"desk.act.{act}"), id=act) for act in self.acts])
        options.focus()
        if self.acts:
            options.highlighted = 0
        else:
            self.query_one(".act-hint", Static).update(self.words("desk.file.no_acts"))

    def ordered(self) -> list[str]:
        """The expected acts first; taking over is for whom the dossier was offered to."""
        acts = [act for act in ACTS if act in self.file.acts]
        if self.file.line.offered_to != self.desk.actor.id:
            acts = [act for act in acts if act not in {"take_over", "decline"}]
        first = [act for act in FIRST.get(self.file.line.awaiting, ()) if act in acts]
        take_in = ["take_in"] if self.is_at_intake() else []
        return [*take_in, *first, *(act for act in acts if act not in first)]

    def is_at_intake(self) -> bool:
        """Submitted or sent back for papers, without a code yet, and this officer takes dossiers in."""
        line, officer = self.file.line, self.desk.officer
        mine = officer is not None and bool(ONE_STOP & set(officer.roles))
        return (
            mine and not line.code and line.status in {Status.NEWLY_REGISTERED, Status.SUPPLEMENT_REQUESTED}
        )

    @on(OptionList.OptionHighlighted, "#acts")
    def explain(self, highlighted: OptionList.OptionHighlighted) -> None:
        self.query_one(".act-hint", Static).update(self.words(f"desk.act_hint.{highlighted.option.id}"))

    # ---- acting

    @on(OptionList.OptionSelected, "#acts")
    async def choose(self, selected: OptionList.OptionSelected) -> None:
        act = self.acts[selected.option_index]
        if act == "take_in":
            await self.take_in()
        else:
            await self.ask_form(act)

    async def ask_form(self, act: str) -> None:
        described = ACTS[act]
        documents = await self.documents() if act == "hand_in" else ()
        today = self.desk.office.today().isoformat()
        known = lists(self.file, self.desk.colleagues, self.desk.actor.id, today, self.desk.language)
        heading = Heading(
            self.words(f"desk.act.{act}"),
            self.words(f"desk.act_hint.{act}"),
            article(act, self.file.state),
            described.grave,
        )
        sheet = FormSheet(
            heading,
            described.fields,
            partial(self.do_act, act),
            lists=known,
            typed=self.known_already(act, described, known),
            documents=documents,
        )
        self.app.push_screen(sheet, self.done)

    def known_already(
        self, act: str, described: Act, known: Mapping[str, Sequence[Choice]]
    ) -> dict[str, object]:
        """What the officer need not type: the only letter that is out, the amount asked, papers still missing."""
        typed: dict[str, object] = {
            field.key: only_one(known, field.source)
            for field in described.fields
            if field.source in OWN and only_one(known, field.source)
        }
        if act == "ask_supplement":
            typed["items"] = "\n".join(self.file.open_items)
        if act in {"dispatch_result", "return_result"}:
            typed["channel"] = self.file.state.return_channel
        if act == "notify":
            typed["about"] = usual_notice(self.file.state, self.desk.office.today().isoformat())
        return typed

    def do_act(self, act: str, **values: object) -> None:
        dossiers = self.desk.office.dossiers
        if ACTS[act].seen:
            values["seen"] = self.file.version
        if act == "return_result" and self.ticket is not None:
            values["ticket"] = self.ticket.id
        if act in ARRANGED:
            values = ARRANGED[act](values)
        getattr(dossiers, act)(self.file.line.id, by=self.desk.actor, **values)

    async def done(self, answered: object) -> None:
        if answered is not None:
            await self.action_read_again()

    async def action_read_again(self) -> None:
        dossiers = self.desk.office.dossiers
        again = await self.ask(dossiers.open, self.file.line.id, self.desk.actor, self.purpose)
        if again is not None:
            self.file = again.value
            await self.retell()

    async def procedure(self) -> Procedure | None:
        """The procedure of this dossier in force today, found by its name."""
        name = self.file.line.procedure_name
        found = await self.ask(self.desk.office.catalogue.search, name)
        return next((each for each in found.value if each.name == name), None) if found else None

    async def documents(self) -> tuple[RequiredDocument, ...]:
        """What was asked for; without a request, whatever the procedure asks for."""
        if self.file.open_items:
            return tuple(RequiredDocument(name=item) for item in self.file.open_items)
        procedure = await self.procedure()
        return procedure.documents if procedure else ()

    async def take_in(self) -> None:
        procedure = await self.procedure()
        intake = IntakeScreen(ticket=self.ticket, dossier=self.file, procedure=procedure)
        self.app.push_screen(intake, self.done)

    async def action_receipt(self) -> None:
        receipt = await self.ask(self.desk.office.dossiers.receipt, self.file.line.id, self.desk.actor)
        if receipt is not None:
            self.app.push_screen(ReceiptScreen(receipt.value))

    def action_papers(self) -> None:
        """What was given out, the latest first, and the control slip as it stands now."""
        lines = [
            (
                self.words(
                    "desk.file.given_paper",
                    name=self.words(f"desk.paper.{paper.form}"),
                    number=paper.number,
                    at=moment(paper.at, self.desk.language),
                ),
                paper.number,
            )
            for paper in reversed(self.file.given)
        ]
        if self.file.line.code:
            lines.append((self.words("desk.paper.M06"), SLIP))
        if not lines:
            self.tell(self.words("desk.file.no_papers"))
            return
        title, hint = self.words("desk.file.given"), self.words("desk.file.given_hint")
        self.app.push_screen(ListSheet(title, hint, lines, "desk.key.read_paper"), self.show_paper)

    async def show_paper(self, number: str | None) -> None:
        if number is None:
            return
        dossiers, dossier = self.desk.office.dossiers, self.file.line.id
        if number == SLIP:
            form, shown = SLIP, self.file.line.code
            content = await self.ask(dossiers.control_slip, dossier, self.desk.actor)
        else:
            form = next(paper.form for paper in self.file.given if paper.number == number)
            shown = number
            content = await self.ask(dossiers.paper, dossier, number, self.desk.actor)
        if content is not None:
            self.app.push_screen(PaperPage(form, shown, content.value, dossier))

    def action_clock(self) -> None:
        if self.file.line.code:
            self.app.push_screen(ClockPage(self.file.line.id, self.file.line.code))
        else:
            self.tell(self.words("desk.file.no_clock"))

    def action_focus_file(self) -> None:
        self.query_one("#particulars").focus()

    def action_focus_acts(self) -> None:
        self.query_one("#acts").focus()

    def action_leave(self) -> None:
        self.dismiss(None)
