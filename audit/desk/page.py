"""Every page of the inspector's desk: the line on top, the sentence when something was refused, the keys below."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, ParamSpec, TypeVar, cast

import msgspec
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from application.faults import Fault
from audit.desk.lines import Key, KeyLine, Notice, TopLine
from domain.fact import Refused
from ledger.fault import LedgerFault
from wording import say

if TYPE_CHECKING:
    from audit.desk.app import InspectorApp

T = TypeVar("T")
P = ParamSpec("P")
Answer = TypeVar("Answer")


class Done(msgspec.Struct, Generic[T], frozen=True):
    """It could be done; `value` is the answer."""

    value: T


class Page(Screen[Answer]):
    """A page in the inspector's language that never shows a traceback and never loses what was typed."""

    AUTO_FOCUS = ""

    @property
    def desk(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    def words(self, key: str, **blanks: object) -> str:
        return say(f"inspect.{key}", self.desk.language, **blanks)

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Notice()
        yield from self.body()
        yield KeyLine(self.keys())

    def body(self) -> Iterator[Widget]:
        yield from ()

    def keys(self) -> tuple[Key, ...]:
        return ()

    async def ask(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T] | None:
        """Ask off the screen's thread; a refusal becomes the sentence on top, and everything typed stays."""
        try:
            return Done(await self.desk.work(act, *args, **kwargs))
        except (Refused, Fault, LedgerFault) as refused:
            self.tell(self.sentence(refused))
            return None

    def sentence(self, refused: Exception) -> str:
        language = self.desk.language
        match refused:
            case Refused():
                return say(f"refused.{type(refused).__name__}", language, **refused.blanks)
            case Fault():
                return say(f"error.{refused.key}", language, **refused.blanks)
            case _:
                return say("inspect.not_believed", language)

    def tell(self, said: str, *, good: bool = False) -> None:
        """Say it until the next key; `good` is something that was done."""
        self.query_one(Notice).tell(said, good=good)

    def forget(self) -> None:
        """Somebody went on: what was said has been read."""
        for notice in self.query(Notice):
            notice.tell("")

    def show_keys(self) -> None:
        """The keys as they are now; some come and go with what is on the page."""
        self.query_one(KeyLine).show(self.keys())

    async def retell(self) -> None:
        """Say everything again in another language."""
        await self.recompose()
        await self.refill()

    async def refill(self) -> None:
        """Fill the page from what it has already been told."""


class Sheet(Page[Answer], ModalScreen[Answer]):
    """A small page laid over another one."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def compose(self) -> ComposeResult:
        yield from self.body()

    def action_leave(self) -> None:
        self.dismiss(None)
