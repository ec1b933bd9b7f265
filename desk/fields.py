"""What a form asks for: plain descriptions, and how typed text becomes the value an act takes."""

from collections.abc import Callable
from typing import Literal

import msgspec

from desk import typed as t
from desk.words import composed

Kind = Literal[
    "line",
    "text",
    "number",
    "date",
    "moment",
    "choice",
    "numbered",
    "flag",
    "items",
    "wanted",
    "legs",
    "envelopes",
    "results",
    "papers",
]
"""`numbered` is a choice whose value is a whole number; from `items` to `results` there is one thing to a line."""
Source = Literal[
    "",
    "officers",
    "colleagues",
    "deciders",
    "sections",
    "groups",
    "counters",
    "opinions",
    "late_opinions",
    "legs_to_send",
    "legs_out",
    "exemptions",
    "variants",
]
Choice = tuple[str, str]
"""What a person reads, and the value behind it."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form. Its label is `desk.field.<label>`; a closed list reads `desk.choice.<key>.<value>`.

    `source` names a list that only the office, or the dossier itself, knows. A field that is not `needed` may
    stay empty; an empty number or day then takes the value in `otherwise`.
    """

    key: str
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    source: Source = ""
    needed: bool = True
    initial: object = ""
    otherwise: object = ""
    words: str = ""
    """Where the words of a closed list are, when they are not under `desk.choice.<key>`."""
    label: str = ""
    """The label's key, when another act calls the same thing by another name."""
    hint: str = ""
    """The key under `desk.how` of a line that says how this is written."""

    @property
    def called(self) -> str:
        return f"desk.field.{self.label or self.key}"


class CannotRead(Exception):  # noqa: N818 - it names what the officer should put right
    """What stands in a field is not what it asks for; `why` is the last part of a word key."""

    def __init__(self, field: Field, why: str, **blanks: object) -> None:
        super().__init__(field.key, why)
        self.field, self.why, self.blanks = field, why, blanks


def read(field: Field, typed: object) -> object:
    """The value an act takes, or the reason why there is none."""
    value = composed(typed).strip() if isinstance(typed, str) else typed
    if value in {"", None}:
        if field.needed:
            raise CannotRead(field, "empty")
        return field.otherwise
    reader = READERS.get(field.kind)
    if reader is None:
        return value
    try:
        return reader(str(value))
    except t.NotThat as wrong:
        raise CannotRead(field, wrong.why, **wrong.blanks) from None


READERS: dict[str, Callable[[str], object]] = {
    "number": t.number,
    "numbered": int,
    "date": t.day,
    "moment": t.moment,
    "items": t.items,
    "wanted": t.wanted,
    "legs": t.legs,
    "envelopes": t.envelopes,
    "results": t.results,
}
