"""Reads CSV as offices have it: encoding, separator, types and the order of the date are found out, and said."""

import codecs
import csv
import io
import unicodedata
import zlib
from collections import Counter
from datetime import tzinfo
from pathlib import Path

import msgspec

from audit.cases import Value
from audit.foreign.columns import CASE_MOMENTS, NEEDED, OF_CASE_PREFIX, Meanings
from audit.foreign.gathering import Gathering, Imported
from audit.foreign.moments import read_moment, style_of
from audit.foreign.opening import chunks
from audit.foreign.refusals import ColumnNotUnderstood, LogFileBroken, MomentsNotUnderstood, NothingInTheLog
from audit.foreign.xes import scalar

TYPES = {"text": "string", "integer": "int", "number": "float", "boolean": "boolean", "moment": "date"}
"""What a column's name may end in, after a colon, and the type it says its cells have; our exports say it."""
SEPARATORS = (",", ";", "\t", "|")
MOMENTS = frozenset({"moment", "recorded", *CASE_MOMENTS})
NUMBERS = frozenset({"fee", "limit_value"})
CASE_NAMES = frozenset({"case:concept:name", "case:id"})
"""Columns that name the case although their prefix says that they describe it."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_VIETNAMESE = "cp1258"


class _Column(msgspec.Struct, frozen=True):
    """A column: its name without prefix and type, whether it describes the case, and the type it says it has."""

    name: str
    of_case: bool
    type: str


def read_csv(path: Path, meanings: Meanings, zone: tzinfo) -> Imported:
    """The log in a CSV file. Raises `LogFileBroken`, `MomentsNotUnderstood` and what `finished` raises."""
    try:
        octets = b"".join(chunks(path))
        text, encoding = decoded(octets)
        separator = separator_of(text)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (csv.Error, UnicodeDecodeError, zlib.error, EOFError) as error:
        raise LogFileBroken(file=path.name, format="CSV", why=str(error)) from error
    if not rows:
        raise NothingInTheLog(file=path.name)
    notes = {"encoding": encoding, "separator": separator, "zone": str(zone)}
    return _Sheet(rows, Gathering(meanings, zone)).imported(path.name, notes)


def decoded(octets: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by its mark, else UTF-8, else the Vietnamese code page of Windows."""
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return octets.decode(encoding), encoding
    try:
        return octets.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", octets.decode(_VIETNAMESE)), _VIETNAMESE


def separator_of(text: str) -> str:
    """The separator that the first line has most of, outside quotation marks."""
    line = "".join(text.partition("\n")[0].split('"')[::2])
    return max(SEPARATORS, key=line.count)


def columns_of_header(header: list[str]) -> list[_Column]:
    """What each cell of the first row says; names that come twice, or are empty, get a number."""
    found: list[_Column] = []
    counted: Counter[str] = Counter()
    for place, cell in enumerate(header, 1):
        plain = cell.strip() or f"column {place}"
        counted[plain] += 1
        plain = plain if counted[plain] == 1 else f"{plain} ({counted[plain]})"
        stem, _, type = plain.rpartition(":")
        typed = bool(stem) and type in TYPES
        name = stem if typed else plain
        of_case = name.startswith(OF_CASE_PREFIX) and name not in CASE_NAMES
        found.append(
            _Column(
                name.removeprefix(OF_CASE_PREFIX) if of_case else name, of_case, TYPES[type] if typed else ""
            )
        )
    return found


class _Sheet:
    """The rows of a file, once it is known what their columns stand for."""

    def __init__(self, rows: list[list[str]], gathering: Gathering) -> None:
        self.header, self.rows = columns_of_header(rows[0]), rows[1:]
        self.gathering = gathering
        self.meaning = [self._meaning(column) for column in self.header]

    def _meaning(self, column: _Column) -> str:
        meanings = self.gathering.meanings
        if column.of_case:
            return meanings.of_case(column.name)
        return meanings.of_event(column.name, guess=not column.type)

    def imported(self, source: str, notes: dict[str, str]) -> Imported:
        self.gathering.meanings.must_be_columns()
        for needed in NEEDED:
            if needed not in self.meaning:
                names = ", ".join(column.name for column in self.header)
                raise ColumnNotUnderstood(meaning=needed, columns=names)
        notes |= self._styles()
        case = self.meaning.index("case")
        for row in self.rows:
            if row and len(row) <= len(self.header):
                self._take(row, case)
            elif row:
                self.gathering.left_out["too_many_cells"] += 1
        return self.gathering.finished("csv", source, notes)

    def _styles(self) -> dict[str, str]:
        """How each column with moments writes them; a column of which nothing can be read is refused."""
        styles = {}
        for place, (column, meaning) in enumerate(zip(self.header, self.meaning, strict=True)):
            if meaning not in MOMENTS:
                continue
            texts = {row[place] for row in self.rows if place < len(row) and row[place].strip()}
            style = style_of(texts)
            zone = self.gathering.zone
            if texts and all(read_moment(text, style, zone) is None for text in texts):
                raise MomentsNotUnderstood(column=column.name, example=min(texts))
            self.gathering.style[column.name] = style
            styles[f"style.{column.name}"] = style
        return styles

    def _take(self, row: list[str], case_place: int) -> None:
        told: dict[str, Value] = {}
        of_case: dict[str, Value] = {}
        case = row[case_place].strip() if case_place < len(row) else ""
        for column, meaning, cell in zip(self.header, self.meaning, row, strict=False):
            if cell == "" or meaning == "case":
                continue
            (of_case if column.of_case else told)[column.name] = self._value(column, meaning, cell)
        self.gathering.event(case, told, {})
        if case in self.gathering.cases:
            self.gathering.case(case, of_case)

    def _value(self, column: _Column, meaning: str, cell: str) -> Value:
        if column.type:
            return scalar(column.type, cell, self.gathering.zone)
        return scalar("int", cell.strip()) if meaning in NUMBERS else cell
