"""The ways cases went: their variants, and what directly follows what."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from audit.cases import Case, CaseLog, Event


class Variant(msgspec.Struct, frozen=True):
    """One way through, and how many cases went it."""

    steps: tuple[str, ...]
    cases: int


def in_time(case: Case) -> Sequence[Event]:
    """The events of a case by when they happened; those of one moment in the order of the log."""
    return sorted(case.events, key=lambda event: event.moment)


def steps(case: Case) -> tuple[str, ...]:
    return tuple(event.activity for event in in_time(case))


def variants(log: CaseLog) -> tuple[Variant, ...]:
    """Every way through, the most common first."""
    counted = Counter(map(steps, log.cases))
    return tuple(
        Variant(way, times) for way, times in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )


def following(log: CaseLog) -> Counter[tuple[str, str]]:
    """How often one activity directly follows another in a case."""
    return Counter(pair for case in log.cases for pair in pairs(steps(case)))


def pairs(way: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(way))
