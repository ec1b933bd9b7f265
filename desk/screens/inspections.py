"""What an inspector asked this officer, and where it is explained: a question is never a verdict."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Static

from application.inspections_door import ThreadFile, ThreadLine
from desk.fields import Field
from desk.page import Done, Hint
from desk.screens.day import DayPage, Row
from desk.words import moment
from wording import say

EXPLANATION = (Field(key="words", kind="text", label="explanation"),)


class InspectionsPage(DayPage):
    """The latest first. Enter reads a question, which is recorded; F4 explains it."""

    NAME = "inspections"
    COLUMNS = (("thread", 14, 14), ("thread_state", 15, 15), ("thread_about", 0, 0), ("thread_at", 16, 16))
    BINDINGS: ClassVar[list[BindingType]] = [("f4", "explain", "")]

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.threads: dict[str, ThreadLine] = {}
        self.read: dict[str, ThreadFile] = {}

    def hints(self) -> tuple[Hint, ...]:
        return (
            ("Enter", self.words("desk.day_key.read_thread")),
            ("F4", self.words("desk.day_key.explain")),
            ("F5", self.words("desk.key.refresh")),
            ("Esc", self.words("desk.key.back")),
        )

    async def found(self) -> Done[list[Row]] | None:
        answer = await self.glance(self.desk.office.inspections.threads, self.desk.actor)
        if answer is None:
            return None
        self.threads = {line.code: line for line in answer.value}
        return Done([(code, self.cells(line)) for code, line in self.threads.items()])

    def cells(self, line: ThreadLine) -> tuple[str, ...]:
        named = self.desk.person(line.subject) if line.about == "officer" else line.subject
        return (
            line.code,
            self.words(f"inspect.state.{line.state}"),
            self.words(f"inspect.about.{line.about}", subject=named),
            moment(line.asked_at, self.desk.language),
        )

    def more(self, chosen: str) -> str:
        file = self.read.get(chosen)
        if file is None:
            return self.words("desk.inspections.enter_to_read")
        return "\n".join(self.told(entry.kind, entry.actor, entry.words) for entry in file.entries)

    def told(self, kind: str, who: str, words: str) -> str:
        language = self.desk.language
        said = say(f"inspect.thread.{kind}", language, who=self.desk.person(who))
        return f"{said}: {words or say('inspect.thread.erased', language)}"

    async def on_data_table_row_selected(self) -> None:
        await self.read_chosen()

    async def read_chosen(self) -> bool:
        chosen = self.chosen()
        file = await self.ask(self.desk.office.inspections.open, chosen, self.desk.actor) if chosen else None
        if file is None:
            return False
        self.read[chosen] = file.value
        self.query_one(".more > Static", Static).update(self.more(chosen))
        return True

    async def action_explain(self) -> None:
        """Nobody explains what they have not read."""
        chosen = self.chosen()
        if not chosen:
            self.tell(self.words("desk.day.choose_first"))
            return
        if chosen in self.read or await self.read_chosen():
            self.open_form("explain", EXPLANATION, self.do("explain", chosen), about=chosen)

    def do(self, act: str, chosen: str) -> Callable[..., object]:
        del act
        self.read.pop(chosen, None)
        return partial(self.explain, chosen)

    def explain(self, chosen: str, words: str) -> ThreadLine:
        return self.desk.office.inspections.answer(chosen, words, self.desk.actor)
