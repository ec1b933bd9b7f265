"""The performance spectrum: each passage from one step to the next as a line in time, case by case.

Where lines cross, cases overtook one another; where many end in one point, a batch was done (Denisov, Fahland and
van der Aalst, «Unbiased, fine-grained description of processes performance from event data», BPM 2018).
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from audit.cases import CaseLog
from audit.foreign.paths import in_time

MINUTE = 60_000_000
SHOWN = 12
"""Segments that a report shows."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """The passages from one activity directly to another. Durations in µs."""

    before: str
    after: str
    passages: tuple[tuple[int, int], ...]
    """When each began and when it ended, by their beginning."""
    median: int
    ninth: int
    """Nine of ten passages took no longer."""
    longest: int
    batch: int
    """The most passages that ended within one minute."""
    overtaken: int
    """Passages that ended after one that began later; of those that began at one moment none was overtaken."""

    @property
    def count(self) -> int:
        return len(self.passages)


def spectrum(log: CaseLog) -> tuple[Segment, ...]:
    """Every segment, the one with the most passages first."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for case in log.cases:
        for first, second in pairwise(in_time(case)):
            found[first.activity, second.activity].append((first.moment, second.moment))
    segments = [segment(before, after, passages) for (before, after), passages in found.items()]
    return tuple(sorted(segments, key=lambda each: (-each.count, each.before, each.after)))


def segment(before: str, after: str, passages: Sequence[tuple[int, int]]) -> Segment:
    took = sorted(end - start for start, end in passages)
    return Segment(
        before=before,
        after=after,
        passages=tuple(sorted(passages)),
        median=took[(len(took) - 1) // 2],
        ninth=took[(len(took) * 9 - 1) // 10],
        longest=took[-1],
        batch=largest_batch([end for _, end in passages]),
        overtaken=overtaken(passages),
    )


def largest_batch(ends: Sequence[int], within: int = MINUTE) -> int:
    """The most moments that lie within so many µs of the first of them."""
    ordered = sorted(ends)
    first = most = 0
    for last, end in enumerate(ordered):
        while end - ordered[first] > within:
            first += 1
        most = max(most, last - first + 1)
    return most


def overtaken(passages: Sequence[tuple[int, int]]) -> int:
    """How many passages ended later than one that began later."""
    count = 0
    earliest_end = pending_end = None
    pending_start = None
    for start, end in sorted(passages, reverse=True):
        if start != pending_start:
            earliest_end, pending_start = pending_end, start
        if earliest_end is not None and end > earliest_end:
            count += 1
        pending_end = end if pending_end is None else min(pending_end, end)
    return count
