"""Exchanges that everybody can draw again: fractions from SHAKE-256 over a seed, the same in any language."""

import sys
from array import array
from hashlib import shake_256

WIDTH = 8
SCALE = 2.0**-64


class Draws:
    """An endless row of fractions from 0 to 1; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._name, self._drawn = f"motcua flags {seed}", 0

    def fractions(self, count: int) -> list[float]:
        """The next `count`: each of 8 bytes of SHAKE-256("motcua flags <seed> <draw>"), little-endian, over 2^64."""
        self._drawn += 1
        found = array("Q", shake_256(f"{self._name} {self._drawn}".encode()).digest(WIDTH * count))
        if sys.byteorder == "big":
            found.byteswap()
        return list(map(SCALE.__mul__, found))
