"""Who passes work to whom, who works on the same cases, and where one person did what two should have done."""

from collections import Counter, defaultdict
from itertools import combinations, pairwise

import msgspec

from audit.cases import CaseLog
from audit.foreign.paths import in_time


class HandOver(msgspec.Struct, frozen=True):
    """How often an event of `after` directly followed one of `before` in a case; the two may be the same person."""

    before: str
    after: str
    times: int


class Together(msgspec.Struct, frozen=True):
    """In how many cases both worked."""

    one: str
    other: str
    cases: int


class FourEyes(msgspec.Struct, frozen=True):
    """Two activities, the cases with both, and those in which some person did both."""

    one: str
    other: str
    both: int
    same: int


def hand_overs(log: CaseLog) -> tuple[HandOver, ...]:
    """The network of hand-overs, the busiest first; events of nobody take no part."""
    counted: Counter[tuple[str, str]] = Counter()
    for case in log.cases:
        for first, second in pairwise(in_time(case)):
            if first.resource and second.resource:
                counted[first.resource, second.resource] += 1
    return tuple(HandOver(*pair, times) for pair, times in _busiest(counted))


def together(log: CaseLog) -> tuple[Together, ...]:
    """Pairs of people who worked on the same case, the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for case in log.cases:
        people = sorted({event.resource for event in case.events} - {""})
        counted.update(combinations(people, 2))
    return tuple(Together(*pair, times) for pair, times in _busiest(counted))


def four_eyes(log: CaseLog) -> tuple[FourEyes, ...]:
    """Every two activities that meet in a case, the pair that one person did most often first."""
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for case in log.cases:
        by_activity: dict[str, set[str]] = defaultdict(set)
        for event in case.events:
            if event.resource:
                by_activity[event.activity].add(event.resource)
        for one, other in combinations(sorted(by_activity), 2):
            both[one, other] += 1
            same[one, other] += not by_activity[one].isdisjoint(by_activity[other])
    return tuple(
        FourEyes(*pair, both[pair], times)
        for pair, times in sorted(same.items(), key=lambda each: (-each[1], each[0]))
    )


def _busiest(counted: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
