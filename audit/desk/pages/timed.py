"""Pages that stand under the slider: they show one moment, and are told again whenever it moves."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from audit.desk.lines import Key
from audit.desk.page import Page
from audit.desk.pages.sheets import LineSheet, typed_moment
from audit.desk.timebar import TimeBar

Answer = TypeVar("Answer")


class TimedPage(Page[Answer]):
    """A page says what it looks at (`look`, in the desk's hand) and how it shows that (`write`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "step_by('event')", "", priority=True),
        Binding("2", "step_by('hour')", "", priority=True),
        Binding("3", "step_by('day')", "", priority=True),
        Binding("4", "step_by('week')", "", priority=True),
        Binding("left", "move(-1)", "", priority=True),
        Binding("right", "move(1)", "", priority=True),
        Binding("home", "go_to_end(False)", "", priority=True),
        Binding("end", "go_to_end(True)", "", priority=True),
        ("g", "ask_moment", ""),
        ("f5", "refresh_log", ""),
    ]

    def body(self) -> Iterator[Widget]:
        machine = self.desk.machine
        yield TimeBar(self.desk.first_moment, self.desk.last_moment, machine.end, self.desk.language)
        yield from self.content()

    @abstractmethod
    def content(self) -> Iterator[Widget]:
        """What stands below the slider."""

    @abstractmethod
    def look(self) -> object:
        """What the page shows of the moment; called in the desk's hand."""

    @abstractmethod
    def write(self, seen: object) -> None:
        """Show what was looked at."""

    def time_keys(self) -> tuple[Key, ...]:
        return (
            Key("← →", self.words("key.move"), "screen.move(1)"),
            Key("Home End", self.words("key.ends"), "screen.go_to_end(True)"),
            Key("1-4", self.words("key.step"), ""),
            Key("G", self.words("key.moment"), "screen.ask_moment"),
        )

    async def on_mount(self) -> None:
        await self.refill()

    async def refill(self) -> None:
        await self.look_again(None)

    async def look_again(self, move: Callable[[], object] | None) -> None:
        """Move, look, and write it down; whatever cannot be is said on top."""
        seen = await self.ask(self._moved, move)
        if seen is None:
            return
        desk, machine = self.desk, self.desk.machine
        bar = self.query_one(TimeBar)
        bar.show(desk.at, machine.size, desk.step, last=desk.last_moment, end=machine.end)
        self.write(seen.value)
        self.show_keys()

    def _moved(self, move: Callable[[], object] | None) -> object:
        if move is not None:
            move()
        return self.look()

    async def action_move(self, steps: int) -> None:
        await self.look_again(lambda: self.desk.move(steps))

    async def action_go_to_end(self, last: bool) -> None:
        await self.look_again(lambda: self.desk.go_to_size(self.desk.machine.end if last else 1))

    def action_step_by(self, step: str) -> None:
        self.desk.step_by(step)
        self.query_one(TimeBar).step = self.desk.step

    async def action_refresh_log(self) -> None:
        """Take in what was recorded meanwhile."""
        await self.look_again(self.desk.take_in)

    def action_ask_moment(self) -> None:
        sheet = LineSheet(self.words("time.ask"), self.words("time.ask_hint"), self.wrong_moment)
        self.app.push_screen(sheet, self.moment_asked)

    def wrong_moment(self, typed: str) -> str:
        return "" if typed_moment(typed) is not None else self.words("time.wrong", text=typed)

    async def moment_asked(self, typed: str | None) -> None:
        at = typed_moment(typed) if typed is not None else None
        if at is not None:
            await self.look_again(lambda: self.desk.go_to(at))

    async def on_time_bar_dragged(self, dragged: TimeBar.Dragged) -> None:
        await self.look_again(lambda: self.desk.go_to(dragged.at))

    async def on_time_bar_stepped(self, stepped: TimeBar.Stepped) -> None:
        await self.action_move(stepped.steps)

    async def on_screen_resume(self) -> None:
        """The moment may have moved on another page, and the log may have grown."""
        if self.query(TimeBar) and self.desk.opened is not None:
            await self.look_again(self.desk.take_in)
