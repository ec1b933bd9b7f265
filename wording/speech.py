"""Every sentence under its key, once per language. A missing key or blank raises: silence is never shown to people."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

import msgspec


class WordMissing(LookupError):  # noqa: N818 - read it after «raise»
    """No such key in that language, or no such language."""


class BlankMissing(LookupError):  # noqa: N818 - read it after «raise»
    """A saying was asked for without everything it needs."""


class WordsBroken(ValueError):  # noqa: N818 - read it after «raise»
    """A file of words cannot be used; the message says which and why."""


class Saying(msgspec.Struct, frozen=True):
    """One thing to say. `one` is empty where the language, or the sentence, has a single form.

    In the files, a table of exactly `one` and `other` is one saying whose form depends on the blank `count`.
    """

    text: str
    one: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.text, self.one) if self.one else (self.text,)

    @property
    def blanks(self) -> frozenset[str]:
        found = {name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name is not None}
        return frozenset(found | {"count"} if self.one else found)

    def speaker(self) -> Callable[..., str]:
        """What fills the blanks; `str.format` itself when there is one form, because screens say a lot."""
        if not self.one:
            return self.text.format
        one, other = self.one.format, self.text.format

        def speak(*, count: int, **blanks: object) -> str:
            return (one if count == 1 else other)(count=count, **blanks)

        return speak


def say(key: str, language: str = "vi", **blanks: object) -> str:
    """The words under `key`. Blanks that the sentence does not use are ignored."""
    try:
        return _speakers(language)[key](**blanks)
    except KeyError as missing:
        if key in _speakers(language):
            raise BlankMissing(f"{key!r} ({language}) needs the blank {missing}") from None
        raise WordMissing(f"there are no words for {key!r} in {language!r}") from None
    except TypeError:
        raise BlankMissing(f"{key!r} ({language}) needs the blank 'count'") from None


@cache
def languages() -> tuple[str, ...]:
    """The languages there are files for; Vietnamese comes first."""
    found = (entry.name for entry in files("wording").iterdir())
    written = (name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return tuple(sorted(written, key=lambda language: (language != "vi", language)))


@cache
def sayings(language: str) -> Mapping[str, Saying]:
    """Everything one language can say."""
    if language not in languages():
        raise WordMissing(f"there are no words in {language!r}")
    name = f"{language}.toml"
    return read(name, files("wording").joinpath(name).read_text(encoding="utf-8"))


def read(name: str, text: str) -> Mapping[str, Saying]:
    """The sayings of one file of words; `name` is how a fault tells where it is."""
    try:
        return dict(_flat(name, "", tomllib.loads(text)))
    except tomllib.TOMLDecodeError as broken:
        raise WordsBroken(f"{name}: {broken}") from None


@cache
def _speakers(language: str) -> dict[str, Callable[..., str]]:
    return {key: saying.speaker() for key, saying in sayings(language).items()}


def _flat(name: str, prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, Saying]]:
    for key, value in table.items():
        path = f"{prefix}{key}"
        match value:
            case str():
                yield path, _checked(name, path, Saying(value))
            case {"one": str(one), "other": str(other), **rest} if not rest:
                yield path, _checked(name, path, Saying(other, one))
            case dict():
                yield from _flat(name, f"{path}.", value)
            case _:
                raise WordsBroken(f"{name}: {path!r} is not a text")


def _checked(name: str, path: str, saying: Saying) -> Saying:
    """Blanks are plain names: a saying can never reach into what it is given."""
    try:
        plain = all(blank.isidentifier() for blank in saying.blanks)
    except ValueError as broken:
        raise WordsBroken(f"{name}: {path!r}: {broken}") from None
    if not plain:
        raise WordsBroken(f"{name}: {path!r} has a blank that is not a plain name")
    return saying
