"""When each waiting ticket will probably be called: the calling rule played forward with what visits usually take.

One pass gives every ticket its hour, so that a full hall costs little more than one visitor. It is a forecast of means
and variances, never a promise; `promise` makes the honest range of it.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import sqrt

import msgspec

from domain.queue.order import KINDS, Caller, Kind, Run, Waiting, turn
from domain.queue.policy import QueuePolicy

SECOND = 1_000_000
FEWEST = 5
"""Observations below which nothing is learned from them."""
WEIGHT = 5
"""A procedure seen so often counts half by itself and half as an average visit."""


class Observed(msgspec.Struct, frozen=True):
    """How long visits took: their number, and mean and variance of their seconds at the counter."""

    count: int
    mean: float
    variance: float


class Times(msgspec.Struct, frozen=True):
    """Learned durations by procedure; under the empty code those of all visits."""

    observed: Mapping[str, Observed] = {}

    def known(self) -> bool:
        """Whether anything may be said at all."""
        every = self.observed.get("")
        return every is not None and every.count >= FEWEST

    def of(self, procedure: str) -> tuple[float, float]:
        """Mean (s) and variance (s²) of a visit, drawn towards all visits while few were seen."""
        every = self.observed[""]
        seen = self.observed.get(procedure)
        if seen is None or not procedure:
            return every.mean, every.variance
        share = seen.count / (seen.count + WEIGHT)
        mean = share * seen.mean + (1 - share) * every.mean
        return mean, share * seen.variance + (1 - share) * every.variance


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """An open counter: who calls there, when it will be free (µs UTC), and how sure that is (s²)."""

    caller: Caller
    free_at: int
    variance: float = 0.0
    run: Run = Run()


class Start(msgspec.Struct, frozen=True):
    """When a ticket is expected to be called (µs UTC), with its standard deviation in seconds."""

    at: int
    spread: float
    place: int
    """How many of its group are called before it."""


_Order = tuple[bool, int, int, str]
_Placed = tuple[_Order, Waiting]


class _Lines:
    """Those who can be called by the same counters: one line for each class, each ticket behind its place in order."""

    def __init__(self) -> None:
        self.line: dict[Kind, deque[_Placed]] = {kind: deque() for kind in KINDS}


def schedule(
    waiting: Iterable[Waiting],
    desks: Sequence[Desk],
    times: Times,
    *,
    now: int,
    policy: QueuePolicy,
    closed: Sequence[tuple[int, int]] = (),
    unseen: frozenset[str] = frozenset(),
) -> dict[str, Start]:
    """By label, for everybody whom some counter will call. `closed` are hours (µs UTC) in which nobody calls.

    Labels in `unseen` take no time: they stand for somebody who might come now.
    """
    play = _Play(_by_counters(waiting, desks, now, policy), desks, times, policy, unseen)
    free = [(max(desk.free_at, now), place) for place, desk in enumerate(desks)]
    heapify(free)
    while free:
        at, place = heappop(free)
        next_free = play.call(place, _open_again(at, closed))
        if next_free is not None:
            heappush(free, (next_free, place))
    return play.found


class _Play:
    """The hall played forward; counters are known by their place."""

    def __init__(
        self,
        lines: Mapping[int, _Lines],
        desks: Sequence[Desk],
        times: Times,
        policy: QueuePolicy,
        unseen: frozenset[str],
    ) -> None:
        self.times, self.policy, self.unseen = times, policy, unseen
        bits = [1 << place for place in range(len(desks))]
        self.serving = [[each for mask, each in lines.items() if mask & bit] for bit in bits]
        self.shared = {
            id(each): [place for place, bit in enumerate(bits) if mask & bit] for mask, each in lines.items()
        }
        self.variance = [desk.variance for desk in desks]
        self.runs = [desk.run for desk in desks]
        self.places: dict[str, int] = {}
        self.found: dict[str, Start] = {}

    def call(self, place: int, at: int) -> int | None:
        """The counter calls whose turn it is; when it will be free again, or None when nobody is left for it."""
        called = _next(self.serving[place], self.runs[place], at, self.policy)
        if called is None:
            return None
        lines, kind, rule = called
        ticket = lines.line[kind].popleft()[1]
        shared, ahead = self.shared[id(lines)], self.places.get(ticket.group, 0)
        spread = sqrt(sum(self.variance[each] for each in shared)) / len(shared)
        self.found[ticket.label] = Start(at, spread, ahead)
        if ticket.label in self.unseen:
            return at
        mean, square = self.times.of(ticket.procedure)
        self.places[ticket.group] = ahead + 1
        self.runs[place] = self.runs[place].after(kind, rule)
        self.variance[place] += square
        return at + int(mean * SECOND)


def _by_counters(
    waiting: Iterable[Waiting], desks: Sequence[Desk], now: int, policy: QueuePolicy
) -> dict[int, _Lines]:
    """By the set of counters that serve them, as bits; the order within a class is that of the calling rule."""
    masks: dict[tuple[str, str, str, str], int] = {}
    found: dict[int, _Lines] = {}
    for key, ticket in sorted(((_order(each), each) for each in waiting), key=lambda placed: placed[0]):
        asked = (ticket.group, ticket.procedure, ticket.counter, ticket.officer)
        if asked not in masks:
            masks[asked] = sum(1 << n for n, desk in enumerate(desks) if desk.caller.serves(ticket))
        if masks[asked]:
            lines = found.setdefault(masks[asked], _Lines())
            lines.line[ticket.kind(now, policy)].append((key, ticket))
    for lines in found.values():
        due = sorted(lines.line["appointment"], key=lambda placed: placed[1].due_at)
        lines.line["appointment"] = deque(due)
    return found


def _order(ticket: Waiting) -> _Order:
    return (ticket.resumed_at is None, ticket.since, len(ticket.label), ticket.label)


def _next(lines: Iterable[_Lines], run: Run, at: int, policy: QueuePolicy) -> tuple[_Lines, Kind, str] | None:
    """The line whose head is called at a counter, its class, and the rule."""
    heads: dict[Kind, tuple[_Order, _Lines]] = {}
    for each in lines:
        for kind, line in each.line.items():
            if line and (kind not in heads or line[0][0] < heads[kind][0]):
                heads[kind] = (line[0][0], each)
    if not heads:
        return None
    oldest = heads["ordinary"][0][1] if "ordinary" in heads else None
    kind, rule = turn({kind: kind in heads for kind in KINDS}, run, oldest, at, policy)
    return heads[kind][1], kind, rule


def _open_again(at: int, closed: Sequence[tuple[int, int]]) -> int:
    for begins, ends in closed:
        if begins <= at < ends:
            return ends
    return at


def slowed(start: Start, now: int, load: float) -> Start:
    """An ordinary ticket's start with those who will still come and go before it.

    `load` is the share of its counters' time that they take; the rule bounds it, and so does `MOST_LOAD`.
    """
    slower = 1 / (1 - min(load, MOST_LOAD))
    return Start(now + int((start.at - now) * slower), start.spread * slower**1.5, start.place)


MOST_LOAD = 0.4
"""However many come first, ordinary tickets have their turns in between."""
