"""The checklist at the counter: originals and copies counted by keys, what is enough marked by shape and word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from desk.checklist import Counts, full, handed_in, is_enough, missing
from domain.catalogue import RequiredDocument

MOST = 99


class PaperRow(Horizontal, can_focus=True):
    """One required paper. Space: all of it is here. Digits, + and -: count; left and right: originals or copies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "app.focus_previous", ""),
        ("down", "app.focus_next", ""),
        ("enter", "app.focus_next", ""),
        ("space", "turn", ""),
        ("left", "column(0)", ""),
        ("right", "column(1)", ""),
        ("plus", "count(1)", ""),
        ("minus", "count(-1)", ""),
    ]

    class Counted(Message):
        """The number of sheets of a paper has changed."""

    def __init__(self, document: RequiredDocument, counts: Counts, words: Callable[..., str]) -> None:
        super().__init__()
        self.document, self.counts, self.words, self.chosen = document, counts, words, 0

    def compose(self) -> Iterator[Widget]:
        optional = f" {self.words('desk.papers.optional')}" if self.document.optional else ""
        yield Static(markup=False, classes="mark")
        yield Static(f"{self.document.name}{optional}", markup=False, classes="name")
        yield Static(markup=False, classes="count originals")
        yield Static(markup=False, classes="count copies")

    def on_mount(self) -> None:
        self.write()

    def write(self) -> None:
        enough = is_enough(self.document, self.counts)
        self.query_one(".mark", Static).update("■" if enough else "□")
        self.set_class(enough, "-enough")
        asked = (self.document.originals, self.document.copies)
        for column, name in enumerate(("originals", "copies")):
            cell = self.query_one(f".{name}", Static)
            nothing = not asked[column] and not self.counts[column]
            cell.update("—" if nothing else f"{self.counts[column]}/{asked[column]}")
            cell.set_class(column == self.chosen, "-chosen")

    def count_to(self, number: int) -> None:
        counts = list(self.counts)
        counts[self.chosen] = max(0, min(MOST, number))
        self.change((counts[0], counts[1]))

    def change(self, counts: Counts) -> None:
        self.counts = counts
        self.write()
        self.post_message(self.Counted())

    def action_turn(self) -> None:
        self.change((0, 0) if is_enough(self.document, self.counts) else full(self.document))

    def action_column(self, column: int) -> None:
        self.chosen = column
        self.write()

    def action_count(self, step: int) -> None:
        self.count_to(self.counts[self.chosen] + step)

    def on_key(self, key: Key) -> None:
        if key.character and key.character.isascii() and key.character.isdigit():
            key.stop()
            self.count_to(int(key.character))

    def on_click(self) -> None:
        self.action_turn()


class PaperList(Vertical):
    """All papers a procedure asks for, under the headings of the cases that need them."""

    def __init__(
        self,
        documents: Sequence[RequiredDocument],
        handed: Mapping[str, Counts],
        words: Callable[..., str],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.documents, self.before, self.words = tuple(documents), dict(handed), words

    def compose(self) -> Iterator[Widget]:
        if not self.documents:
            yield Static(self.words("desk.papers.none"), markup=False, classes="muted")
            return
        with Horizontal(classes="head"):
            yield Static(self.words("desk.papers.name"), markup=False, classes="name")
            yield Static(self.words("desk.papers.originals"), markup=False, classes="count")
            yield Static(self.words("desk.papers.copies"), markup=False, classes="count")
        heading = ""
        for document in self.documents:
            if document.group and document.group != heading:
                yield Static(document.group, markup=False, classes="case")
            heading = document.group
            yield PaperRow(document, self.before.get(document.name, (0, 0)), self.words)

    def counts(self) -> dict[str, Counts]:
        return {row.document.name: row.counts for row in self.query(PaperRow)}

    def handed_in(self) -> tuple[tuple[str, int, int], ...]:
        return handed_in(self.counts())

    def missing(self) -> tuple[str, ...]:
        return missing(self.documents, self.counts())
