"""Typing in public: fields that keep nothing, keys for fingers, and Vietnamese composed as it is typed."""

from unicodedata import normalize

from textual.widgets import Static

from wording.telex import Method, Typed

CURSOR = "▏"
LONGEST = 60


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
        self.update(f"{text}{cursor}" if text else f"{cursor}{self.example}", layout=False)


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
