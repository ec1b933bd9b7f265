"""The shapes every capability shares: a fact, a refusal, and the register of permanent names."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. Past tense, frozen; its name and meaning never change once released.

    Fields are only ever added, and only with defaults. Fields named in `SEALED` are about a person:
    they are encrypted before they are stored, and read as their default once the dossier's key is destroyed.
    """

    NAME: ClassVar[str]
    SEALED: ClassVar[tuple[str, ...]] = ()


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The office says no. Subclasses name the reason; the doors find the words under `refused.<name>`.

    Keyword arguments fill the blanks of the sentence; `article` names the rule that refuses.
    """

    article: str = ""

    def __init__(self, **blanks: object) -> None:
        super().__init__(*blanks.values())
        self.blanks = blanks


FACTS: dict[str, type[Fact]] = {}
"""Every kind of fact, under the name the log keeps for it."""

F = TypeVar("F", bound=Fact)


def recorded_as(name: str, *, sealed: tuple[str, ...] = ()) -> Callable[[type[F]], type[F]]:
    """Give a fact class the name the log keeps for good, and say which fields are about a person."""

    def register(cls: type[F]) -> type[F]:
        if name in FACTS:
            raise ValueError(f"{name!r} already names {FACTS[name]}")
        optional = {field.name for field in msgspec.structs.fields(cls) if not field.required}
        if not set(sealed) <= optional:
            raise ValueError(f"{name!r}: a sealed field must have a default, for when its key is destroyed")
        writable: Any = cls
        writable.NAME, writable.SEALED = name, sealed
        FACTS[name] = cls
        return cls

    return register
