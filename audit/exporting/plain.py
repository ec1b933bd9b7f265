"""What of a log leaves the house, in the plain shape that every format can hold."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from audit.cases import DOSSIER, TICKET, Case, CaseLog, Value
from audit.foreign.columns import CASE_MOMENTS
from domain.fact import Refused

KINDS = (DOSSIER, TICKET)
"""Other cases (staff, devices, calendars) would tell who the officers are, or are about nobody's dossier."""
KEPT_IN = frozenset({"applicant", "contact", "digest", "tracking"})
"""About a citizen, if only as a pseudonym, as the digest of a paper with the name on it, or as a postal item."""
NOT_HOLDABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Types = Mapping[str, type]


class NothingToExport(Refused):
    """A log without a dossier or a ticket has nothing that an export could show."""


def exportable(log: CaseLog) -> CaseLog:
    """The dossiers and tickets of a log, without anything about citizens.

    An empty text is no value. An attribute has one type in all events of an activity, and in all cases of a kind: where
    it is a whole number here and a fraction there, all become fractions; any other mixture becomes text.
    Raises `NothingToExport`.
    """
    cases = tuple(case for kind in KINDS for case in log.of(kind) if case.events)
    if not cases:
        raise NothingToExport()
    of_cases = {kind: types_of(case.attributes for case in cases if kind_of(case) == kind) for kind in KINDS}
    of_events = {name: types_of(several) for name, several in by_activity(cases).items()}
    return msgspec.structs.replace(
        log,
        cases=tuple(_plain_case(case, of_cases[kind_of(case)], of_events) for case in cases),
        columns=log.columns - KEPT_IN,
    )


def kind_of(case: Case) -> str:
    return str(case.attributes.get("kind", DOSSIER))


def by_activity(cases: Iterable[Case]) -> dict[str, list[Mapping[str, Value]]]:
    """The attributes of every event, by what it was."""
    found: dict[str, list[Mapping[str, Value]]] = {}
    for case in cases:
        for event in case.events:
            found.setdefault(event.activity, []).append(event.attributes)
    return found


def types_of(several: Iterable[Mapping[str, Value]]) -> dict[str, type]:
    """The one type of each attribute, by name."""
    found: dict[str, set[type]] = defaultdict(set)
    for attributes in several:
        for name, value in attributes.items():
            if value != "" and name not in KEPT_IN:
                found[name].add(type(value))
    return {name: _common(types) for name, types in sorted(found.items())}


def _common(types: set[type]) -> type:
    if len(types) == 1:
        return next(iter(types))
    return float if types == {int, float} else str


def _plain_case(case: Case, of_case: Types, of_events: Mapping[str, Types]) -> Case:
    events = tuple(
        msgspec.structs.replace(event, attributes=_plain(event.attributes, of_events[event.activity]))
        for event in case.events
    )
    return Case(id=case.id, events=events, attributes=_plain(case.attributes, of_case))


def _plain(attributes: Mapping[str, Value], types: Types) -> dict[str, Value]:
    return {
        name: _as(types[name], value)
        for name, value in sorted(attributes.items())
        if value != "" and name not in KEPT_IN
    }


def _as(wanted: type, value: Value) -> Value:
    if type(value) is wanted:
        return value
    return float(value) if wanted is float else text_of(value)


def text_of(value: Value) -> str:
    """A value as texts write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def is_moment(name: str, value: Value) -> bool:
    """Whether a value of a case is a moment in µs UTC rather than a number."""
    return name in CASE_MOMENTS and type(value) is int


def clean(text: str) -> str:
    """A text without what XML cannot hold: control characters and halves of pairs become U+FFFD."""
    return NOT_HOLDABLE.sub("\ufffd", text)
