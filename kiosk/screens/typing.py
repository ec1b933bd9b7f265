"""Typing in public: fields that keep nothing, and a keyboard for fingers where there is none of plastic."""

from textual.containers import Vertical
from textual.widgets import Static

from kiosk.screens.place import Place, row
from kiosk.widgets import Tile

DIGITS = "1234567890.-"
LETTERS = ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")
ERASE, BLANK = "key:erase", "key:blank"
CURSOR = "▏"
LONGEST = 60


class Key(Tile):
    """One letter of the keyboard on the screen."""

    def __init__(self, letter: str, label: str = "", *, classes: str = "key") -> None:
        super().__init__(f"key:{letter}", label or letter, classes=classes)


class Field(Static):
    """What was typed so far, with its label; pressing it puts the cursor there."""

    def __init__(self, label: str, text: str, example: str, *, active: bool, classes: str = "") -> None:
        shown = f"{text}{CURSOR}" if active else text
        super().__init__(shown or example, classes=f"field {classes}".strip(), markup=False)
        self.set_class(active, "-active")
        self.set_class(not text, "-empty")
        if active and not text:
            self.update(f"{CURSOR}{example}")
        self.border_title = f" {label} "


class Keyboard(Vertical):
    """Letters in the order of the alphabet: who never learnt another order finds them too."""

    def __init__(self, place: Place, *, digits: bool, height: int) -> None:
        erase = Key("erase", place.say("erase"), classes="key -long")
        blank = Key("blank", place.say("blank"), classes="key -long")
        lines = [row(map(Key, letters), height) for letters in LETTERS]
        if digits:
            lines.insert(0, row([*map(Key, DIGITS), erase], height))
        else:
            lines.append(row([blank, erase], height))
        super().__init__(*lines, classes="keyboard")
        self.styles.height = height * len(lines)
