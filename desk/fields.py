"""What a form asks for: plain descriptions, and how typed text becomes the value an act takes."""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from desk.words import composed

Kind = Literal["line", "text", "number", "date", "choice", "flag", "items", "papers"]
Source = Literal["", "officers", "colleagues", "deciders", "sections", "groups", "counters"]
Choice = tuple[str, str]
"""What a person reads, and the value behind it."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form. Its label is `desk.field.<key>`; a closed list reads `desk.choice.<key>.<value>`.

    `source` names a list that only the office knows. A field that is not `needed` may stay empty.
    """

    key: str
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    source: Source = ""
    needed: bool = True
    initial: object = ""
    words: str = ""
    """Where the words of a closed list are, when they are not under `desk.choice.<key>`."""


class CannotRead(Exception):  # noqa: N818 - it names what the officer should put right
    """What stands in a field is not what it asks for; `why` is the last part of a word key."""

    def __init__(self, field: Field, why: str) -> None:
        super().__init__(field.key, why)
        self.field, self.why = field, why


def read(field: Field, typed: object) -> object:
    """The value an act takes, or the reason why there is none."""
    value = composed(typed).strip() if isinstance(typed, str) else typed
    if field.needed and value in {"", None}:
        raise CannotRead(field, "empty")
    reader = READERS.get(field.kind)
    return reader(field, str(value)) if reader else value


def _number(field: Field, typed: str) -> object:
    digits = "".join(letter for letter in typed if not letter.isspace() and letter not in ".,đĐ₫")
    if not (digits.isascii() and digits.isdigit()):
        raise CannotRead(field, "number")
    return int(digits)


def _date(field: Field, typed: str) -> object:
    """27/11/2026, 27-11-2026 or 2026-11-27."""
    parts = typed.replace("-", "/").replace(".", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        ordered = numbers if len(parts[0]) == len("2026") else numbers[::-1]
        return date(*ordered)
    except (ValueError, TypeError):
        raise CannotRead(field, "date") from None


def _items(field: Field, typed: str) -> object:
    lines = tuple(line.strip(" -•\t") for line in typed.splitlines())
    kept = tuple(line for line in lines if line)
    if field.needed and not kept:
        raise CannotRead(field, "empty")
    return kept


READERS: dict[str, Callable[[Field, str], object]] = {"number": _number, "date": _date, "items": _items}
