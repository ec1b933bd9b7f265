"""Taking papers in: whose they are, what was handed over, what is missing; then exactly one of four ends."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from application.faults import Fault
from application.ports import Intake
from application.views import DossierFile, Receipt, TicketView
from desk.acts import ASK_AT_INTAKE, GUIDE, REFUSE
from desk.checklist import Counts, asked_for
from desk.fields import CannotRead
from desk.law import FACT_OF, article
from desk.page import Done, Hint, Page
from desk.screens.receipt import ReceiptScreen
from desk.screens.search import SearchSheet
from desk.screens.sheet import FormSheet, Heading
from desk.typed import as_typed
from desk.widgets.intake_form import IntakeForm
from desk.widgets.papers import PaperList, PaperRow
from desk.words import fee
from domain.catalogue import Procedure
from domain.dossier import Dossier, Status
from domain.fact import Refused
from domain.tariff import Charge, TariffAdopted
from wording.dates import limit_text

GUIDANCE = "NĐ 61/2018 Điều 15"


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
        ("f2", "other_side", ""),
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
        self.tariff: TariffAdopted | None = None
        self.busy = False

    def hints(self) -> tuple[Hint, ...]:
        guide = [("F8", self.words("desk.key.guide"))] if self.ticket is not None else []
        search = [("F3", self.words("desk.key.procedure"))] if self.dossier is None else []
        return (
            ("F2", self.words("desk.key.other_side")),
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
            with Vertical(classes="person"):
                yield Static(self.words("desk.intake.person"), markup=False, classes="section")
                yield IntakeForm(
                    self.words,
                    typed=self.known(),
                    year=self.desk.office.today().year,
                    online=self.online,
                )
            with Vertical(classes="papers"):
                yield Static(self.words("desk.intake.papers"), markup=False, classes="section")
                yield Static(self.words("desk.intake.counting"), markup=False, classes="muted")
                yield VerticalScroll(classes="list", can_focus=False)
                yield Static(markup=False, classes="missing")

    def known(self) -> dict[str, object]:
        """What was said when the dossier was submitted; an old answer is better than a blank."""
        if self.dossier is None:
            return {}
        who, state = self.dossier.applicant, self.dossier.state
        return {
            "applicant": who.name,
            "personal_id": who.personal_id,
            "phone": who.phone,
            "address": who.address,
            "email": who.email,
            "channel": state.channel,
            "return_channel": state.return_channel,
        }

    async def on_mount(self) -> None:
        if self.procedure is None and self.ticket is not None and self.ticket.procedure:
            found = await self.ask(self.desk.office.catalogue.procedure, self.ticket.procedure)
            self.procedure = found.value if found else None
        handed = {
            name: (first, second) for name, first, second in (self.dossier.papers if self.dossier else ())
        }
        await self.show_procedure(handed)
        self.query_one("#field-applicant").focus()
        if self.procedure is None:
            self.action_search()

    async def show_procedure(self, handed: dict[str, Counts]) -> None:
        """The procedure's name, limit and fee, and its checklist with what was already counted."""
        procedure = self.procedure
        name = procedure.name if procedure else self.words("desk.intake.no_procedure")
        if procedure and self.desk.language == "en" and procedure.name_en:
            name = procedure.name_en
        self.query_one(".procedure", Static).update(name)
        self.tariff = await self.tariff_of(procedure)
        self.query_one(IntakeForm).about(procedure, self.tariff)
        await self.write_about()
        place = self.query_one(".list")
        await place.remove_children()
        if procedure:
            await place.mount(PaperList(procedure.documents, handed, self.words))
        self.write_missing()

    async def tariff_of(self, procedure: Procedure | None) -> TariffAdopted | None:
        if procedure is None:
            return None
        tariffs, today = self.desk.office.tariffs, self.desk.office.today()
        found = await self.glance(tariffs.on, procedure.code, today)
        return found.value if found is not None else None

    @on(IntakeForm.Changed)
    async def write_about(self) -> None:
        """The procedure's code, limit and fee, the fee as what is typed makes it."""
        procedure = self.procedure
        said = self.about(procedure, await self.cost(procedure)) if procedure else ""
        self.query_one(".about", Static).update(said)

    def about(self, procedure: Procedure, cost: str) -> str:
        limit = procedure.limit
        time = limit_text(limit.unit, limit.value, limit.cutoff, self.desk.language)
        number = f"{self.words('desk.line.number', number=self.ticket.number)} · " if self.ticket else ""
        doubts = f" · {self.words('desk.intake.uncertain')}" if procedure.uncertain else ""
        return f"{number}{procedure.code} · {time} · {cost}{doubts}"

    async def cost(self, procedure: Procedure) -> str:
        charge = await self.charge(procedure)
        amount = charge.net_vnd if charge else procedure.fee_vnd
        said = self.words("desk.intake.fee", fee=fee(amount, self.desk.language))
        if charge is None or not charge.exempted_vnd:
            return said
        return f"{said} {self.words('desk.intake.less', fee=fee(charge.exempted_vnd, self.desk.language))}"

    async def charge(self, procedure: Procedure) -> Charge | None:
        """What is to be paid by what stands in the form now; None while it cannot be said."""
        tariffs, today = self.desk.office.tariffs, self.desk.office.today()
        try:
            asked = self.query_one(IntakeForm).fee_basis()
            return await self.desk.ask_office(tariffs.charge, procedure.code, today, **asked)
        except (CannotRead, Refused, Fault):
            return None

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

    def intake(self) -> Intake | None:
        """What is handed in; None once the officer was told which field cannot be read."""
        lists = self.query(PaperList)
        try:
            values = self.query_one(IntakeForm).values()
        except CannotRead as cannot:
            field = self.words(cannot.field.called)
            self.tell(self.words(f"desk.form.cannot_read.{cannot.why}", field=field, **cannot.blanks))
            return None
        return Intake(
            procedure=self.procedure.code if self.procedure else "",
            papers=lists.first().handed_in() if lists else (),
            **values,  # type: ignore[arg-type]
        )

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
        intake = self.intake()
        if intake is None:
            return
        self.busy = True
        accepted = await self.ask(self.desk.office.dossiers.accept, intake, self.desk.actor, **self.visit)
        self.busy = False
        if accepted is not None:
            self.show_receipt(accepted.value)

    def show_receipt(self, receipt: Receipt) -> None:
        self.app.push_screen(ReceiptScreen(receipt), self.dismiss)

    def action_ask_at_intake(self) -> None:
        if self.ready() and (intake := self.intake()):
            typed = {
                "items": "\n".join(self.wanted()),
                "reason": self.words("desk.intake.usual_reason"),
                "basis": self.basis(),
            }
            act = partial(self.desk.office.dossiers.ask_at_intake, intake, by=self.desk.actor, **self.visit)
            self.push_form(
                "ask_at_intake", FormSheet(self.heading("ask_at_intake"), ASK_AT_INTAKE, act, typed=typed)
            )

    def action_refuse(self) -> None:
        if self.ready() and (intake := self.intake()):
            act = partial(self.desk.office.dossiers.refuse, intake, by=self.desk.actor, **self.visit)
            sheet = FormSheet(self.heading("refuse", grave=True), REFUSE, act, typed={"basis": self.basis()})
            self.push_form("refuse", sheet)

    def action_guide(self) -> None:
        if self.ticket is not None:
            self.push_form("guide", FormSheet(self.heading("guide"), GUIDE, self.guide))

    def guide(self, **topics: bool) -> None:
        """No topic ticked is for the office to refuse: guidance that says nothing is none."""
        said = [topic for topic, ticked in topics.items() if ticked]
        procedure = self.procedure.code if self.procedure else ""
        ticket = self.ticket.id if self.ticket else ""
        self.desk.office.queue.guide(ticket, procedure, said, self.desk.actor)

    def wanted(self) -> list[str]:
        """What is missing, as the officer would type it: how many, and under which article."""
        missing, basis = self.missing(), self.basis()
        documents = {paper.name: paper for paper in (self.procedure.documents if self.procedure else ())}
        return [as_typed(asked_for(documents[name], basis)) for name in missing]

    def basis(self) -> str:
        return "; ".join(self.procedure.legal_basis[:1]) if self.procedure else ""

    def heading(self, act: str, *, grave: bool = False) -> Heading:
        state = self.dossier.state if self.dossier else Dossier()
        under = article(act, state) if act in FACT_OF else GUIDANCE
        return Heading(self.words(f"desk.act.{act}"), self.words(f"desk.act_hint.{act}"), under, grave)

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

    def action_other_side(self) -> None:
        """From the form to the papers and back, without stepping through what is optional."""
        rows = self.query(PaperRow)
        in_papers = isinstance(self.focused, PaperRow)
        target = self.query_one("#field-applicant") if in_papers or not rows else rows.first()
        target.focus()

    # ---- another language

    def keep(self) -> dict[str, object]:
        lists = self.query(PaperList)
        typed = self.query_one(IntakeForm).typed()
        return {"typed": typed, "papers": lists.first().counts() if lists else {}}

    async def restore(self, kept: dict[str, object]) -> None:
        typed, papers = kept["typed"], kept["papers"]
        await self.show_procedure(papers if isinstance(papers, dict) else {})
        self.query_one(IntakeForm).put_back(typed if isinstance(typed, dict) else {})
