"""The sentence behind a refusal or a fault: blanks that are codes of the house become words first."""

from collections.abc import Callable

from application.faults import Fault
from desk.words import day, moment
from domain.fact import FACTS, Refused
from wording import say

FaultOrRefusal = Refused | Fault
PEOPLE = frozenset({"by", "holder", "to", "officer"})
DAYS = frozenset({"date", "before", "answer_by", "day"})
MOMENTS = frozenset({"at"})


def sentence(error: FaultOrRefusal, language: str, person: Callable[[str], str] = str) -> str:
    """`person` turns an officer's sign-in name into the name people know."""
    key = f"refused.{type(error).__name__}" if isinstance(error, Refused) else f"error.{error.key}"
    blanks = {name: _in_words(name, value, language, person) for name, value in error.blanks.items()}
    said = say(key, language, **blanks)
    article = getattr(error, "article", "")
    return f"{said} ({article})" if article else said


def _in_words(name: str, value: object, language: str, person: Callable[[str], str]) -> object:
    """Codes of the house read as words; anything else is already what people wrote."""
    if isinstance(value, int):
        return moment(value, language) if name in MOMENTS else value
    if not isinstance(value, str) or not value:
        return value
    if name in PEOPLE:
        return person(value)
    if name in DAYS and len(value) == len("2026-01-01"):
        return day(value, language)
    return _word(name, value, language)


def _word(name: str, value: str, language: str) -> str:
    match name:
        case "status":
            return say("desk.status_none" if value == "none" else f"status.{value}.name", language)
        case "act" | "topic" if value in FACTS:
            return say(f"desk.happened.{value}", language)
        case "role":
            return say(f"desk.role.{value}", language)
        case "wrong":
            return say(f"desk.wrong_code.{value}", language)
        case _:
            return value
