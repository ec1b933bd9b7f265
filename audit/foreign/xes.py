"""Reads XES (IEEE 1849), also gzipped, event by event: no document type, no entities, nested attributes passed over."""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path

from audit.cases import Value
from audit.foreign.columns import INDEX, RECORDED, Meanings
from audit.foreign.gathering import Gathering, Imported
from audit.foreign.moments import from_iso
from audit.foreign.opening import chunks
from audit.foreign.refusals import LogFileBroken, LogFileDeclaresEntities

KNOWN: Mapping[str, str] = {
    "concept:name": "activity", "time:timestamp": "moment", "org:resource": "resource", RECORDED: "recorded",
    INDEX: "index",
}  # fmt: skip
NAME = "concept:name"
SCOPES = ("trace", "event")
SCALARS = frozenset({"string", "date", "int", "float", "boolean", "id"})


def read_xes(path: Path, meanings: Meanings, zone: tzinfo) -> Imported:
    """The log in an XES file. Raises `LogFileBroken`, `LogFileDeclaresEntities` and what `finished` raises."""
    target = _Target(Gathering(meanings, zone), zone)
    parser = ET.XMLParser(target=target)  # noqa: S314 - entities cannot be declared: a document type is refused
    try:
        for chunk in chunks(path):
            parser.feed(chunk)
        parser.close()
    except (ET.ParseError, ValueError, LookupError, RecursionError, zlib.error, EOFError) as error:
        raise LogFileBroken(file=path.name, format="XES", why=str(error)) from error
    return target.gathering.finished("xes", path.name, {"traces": str(target.traces)})


class _Target:
    """What the parser calls; keeps no tree."""

    def __init__(self, gathering: Gathering, zone: tzinfo) -> None:
        self.gathering, self.zone = gathering, zone
        self.open: list[str] = []
        self.trace: dict[str, Value] = {}
        self.events: list[dict[str, Value]] = []
        self.traces = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise LogFileDeclaresEntities()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        parent = self.open[-1] if self.open else ""
        self.open.append(name)
        if name == "trace":
            self.trace, self.events, self.traces = {}, [], self.traces + 1
        elif name == "event":
            self.events.append({})
        elif name in SCALARS and parent in SCOPES and "key" in attributes:
            value = scalar(name, attributes.get("value", ""), self.zone)
            (self.trace if parent == "trace" else self.events[-1])[attributes["key"]] = value

    def end(self, tag: str) -> None:
        self.open.pop()
        if tag.rpartition("}")[2] == "trace":
            self._take_trace()

    def _take_trace(self) -> None:
        case = str(self.trace.pop(NAME, ""))
        if case:
            self.gathering.case(case, self.trace)
        for event in self.events:
            self.gathering.event(case, event, KNOWN)

    def data(self, _text: str) -> None:
        """Between elements XES says nothing."""

    def close(self) -> None:
        """All has been taken already."""


def scalar(kind: str, text: str, zone: tzinfo = UTC) -> Value:
    """A typed value of a file; a text that is not of its type stays a text. Moments become µs UTC."""
    try:
        match kind:
            case "int" | "integer":
                return int(text)
            case "float":
                return _finite(text)
            case "boolean" if text in ("true", "false"):
                return text == "true"
            case "date" | "time":
                moment = from_iso(text, zone)
                return text if moment is None else moment
    except ValueError:
        return text
    return text


def _finite(text: str) -> Value:
    number = float(text)
    return number if abs(number) < float("inf") else text
