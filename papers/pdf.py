"""A sheet as PDF: set by Typst, with the fonts beside this file and no others, dated by the paper and not by the clock.

What is printed reaches the typesetter as data, never as markup, so no text can change the layout or read a file.
"""

from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any

import msgspec
import typst

from papers.glyphs import printable
from papers.qr import svg
from papers.sheet import Sheet

LAYOUT = "sheet-1.typ"
"""The layout of every form of the first edition; a new edition is a new file."""
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""Readable for ever and by readers that speak."""
SECOND = 1_000_000

_lock = Lock()


def drawn(sheet: Sheet, size: str) -> bytes:
    """The PDF of a sheet on `a5` or `a4`."""
    shown = _printable(msgspec.to_builtins(sheet))
    inputs = {"sheet": msgspec.json.encode(shown).decode(), "size": "a4" if sheet.big else size}
    with _lock:  # one compiler, which remembers its fonts and the layout
        made: Any = _compiler().compile(
            _layout(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=sheet.made_at // SECOND,
        )
    return bytes(made)


@cache
def _compiler() -> typst.Compiler:
    with as_file(files("papers") / "fonts") as folder:
        return typst.Compiler(font_paths=[folder], ignore_system_fonts=True)


@cache
def _layout() -> bytes:
    return (files("papers") / "templates" / LAYOUT).read_bytes()


def _printable(value: object) -> object:
    """Every text in letters that can be printed, and a link drawn as its code."""
    match value:
        case str():
            return printable(value)
        case {"type": "proof", "code": str(code), **rest}:
            return {"type": "proof", "svg": svg(code)} | {key: _printable(each) for key, each in rest.items()}
        case {"url": str(url), **rest}:
            return {"svg": svg(url)} | {key: _printable(each) for key, each in rest.items()}
        case dict():
            return {key: _printable(each) for key, each in value.items()}
        case list() | tuple():
            return [_printable(each) for each in value]
        case _:
            return value
