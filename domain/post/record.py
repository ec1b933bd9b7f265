"""One hand-over record: its states and what it is after a fact."""

import re
from collections.abc import Iterable
from functools import reduce
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.fact import Fact
from domain.post import facts as f

Direction = Literal["in", "out"]
State = Literal["none", "offered", "signed", "declined"]
PREFIX: dict[Direction, str] = {"in": "BBGN", "out": "BBTKQ"}
"""Biên bản giao nhận hồ sơ; biên bản giao nhận kết quả."""
NUMBER = re.compile(r"(BBGN|BBTKQ)-?([0-9]{4})/([0-9]{1,6})")


def number_of(direction: Direction, year: int, ordinal: int) -> str:
    """`BBGN-2026/0007`: running through the year, one series each for what comes and what leaves."""
    return f"{PREFIX[direction]}-{year}/{ordinal:04d}"


def parse_number(text: str) -> str:
    """The number as the office writes it, from the ways people type it; empty when it is none."""
    found = NUMBER.fullmatch("".join(text.split()).upper())
    return f"{found[1]}-{found[2]}/{int(found[3]):04d}" if found else ""


class PostalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as its facts have made it; nothing in it names a person. Times are µs UTC, 0 for not yet."""

    state: State = "none"
    number: str = ""
    direction: Direction = "in"
    carrier: f.Carrier = "public_post"
    site: str = ""
    incoming: tuple[f.IncomingLine, ...] = ()
    outgoing: tuple[f.OutgoingLine, ...] = ()
    offered_at: int = 0
    signed_at: int = 0
    used: tuple[str, ...] = ()
    """Line by line: the hex id of the dossier it was taken into; empty for one that is free."""


def evolve(record: PostalRecord, fact: Fact, at: int) -> PostalRecord:
    """The record once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    match fact:
        case f.PostReceiptOffered():
            return PostalRecord(
                state="offered", number=fact.number, carrier=fact.carrier, site=fact.site,
                incoming=fact.lines, offered_at=at, used=("",) * len(fact.lines),
            )  # fmt: skip
        case f.PostDispatchOffered():
            return PostalRecord(
                state="offered", number=fact.number, direction="out", carrier=fact.carrier, site=fact.site,
                outgoing=fact.lines, offered_at=at,
            )  # fmt: skip
        case f.PostReceived() | f.PostDispatched():
            return replace(record, state="signed", signed_at=fact.signed_at)
        case f.PostRecordDeclined():
            return replace(record, state="declined")
        case f.PostLineUsed():
            before, after = record.used[: fact.line - 1], record.used[fact.line :]
            return replace(record, used=(*before, fact.dossier, *after))
        case _:
            raise AssertionError(f"{type(fact).__name__} does not happen to a hand-over record")


def replay(pairs: Iterable[tuple[Fact, int]]) -> PostalRecord:
    return reduce(lambda record, pair: evolve(record, *pair), pairs, PostalRecord())
