"""All comparisons between officers together, against chance: labels exchanged among peers, one answer for the family.

Under the null every officer of a stratum could have done any of its cases. The strangest of all scores of all rules is
compared with the strangest after exchanging the labels, so whatever the rules, their number and their shapes, a log in
which nobody differs raises any finding at most as often as the level says. What passes is then listed by its false
discovery rate (Benjamini-Hochberg) over officers and rules.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import exp, sqrt
from operator import add
from typing import Literal

import msgspec

from audit.flags.statistical.draws import Draws
from audit.flags.statistical.numbers import between_variance, false_discovery_rates, robust_sigma, steadied

Sides = Literal["high", "both"]
Dispersion = Literal["scale", "additive"]
"""How officers differ beyond chance without cause: their scores are wider, or their rates vary among them."""


TAIL = 0.02
"""The share of the pool from which on it is taken for an exponential tail."""


NO_SPREAD = 1e-9
"""A variance no larger than this is that of an officer without peers."""


class Unit(msgspec.Struct, frozen=True):
    """Something one officer did, beside peers in its stratum; `source` is the place of its evidence."""

    stratum: str
    officer: str
    value: float
    source: int


class Score(msgspec.Struct, frozen=True):
    """An officer under a rule: how far from peers, in standard deviations between officers."""

    officer: str
    units: int
    score: float
    observed: float
    expected: float
    p: float = 1.0
    q: float = 1.0


class Measure:
    """One rule's units, ready to be scored under any exchange of labels within strata."""

    def __init__(
        self,
        rule: str,
        units: Sequence[Unit],
        *,
        least: int,
        sides: Sides,
        dispersion: Dispersion,
        spread: bool = False,
    ) -> None:
        self.rule, self.sides, self.dispersion, self.spread = rule, sides, dispersion, spread
        self.units = sorted(units, key=lambda unit: unit.stratum)
        names = sorted({unit.officer for unit in self.units})
        place = {name: number for number, name in enumerate(names)}
        self.labels = [place[unit.officer] for unit in self.units]
        self.values = [unit.value for unit in self.units]
        self.filled = [(place, value) for place, value in enumerate(self.values) if value]
        """What happened seldom is summed by its few places."""
        self.squared = [(place, value * value) for place, value in self.filled]
        strata = {
            name: number for number, name in enumerate(dict.fromkeys(unit.stratum for unit in self.units))
        }
        self.strata = [strata[unit.stratum] for unit in self.units]
        self.counts = [0] * len(names)
        for label in self.labels:
            self.counts[label] += 1
        self.names = names
        self._prepare()
        self.judged = [n for n in range(len(names)) if self.counts[n] >= least and self._has_peers(n)]
        """Officers with enough units and with peers; the others only serve to compare with."""
        self.shuffle = hash((tuple(self.labels), tuple(self.strata)))
        """The same for measures whose labels can be exchanged together."""

    def _prepare(self) -> None:
        """What stays the same under every exchange of labels."""
        self.expected, self.variance = self._moments(self.values)
        self.square_expected, self.square_variance = self._moments([value * value for value in self.values])

    def _has_peers(self, officer: int) -> bool:
        return (self.square_variance if self.spread else self.variance)[officer] > NO_SPREAD

    def _moments(self, values: Sequence[float]) -> tuple[list[float], list[float]]:
        """What an officer's sum is expected to be, and its variance, when labels are drawn within strata."""
        expected, variance = [0.0] * len(self.counts), [0.0] * len(self.counts)
        first = 0
        while first < len(values):
            last = first
            while last < len(values) and self.strata[last] == self.strata[first]:
                last += 1
            part, size = values[first:last], last - first
            mean = sum(part) / size
            scatter = sum((value - mean) ** 2 for value in part) / (size - 1) if size > 1 else 0.0
            held: dict[int, int] = {}
            for label in self.labels[first:last]:
                held[label] = held.get(label, 0) + 1
            for label, count in held.items():
                expected[label] += count * mean
                variance[label] += count * (1 - count / size) * scatter
            first = last
        return expected, variance

    def scores(self, labels: Sequence[int]) -> list[float]:
        """The score of each judged officer, when the units are these officers'."""
        sums = self._sums(labels, self.filled)
        if self.spread:
            raw = self._spreads(sums, self._sums(labels, self.squared))
        else:
            raw = [(sums[n] - self.expected[n]) / sqrt(self.variance[n]) for n in self.judged]
        widened = self._widened(raw)
        return [abs(score) for score in widened] if self.sides == "both" else widened

    def _sums(self, labels: Sequence[int], filled: Iterable[tuple[int, float]]) -> list[float]:
        sums = [0.0] * len(self.counts)
        for place, value in filled:
            sums[labels[place]] += value
        return sums

    def _spreads(self, sums: Sequence[float], squares: Sequence[float]) -> list[float]:
        """How far an officer's cases lie from one another: the sum of squares around the officer's own mean."""
        raw = []
        for n in self.judged:
            own = sums[n] ** 2 / self.counts[n]
            chance = (self.variance[n] + self.expected[n] ** 2) / self.counts[n]
            raw.append((squares[n] - own - self.square_expected[n] + chance) / sqrt(self.square_variance[n]))
        return raw

    def _widened(self, raw: list[float]) -> list[float]:
        """Against how much officers differ without cause (the empirical null)."""
        if self.dispersion == "scale":
            sigma = max(1.0, steadied(robust_sigma(raw), len(raw)))
            return [score / sigma for score in raw]
        errors = [sqrt(self.variance[n]) / self.counts[n] for n in self.judged]
        between = between_variance(raw, errors)
        return [
            score * error / sqrt(error * error + between) for score, error in zip(raw, errors, strict=True)
        ]

    def exchanged(self, draws: Draws) -> list[int]:
        """The labels after an exchange among all units of each stratum."""
        keys = list(map(add, self.strata, draws.fractions(len(self.labels))))
        return list(map(self.labels.__getitem__, sorted(range(len(keys)), key=keys.__getitem__)))

    def observed(self, officer: int) -> tuple[float, float]:
        """The officer's mean, and the mean expected of peers on the same strata."""
        total = sum(value for label, value in zip(self.labels, self.values, strict=True) if label == officer)
        return total / self.counts[officer], self.expected[officer] / self.counts[officer]


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """Every rule's scores with their p and q, and the `p` of the strangest of them all."""

    scores: dict[str, tuple[Score, ...]]
    p: float
    compared: int


def compare(measures: Sequence[Measure], *, permutations: int, seed: int) -> Family:
    """Hold all measures against `permutations` exchanges of labels; the same seed gives the same answer."""
    seen = [measure.scores(measure.labels) for measure in measures]
    drawn = list(zip(*_drawn(measures, permutations, Draws(seed)), strict=True))
    # The real labelling is one of the exchanges: it stands in the pool, so that all of them are treated alike.
    pools = [
        _Pool(score for row in (own, *rows) for score in row) for own, rows in zip(seen, drawn, strict=True)
    ]
    p_values = [[pool.tail(score) for score in own] for pool, own in zip(pools, seen, strict=True)]
    strangest = min((p for row in p_values for p in row), default=1.0)
    as_strange = 1
    for number in range(permutations):
        highest = ((pool, max(rows[number])) for pool, rows in zip(pools, drawn, strict=True) if rows[number])
        as_strange += min((pool.tail(top) for pool, top in highest), default=1.0) <= strangest
    rates = iter(false_discovery_rates([p for row in p_values for p in row]))
    return Family(
        scores={
            measure.rule: tuple(
                _score(measure, officer, score, p, next(rates))
                for officer, score, p in zip(measure.judged, own, row, strict=True)
            )
            for measure, own, row in zip(measures, seen, p_values, strict=True)
        },
        p=as_strange / (permutations + 1),
        compared=sum(map(len, p_values)),
    )


def _drawn(measures: Sequence[Measure], permutations: int, draws: Draws) -> Iterator[list[list[float]]]:
    """For each exchange the scores of every measure; measures of the same units are exchanged together."""
    for _ in range(permutations):
        exchanged: dict[int, list[int]] = {}
        row = []
        for measure in measures:
            if measure.shuffle not in exchanged:
                exchanged[measure.shuffle] = measure.exchanged(draws)
            row.append(measure.scores(exchanged[measure.shuffle]))
        yield row


class _Pool:
    """All scores of a rule under every exchange; how strange one is among them."""

    def __init__(self, scores: Iterable[float]) -> None:
        self.scores = sorted(scores)
        count = max(1, int(TAIL * len(self.scores)))
        tail = self.scores[-count - 1 :] or [0.0]
        self.start = tail[0]
        self.share = count / max(1, len(self.scores))
        self.excess = sum(score - self.start for score in tail[1:]) / count or 1e-9

    def tail(self, score: float) -> float:
        """The share at least as high; in the tail by its mean excess, so that the highest of two pools differ."""
        if score <= self.start:
            return (len(self.scores) - bisect_left(self.scores, score)) / len(self.scores)
        return self.share * exp(-(score - self.start) / self.excess)


def _score(measure: Measure, officer: int, score: float, p: float, q: float) -> Score:
    observed, expected = measure.observed(officer)
    return Score(measure.names[officer], measure.counts[officer], score, observed, expected, p, q)
