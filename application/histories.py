"""Events as lines a person can read: a topic, who, when, and the sentence about it in the reader's language.

Nothing sealed ever comes here, so a sentence says nothing about a citizen.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from application.data import load_unit, unit_names
from application.envelope import Event, public
from application.reference import Knowledge, groups_by_key
from application.views import HistoryLine
from domain.queue import TicketIssued, label
from projections.trail import blanks_of
from wording import say, sayings
from wording.dates import date_text, moment_text, money

PEOPLE = frozenset(
    {"officer", "to_officer", "from_officer", "approved_by", "signed_by", "drafted_by", "confirmed_by", "by"}
)
"""Fields that hold an officer's sign-in name: shown as the officer's public name."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
AMOUNTS = frozenset({"amount_vnd", "fee_vnd"})
MOMENTS = frozenset({"answer_by", "deadline", "submitted_at", "visit_at"})
GROUPS = frozenset({"group", "from_group", "to_group", "groups"})
SPOKEN_AS = {"before": "priority", "after": "priority", "return_channel": "channel"}
"""Blanks whose words are those of another one."""
NOTHING = "—"
BETWEEN = "; "


def history_lines(events: Iterable[Event], known: Knowledge) -> tuple[HistoryLine, ...]:
    return tuple(history_line(event, known) for event in events)


def told_lines(events: Iterable[Event], known: Knowledge) -> tuple[HistoryLine, ...]:
    """For the citizen: a line carries no more of its fact than the sentence about it says."""
    return tuple(_as_said(line) for line in history_lines(events, known))


def _as_said(line: HistoryLine) -> HistoryLine:
    said = _said(line.topic)
    return msgspec.structs.replace(
        line, blanks={name: text for name, text in line.blanks.items() if name in said}
    )


@cache
def _said(topic: str) -> frozenset[str]:
    """The blanks of the sentence about a topic, in its longer and its shorter forms."""
    key = f"history.{topic}"
    forms = (
        each for name, each in sayings("vi").items() if name == key or name.startswith(f"{key}.without_")
    )
    return frozenset[str]().union(*(form.blanks for form in forms))


def history_line(event: Event, known: Knowledge) -> HistoryLine:
    return HistoryLine(
        at=event.recorded_at,
        topic=event.fact.NAME,
        actor=officer_name(event.actor.id, known),
        blanks=_blanks(event, known),
        id=event.id,
    )


def sentence(topic: str, blanks: Mapping[str, str], language: str = "vi") -> str:
    """What happened, in words: days, amounts and choices as the language writes them.

    A sentence with an empty blank gives way to its shorter form, `history.<topic>.without_<blank>`.
    """
    told = {name: _spoken(name, value, language) for name, value in blanks.items()}
    key, known = f"history.{topic}", sayings(language)
    empty = sorted(name for name in known[key].blanks if not told.get(name)) if key in known else []
    shorter = [f"{key}.without_{name}" for name in empty if f"{key}.without_{name}" in known]
    return say(shorter[0] if shorter else key, language, **told | dict.fromkeys(empty, NOTHING))


def with_names(blanks: Mapping[str, str], known: Knowledge) -> dict[str, str]:
    """The blanks with officers' public names in place of their sign-in names."""
    return {name: officer_name(text, known) if name in PEOPLE else text for name, text in blanks.items()}


def officer_name(officer: str, known: Knowledge) -> str:
    found = known.officers.get(officer)
    return found.name if found else officer


def _blanks(event: Event, known: Knowledge) -> dict[str, str]:
    """Plain text for the blanks of `history.<topic>`: ISO days, numbers and keys, as any language needs them."""
    fact = public(event.fact)
    found = blanks_of(fact)
    if isinstance(fact, TicketIssued):
        found["number"] = label(fact.series, fact.ordinal)
    return with_names(found, known)


def _spoken(name: str, value: str, language: str) -> str:
    if DAY.fullmatch(value):
        return date_text(value, language)
    if name in AMOUNTS and value.isdigit():
        return money(int(value), language)
    if name in MOMENTS and value.isdigit():
        return moment_text(int(value), language) if int(value) else ""
    if name in GROUPS:
        return BETWEEN.join(_group_name(each, language) for each in value.split(BETWEEN))
    if name == "section":
        return section_name(value, language)
    return _word(SPOKEN_AS.get(name, name), value, language)


def _word(kind: str, value: str, language: str) -> str:
    """A choice in words; what is no choice is said as it stands."""
    known = sayings(language)
    if not value:
        return say("history.word.priority.none", language) if kind == "priority" else ""
    keys = [f"history.word.{kind}.{each}" for each in value.split(BETWEEN)]
    return BETWEEN.join(say(key, language) for key in keys) if all(key in known for key in keys) else value


def _group_name(key: str, language: str) -> str:
    group = groups_by_key().get(key)
    if group is None:
        return key
    return group.name if language == "vi" else group.name_en


def section_name(key: str, language: str) -> str:
    """A section as people call it; one that no unit file of ours knows keeps the name it was given."""
    names = _sections().get(key)
    if names is None:
        return key
    return names[0] if language == "vi" else names[1]


@cache
def _sections() -> dict[str, tuple[str, str]]:
    """The sections of the units that come with the product, by key and by name; others are written by name."""
    sections = [each for name in unit_names() for each in load_unit(name).sections]
    return {key: (each.name, each.name_en) for each in sections for key in (each.key, each.name)}
