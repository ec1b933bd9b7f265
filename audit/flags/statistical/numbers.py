"""The arithmetic behind the statistical rules: ranks, robust spreads, dispersion, false discoveries, curves."""

from collections.abc import Sequence
from math import exp, log, sqrt
from operator import mul, sub
from statistics import NormalDist, median

NORMAL = NormalDist()
MAD_TO_SIGMA = 1.4826
"""Of a normal distribution, the standard deviation is so many median absolute deviations."""
PRIOR = 10
"""So many officers who differ by chance alone are imagined when a spread is estimated."""
WINSORISED = 0.1
"""The share at each end that may not stretch the dispersion (Spiegelhalter 2005)."""
MOST_STEPS, NEAR = 30, 1e-9
"""How often a curve is bent anew, unless it has come to rest before."""


def normal_scores(values: Sequence[float]) -> list[float]:
    """Each value's place among the others as a normal deviate; equal values share the mean of their places."""
    order = sorted(range(len(values)), key=values.__getitem__)
    scores = [0.0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        score = NORMAL.inv_cdf((first + last + 1) / (2 * len(order)))
        for place in order[first : last + 1]:
            scores[place] = score
        first = last + 1
    return scores


def robust_sigma(values: Sequence[float]) -> float:
    """The spread of the middle of the values, which a few strange ones do not widen (the empirical null)."""
    middle = median(values)
    return MAD_TO_SIGMA * median(abs(value - middle) for value in values)


def steadied(sigma: float, count: int) -> float:
    """A spread of few values drawn towards 1, as if some more had been seen that differ by chance alone."""
    return sqrt((count * sigma * sigma + PRIOR) / (count + PRIOR))


def winsorised(values: Sequence[float], share: float = WINSORISED) -> list[float]:
    ordered = sorted(values)
    cut = int(share * len(ordered))
    low, high = ordered[cut], ordered[-1 - cut]
    return [min(max(value, low), high) for value in values]


def between_variance(scores: Sequence[float], errors: Sequence[float]) -> float:
    """The variance of rates between officers beyond chance, added to that of chance (additive random effects).

    `scores` are rates divided by their standard `errors`. By moments from winsorised scores, never below 0.
    """
    count = len(scores)
    excess = sum(score * score for score in winsorised(scores)) - (count - 1)
    weights = [1 / (error * error) for error in errors]
    room = sum(weights) - sum(weight * weight for weight in weights) / sum(weights)
    return max(0.0, excess / room) if room > 0 else 0.0


def false_discovery_rates(p_values: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg: for each p the smallest rate q at which it would still be reported."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    rates, least = [1.0] * len(p_values), 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        least = min(least, p_values[place] * len(order) / rank)
        rates[place] = least
    return rates


def fitted_counts(
    counts: Sequence[float], left_out: frozenset[int], degree: int
) -> tuple[list[float], float]:
    """What a smooth curve through the other counts expects everywhere, and how much more than chance they scatter.

    A polynomial on the scale of logarithms, fitted as Poisson counts by iterated least squares; the scatter is
    Pearson's chi-square per degree of freedom, at least 1.
    """
    kept = [place for place in range(len(counts)) if place not in left_out]
    powers = [_powers(place, len(counts), degree) for place in range(len(counts))]
    fitted = [max(count, 0.5) for count in counts]
    bend, before = [0.0], [1.0]
    for _ in range(MOST_STEPS):
        if len(bend) == len(before) and max(map(abs, map(sub, bend, before))) < NEAR:
            break
        before = bend
        working = [log(fitted[i]) + (counts[i] - fitted[i]) / fitted[i] for i in kept]
        bend = solved_least_squares([powers[i] for i in kept], working, [fitted[i] for i in kept])
        fitted = [exp(min(30.0, sum(map(mul, bend, row)))) for row in powers]
    scatter = sum((counts[i] - fitted[i]) ** 2 / fitted[i] for i in kept) / (len(kept) - degree - 1)
    return fitted, max(1.0, scatter)


def _powers(place: int, count: int, degree: int) -> list[float]:
    """Legendre polynomials, so that high degrees stay solvable."""
    x = 2 * place / (count - 1) - 1
    found = [1.0, x]
    for n in range(1, degree):
        found.append(((2 * n + 1) * x * found[n] - n * found[n - 1]) / (n + 1))
    return found[: degree + 1]


def solved_least_squares(
    rows: Sequence[Sequence[float]], wanted: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """The coefficients that bring `rows` nearest to `wanted`, each row with its weight (by the normal equations)."""
    size = len(rows[0])
    table = [[0.0] * (size + 1) for _ in range(size)]
    for row, value, weight in zip(rows, wanted, weights, strict=True):
        for i in range(size):
            scaled = weight * row[i]
            for j in range(size):
                table[i][j] += scaled * row[j]
            table[i][size] += scaled * value
    for pivot in range(size):
        best = max(range(pivot, size), key=lambda i: abs(table[i][pivot]))
        table[pivot], table[best] = table[best], table[pivot]
        for i in range(pivot + 1, size):
            factor = table[i][pivot] / table[pivot][pivot]
            table[i] = [a - factor * b for a, b in zip(table[i], table[pivot], strict=True)]
    solved = [0.0] * size
    for i in reversed(range(size)):
        known = sum(table[i][j] * solved[j] for j in range(i + 1, size))
        solved[i] = (table[i][size] - known) / table[i][i]
    return solved
