"""Taking papers in: whose they are, what was handed over, what is missing; then exactly one of four ends."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from application.ports import Intake
from application.views import Applicant, DossierFile, Receipt, TicketView
from desk.acts import ASK_AT_INTAKE, GUIDE, REFUSE, RETURN_CHANNELS
from desk.checklist import Counts
from desk.page import Done, Hint, Page
from desk.personal_id import doubt, plain
from desk.screens.receipt import ReceiptScreen
from desk.screens.search import SearchSheet
from desk.screens.sheet import FormSheet
from desk.widgets.papers import PaperList, PaperRow
from desk.words import composed, fee
from domain.catalogue import Procedure
from domain.dossier import Status
from wording.dates import limit_text

PERSON = ("applicant", "personal_id", "phone", "address", "email", "helper")
CHANNELS = ("counter", "postal", "home")


class IntakeScreen(Page[str]):
    """Dismissed with the dossier's id, or with nothing when the officer leaves or only guided the visitor.

    Everything typed is kept while an act is refused, the procedure changes or the language is switched.
    """

    CSS_PATH = "intake.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("f3", "search", ""),
        ("f5", "accept", ""),
        ("f6", "ask_at_intake", ""),
        ("f7", "refuse", ""),
        ("f8", "guide", ""),
    ]

    def __init__(
        self,
        *,
        ticket: TicketView | None = None,
        dossier: DossierFile | None = None,
        procedure: Procedure | None = None,
    ) -> None:
        super().__init__()
        self.ticket, self.dossier, self.procedure = ticket, dossier, procedure
        self.online = dossier is not None and dossier.line.status == Status.NEWLY_REGISTERED
        self.busy = False

    def hints(self) -> tuple[Hint, ...]:
        guide = [("F8", self.words("desk.key.guide"))] if self.ticket is not None else []
        search = [("F3", self.words("desk.key.procedure"))] if self.dossier is None else []
        return (
            *search,
            ("F5", self.words("desk.key.accept")),
            ("F6", self.words("desk.key.ask_at_intake")),
            ("F7", self.words("desk.key.refuse")),
            *guide,
            ("Esc", self.words("desk.key.leave")),
        )

    def body(self) -> Iterator[Widget]:
        yield Static(markup=False, classes="procedure")
        yield Static(markup=False, classes="about")
        with Horizontal(classes="intake"):
            with VerticalScroll(classes="person", can_focus=False):
                yield Static(self.words("desk.intake.person"), markup=False, classes="section")
                yield from self.person()
                yield from self.ways()
            with Vertical(classes="papers"):
                yield Static(self.words("desk.intake.papers"), markup=False, classes="section")
                yield Static(self.words("desk.intake.counting"), markup=False, classes="muted")
                yield VerticalScroll(classes="list", can_focus=False)
                yield Static(markup=False, classes="missing")

    def person(self) -> Iterator[Widget]:
        known = self.dossier.applicant if self.dossier else Applicant()
        for key in PERSON:
            with Horizontal(classes="row"):
                yield Static(self.words(f"desk.field.{key}"), markup=False, classes="label")
                typed = known.name if key == "applicant" else getattr(known, key, "")
                yield Input(typed, id=key, compact=True, select_on_focus=False)
            if key == "personal_id":
                yield Static(markup=False, classes="doubt")

    def ways(self) -> Iterator[Widget]:
        for key, choices in (("channel", CHANNELS), ("return_channel", RETURN_CHANNELS)):
            if key == "channel" and self.online:
                continue
            options = [(self.words(f"desk.choice.channel.{choice}"), choice) for choice in choices]
            with Horizontal(classes="row"):
                label = "desk.intake.channel" if key == "channel" else f"desk.field.{key}"
                yield Static(self.words(label), markup=False, classes="label")
                yield Select(options, value="counter", allow_blank=False, id=key, compact=True)

    async def on_mount(self) -> None:
        if self.procedure is None and self.ticket is not None and self.ticket.procedure:
            found = await self.ask(self.desk.office.catalogue.procedure, self.ticket.procedure)
            self.procedure = found.value if found else None
        handed = {
            name: (first, second) for name, first, second in (self.dossier.papers if self.dossier else ())
        }
        await self.show_procedure(handed)
        self.query_one("#applicant").focus()
        if self.procedure is None:
            self.action_search()

    async def show_procedure(self, handed: dict[str, Counts]) -> None:
        """The procedure's name, limit and fee, and its checklist with what was already counted."""
        procedure = self.procedure
        name = procedure.name if procedure else self.words("desk.intake.no_procedure")
        if procedure and self.desk.language == "en" and procedure.name_en:
            name = procedure.name_en
        self.query_one(".procedure", Static).update(name)
        self.query_one(".about", Static).update(self.about(procedure) if procedure else "")
        place = self.query_one(".list")
        await place.remove_children()
        if procedure:
            await place.mount(PaperList(procedure.documents, handed, self.words))
        self.write_missing()

    def about(self, procedure: Procedure) -> str:
        limit = procedure.limit
        time = limit_text(limit.unit, limit.value, limit.cutoff, self.desk.language)
        number = f"{self.words('desk.line.number', number=self.ticket.number)} · " if self.ticket else ""
        cost = self.words("desk.intake.fee", fee=fee(procedure.fee_vnd, self.desk.language))
        doubts = f" · {self.words('desk.intake.uncertain')}" if procedure.uncertain else ""
        return f"{number}{procedure.code} · {time} · {cost}{doubts}"

    @on(PaperRow.Counted)
    def count_again(self) -> None:
        self.tell("")
        self.write_missing()

    def write_missing(self) -> None:
        missing = self.missing()
        enough = self.words("desk.intake.all_papers" if self.procedure else "desk.intake.choose_first")
        line = (
            self.words("desk.intake.missing", count=len(missing), names="; ".join(missing))
            if missing
            else enough
        )
        shown = self.query_one(".missing", Static)
        shown.update(f"□ {line}" if missing else f"■ {line}")
        shown.set_class(not missing, "-complete")

    def missing(self) -> tuple[str, ...]:
        lists = self.query(PaperList)
        return lists.first().missing() if lists else ()

    @on(Input.Changed, "#personal_id")
    def check_id(self, changed: Input.Changed) -> None:
        wrong = doubt(changed.value, self.desk.office.today().year)
        said = self.words(f"desk.id_doubt.{wrong}", count=len(plain(changed.value))) if wrong else ""
        shown = self.query_one(".doubt", Static)
        shown.update(said)
        shown.set_class(bool(said), "-said")

    @on(Input.Submitted)
    def go_on(self) -> None:
        self.focus_next()

    def intake(self) -> Intake:
        lists = self.query(PaperList)
        return Intake(
            procedure=self.procedure.code if self.procedure else "",
            channel="online" if self.online else str(self.query_one("#channel", Select).value),
            return_channel=str(self.query_one("#return_channel", Select).value),
            papers=lists.first().handed_in() if lists else (),
            applicant=self.written("applicant"),
            personal_id=plain(self.written("personal_id")),
            phone=self.written("phone"),
            address=self.written("address"),
            email=self.written("email"),
            helper=self.written("helper"),
        )

    def written(self, key: str) -> str:
        return composed(self.query_one(f"#{key}", Input).value).strip()

    # ---- the four ends

    def ready(self) -> bool:
        if self.procedure is None:
            self.tell(self.words("desk.intake.choose_first"))
        return self.procedure is not None

    @property
    def visit(self) -> dict[str, str]:
        """What ties the dossier to the visit and to what was submitted before."""
        ticket, dossier = self.ticket.id if self.ticket else "", self.dossier.line.id if self.dossier else ""
        return {"ticket": ticket, "dossier": dossier}

    async def action_accept(self) -> None:
        """Only with every paper: what is missing is asked for in writing, all at once."""
        if self.busy or not self.ready():
            return
        if missing := self.missing():
            self.tell(self.words("desk.intake.not_complete", count=len(missing)))
            return
        self.busy = True
        accepted = await self.ask(
            self.desk.office.dossiers.accept, self.intake(), self.desk.actor, **self.visit
        )
        self.busy = False
        if accepted is not None:
            self.show_receipt(accepted.value)

    def show_receipt(self, receipt: Receipt) -> None:
        self.app.push_screen(ReceiptScreen(receipt), self.dismiss)

    def action_ask_at_intake(self) -> None:
        if self.ready():
            typed = {
                "items": "\n".join(self.missing()),
                "reason": self.words("desk.intake.usual_reason"),
                "basis": self.basis(),
            }
            act = partial(
                self.desk.office.dossiers.ask_at_intake, self.intake(), by=self.desk.actor, **self.visit
            )
            self.push_form(
                "ask_at_intake", FormSheet(*self.heading("ask_at_intake"), ASK_AT_INTAKE, act, typed=typed)
            )

    def action_refuse(self) -> None:
        if self.ready():
            act = partial(self.desk.office.dossiers.refuse, self.intake(), by=self.desk.actor, **self.visit)
            sheet = FormSheet(*self.heading("refuse"), REFUSE, act, typed={"basis": self.basis()}, grave=True)
            self.push_form("refuse", sheet)

    def action_guide(self) -> None:
        if self.ticket is not None:
            self.push_form("guide", FormSheet(*self.heading("guide"), GUIDE, self.guide))

    def guide(self, **topics: bool) -> None:
        """No topic ticked is for the office to refuse: guidance that says nothing is none."""
        said = [topic for topic, ticked in topics.items() if ticked]
        procedure = self.procedure.code if self.procedure else ""
        ticket = self.ticket.id if self.ticket else ""
        self.desk.office.queue.guide(ticket, procedure, said, self.desk.actor)

    def basis(self) -> str:
        return "; ".join(self.procedure.legal_basis[:1]) if self.procedure else ""

    def heading(self, act: str) -> tuple[str, str]:
        return self.words(f"desk.act.{act}"), self.words(f"desk.act_hint.{act}")

    def push_form(self, act: str, sheet: FormSheet) -> None:
        self.app.push_screen(sheet, partial(self.ended, act))

    def ended(self, act: str, answered: Done[object] | None) -> None:
        if answered is not None:
            self.notify(self.words(f"desk.intake.done.{act}"))
            self.dismiss(answered.value if isinstance(answered.value, str) else None)

    def action_search(self) -> None:
        if self.dossier is None:
            self.app.push_screen(SearchSheet(), self.change_procedure)

    async def change_procedure(self, procedure: Procedure | None) -> None:
        if procedure is not None:
            self.procedure = procedure
            self.tell("")
            lists = self.query(PaperList)
            await self.show_procedure(lists.first().counts() if lists else {})

    def action_leave(self) -> None:
        self.dismiss(None)

    # ---- another language

    def keep(self) -> dict[str, object]:
        typed: dict[str, object] = {key: self.query_one(f"#{key}", Input).value for key in PERSON}
        typed["return_channel"] = self.query_one("#return_channel", Select).value
        lists = self.query(PaperList)
        return typed | {"papers": lists.first().counts() if lists else {}}

    async def restore(self, kept: dict[str, object]) -> None:
        for key in PERSON:
            self.query_one(f"#{key}", Input).value = str(kept[key])
        self.query_one("#return_channel", Select).value = kept["return_channel"]
        papers = kept["papers"]
        await self.show_procedure(papers if isinstance(papers, dict) else {})
