"""Small pages over the others: a list to choose from, a moment to type, and a statement to write and sign."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Select, Static, TextArea
from textual.widgets.option_list import Option

from application.inspections_door import ThreadLine
from audit.desk.keys import About
from audit.desk.lines import Key, KeyLine, Notice
from audit.desk.page import Sheet
from domain.calendar import local_moment
from domain.fact import Refused
from domain.inspection import Kind

Choice = tuple[str, str]
"""What a person reads, and the value behind it."""
TYPED_MOMENT = re.compile(
    r"(?:(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})?\s+)?"
    r"(?:(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"(?:[T\s]+(?P<hour2>\d{1,2})[:hg](?P<minute2>\d{2})?)?"
)
END_OF_DAY = "23:59"


def typed_moment(text: str) -> int | None:
    """µs UTC of «09:30 3/7/2025», «3/7/2025», «2025-07-03T09:30»; a day alone means its end. None for no moment."""
    found = TYPED_MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    told = found.groupdict()
    iso = told["iso"] or f"{told['y']}-{int(told['m']):02d}-{int(told['d']):02d}"
    hour, minute = (told["hour"] or told["hour2"], told["minute"] or told["minute2"])
    clock = END_OF_DAY if hour is None else f"{int(hour):02d}:{int(minute or 0):02d}"
    try:
        date.fromisoformat(iso)
        return local_moment(iso, clock)
    except (ValueError, Refused):
        return None


class ChoiceSheet(Sheet[str]):
    """Dismissed with the value behind the chosen line, or with None."""

    def __init__(self, heading: str, choices: Sequence[Choice], chosen: str = "") -> None:
        super().__init__()
        self.heading, self.choices, self.chosen = heading, tuple(choices), chosen

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet"):
            yield Static(self.heading, markup=False, classes="title")
            yield Notice()
            yield OptionList(
                *(Option(said) for said, _ in self.choices), id="choices", markup=False, compact=True
            )
            yield KeyLine(
                (
                    Key("Enter", self.words("key.choose"), ""),
                    Key("Esc", self.words("key.leave"), "screen.leave"),
                )
            )

    def on_mount(self) -> None:
        values = [value for _, value in self.choices]
        options = self.query_one("#choices", OptionList)
        options.highlighted = values.index(self.chosen) if self.chosen in values else 0
        options.focus()

    @on(OptionList.OptionSelected, "#choices")
    def take(self, selected: OptionList.OptionSelected) -> None:
        self.dismiss(self.choices[selected.option_index][1])


class LineSheet(Sheet[str]):
    """One line to type: a moment, or a code to look for. `read` says why it cannot be, or nothing."""

    def __init__(self, heading: str, hint: str, wrong: Callable[[str], str], typed: str = "") -> None:
        super().__init__()
        self.heading, self.hint, self.wrong, self.typed = heading, hint, wrong, typed

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet"):
            yield Static(self.heading, markup=False, classes="title")
            yield Static(self.hint, markup=False, classes="hint")
            yield Notice()
            yield Input(value=self.typed, id="typed", compact=True)
            yield KeyLine(
                (
                    Key("Enter", self.words("key.go"), "screen.take"),
                    Key("Esc", self.words("key.leave"), "screen.leave"),
                )
            )

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()

    @on(Input.Submitted, "#typed")
    def action_take(self) -> None:
        typed = unicodedata.normalize("NFC", self.query_one("#typed", Input).value)
        wrong = self.wrong(typed)
        if wrong:
            self.tell(wrong)
        else:
            self.dismiss(typed)


class Topic(NamedTuple):
    """What a statement may be about, and the officer to whom a question about it goes unless another is chosen."""

    said: str
    about: About
    to: str


class StatementSheet(Sheet[ThreadLine]):
    """A note, a question, a further question or a closing: written here, signed, and kept where the seat keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [("f10", "sign", ""), ("ctrl+s", "sign", "")]

    def __init__(self, kind: Kind, topics: Sequence[Topic], people: Sequence[Choice]) -> None:
        super().__init__()
        self.kind, self.topics, self.people = kind, tuple(topics), tuple(people)
        self.to = self.addressee(0)
        """Whom the sheet has put in by itself; once somebody else was chosen, that stays."""
        self.busy = False

    def addressee(self, place: int) -> str:
        """Whom a question about a topic goes to: the head of the unit where nobody in particular can be asked."""
        to = self.topics[place].to
        return to if to in {officer for _, officer in self.people} else ""

    def body(self) -> Iterator[Widget]:
        with Vertical(classes="sheet"):
            yield Static(self.words(f"say.{self.kind}"), markup=False, classes="title")
            yield Static(self.words(f"say.{self.kind}_hint"), markup=False, classes="hint")
            yield Notice()
            with Horizontal(classes="row"):
                yield Static(self.words("say.about"), markup=False, classes="label")
                choices = [(topic.said, place) for place, topic in enumerate(self.topics)]
                yield Select(choices, value=0, allow_blank=False, id="about", compact=True)
            if self.kind == "question":
                with Horizontal(classes="row"):
                    yield Static(self.words("say.to"), markup=False, classes="label")
                    yield Select(self.people, value=self.to, allow_blank=False, id="to", compact=True)
            yield TextArea(id="words", compact=True)
            yield KeyLine(
                (
                    Key("F10", self.words("key.sign"), "screen.sign"),
                    Key("Esc", self.words("key.leave"), "screen.leave"),
                )
            )

    def on_mount(self) -> None:
        self.query_one("#words", TextArea).focus()

    @on(Select.Changed, "#about")
    def topic_chosen(self, chosen: Select.Changed) -> None:
        if self.kind != "question" or not isinstance(chosen.value, int):
            return
        to = self.query_one("#to", Select)
        if to.value == self.to:
            self.to = self.addressee(chosen.value)
            to.value = self.to

    async def action_sign(self) -> None:
        """Once: a second press while it is being signed is not a second statement."""
        if self.busy:
            return
        self.busy = True
        try:
            await self.sign()
        finally:
            self.busy = False

    async def sign(self) -> None:
        place = self.query_one("#about", Select).value
        about = self.topics[place if isinstance(place, int) else 0].about
        to = str(self.query_one("#to", Select).value) if self.kind == "question" else ""
        words = unicodedata.normalize("NFC", self.query_one("#words", TextArea).text)
        said = About(
            kind=self.kind,
            about=about.about,
            subject=about.subject,
            index=about.index,
            to=to,
            thread=about.thread,
        )
        done = await self.ask(self.say_it, said, words)
        if done is not None:
            self.dismiss(done.value)

    def say_it(self, about: About, words: str) -> ThreadLine:
        """In the desk's hand."""
        desk = self.desk
        line = desk.sitting.say(about, desk.head(), words)
        desk.take_in()
        return line
