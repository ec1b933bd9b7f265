"""The left side of intake: whose dossier it is, how it came, and what the fee depends on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, Static

from desk.acts import COUNTED, INTAKE, IntakeField
from desk.fields import CannotRead, Choice, read
from desk.personal_id import doubt, plain
from desk.widgets.form import Form
from domain.catalogue import Procedure
from domain.tariff import TariffAdopted


class IntakeForm(Form):
    """A form whose rows come and go with the channel, the procedure and its tariff; what is hidden is not asked."""

    class Changed(Message):
        """Something that the fee may depend on was changed."""

    def __init__(
        self,
        words: Callable[..., str],
        *,
        typed: Mapping[str, object],
        year: int,
        online: bool = False,
    ) -> None:
        super().__init__([each.field for each in INTAKE], words, {}, typed)
        self.year, self.online = year, online
        self.cases: frozenset[str] = frozenset()

    def compose(self) -> Iterator[Widget]:
        for each in INTAKE:
            field = each.field
            with Horizontal(classes="row", id=f"row-{field.key}"):
                yield Static(self.words(field.called), markup=False, classes="label")
                yield self._editor(field)
            if field.key == "personal_id":
                yield Static(markup=False, classes="doubt")

    def on_mount(self) -> None:
        self.ask_only(frozenset())
        super().on_mount()

    # ---- which questions are asked

    def about(self, procedure: Procedure | None, tariff: TariffAdopted | None) -> None:
        """Ask what this procedure and its tariff need, and offer the groups that pay less."""
        cases = set()
        if procedure is not None and procedure.limit.unit == "same_day" and procedure.delegated:
            cases.add("at_once")
        lines = tariff.lines if tariff is not None else ()
        units = {line.per for line in lines} | (
            {"copy"} if any(line.per == "page" for line in lines) else set()
        )
        cases |= {f"count_{unit}" for unit in units if unit in COUNTED}
        groups = [each.group for each in tariff.exemptions] if tariff is not None else []
        variants = list(dict.fromkeys(line.variant for line in lines if line.variant))
        cases |= {"exempt"} if groups else set()
        cases |= {"variants"} if variants else set()
        self._offer("exemption", [(self.words(f"tariff.group.{group}"), group) for group in groups])
        self._offer("variant", [(each, each) for each in variants])
        self.ask_only(frozenset(cases))

    def _offer(self, key: str, options: Sequence[Choice]) -> None:
        select = self.query_one(f"#field-{key}", Select)
        chosen = select.value
        select.set_options(options)
        if chosen in {value for _, value in options}:
            select.value = chosen

    def ask_only(self, cases: frozenset[str]) -> None:
        self.cases = cases
        for each in INTAKE:
            self.query_one(f"#row-{each.field.key}").display = self.asked(each)

    def asked(self, each: IntakeField) -> bool:
        way = {"online"} if self.online else {"not_online", self.channel}
        return not each.when or bool(each.when & (self.cases | way))

    @property
    def channel(self) -> str:
        if self.online:
            return "online"
        return str(self.query_one("#field-channel", Select).value)

    # ---- while it is filled in

    @on(Select.Changed, "#field-channel")
    def other_channel(self) -> None:
        self.ask_only(self.cases)

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def tell_change(self) -> None:
        self.post_message(self.Changed())

    @on(Input.Changed, "#field-personal_id")
    def check_id(self, changed: Input.Changed) -> None:
        wrong = doubt(changed.value, self.year)
        said = self.words(f"desk.id_doubt.{wrong}", count=len(plain(changed.value))) if wrong else ""
        shown = self.query_one(".doubt", Static)
        shown.update(said)
        shown.set_class(bool(said), "-said")

    def put_back(self, typed: Mapping[str, object]) -> None:
        """What `typed` took, in the same fields of another language."""
        for key, value in typed.items():
            editor = self.query_one(f"#field-{key}")
            if isinstance(editor, Input):
                editor.value = str(value)
            elif isinstance(editor, Checkbox):
                editor.value = bool(value)
            elif isinstance(editor, Select) and value:
                editor.value = value

    # ---- what was filled in

    def fee_basis(self) -> dict[str, Any]:
        """What the fee depends on, as the tariff takes it; raises `CannotRead` like `values`."""
        typed = self.typed()
        counts = {
            each.field.key.removeprefix("count_"): read(each.field, typed[each.field.key])
            for each in INTAKE
            if each.field.key.startswith("count_") and self.asked(each)
        }
        group = str(typed["exemption"])
        return {
            "quantities": counts,
            "groups": (group,) if group else (),
            "channel": self.channel,
            "variant": str(typed["variant"]),
        }

    def values(self) -> dict[str, object]:
        """What `application.ports.Intake` takes; raises `CannotRead` at the first field that cannot be read."""
        typed = self.typed()
        try:
            found: dict[str, Any] = {
                each.field.key: read(each.field, typed[each.field.key]) for each in INTAKE if self.asked(each)
            }
        except CannotRead as cannot:
            self.query_one(f"#field-{cannot.field.key}").focus()
            raise
        found["personal_id"] = plain(str(found["personal_id"]))
        counts = {unit: found.pop(f"count_{unit}", None) for unit in COUNTED}
        found["quantities"] = tuple((unit, count) for unit, count in counts.items() if count is not None)
        return found | {"channel": self.channel}
