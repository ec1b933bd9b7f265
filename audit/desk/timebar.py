"""The slider over the life of the office: dragged, clicked, or moved by an event, an hour, a day or a week."""

from typing import Literal, get_args

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from audit.desk.lines import PLATE
from audit.desk.words import day_of
from wording import say
from wording.dates import local, number_text, weekday_text

Step = Literal["event", "hour", "day", "week"]
STEPS: tuple[Step, ...] = get_args(Step)
HOUR = 3_600_000_000
LENGTH: dict[Step, int] = {"event": 0, "hour": HOUR, "day": 24 * HOUR, "week": 7 * 24 * HOUR}
"""µs of a step; 0 for the one that counts events."""
ENDS = 4
"""Cells of the arrow at each end, with its margin."""


class TimeBar(Widget):
    """`first`, `last` and `at` are moments (µs UTC); `size` of `end` events lie before `at`."""

    at = reactive(0)
    size_now = reactive(0)
    step: reactive[Step] = reactive("day")

    class Dragged(Message):
        """Somebody points at a moment."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    class Stepped(Message):
        """An arrow was clicked: one step back (-1) or on (1)."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, first: int, last: int, end: int, language: str) -> None:
        super().__init__()
        self.first, self.last, self.end, self.language = first, max(last, first + 1), end, language
        self.dragging = False

    def show(self, at: int, size: int, step: Step, *, last: int, end: int) -> None:
        """`last` is the moment of the log's last event, the `end`th: the log grows while it is looked at."""
        self.last, self.end = max(last, self.first + 1), end
        self.at, self.size_now, self.step = at, size, step
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        return Content("\n").join([self._told(width), self._track(width), self._steps()])

    def _told(self, width: int) -> Content:
        hour = f"{local(self.at):%H:%M:%S}"
        day = f"{weekday_text(local(self.at).date(), self.language)}, {day_of(self.at, self.language)}"
        size, end = (number_text(each, self.language) for each in (self.size_now, self.end))
        counted = say("inspect.time.counted", self.language, size=size, end=end)
        left = Content.assemble((f" {hour} ", "bold $mc-plate-text on $mc-plate"), ("  " + day, "bold"))
        gap = max(2, width - left.cell_length - len(counted))
        return Content.assemble(left, " " * gap, (counted, "$mc-muted"))

    def _track(self, width: int) -> Content:
        room = max(1, width - 2 * ENDS)
        place = min(room - 1, max(0, round((self.at - self.first) * (room - 1) / (self.last - self.first))))
        return Content.assemble(
            (" ◀  ", "bold"),
            ("━" * place, "$mc-border"),
            ("●", "bold"),
            ("─" * (room - place - 1), "$mc-rule"),
            ("  ▶ ", "bold"),
        )

    def _steps(self) -> Content:
        parts: list[Content | tuple[str, str] | str] = [
            (say("inspect.time.step", self.language), "$mc-muted"),
            " ",
        ]
        for number, step in enumerate(STEPS, 1):
            words = f" {number} {say(f'inspect.time.{step}', self.language)} "
            parts.append((words, PLATE) if step == self.step else (words, ""))
        return Content.assemble(*parts)

    # ---- pointing

    def moment_at(self, x: int) -> int:
        room = max(2, self.content_size.width - 2 * ENDS)
        share = min(1.0, max(0.0, (x - ENDS) / (room - 1)))
        return self.first + round(share * (self.last - self.first))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y != 1:
            return
        if offset.x < ENDS - 1:
            self.post_message(self.Stepped(-1))
        elif offset.x > self.content_size.width - ENDS:
            self.post_message(self.Stepped(1))
        else:
            self.dragging = True
            self.capture_mouse()
            self.at = self.moment_at(offset.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.dragging:
            self.at = self.moment_at(event.x - self.styles.padding.left)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.dragging:
            self.dragging = False
            self.release_mouse()
            self.post_message(self.Dragged(self.at))

    async def on_click(self, click: events.Click) -> None:
        offset = click.get_content_offset(self)
        if offset is None or offset.y != 2:  # noqa: PLR2004 - the third line names the steps
            return
        left = len(say("inspect.time.step", self.language)) + 1
        for number, step in enumerate(STEPS, 1):
            width = len(f" {number} {say(f'inspect.time.{step}', self.language)} ")
            if left <= offset.x < left + width:
                await self.screen.run_action(f"step_by('{step}')")
            left += width
