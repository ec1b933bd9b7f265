"""A small form over the page: it asks what the table says, does the act, and stays as it is when it is refused."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec
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


class Heading(msgspec.Struct, frozen=True):
    """What stands above a form. `grave` acts end or undo something, and their form looks it."""

    title: str
    hint: str = ""
    article: str = ""
    grave: bool = False


class FormSheet(Sheet[Any]):
    """Dismissed with the office's answer once the act is done, with None when the officer leaves it."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "do_it", ""), ("ctrl+s", "do_it", "")]

    def __init__(
        self,
        heading: Heading,
        fields: Sequence[Field],
        act: Callable[..., object],
        *,
        lists: Mapping[str, Sequence[Choice]] | None = None,
        typed: Mapping[str, object] | None = None,
        documents: Sequence[RequiredDocument] = (),
    ) -> None:
        super().__init__()
        self.heading, self.fields, self.act = heading, tuple(fields), act
        self.lists, self.typed, self.documents = dict(lists or {}), dict(typed or {}), tuple(documents)
        self.busy = False

    def body(self) -> Iterator[Widget]:
        heading = self.heading
        with Vertical(classes="sheet -grave" if heading.grave else "sheet"):
            yield Static(heading.title, markup=False, classes="title")
            if heading.article:
                under = self.words("desk.form.article", article=heading.article)
                yield Static(under, markup=False, classes="article")
            if heading.hint:
                yield Static(heading.hint, markup=False, classes="hint")
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
            label = self.words(cannot.field.called)
            self.tell(self.words(f"desk.form.cannot_read.{cannot.why}", field=label, **cannot.blanks))
            return
        done = await self.ask(self.act, **values)
        if done is not None:
            self.dismiss(done)
