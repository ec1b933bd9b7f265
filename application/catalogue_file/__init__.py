"""Reading a catalogue file: all of it, or not a row and every reason why."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from application.catalogue_file.broken import BrokenCatalogue, BrokenRow
from application.catalogue_file.exported import is_exported, told
from application.catalogue_file.scanning import NotAList, Row, decoded, rows
from domain.catalogue import (
    CodeMalformed,
    DocumentMalformed,
    FeeNegative,
    Limit,
    LimitMalformed,
    NoChannel,
    Procedure,
    ProcedureNameMissing,
    RequiredDocument,
    check,
)
from domain.fact import Refused

__all__ = ["BrokenCatalogue", "BrokenRow", "read_catalogue"]

REASONS: dict[type[Refused], str] = {
    CodeMalformed: "code_malformed",
    ProcedureNameMissing: "name_missing",
    LimitMalformed: "limit_malformed",
    FeeNegative: "fee_negative",
    NoChannel: "no_channel",
    DocumentMalformed: "document_malformed",
}
LIMIT_FIELDS = frozenset(
    f"{limit}.{part}" for limit in ("limit", "time_limit") for part in ("unit", "value", "cutoff")
)
PLACE = re.compile(r"at `\$\.?(?P<path>[^`]*)`|field `(?P<name>[^`]*)`")


def read_catalogue(path: Path) -> tuple[Procedure, ...]:
    """The procedures of a file in our own format or as collected from published lists, in the file's order."""
    try:
        read, broken = _read(path.read_bytes())
    except OSError as error:
        read, broken = (), (BrokenRow(line=0, reason="unreadable", blanks={"why": error.strerror or ""}),)
    if broken:
        raise BrokenCatalogue(str(path), broken)
    return read


def _read(raw: bytes) -> tuple[tuple[Procedure, ...], tuple[BrokenRow, ...]]:
    read: list[Procedure] = []
    broken: list[BrokenRow] = []
    lines: dict[str, int] = {}
    try:
        for number, row in enumerate(rows(decoded(raw)), 1):
            broken += _repeated(row, lines)
            outcome = _procedure(row, number)
            (broken if isinstance(outcome, BrokenRow) else read).append(outcome)  # type: ignore[arg-type]
    except NotAList as stop:
        broken.append(stop.fault)
    if not read and not broken:
        broken.append(BrokenRow(line=1, reason="empty"))
    return tuple(read), tuple(broken)


def _repeated(row: Row, lines: dict[str, int]) -> Iterator[BrokenRow]:
    code = row.value.get("code") if isinstance(row.value, dict) else None
    if not isinstance(code, str) or not code:
        return
    if code in lines:
        yield BrokenRow(line=row.line, row=code, reason="code_twice", blanks={"first": lines[code]})
    lines.setdefault(code, row.line)


def _procedure(row: Row, number: int) -> Procedure | BrokenRow:
    value, name = row.value, f"#{number}"
    if not isinstance(value, dict):
        return BrokenRow(line=row.line, row=name, reason="not_an_object")
    if not value.get("code"):
        return BrokenRow(line=row.line, row=name, reason="code_missing")
    name = str(value["code"])
    try:
        if unknown := _unknown(value):
            return BrokenRow(line=row.line, row=name, reason="field_unknown", blanks={"field": unknown})
        procedure = msgspec.convert(told(value) if is_exported(value) else value, Procedure)
        check(procedure)
    except msgspec.ValidationError as error:
        return BrokenRow(line=row.line, row=name, **_wrong(error))
    except Refused as refusal:
        return BrokenRow(line=row.line, row=name, reason=REASONS[type(refusal)], blanks=refusal.blanks)
    return procedure


def _wrong(error: msgspec.ValidationError) -> dict[str, Any]:
    """Which field is not what it must be, from the message of the decoder."""
    places = {
        key: text for found in PLACE.finditer(str(error)) for key, text in found.groupdict().items() if text
    }
    field = ".".join(part for part in (places.get("path", ""), places.get("name", "")) if part)
    reason = "limit_malformed" if field in LIMIT_FIELDS else "field_wrong"
    return {"reason": reason, "blanks": {"field": field}}


def _unknown(value: dict[str, Any]) -> str:
    """The first field of our own format that no procedure has: a typing error must not pass as silence."""
    if is_exported(value):
        return ""
    places: list[tuple[str, Any, type[msgspec.Struct]]] = [("", value, Procedure)]
    places.append(("limit.", value.get("limit"), Limit))
    documents = value.get("documents")
    if isinstance(documents, list):
        places += [("documents.", document, RequiredDocument) for document in documents]
    for place, part, kind in places:
        strange: list[str] = (
            sorted(part.keys() - set(kind.__struct_fields__)) if isinstance(part, dict) else []
        )
        if strange:
            return place + strange[0]
    return ""
