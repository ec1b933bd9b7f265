"""Writes OCEL 2.0 as JSON: dossiers, tickets, officers and devices are objects.

Every value is a text, as the schema of the format asks; its type stands with the kind of event or object.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from audit.cases import TICKET, Case, CaseLog, Event, Value
from audit.exporting.plain import by_activity, is_moment, kind_of, text_of, types_of
from audit.foreign.columns import INDEX, RECORDED
from audit.foreign.moments import moment_of
from audit.foreign.ocel import CASE_QUALIFIER, RESOURCE_QUALIFIER

OFFICER, DEVICE = "officer", "device"
FROM_THE_START = "1970-01-01T00:00:00Z"
"""When an attribute of a case begins to hold: OCEL wants a time, and ours hold for the whole case."""
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "float"}

_write = msgspec.json.Encoder().encode


def ocel(log: CaseLog) -> Iterator[str]:
    """The document in parts; objects before events, so that a reader knows what an event is about."""
    yield '{"objectTypes":'
    yield _json(_object_types(log))
    yield ',\n"eventTypes":'
    yield _json(_event_types(log))
    yield ',\n"objects":[\n'
    yield from _listed(_objects(log))
    yield '],\n"events":[\n'
    yield from _listed(_events(log))
    yield "]}\n"


def _json(value: object) -> str:
    return _write(value).decode()


def _listed(parts: Iterator[dict[str, Any]]) -> Iterator[str]:
    for place, part in enumerate(parts):
        yield (",\n" if place else "") + _json(part)
    yield "\n"


def _object_types(log: CaseLog) -> list[dict[str, Any]]:
    found = []
    for kind in dict.fromkeys(map(kind_of, log.cases)):
        attributes = [case.attributes for case in log.cases if kind_of(case) == kind]
        moments = {name for each in attributes for name, value in each.items() if is_moment(name, value)}
        typed = {
            name: "time" if name in moments else _TYPES[type] for name, type in types_of(attributes).items()
        }
        found.append({"name": kind, "attributes": _named(typed)})
    return [*found, {"name": OFFICER, "attributes": []}, {"name": DEVICE, "attributes": []}]


def _event_types(log: CaseLog) -> list[dict[str, Any]]:
    ours = {INDEX: "integer", RECORDED: "time"}
    return [
        {
            "name": name,
            "attributes": _named(ours | {each: _TYPES[type] for each, type in types_of(several).items()}),
        }
        for name, several in by_activity(log.cases).items()
    ]


def _named(typed: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": type} for name, type in typed.items()]


def _objects(log: CaseLog) -> Iterator[dict[str, Any]]:
    tickets = {case.attributes.get("stream"): case.id for case in log.cases if kind_of(case) == TICKET}
    officers: dict[str, None] = {}
    devices: dict[str, None] = {}
    for case in log.cases:
        began = tickets.get(case.attributes.get("ticket", ""))
        yield {
            "id": case.id,
            "type": kind_of(case),
            "attributes": [
                {"name": name, "value": _text(name, value), "time": FROM_THE_START}
                for name, value in case.attributes.items()
            ],
            "relationships": [{"objectId": began, "qualifier": "began_as"}] if began else [],
        }
        officers |= dict.fromkeys(event.resource for event in case.events if event.resource)
        devices |= dict.fromkeys(str(event.attributes.get("device", "")) for event in case.events)
    for officer in officers:
        yield {"id": _person(officer), "type": OFFICER}
    for device in devices:
        if device:
            yield {"id": _device(device), "type": DEVICE}


def _events(log: CaseLog) -> Iterator[dict[str, Any]]:
    number = 0
    for case in log.cases:
        for event in case.events:
            number += 1
            yield {
                "id": f"e{number}",
                "type": event.activity,
                "time": moment_of(event.moment).isoformat(),
                "attributes": _attributes(event),
                "relationships": list(_related(case, event)),
            }


def _attributes(event: Event) -> list[dict[str, str]]:
    told: dict[str, str] = {}
    if event.index >= 0:
        told[INDEX] = str(event.index)
    if event.recorded:
        told[RECORDED] = moment_of(event.recorded).isoformat()
    told |= {name: text_of(value) for name, value in event.attributes.items()}
    return [{"name": name, "value": value} for name, value in told.items()]


def _related(case: Case, event: Event) -> Iterator[dict[str, str]]:
    yield {"objectId": case.id, "qualifier": CASE_QUALIFIER}
    if event.resource:
        yield {"objectId": _person(event.resource), "qualifier": RESOURCE_QUALIFIER}
    if device := event.attributes.get("device"):
        yield {"objectId": _device(str(device)), "qualifier": DEVICE}


def _text(name: str, value: Value) -> str:
    return moment_of(int(value)).isoformat() if is_moment(name, value) else text_of(value)


def _person(officer: str) -> str:
    return f"{OFFICER}:{officer}"


def _device(device: str) -> str:
    return f"{DEVICE}:{device}"
