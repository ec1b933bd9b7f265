"""Every screen of the desk: the office line on top, the sentence when an act is refused, the keys at the bottom."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, ParamSpec, TypeVar, cast

import msgspec
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from application.faults import Fault
from desk.refusals import sentence
from desk.widgets.lines import KeyLine, Notice, OfficeLine
from domain.fact import Refused
from wording import say

if TYPE_CHECKING:
    from desk.app import DeskApp

T = TypeVar("T")
P = ParamSpec("P")
Answer = TypeVar("Answer")

Hint = tuple[str, str]
"""A key as it is printed on the keyboard, and the words for what it does."""


class Done(msgspec.Struct, Generic[T], frozen=True):
    """The office said yes; `value` is its answer."""

    value: T


class Page(Screen[Answer]):
    """A screen in the officer's language that never shows a traceback and never loses what was typed."""

    AUTO_FOCUS = ""

    @property
    def desk(self) -> "DeskApp":
        return cast("DeskApp", self.app)

    def words(self, key: str, **blanks: object) -> str:
        return say(key, self.desk.language, **blanks)

    def compose(self) -> ComposeResult:
        yield OfficeLine()
        yield Notice()
        yield from self.body()
        yield KeyLine(self.hints())

    def body(self) -> Iterator[Widget]:
        yield from ()

    def hints(self) -> tuple[Hint, ...]:
        return ()

    async def ask(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T] | None:
        """Ask the office; a refusal becomes the sentence above the form, and everything typed stays."""
        answer = await self.glance(act, *args, **kwargs)
        if answer is not None:
            self.tell("")
        return answer

    async def glance(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T] | None:
        """Ask without wiping the sentence that the officer may still be reading."""
        try:
            return Done(await self.desk.ask_office(act, *args, **kwargs))
        except (Refused, Fault) as refused:
            self.tell(sentence(refused, self.desk.language, self.desk.person))
            return None

    def tell(self, said: str) -> None:
        self.query_one(Notice).tell(said)

    async def retell(self) -> None:
        """Say everything again in another language, keeping what was typed and where the officer was."""
        kept, focused = self.keep(), self.focused.id if self.focused else None
        await self.recompose()
        await self.restore(kept)
        if focused and (again := self.query(f"#{focused}")):
            again.first().focus()

    def keep(self) -> dict[str, object]:
        return {}

    async def restore(self, kept: dict[str, object]) -> None:
        """Put back what `keep` took."""


class Sheet(Page[Answer], ModalScreen[Answer]):
    """A small page laid over another one."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def compose(self) -> ComposeResult:
        yield from self.body()

    def action_leave(self) -> None:
        self.dismiss(None)
