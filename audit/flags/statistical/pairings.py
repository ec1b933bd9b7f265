"""The same officer and the same submitter again and again, against how often chance would bring them together."""

from collections.abc import Sequence
from math import sqrt

from audit.flags.statistical.family import Measure

ANSCOMBE = 3 / 8
"""Makes the root of a Poisson count nearly normal."""


class Pairings(Measure):
    """Units whose value numbers a submitter, or is -1 for one who comes seldom; a score is the closest pair's."""

    def scores(self, labels: Sequence[int]) -> list[float]:
        met = self._met(labels)
        return [max(map(self._excess, met[n], self._by_chance[n]), default=0.0) for n in self.judged]

    def closest(self, officer: str) -> float:
        """The number of the submitter this officer meets most beyond chance."""
        n = self.names.index(officer)
        excess = list(map(self._excess, self._met(self.labels)[n], self._by_chance[n]))
        return float(excess.index(max(excess)))

    def observed(self, officer: int) -> tuple[float, float]:
        """How often the closest pair met, and how often by chance."""
        pair = int(self.closest(self.names[officer]))
        return float(self._met(self.labels)[officer][pair]), self._by_chance[officer][pair]

    def _prepare(self) -> None:
        super()._prepare()
        self._by_chance = self._expected()

    def _has_peers(self, officer: int) -> bool:
        return any(chance > 0 for chance in self._by_chance[officer])

    def _met(self, labels: Sequence[int]) -> list[list[int]]:
        met = [[0] * self._submitters() for _ in self.counts]
        for label, value in zip(labels, self.values, strict=True):
            if value >= 0:
                met[label][int(value)] += 1
        return met

    def _expected(self) -> list[list[float]]:
        expected = [[0.0] * self._submitters() for _ in self.counts]
        size: dict[int, int] = {}
        here: dict[tuple[int, int], int] = {}
        there: dict[tuple[int, int], int] = {}
        for stratum, label, value in zip(self.strata, self.labels, self.values, strict=True):
            size[stratum] = size.get(stratum, 0) + 1
            here[stratum, label] = here.get((stratum, label), 0) + 1
            if value >= 0:
                there[stratum, int(value)] = there.get((stratum, int(value)), 0) + 1
        for (stratum, label), worked in here.items():
            for (other, submitter), came in there.items():
                if other == stratum:
                    expected[label][submitter] += worked * came / size[stratum]
        return expected

    def _submitters(self) -> int:
        return int(max(self.values, default=-1.0)) + 1

    @staticmethod
    def _excess(met: float, chance: float) -> float:
        return 2 * (sqrt(met + ANSCOMBE) - sqrt(chance + ANSCOMBE))
