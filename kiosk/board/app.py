"""The board of the hall: whose turn it is, for two hundred people who look up for three seconds. It is only read."""

import asyncio
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from application.ports import OfficePort
from application.views import Board, BoardCall
from kiosk import hardening
from kiosk.board import telling
from kiosk.board.calls import HOLD, Calls
from kiosk.board.feed import Feed
from kiosk.board.layout import Layout, laid_out
from kiosk.board.parts import EarlierCalls, Foot, Head, Plate
from kiosk.hardening import PublicApp
from wording import languages, say
from wording.dates import clock_text, date_text, local, long_date_text, weekday_text
from wording.identity import DARK

BEAT = 0.1
"""Seconds between two looks at whether the office wrote something: a call is on the board well within a second."""
TURN = 8.0
"""Seconds for which the board speaks one language, and shows one message."""
COLLECT_EVERY = 600.0
"""Seconds between two full collections."""


class Voice(Protocol):
    """What calls the numbers aloud; it never keeps the board waiting."""

    @property
    def speaking(self) -> bool: ...

    def call(self, number: str, counter: str, minute: int) -> None:
        """`minute` of the day, local time: how loud it may be depends on it."""

    def close(self) -> None: ...


class BoardApp(PublicApp):
    """Give it an office. `upright` None finds out by itself how the screen hangs."""

    CSS_PATH = "board.tcss"

    def __init__(
        self,
        office: OfficePort,
        *,
        language: str = "vi",
        voice: Voice | None = None,
        upright: bool | None = None,
        hold: float = HOLD,
    ) -> None:
        super().__init__()
        self.theme = DARK.name
        self.feed, self.calls, self.voice = Feed(office), Calls(hold), voice
        self.spoken = tuple(sorted(languages(), key=lambda each: each != language))
        self.LANGUAGE, self.upright, self.steady = language, upright, time.monotonic
        self.head, self.plate, self.earlier, self.foot = Head(), Plate(), EarlierCalls(), Foot()
        self.panel = Static("", id="panel", markup=False)
        self.asking = ThreadPoolExecutor(1, thread_name_prefix="board")
        self.looking: asyncio.Task[None] | None = None
        self.shown: tuple[object, ...] = ()
        self.began = self.collected = 0.0
        self.arranged: Layout | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of lacquer exist before any theme is chosen."""
        return DARK.variables()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.plate
        yield Container(self.earlier, self.panel, id="middle")
        yield self.foot

    def on_mount(self) -> None:
        self.began = self.collected = self.steady()
        self.every(BEAT, self.beat)

    def on_ready(self) -> None:
        if not self.is_headless:
            self.after(0.3, hardening.settle)

    async def on_unmount(self) -> None:
        if self.looking is not None:
            await asyncio.wait([self.looking])
        self.asking.shutdown()
        if self.voice is not None:
            self.voice.close()

    def on_resize(self) -> None:
        self.shown = ()
        self.show()

    # ---- time passes

    def beat(self) -> None:
        """Look whether something changed, unless the last look still waits for its answer; then show what is due."""
        if self.looking is None or self.looking.done():
            if self.looking is not None:
                self.looking.result()  # a bug ends the screen, which is started again, rather than freezing it
            self.looking = asyncio.create_task(self._look())
        self.show()
        now = self.steady()
        if now - self.collected >= COLLECT_EVERY and not self.calls.fresh(now):
            self.collected = now
            hardening.collect()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(self.asking, self.feed.look, self.steady()):
            if self.feed.board is not None and not self.feed.lost:
                self.calls.hear(self.feed.board.calls, self.feed.board.last_calls)
            self.shown = ()
            self.show()

    # ---- what is shown

    def show(self) -> None:
        """Tell every part anew when a second, a turn or the office changed something; else nothing is drawn."""
        if not self.head.is_attached:
            return
        now = self.steady()
        speaking = self.voice is not None and self.voice.speaking
        if not self.feed.lost:
            self._announce(self.calls.turn(now, speaking=speaking))
        fresh = self.calls.fresh(now)
        turn = int((now - self.began) / TURN)
        pointing = not fresh or int(now) % 2 == 0
        minute = self.feed.now(now) // 60_000_000
        wanted = (turn, pointing, minute, self.calls.plate, len(self.calls.coming), self.size)
        if wanted == self.shown:
            return
        self.shown = wanted
        layout = self._arrange()
        with self.batch_update():
            self._show_around(layout, turn, now)
            self._show_calls(layout, turn, pointing=pointing)

    def _announce(self, call: BoardCall | None) -> None:
        if call is not None and self.voice is not None:
            then = local(self.feed.now(self.steady()))
            self.voice.call(call.number, call.counter, then.hour * 60 + then.minute)

    def _arrange(self) -> Layout:
        calls = (*self.calls.now, *self.calls.latest)
        number = max((call.number for call in calls), key=len, default="A000")
        counter = max((call.counter for call in calls), key=len, default="0")
        layout = laid_out(
            self.size.width, self.size.height, upright=self.upright, number=number, counter=counter
        )
        if layout != self.arranged:
            self.arranged = layout
            self.screen.set_class(layout.upright, "-upright")
            self.screen.set_class(layout.tight, "-tight")
            self.plate.shape(layout)
            self.earlier.shape(layout)
            self.foot.styles.height = layout.foot
        return layout

    def _language(self, turn: int) -> str:
        return self.spoken[turn % len(self.spoken)]

    def _both(self, key: str, turn: int) -> list[str]:
        """In the first language, and in the one whose turn it is among the others."""
        others = self.spoken[1:]
        second = [others[turn // 2 % len(others)]] if others else []
        return [say(key, language) for language in (self.spoken[0], *second)]

    def _show_around(self, layout: Layout, turn: int, now: float) -> None:
        language, at = self._language(turn), self.feed.now(now)
        day = self._day(layout, language)
        self.head.show(self.feed.unit, day, at, language, layout)
        board = self.feed.board
        self.panel.display = layout.panel_columns > 0 and layout.panel_rows > 1
        lines = telling.panel_lines(board, language, layout) if board else []
        self.panel.update(Content("\n").join(lines))
        missed = telling.missed_line(board, language, layout)
        self.foot.show(missed, self._told(board, layout, turn, at), alarm=self.feed.lost)

    def _day(self, layout: Layout, language: str) -> str:
        today = self.feed.today
        if today is None:
            return ""
        if layout.big_clock and not layout.upright:
            return long_date_text(today, language)
        return f"{weekday_text(today, language)} {date_text(today, language)}"

    def _told(self, board: Board | None, layout: Layout, turn: int, at: int) -> str:
        """The page of the message whose turn it is; nothing else while the board cannot be believed."""
        language = self._language(turn)
        if self.feed.lost:
            return "\n".join(telling.pages(self._cut_off(language), layout.columns - 2, layout.foot))
        if board is None:
            return say("board.connecting", language)
        shown = list(self._pages(telling.messages(board, language, at, layout), layout))
        return shown[turn // len(self.spoken) % len(shown)]

    def _cut_off(self, language: str) -> str:
        since = self.feed.cut_since
        if not since:
            return say("board.connecting", language)
        return say("board.cut_off", language, time=clock_text(since))

    @staticmethod
    def _pages(messages: Iterable[str], layout: Layout) -> Iterable[str]:
        for message in messages:
            yield from telling.pages(message, layout.columns - 2, layout.foot - 1)

    def _show_calls(self, layout: Layout, turn: int, *, pointing: bool) -> None:
        language, call = self._language(turn), self.calls.plate
        self.screen.set_class(self.feed.lost, "-stale")
        closed = self.feed.board is not None and self.feed.board.closed and self.calls.resting
        if call is None or closed:
            self._show_quiet(layout, language)
        else:
            words = self._both("board.number", turn), self._both("board.counter", turn)
            self.plate.called(call, words, layout, pointing=pointing)
        title = " · ".join(self._both("board.earlier", turn))
        self.earlier.show(self.calls.others(), title, language)

    def _show_quiet(self, layout: Layout, language: str) -> None:
        """Nobody is called: the hall learns when it opens, or that it may take a number."""
        board = self.feed.board
        if board is None:
            self.plate.quiet("", "", layout)
        elif board.closed and board.opens_at:
            at = self.feed.now(self.steady())
            opens = telling.opening_text(board.opens_at, at, language)
            word = say("board.opens", language, time=opens)
            self.plate.quiet(word, board.opens_at.partition("T")[2].lstrip("0"), layout)
        else:
            self.plate.quiet(say("board.nobody", language), "", layout)
