"""Typing in public: fields that keep nothing, and a keyboard for fingers where there is none of plastic."""

from textual.containers import Vertical
from textual.widgets import Static

from kiosk.screens.place import LOWEST, Place, row
from kiosk.widgets import Tile

DIGITS = "1234567890.-"
LETTERS = ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")
ERASE, BLANK = "key:erase", "key:blank"
CURSOR = "▏"
LONGEST = 60


class Key(Tile):
    """One letter of the keyboard on the screen."""

    def __init__(self, letter: str, label: str = "", *, flat: bool = False) -> None:
        super().__init__(f"key:{letter}", label or letter, classes="key")
        self.set_class(bool(label), "-long")
        self.set_class(flat, "-flat")


class Field(Static):
    """What was typed so far, with its label; pressing it puts the cursor there."""

    def __init__(self, label: str, text: str, example: str, *, active: bool, id: str) -> None:
        super().__init__(id=id, classes="field", markup=False)
        self.example = example
        self.border_title = f" {label} "
        self.show(text, active=active)

    def show(self, text: str, *, active: bool) -> None:
        self.set_class(active, "-active")
        self.set_class(not text, "-empty")
        cursor = CURSOR if active else ""
        self.update(f"{text}{cursor}" if text else f"{cursor}{self.example}")


class Keyboard(Vertical):
    """Letters in the order of the alphabet: who never learnt another order finds them too."""

    def __init__(self, place: Place, *, digits: bool, height: int, last: Tile | None = None) -> None:
        flat = height < LOWEST
        erase = Key("erase", place.say("erase"), flat=flat)
        blank = Key("blank", place.say("blank"), flat=flat)
        lines = [row((Key(letter, flat=flat) for letter in letters), height) for letters in LETTERS]
        if digits:
            lines.insert(0, row([*(Key(digit, flat=flat) for digit in DIGITS), erase], height))
        else:
            lines.append(row([each for each in (blank, erase, last) if each is not None], height))
        if last is not None:
            last.set_class(flat, "-flat")
        super().__init__(*lines, classes="keyboard")
        self.styles.height = height * len(lines)
