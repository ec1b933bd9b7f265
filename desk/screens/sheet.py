"""A small form over the page: it asks what the table says, does the act, and stays as it is when it is refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from desk.fields import CannotRead, Choice, Field
from desk.page import Sheet
from desk.widgets.form import Form
from desk.widgets.lines import KeyLine, Notice
from domain.catalogue import RequiredDocument


class FormSheet(Sheet[Any]):
    """Dismissed with the office's answer once the act is done, with None when the officer leaves it."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "do_it", ""), ("ctrl+s", "do_it", "")]

    def __init__(
        self,
        title: str,
        hint: str,
        fields: Sequence[Field],
        act: Callable[..., object],
        *,
        lists: Mapping[str, Sequence[Choice]] | None = None,
        typed: Mapping[str, object] | None = None,
        documents: Sequence[RequiredDocument] = (),
        grave: bool = False,
    ) -> None:
        super().__init__()
        self.heading, self.hint, self.fields, self.act = title, hint, tuple(fields), act
        self.lists, self.typed, self.documents = dict(lists or {}), dict(typed or {}), tuple(documents)
        self.grave, self.busy = grave, False

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet -grave" if self.grave else "sheet"):
            yield Static(self.heading, markup=False, classes="title")
            if self.hint:
                yield Static(self.hint, markup=False, classes="hint")
            yield Notice()
            yield Form(self.fields, self.words, self.lists, self.typed, self.documents)
            yield KeyLine(
                (
                    ("F10", self.words("desk.key.do_it")),
                    ("Tab", self.words("desk.key.next_field")),
                    ("Esc", self.words("desk.key.leave")),
                )
            )

    def keep(self) -> dict[str, object]:
        return self.query_one(Form).typed()

    async def retell(self) -> None:
        self.typed = self.keep()
        await self.recompose()

    @on(Button.Pressed)
    async def action_do_it(self) -> None:
        """Once: a second press while the office thinks is not a second act."""
        if self.busy:
            return
        self.busy = True
        try:
            await self.do_it()
        finally:
            self.busy = False

    async def do_it(self) -> None:
        try:
            values = self.query_one(Form).values()
        except CannotRead as cannot:
            label = self.words(f"desk.field.{cannot.field.key}")
            self.tell(self.words(f"desk.form.cannot_read.{cannot.why}", field=label))
            return
        done = await self.ask(self.act, **values)
        if done is not None:
            self.dismiss(done)
