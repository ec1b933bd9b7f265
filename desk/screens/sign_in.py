"""The door of the desk: who are you, and at which counter do you sit today."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from application.ports import OfficerView
from desk.page import Hint, Page
from desk.words import composed

NO_COUNTER = "-"
COUNTERS = tuple("123456")
"""A commune's hall has up to six counters; any other one in use is offered too."""


class SignInScreen(Page[None]):
    """A wrong password is told plainly; the name typed stays, the password does not."""

    CSS_PATH = "sign_in.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "sign_in", ""), ("ctrl+s", "sign_in", "")]

    def __init__(self) -> None:
        super().__init__()
        self.officers: dict[str, OfficerView] = {}

    def body(self) -> Iterator[Widget]:
        unit = self.desk.unit
        superior = unit.superior_en if self.desk.language == "en" else unit.superior
        name = unit.name_en if self.desk.language == "en" else unit.name
        with Center(classes="door"), Vertical(classes="card"):
            yield Static(superior, markup=False, classes="superior")
            yield Static(name, markup=False, classes="unit")
            yield Static(self.words("desk.sign_in.title"), markup=False, classes="title")
            with Horizontal(classes="row"):
                yield Static(self.words("desk.sign_in.officer"), markup=False, classes="label")
                yield Input(id="officer", compact=True, select_on_focus=False)
            yield Static(markup=False, classes="known")
            with Horizontal(classes="row"):
                yield Static(self.words("desk.sign_in.password"), markup=False, classes="label")
                yield Input(id="password", password=True, compact=True)
            with Horizontal(classes="row"):
                yield Static(self.words("desk.sign_in.counter"), markup=False, classes="label")
                yield Select(
                    self._counters(), value=NO_COUNTER, allow_blank=False, id="counter", compact=True
                )

    def hints(self) -> tuple[Hint, ...]:
        return (
            ("Tab", self.words("desk.key.next_field")),
            ("F10", self.words("desk.key.sign_in")),
            ("Ctrl+L", self.words("desk.key.language")),
            ("Ctrl+T", self.words("desk.key.colours")),
            ("Ctrl+Q", self.words("desk.key.quit")),
        )

    def _counters(self) -> list[tuple[str, str]]:
        sitting = {officer.counter: officer.name for officer in self.officers.values() if officer.counter}
        named = [
            (self._counter(counter, sitting.get(counter, "")), counter)
            for counter in sorted({*COUNTERS, *sitting})
        ]
        return [*named, (self.words("desk.sign_in.no_counter"), NO_COUNTER)]

    def _counter(self, counter: str, sitting: str) -> str:
        said = self.words("desk.sign_in.counter_number", counter=counter)
        return f"{said} · {sitting}" if sitting else said

    async def on_mount(self) -> None:
        await self.meet_everyone()
        self.query_one("#officer", Input).focus()

    async def meet_everyone(self) -> None:
        known = await self.ask(self.desk.office.staff.officers)
        if known is not None:
            self.officers = {officer.officer: officer for officer in known.value}
            self.desk.colleagues = known.value
            self.query_one("#counter", Select).set_options(self._counters())

    @on(Input.Changed, "#officer")
    def recognise(self, changed: Input.Changed) -> None:
        officer = self.officers.get(composed(changed.value).strip())
        self.query_one(".known", Static).update(f"{officer.name} · {officer.title}" if officer else "")
        self.query_one("#counter", Select).value = (officer.counter if officer else "") or NO_COUNTER

    @on(Input.Submitted, "#officer")
    def ask_password(self) -> None:
        self.query_one("#password", Input).focus()

    @on(Input.Submitted, "#password")
    async def action_sign_in(self) -> None:
        name = composed(self.query_one("#officer", Input).value).strip()
        password = self.query_one("#password", Input)
        chosen = self.query_one("#counter", Select).value
        counter = "" if chosen == NO_COUNTER else str(chosen)
        if not name or not password.value:
            self.tell(self.words("desk.sign_in.both"))
            return
        staff = self.desk.office.staff
        entered = await self.ask(staff.sign_in, name, composed(password.value), counter, self.desk.device)
        password.value = ""
        if entered is None:
            password.focus()
            return
        await self.meet_everyone()
        officer = self.officers.get(entered.value.id)
        if officer is not None:
            self.query_one("#officer", Input).value = ""
            await self.desk.come_in(entered.value, officer, counter)

    def on_screen_resume(self) -> None:
        self.query_one("#officer", Input).focus()

    def keep(self) -> dict[str, object]:
        return {"officer": self.query_one("#officer", Input).value}

    async def restore(self, kept: dict[str, object]) -> None:
        self.query_one("#counter", Select).set_options(self._counters())
        self.query_one("#officer", Input).value = str(kept["officer"])
