"""Acts as they come from the log: for people a paragraph for each day, for programs one JSON document, bit by bit."""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from motcua.console import WRONG_USE, fail, people
from wording import say, sayings
from wording.dates import date_text, local

if TYPE_CHECKING:
    from application.reference import Knowledge
    from audit.acts import Act, Acts, Wanted
    from audit.sources import Source


class Page(NamedTuple):
    """Which part of a long list: what comes after an event, and at most so many acts."""

    after: int
    limit: int | None


def print_acts(source: "Source", wanted: "Wanted", page: Page, language: str, *, json: bool) -> None:
    """Print the acts wanted as they are found; nothing is kept, however many there are."""
    from audit.acts import Acts, unknown_actions

    unknown = unknown_actions(wanted.actions)
    if unknown:
        fail(say("audit.acts.unknown_action", language, names=", ".join(unknown)), WRONG_USE)
    reading = Acts(source, wanted)
    found = islice(reading.all(after=page.after), page.limit)
    if json:
        if not _print_objects(found, reading.known):
            _must_be_known(reading, language)
        return
    count, last = 0, 0
    for event, line in _lines(found, reading.known, language):
        people().print(line, markup=False)
        count, last = count + 1, event
    if not count:
        _must_be_known(reading, language)
        people().print(say("audit.acts.nothing", language), markup=False)
        return
    if page.limit is not None and count == page.limit:
        people().print(say("audit.acts.more", language, event=last), markup=False)
    people().print(say("audit.trail.prove", language), markup=False)


def _must_be_known(reading: "Acts", language: str) -> None:
    """Nothing was found: whoever mistyped a name must not take that for an answer."""
    unknown = reading.unknown()
    if unknown is None:
        return
    kind, name, names = unknown
    told = ", ".join(each for each in names if each) or "—"
    fail(say(f"audit.acts.unknown_{kind}", language, name=name, names=told))


def _print_objects(found: "Iterator[Act]", known: "Knowledge") -> bool:
    """Whether there were any."""
    from audit.acts import act_object

    before = "[\n"
    for act in found:
        sys.stdout.write(before + msgspec.json.encode(act_object(act, known)).decode())
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")
    return before != "[\n"


def _lines(found: "Iterator[Act]", known: "Knowledge", language: str) -> "Iterator[tuple[int, str]]":
    """One text for each act; the first of a day has the day above it."""
    day = ""
    for act in found:
        on = local(act.at).date().isoformat()
        heading = "" if on == day else f"{date_text(date.fromisoformat(on), language)}\n"
        day = on
        yield act.event, f"{heading}  {_line(act, known, language)}"


def _line(act: "Act", known: "Knowledge", language: str) -> str:
    from application.histories import officer_name, sentence, with_names

    words = sentence(act.topic, with_names(act.blanks, known), language)
    role = f"audit.role.{act.role}"
    actor = officer_name(act.actor, known) or (say(role, language) if role in sayings(language) else act.role)
    return say(
        "audit.acts.line",
        language,
        hour=f"{local(act.at):%H:%M:%S}",
        code=f"{act.code} · " if act.code else "",
        words=words,
        actor=actor,
        device=act.device or "—",
        event=act.event,
        index=act.index,
    )
