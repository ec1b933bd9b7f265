"""Typing in public: fields that keep nothing, keys for fingers, and Vietnamese composed as it is typed."""

from unicodedata import normalize

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.screens.place import Place
from kiosk.widgets import Tile
from kiosk.widgets.keyboard import CodeKeys, Key, LetterKeys
from wording.telex import Method, Typed

ERASE, BLANK, OTHER_PAGE = "key:erase", "key:blank", "key:page"
CURSOR = "▏"
LONGEST = 60
LINES = 3

__all__ = ["BLANK", "ERASE", "LONGEST", "OTHER_PAGE", "Field", "Key", "Keyboard", "press", "without_last"]


class Field(Static):
    """What was typed so far, with its label; pressing it puts the cursor there."""

    def __init__(self, label: str, text: str, example: str, *, active: bool, id: str) -> None:
        super().__init__(id=id, classes="field", markup=False)
        self.example = example
        self.border_title = f" {label} "
        self.show(text, active=active)

    def show(self, text: str, *, active: bool) -> None:
        self.set_class(active, "-active", update=self.is_attached)
        self.set_class(not text, "-empty", update=self.is_attached)
        cursor = CURSOR if active else ""
        self.update(f"{text}{cursor}" if text else f"{cursor}{self.example}")


class Keyboard(Vertical):
    """The keys of a place: for codes with `digits`, else for words, in the visitor's language.

    `rows` is how many rows it may take; three lines of `height` where nothing is said. On a tall screen it takes what
    large keys need. `paged`: the place understands `OTHER_PAGE`, and `numbers` is the page it shows.
    """

    def __init__(
        self,
        place: Place,
        *,
        digits: bool,
        height: int,
        last: Tile | None = None,
        rows: int = 0,
        paged: bool = False,
        numbers: bool = False,
    ) -> None:
        plan = place.plan
        keys: Vertical = (
            CodeKeys(place.language, height, narrow=plan.narrow)
            if digits
            else LetterKeys(
                place.language,
                rows=rows or (5 * LINES if plan.tall else LINES * height),
                narrow=plan.narrow,
                paged=paged,
                numbers=numbers,
                last=last,
            )
        )
        self.keys = keys
        super().__init__()
        self.styles.height = keys.styles.height

    def compose(self) -> ComposeResult:
        yield self.keys


def method_in(language: str) -> Method:
    """Vietnamese is composed from Telex and VNI alike; other languages are written as they are typed."""
    return "both" if language == "vi" else "none"


def press(text: str, keys: str, letter: str, language: str) -> Typed:
    """A line with one letter more, in the way of the visitor's language."""
    if method_in(language) == "none":
        return Typed(normalize("NFC", text + letter))
    return Typed(text, keys).press(letter)


def without_last(text: str, keys: str) -> Typed:
    """A line with one letter less."""
    return Typed(text, keys).erase()
