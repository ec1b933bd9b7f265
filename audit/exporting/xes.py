"""Writes XES (IEEE 1849): one trace for each case, the tree index on every event."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from audit.cases import Case, CaseLog, Event, Value
from audit.exporting.plain import clean, is_moment, text_of
from audit.foreign.columns import INDEX, RECORDED
from audit.foreign.moments import moment_of

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
"""
_TYPES = {str: "string", bool: "boolean", int: "int", float: "float"}


def xes(log: CaseLog) -> Iterator[str]:
    """The document in parts."""
    yield HEAD
    yield _line(1, "concept:name", log.source)
    for case in log.cases:
        yield "".join(_trace(case))
    yield "</log>\n"


def _trace(case: Case) -> Iterator[str]:
    yield "  <trace>\n"
    yield _line(2, "concept:name", case.id)
    for name, value in case.attributes.items():
        yield _date(2, name, int(value)) if is_moment(name, value) else _line(2, name, value)
    for event in case.events:
        yield from _event(event)
    yield "  </trace>\n"


def _event(event: Event) -> Iterator[str]:
    yield "    <event>\n"
    yield _line(3, "concept:name", event.activity)
    yield _date(3, "time:timestamp", event.moment)
    if event.resource:
        yield _line(3, "org:resource", event.resource)
    if event.recorded:
        yield _date(3, RECORDED, event.recorded)
    if event.index >= 0:
        yield _line(3, INDEX, event.index)
    for name, value in event.attributes.items():
        yield _line(3, name, value)
    yield "    </event>\n"


def _line(depth: int, key: str, value: Value) -> str:
    return f"{'  ' * depth}<{_TYPES[type(value)]} key={_quoted(key)} value={_quoted(text_of(value))}/>\n"


def _date(depth: int, key: str, at: int) -> str:
    return f'{"  " * depth}<date key={_quoted(key)} value="{moment_of(at).isoformat()}"/>\n'


def _quoted(text: str) -> str:
    # Written as they are, line ends and tabs would be read as blanks.
    return quoteattr(clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
