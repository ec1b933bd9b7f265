"""What is allowed: steps that may follow one another, and rules over a whole case, from a small TOML file.

docs/foreign-logs.md describes the file. Without one, the most common ways through stand for what is usual.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from audit.cases import CaseLog
from audit.foreign.paths import pairs, variants
from audit.foreign.refusals import ModelBroken

RuleKind = Literal["response", "precedence", "not_coexistence", "different_people"]
USUAL_SHARE = 0.8
"""Share of the cases whose ways through, the most common first, make the usual model."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Over a whole case: `response` wants a `then` after each `first`; `precedence` no `then` before a `first`;
    `not_coexistence` not both; `different_people` that nobody did both."""

    kind: RuleKind
    first: str
    then: str


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`steps` names what may directly follow each activity; empty parts allow everything."""

    name: str = ""
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    steps: dict[str, tuple[str, ...]] = {}
    rule: tuple[Rule, ...] = ()


def read_model(path: Path) -> Model:
    """The model in a file. Raises `ModelBroken`."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Model)
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        msgspec.ValidationError,
        RecursionError,
    ) as error:
        raise ModelBroken(file=path, why=str(error)) from error


def usual(log: CaseLog, share: float = USUAL_SHARE) -> Model:
    """The ways through of the most common variants that together make `share` of the cases."""
    wanted, covered = share * len(log.cases), 0
    ways = []
    for variant in variants(log):
        if covered >= wanted:
            break
        ways.append(variant.steps)
        covered += variant.cases
    allowed: dict[str, tuple[str, ...]] = {activity: () for way in ways for activity in way}
    for before, after in sorted({pair for way in ways for pair in pairs(way)}):
        allowed[before] = (*allowed[before], after)
    return Model(start=_each(way[0] for way in ways), end=_each(way[-1] for way in ways), steps=allowed)


def _each(several: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(several)))
