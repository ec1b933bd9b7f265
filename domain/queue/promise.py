"""From a forecast to the range that is told: fitted to what came of earlier promises."""

from collections.abc import Sequence
from math import floor

import msgspec


class Fit(msgspec.Struct, frozen=True):
    """How far from the forecast, in its standard deviations, a fitting range begins and ends."""

    low: float = -1.6
    high: float = 2.4
    """Wider than a normal distribution would have it: breaks, absences and those who come first are not in the mean."""


class Outcome(msgspec.Struct, frozen=True):
    """A forecast of the past and what came of it, in seconds."""

    expected: float
    spread: float
    waited: float


COVERED = 0.80
"""So many of the waits should lie in the range that was told."""
ENOUGH = 30
"""Outcomes from which on the ranges are fitted to them; with fewer they are as wide as any office needs at first."""
HALVINGS = 7
SEVERAL = 10
"""From so many minutes on, a range is told in fives."""
LEAST_SPREAD = 20.0
"""Seconds: nobody's walk from the door to the counter is foreseen better."""


def fit(outcomes: Sequence[Outcome]) -> Fit | None:
    """The range that would have covered four fifths of these outcomes as they were told, in whole minutes.

    Split-conformal: whatever the forecast gets wrong in the mean or the spread is put right by its own record.
    """
    if len(outcomes) < ENOUGH:
        return None
    errors = sorted((each.waited - each.expected) / _spread(each.spread) for each in outcomes)
    narrow, wide = 0.49, 0.01
    for _ in range(HALVINGS):
        middle = (narrow + wide) / 2
        if _coverage(outcomes, _between(errors, middle)) < COVERED:
            narrow = middle
        else:
            wide = middle
    ends = (_between(errors, narrow), _between(errors, wide))
    return min(ends, key=lambda fit: abs(_coverage(outcomes, fit) - COVERED))


def _between(errors: Sequence[float], tail: float) -> Fit:
    return Fit(_quantile(errors, tail), _quantile(errors, 1 - tail))


def _coverage(outcomes: Sequence[Outcome], fit: Fit) -> float:
    held = 0
    for each in outcomes:
        low, high = _range(each.expected / 60, _spread(each.spread) / 60, fit.low, fit.high)
        held += low * 60 <= each.waited <= high * 60
    return held / len(outcomes)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _spread(seconds: float) -> float:
    return max(seconds, LEAST_SPREAD)


def told(expected: float, spread: float, fit: Fit) -> tuple[int, int]:
    """The range in whole minutes, from ten on in fives; it never begins below nothing and is never empty."""
    return _range(expected / 60, _spread(spread) / 60, fit.low, fit.high)


def _range(expected: float, spread: float, below: float, above: float) -> tuple[int, int]:
    """In minutes; written out flat, because fitting asks it some ten thousand times."""
    low = max(0.0, expected + below * spread)
    high = max(low, expected + above * spread)
    begins = int(low + 0.5) if low < SEVERAL else 5 * int(low / 5 + 0.5)
    ends = int(high + 0.5) if high < SEVERAL else 5 * int(high / 5 + 0.5)
    least = begins + (5 if begins >= SEVERAL else 2)
    return begins, ends if ends > least else least
