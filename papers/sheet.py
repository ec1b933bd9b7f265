"""A paper as blocks of words: what its PDF and its plain text are both made from."""

import msgspec


class Line(msgspec.Struct, frozen=True, tag="line"):
    """«Label: value». `strong` is what people look for; an empty value is a dotted line to write on."""

    label: str
    value: str
    strong: bool = False


class Pair(msgspec.Struct, frozen=True, tag="pair"):
    """Two short lines side by side."""

    left: Line
    right: Line


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A paragraph. `style` is plain, strong, note (small and slanting) or kept;
    all but plain stay on the page of what follows."""

    text: str
    style: str = "plain"


class Column(msgspec.Struct, frozen=True):
    """`width` in parts of what is left (fr), or in mm when `fixed`; `align` is left or center."""

    title: str
    width: float
    align: str = "left"
    fixed: bool = False


class Grid(msgspec.Struct, frozen=True, tag="grid"):
    """A table with a head that is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    small: bool = False


class Signature(msgspec.Struct, frozen=True):
    """Lines of capitals, how to sign, and the name underneath when it is known."""

    role: tuple[str, ...]
    note: str
    name: str = ""


class Signatures(msgspec.Struct, frozen=True, tag="signatures"):
    """Side by side; `beside` stands at the left of a single signature, such as the recipients."""

    signatures: tuple[Signature, ...]
    beside: tuple[str, ...] = ()


class Follow(msgspec.Struct, frozen=True, tag="follow"):
    """The look-up block: a link to draw as a code, the lines beside it, and what else to know, in small print.

    `alt` says in words what the code is for.
    """

    url: str
    alt: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


class ProofCode(msgspec.Struct, frozen=True, tag="proof"):
    """A code that is no link, 40 mm wide, with the lines beside it; `alt` says in words what it is for."""

    title: str
    code: str
    alt: str
    lines: tuple[str, ...]


Block = Line | Pair | Words | Grid | Signatures | Follow | ProofCode


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The agency at the left, the State at the right (NĐ 30/2020/NĐ-CP, Annex I)."""

    superior: str
    unit: str
    country: str
    motto: str
    number: str
    place_day: str
    simulated: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """`page` has the blanks {page} and {pages}; `twin` is the Vietnamese title under a foreign one."""

    language: str
    author: str
    made_at: int
    head: Head
    title: str
    twin: str = ""
    subtitle: str = ""
    blocks: tuple[Block, ...]
    form: str
    page: str
    big: bool = False
    """Always on A4."""
    landscape: bool = False
