"""Events as lines a person can read: a topic, who, when, and the few words its sentence needs."""

from collections.abc import Iterable
from typing import Any

import msgspec

from application.envelope import Event, public
from application.reference import Knowledge
from application.views import HistoryLine
from domain.dossier import Due

PEOPLE = frozenset({"officer", "to_officer", "from_officer", "approved_by", "signed_by"})
"""Fields that hold an officer's sign-in name: shown as the officer's public name."""


def history_lines(events: Iterable[Event], known: Knowledge) -> tuple[HistoryLine, ...]:
    return tuple(history_line(event, known) for event in events)


def history_line(event: Event, known: Knowledge) -> HistoryLine:
    return HistoryLine(
        at=event.recorded_at,
        topic=event.fact.NAME,
        actor=_name(event.actor.id, known),
        blanks=_blanks(event, known),
        id=event.id,
    )


def _blanks(event: Event, known: Knowledge) -> dict[str, str]:
    """Plain text for the blanks of `history.<topic>`; nothing sealed ever comes here."""
    fact = public(event.fact)
    found: dict[str, str] = {}
    for name in fact.__struct_fields__:
        text = _text(getattr(fact, name))
        if text is not None and name not in fact.SEALED:
            found[name] = _name(text, known) if name in PEOPLE else text
    return found


def _text(value: Any) -> str | None:
    match value:
        case bool():
            return None
        case str() | int():
            return str(value)
        case Due(date=day):
            return day
        case tuple() if all(isinstance(each, str) for each in value):
            return "; ".join(value)
        case tuple() if all(isinstance(each, msgspec.Struct) and hasattr(each, "name") for each in value):
            return "; ".join(each.name for each in value)
        case _:
            return None


def _name(officer: str, known: Knowledge) -> str:
    found = known.officers.get(officer)
    return found.name if found else officer
