"""Reads OCEL 2.0 in JSON. A log of many kinds of objects becomes one of cases: one kind stands for the case."""

import zlib
from collections import Counter, defaultdict
from datetime import tzinfo
from pathlib import Path

import msgspec

from audit.cases import Value
from audit.foreign.columns import INDEX, RECORDED, Meanings, folded
from audit.foreign.gathering import Gathering, Imported
from audit.foreign.opening import chunks
from audit.foreign.refusals import LogFileBroken
from audit.foreign.xes import scalar

CASE_QUALIFIER, RESOURCE_QUALIFIER = "case", "resource"
"""How our own exports name what an event belongs to, and who did it."""
RESOURCES = frozenset(
    {
        "officer",
        "resource",
        "resources",
        "employee",
        "employees",
        "user",
        "users",
        "staff",
        "can bo",
        "cong chuc",
    }
)
"""Kinds of objects that are people at work, by the names that systems give them."""
ACTIVITY, MOMENT, RESOURCE = "ocel:type", "ocel:time", "ocel:resource"
KNOWN = {ACTIVITY: "activity", MOMENT: "moment", RESOURCE: "resource", RECORDED: "recorded", INDEX: "index"}


class _Typed(msgspec.Struct):
    name: str
    type: str


class _Kind(msgspec.Struct):
    name: str
    attributes: list[_Typed]


class _Valued(msgspec.Struct):
    name: str
    value: str | int | float | bool | None
    time: str = ""


class _Relation(msgspec.Struct):
    object: str = msgspec.field(name="objectId")
    qualifier: str = ""


class _Event(msgspec.Struct):
    id: str
    type: str
    time: str
    attributes: list[_Valued] = []
    relationships: list[_Relation] = []


class _Object(msgspec.Struct):
    id: str
    type: str
    attributes: list[_Valued] = []
    relationships: list[_Relation] = []


class _Ocel(msgspec.Struct):
    events: list[_Event]
    objects: list[_Object]
    event_kinds: list[_Kind] = msgspec.field(name="eventTypes", default_factory=list)
    object_kinds: list[_Kind] = msgspec.field(name="objectTypes", default_factory=list)


_read = msgspec.json.Decoder(_Ocel).decode


def read_ocel(path: Path, meanings: Meanings, zone: tzinfo) -> Imported:
    """The log in an OCEL file, flattened. Raises `LogFileBroken` and what `finished` raises."""
    try:
        whole = _read(b"".join(chunks(path)))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, zlib.error, EOFError) as error:
        raise LogFileBroken(file=path.name, format="OCEL 2.0 JSON", why=str(error)) from error
    return _Flattened(whole, Gathering(meanings, zone)).imported(path)


class _Flattened:
    """Which objects are cases and which are people, and what is said of each."""

    def __init__(self, whole: _Ocel, gathering: Gathering) -> None:
        self.whole, self.gathering = whole, gathering
        self.types = {
            (kind.name, typed.name): typed.type
            for kind in (*whole.event_kinds, *whole.object_kinds)
            for typed in kind.attributes
        }
        self.kind_of = {each.id: each.type for each in whole.objects}
        self.people_kinds = self._said("resource") or {
            kind for kind in self.kind_of.values() if folded(kind) in RESOURCES
        }
        self.qualified = any(
            relation.qualifier == CASE_QUALIFIER for event in whole.events for relation in event.relationships
        )
        """Whether the file says which of an event's objects it belongs to."""
        said = self._said("case")
        self.qualified = self.qualified and not said
        self.case_kinds = said or self._case_kinds()

    def _said(self, meaning: str) -> set[str]:
        """The kinds of objects that were said to be cases, or people."""
        kinds = set(self.kind_of.values())
        found = {column for column, said in self.gathering.meanings.said.items() if said == meaning}
        for kind in found & kinds:
            self.gathering.meanings.of_objects(kind, meaning)
        return found & kinds

    def _case_kinds(self) -> set[str]:
        """The kinds that events are said to belong to; else the kind most events have exactly one object of."""
        said = {
            self.kind_of.get(relation.object, "")
            for event in self.whole.events
            for relation in event.relationships
            if relation.qualifier == CASE_QUALIFIER
        } - {""}
        if said:
            return said
        single: Counter[str] = Counter()
        for event in self.whole.events:
            kinds = Counter(self.kind_of.get(relation.object, "") for relation in event.relationships)
            single.update(kind for kind, count in kinds.items() if count == 1 and kind)
        found = [kind for kind, _ in single.most_common() if kind not in self.people_kinds]
        return set(found[:1])

    def imported(self, path: Path) -> Imported:
        for thing in self.whole.objects:
            if thing.type in self.case_kinds:
                self.gathering.case(thing.id, self._told(thing.type, thing.attributes))
        for event in self.whole.events:
            self._take(event)
        notes = {
            "case_kinds": ", ".join(sorted(self.case_kinds)),
            "people_kinds": ", ".join(sorted(self.people_kinds)),
        }
        return self.gathering.finished("ocel2", path.name, notes)

    def _take(self, event: _Event) -> None:
        related: dict[str, list[str]] = defaultdict(list)
        for relation in event.relationships:
            kind = self.kind_of.get(relation.object, "")
            if kind in self.case_kinds and (not self.qualified or relation.qualifier == CASE_QUALIFIER):
                related["case"].append(relation.object)
            elif kind in self.people_kinds:
                related["resource"].append(relation.object)
        told = self._told(event.type, event.attributes)
        told |= {ACTIVITY: event.type, MOMENT: event.time}
        if related["resource"]:
            person = related["resource"][0]
            told[RESOURCE] = person.removeprefix(f"{self.kind_of[person]}:")
        for case in dict.fromkeys(related["case"]) or [""]:
            self.gathering.event(case, told, KNOWN)

    def _told(self, kind: str, attributes: list[_Valued]) -> dict[str, Value]:
        """Values by name, the latest of each; what is empty says nothing."""
        told: dict[str, Value] = {}
        for each in attributes:
            if each.value is not None:
                text = isinstance(each.value, str)
                told[each.name] = (
                    scalar(self.types.get((kind, each.name), "string"), str(each.value), self.gathering.zone)
                    if text
                    else each.value
                )
        return told
