"""A sheet as plain text: no line is wider than 76 columns, nothing is left out but the picture of the code."""

import textwrap
from collections.abc import Iterable, Iterator

from papers.glyphs import plain
from papers.sheet import Block, Follow, Grid, Line, Pair, ProofCode, Sheet, Signatures, Words

WIDTH = 76
INDENT = "   "
BLANK = "." * 24
"""What is to be written by hand."""


def written(sheet: Sheet) -> str:
    """The paper from top to bottom, ended by a line feed."""
    lines = [*_head(sheet), ""]
    for block in sheet.blocks:
        lines.extend(_block(block))
    lines.extend(["", "-" * WIDTH, *_wrapped(sheet.form)])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(sheet: Sheet) -> Iterator[str]:
    head = sheet.head
    if head.simulated:
        yield from _centred(f"*** {head.simulated} ***")
        yield ""
    yield from _centred(head.superior)
    yield from _centred(head.unit)
    yield from _centred(head.number)
    yield ""
    yield from _centred(head.country)
    yield from _centred(head.motto)
    yield from _centred(head.place_day)
    yield ""
    for line in (sheet.title, sheet.twin, sheet.subtitle):
        yield from _centred(line)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Line():
            return _line(block)
        case Pair():
            return [*_line(block.left), *_line(block.right)]
        case Words():
            return [*([""] if block.style == "strong" else []), *_wrapped(block.text)]
        case Grid():
            return [line for row in block.rows for line in _row([each.title for each in block.columns], row)]
        case Signatures():
            return _signatures(block)
        case ProofCode():
            return ["", *_wrapped(block.title), *(line for text in block.lines for line in _wrapped(text))]
        case Follow():
            notes = [line for text in block.notes for line in _wrapped(text, "- ", "  ")]
            return [
                "",
                *_wrapped(f"[{block.alt}]"),
                *(line for text in block.lines for line in _wrapped(text)),
                *notes,
            ]


def _line(line: Line) -> list[str]:
    return _wrapped(f"{line.label}: {plain(line.value) or BLANK}", "", INDENT)


def _row(titles: list[str], row: tuple[str, ...]) -> list[str]:
    """«1. Giấy chứng sinh», and below it every other column by its name."""
    first, second, *rest = (plain(cell).replace("\n", ", ") for cell in row)
    said = [f"{title}: {cell}" for title, cell in zip(titles[2:], rest, strict=True) if cell]
    if first.isdigit():
        lead, named = f"{INDENT}{first}. ", second
    else:
        lead, named = f"{INDENT}- ", first
        said = [f"{titles[1]}: {second}", *said] if second else said
    below = " " * len(lead)
    return [*_wrapped(named, lead, below), *_wrapped("; ".join(said), below, below)]


def _signatures(block: Signatures) -> list[str]:
    lines = [""]
    for text in block.beside:
        lines.extend(_wrapped(text))
    for signature in block.signatures:
        lines.append("")
        for text in (*signature.role, signature.note, plain(signature.name) or BLANK):
            lines.extend(_wrapped(text, INDENT, INDENT))
    return lines


def _centred(text: str) -> list[str]:
    return [line.strip().center(WIDTH) for line in _wrapped(text)]


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `WIDTH` columns; a line feed in the text stays one."""
    lines: list[str] = []
    for part in plain(text).split("\n"):
        start = rest if lines else first
        lines.extend(textwrap.wrap(part, WIDTH, initial_indent=start, subsequent_indent=rest))
    return lines
