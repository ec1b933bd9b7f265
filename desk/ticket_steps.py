"""What happened to a number, in the officers' words: one line for each step that says something to a colleague."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from application.hall_day import TicketStep
from wording import say, sayings
from wording.dates import clock_text

if TYPE_CHECKING:
    from desk.app import DeskApp


def steps_in_words(steps: Iterable[TicketStep], desk: "DeskApp") -> Iterator[str]:
    for step in steps:
        key = f"desk.step.{step.topic}"
        if key in sayings(desk.language):
            yield f"{clock_text(step.at)}  {_told(step, key, desk)}"


def _told(step: TicketStep, key: str, desk: "DeskApp") -> str:
    language = desk.language
    rule = say(f"desk.rule.{step.rule}", language) if step.rule else ""
    said = say(
        key,
        language,
        officer=desk.person(step.officer),
        counter=step.counter,
        group=_group(step.group, desk),
        rule=rule,
    )
    over = (
        say("desk.counter.passed_over", language, numbers=", ".join(step.passed_over))
        if step.passed_over
        else ""
    )
    why = f"«{step.why}»" if step.why else ""
    return " ".join(filter(None, (said, over, why)))


def _group(key: str, desk: "DeskApp") -> str:
    found = next((each for each in desk.office.catalogue.groups() if each.key == key), None)
    if found is None:
        return ""
    return found.name_en if desk.language == "en" else found.name
