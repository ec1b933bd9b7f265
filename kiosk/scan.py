"""Tells a bar-code scanner from a person: a scanner types a whole code faster than any finger, and ends with Enter.

Pure: the hour is an argument. Keys are held for one gap, then either given back in order or read as one code.
"""

import unicodedata
from typing import Generic, TypeVar

import msgspec

GAP = 35_000
"""Longest pause inside a scan (µs). People need 60 ms and more between keys; scanners 1 to 30."""
SHORTEST = 8
"""Characters. Fewer than this is a person, or a key that bounced."""
LONGEST = 512
"""Characters. More than this is noise on the line: it is swallowed and read as nothing."""
ENTER = "enter"

T = TypeVar("T")


class Heard(msgspec.Struct, Generic[T], frozen=True):
    """What a moment brought: keys that a person pressed, to be acted on now, and perhaps a code."""

    keys: tuple[T, ...] = ()
    code: str = ""


class BurstFilter(Generic[T]):
    """Give it every key with `press`, and call `rest` once nothing has come for a gap.

    `T` is whatever the screen must act on later, such as the key event itself. Enter is held only while a burst is
    under way, and a burst long enough to be a code is never given back as keys: no scan can press the menu.
    """

    def __init__(self, gap: int = GAP, shortest: int = SHORTEST) -> None:
        self.gap, self.shortest = gap, shortest
        self._held: list[T] = []
        self._code: list[str] = []
        self._last = 0
        self._flooded = False

    @property
    def due(self) -> int | None:
        """When `rest` should be called (µs); None while nothing is held."""
        return self._last + self.gap if self._held or self._flooded else None

    def press(self, key: T, name: str, character: str | None, at: int) -> Heard[T]:
        """A key came at `at` (µs of any steady clock). `name` is «enter» for the Enter key."""
        before = self.rest(at)
        if name == ENTER:
            return _joined(before, self._end_of_burst(key))
        if character is None or not character.isprintable():
            return _joined(before, self._let_go(), Heard((key,)))
        self._hold(key, character, at)
        return before

    def rest(self, at: int) -> Heard[T]:
        """The silence since the last key is a gap or longer: decide what the held keys were."""
        due = self.due
        if due is None or at < due:
            return Heard()
        return self._let_go()

    def _hold(self, key: T, character: str, at: int) -> None:
        self._last = at
        self._held.append(key)
        self._code.append(character)
        if len(self._code) > LONGEST:
            self._flooded = True
            self._held.clear()
            self._code.clear()

    def _end_of_burst(self, key: T) -> Heard[T]:
        if self._flooded or len(self._held) >= self.shortest:
            return self._let_go()
        return _joined(self._let_go(), Heard((key,)))

    def _let_go(self) -> Heard[T]:
        keys, code, flooded = tuple(self._held), "".join(self._code), self._flooded
        self._held, self._code, self._flooded = [], [], False
        if flooded:
            return Heard()
        if len(keys) >= self.shortest:
            return Heard(code=normalised(code))
        return Heard(keys)


def normalised(text: str) -> str:
    """NFC without control characters or blanks at the ends: scanners and input methods send all of these."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cc").strip()


def secret_of(code: str) -> str:
    """The look-up secret of a scanned link; the code itself when it is no link."""
    return code.rpartition("#")[2].strip()


def _joined(*heard: Heard[T]) -> Heard[T]:
    keys = tuple(key for each in heard for key in each.keys)
    return Heard(keys, next((each.code for each in heard if each.code), ""))
