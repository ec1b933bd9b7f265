"""Writes CSV: one row for each event, what is said of the case repeated in it, the type in the name of each column."""

import csv
import io
from collections.abc import Iterator, Mapping

import msgspec

from audit.cases import Case, CaseLog, Event, Value
from audit.exporting.plain import is_moment, text_of
from audit.foreign.columns import OF_CASE_PREFIX
from audit.foreign.moments import moment_of

CORE = ("case", "activity", "moment", "recorded", "resource", "index")
NAMES: Mapping[type, str] = {str: "text", bool: "boolean", int: "integer", float: "number"}
MOMENT = "moment"
MARK = "\ufeff"
"""Without it, spreadsheet programs take Vietnamese for something else."""


class Column(msgspec.Struct, frozen=True):
    """A column of attributes. `type` is text, boolean, integer, number or moment."""

    name: str
    of_case: bool
    type: str

    @property
    def header(self) -> str:
        return f"{OF_CASE_PREFIX if self.of_case else ''}{self.name}:{self.type}"

    def value(self, case: Case, event: Event) -> Value | None:
        """What stands in it; None where the attribute is absent, or of another type."""
        value = (case if self.of_case else event).attributes.get(self.name)
        if value is None:
            return None
        return value if _type(self.name, self.of_case, value) == self.type else None


def columns(log: CaseLog) -> list[Column]:
    """The columns beside the core ones: of the case, then of the event, each by name.

    What is a number in events of one activity and a text in those of another has a column for each type.
    """
    found = {_column(name, True, value) for case in log.cases for name, value in case.attributes.items()}
    found |= {
        _column(name, False, value)
        for case in log.cases
        for event in case.events
        for name, value in event.attributes.items()
    }
    return sorted(found, key=lambda column: (not column.of_case, column.name, column.type))


def _column(name: str, of_case: bool, value: Value) -> Column:
    return Column(name, of_case, _type(name, of_case, value))


def _type(name: str, of_case: bool, value: Value) -> str:
    return MOMENT if of_case and is_moment(name, value) else NAMES[type(value)]


def table(log: CaseLog) -> Iterator[str]:
    """The file in parts: the header, then one part for each case."""
    known = columns(log)
    yield MARK + _rows([[*CORE, *(column.header for column in known)]])
    for case in log.cases:
        yield _rows([_row(case, event, known) for event in case.events])


def _row(case: Case, event: Event, known: list[Column]) -> list[str]:
    core = [
        case.id,
        event.activity,
        moment_of(event.moment).isoformat(),
        moment_of(event.recorded).isoformat() if event.recorded else "",
        event.resource,
        str(event.index) if event.index >= 0 else "",
    ]
    return core + [_cell(column, column.value(case, event)) for column in known]


def _cell(column: Column, value: Value | None) -> str:
    if value is None:
        return ""
    return moment_of(int(value)).isoformat() if column.type == MOMENT else text_of(value)


def _rows(rows: list[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()
