"""A JSON list read row by row, so that each row keeps the line it starts on."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

import msgspec

from application.catalogue_file.broken import BrokenRow

BLANK = " \t\r\n"


class Row(msgspec.Struct, frozen=True):
    line: int
    value: Any


class NotAList(Exception):  # noqa: N818 - carries the fault found
    """The text is not a whole JSON list; `fault` says where it stops being one."""

    def __init__(self, fault: BrokenRow) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without the mark that some editors put before it."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NotAList(BrokenRow(line=line, reason="not_utf8", blanks={"byte": error.start})) from None
    if not text.strip(BLANK):
        raise NotAList(BrokenRow(line=1, reason="empty"))
    return text


def rows(text: str) -> Iterator[Row]:
    """Every row of a list. Raises `NotAList` at the first place where the text is not JSON."""
    at = _after_blanks(text, 0)
    if text[at] != "[":
        _whole(text, at)
        raise NotAList(BrokenRow(line=_line(text, at), reason="not_a_list"))
    at, line, counted = _after_blanks(text, at + 1), 1, 0
    closed = text[at : at + 1] == "]"
    while not closed:
        line, counted = line + text.count("\n", counted, at), at
        value, at = _value(text, at)
        yield Row(line, value)
        at = _after_blanks(text, at)
        closed = text[at : at + 1] == "]"
        if not closed:
            at = _after_comma(text, at)
    _nothing_after(text, at + 1)


def _after_comma(text: str, at: int) -> int:
    if text[at : at + 1] != ",":
        _broken(text, at)
    return _after_blanks(text, at + 1)


def _nothing_after(text: str, at: int) -> None:
    end = _after_blanks(text, at)
    if end < len(text):
        _broken(text, end)


def _whole(text: str, at: int) -> None:
    _nothing_after(text, _value(text, at)[1])


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        _broken(text, error.pos)
    except (ValueError, RecursionError):
        # A number no computer holds, or lists nested beyond any sense: JSON in letter only.
        _broken(text, at)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _broken(text: str, at: int) -> NoReturn:
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    raise NotAList(BrokenRow(line=_line(text, at), reason="not_json", blanks={"column": column}))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at
