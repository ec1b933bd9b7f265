"""That the log was asked for red flags is a fact: by which rules, over how much of it, with which answer.

The answer itself is not kept: whoever asks the same again finds the same, and `result` shows it. No officer and no
dossier is named.
"""

from typing import Literal

import msgspec

from domain.fact import Fact, Refused, recorded_as

FlagKind = Literal["exact", "statistical"]


class FlagCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule was met."""

    rule: str
    kind: FlagKind
    count: int


@recorded_as("flags.run")
class FlagsRun(Fact, frozen=True, kw_only=True):
    """A run of the red flags over the first `size` events, for cases that began from `first` to `last` (ISO, or empty).

    `parameters` and `result` are SHA-256 (hex). `people`: pseudonyms of applicants were made for it.
    """

    rule_set: str
    parameters: str
    size: int
    first: str = ""
    last: str = ""
    counts: tuple[FlagCount, ...] = ()
    not_run: tuple[str, ...] = ()
    permutations: int = 0
    seed: int = 0
    people: bool = False
    result: str


class NothingToAsk(Refused):
    """A log without events raises no question."""


class FlagPeriodBackwards(Refused):
    """A period ends on the day it begins or later."""


def run(*, fact: FlagsRun) -> FlagsRun:
    """Keep that a run was made."""
    if fact.size < 1:
        raise NothingToAsk()
    must_be_a_period(fact.first, fact.last)
    return fact


def must_be_a_period(first: str, last: str) -> None:
    """Refuses days (ISO, or empty for no bound) in the wrong order."""
    if first and last and last < first:
        raise FlagPeriodBackwards(first=first, last=last)
