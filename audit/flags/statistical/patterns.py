"""Patterns of a whole log that no chance makes: heaps before a deadline or under a threshold, digits nobody chose."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import erfc, log10, sqrt

import msgspec

from audit.flags.statistical.numbers import fitted_counts


class Heap(msgspec.Struct, frozen=True):
    """What lies in a window against what a smooth curve through the rest expects; `z` allows for its scatter."""

    cut: int
    observed: int
    expected: float
    z: float


class Bunching(msgspec.Struct, frozen=True):
    """The heap at the real cut, and at cuts where there is nothing (placebos)."""

    real: Heap
    placebos: tuple[Heap, ...]

    @property
    def found(self) -> bool:
        return self.real.z > max(LEAST_Z, *(heap.z for heap in self.placebos))


LEAST_Z = 4.0
"""Besides being higher than every placebo's."""


def bunching(
    offsets: Sequence[int],
    *,
    first: int,
    last: int,
    before: int,
    after: int,
    degree: int,
    placebos: Sequence[int],
    cut: int = 0,
) -> Bunching:
    """Whether whole numbers heap up in the window from `cut - before` to before `cut + after`.

    `offsets` from `first` to before `last` are counted. The curve is a polynomial of `degree` on the scale of
    logarithms (Poisson with scatter); the window and the placebo's are left out when it is fitted.
    """
    held = Counter(offsets)
    counts = [held[place] for place in range(first, last)]
    window = _window(cut, before, after, first)

    def heap(at: int) -> Heap:
        inside = _window(at, before, after, first)
        fitted, scatter = fitted_counts(counts, inside | window, degree)
        seen, chance = sum(counts[i] for i in inside), sum(fitted[i] for i in inside)
        return Heap(at, seen, chance, (seen - chance) / sqrt(scatter * chance))

    free = [at for at in placebos if not _window(at, before, after, first) & window]
    inside = [at for at in free if first <= at - before and at + after <= last]
    return Bunching(heap(cut), tuple(heap(at) for at in inside))


def _window(cut: int, before: int, after: int, first: int) -> frozenset[int]:
    return frozenset(range(cut - before - first, cut + after - first))


def first_digits(
    amounts: Sequence[float], *, least: int, orders: float
) -> tuple[Mapping[int, int], float] | None:
    """How often each first digit stands, and the p of Benford's law; None where the law does not apply.

    It applies to more than `least` amounts over more than `orders` powers of ten (Nigrini).
    """
    known = [amount for amount in amounts if amount >= 1]
    if len(known) <= least or log10(max(known) / min(known)) <= orders:
        return None
    held = Counter(int(f"{amount:e}"[0]) for amount in known)
    expected = {digit: len(known) * log10(1 + 1 / digit) for digit in range(1, 10)}
    square = sum((held[digit] - chance) ** 2 / chance for digit, chance in expected.items())
    return dict(held), chi_square_tail(square, 8)


def chi_square_tail(square: float, freedom: int) -> float:
    """The chance of a chi-square at least so large (Wilson and Hilferty's approximation)."""
    spread = sqrt(2 / (9 * freedom))
    deviate = ((square / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / spread
    return 0.5 * erfc(deviate / sqrt(2))
