"""The office's two sources of the unpredictable: the hour, and chance. Everything else takes them as arguments."""

import hashlib
import secrets
import time
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    def now(self) -> int:
        """The present moment in microseconds since 1970-01-01T00:00:00Z."""


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1000


class SetClock:
    """A clock that shows what it was last set to: for simulations and tests."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def set(self, at: int) -> None:
        self.at = max(self.at, at)


class Chance(Protocol):
    def draw(self, size: int) -> bytes:
        """`size` bytes nobody can foresee."""


class SystemChance:
    def draw(self, size: int) -> bytes:
        return secrets.token_bytes(size)


class SeededChance:
    """The same bytes for the same seed: for simulations only, since whoever knows the seed knows every key."""

    def __init__(self, seed: int) -> None:
        self.seed, self.drawn = seed, 0

    def draw(self, size: int) -> bytes:
        self.drawn += 1
        return hashlib.shake_256(b"motcua simulation %d %d" % (self.seed, self.drawn)).digest(size)


def new_id(chance: Chance) -> UUID:
    """A random (version 4) id."""
    return UUID(bytes=chance.draw(16), version=4)
