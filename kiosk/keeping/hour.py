"""The office's hour as a kiosk knows it, also when its own clock is wrong and nobody can be asked."""

from collections.abc import Callable

import msgspec

from application.clock import Clock

SECOND = 1_000_000
NOTICED = 2 * SECOND
"""A kiosk's clock that is off by less than this (µs) is called right."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What was last heard of the office's clock: how far ahead of this one it was, and its latest hour (µs)."""

    ahead: int = 0
    latest: int = 0


class Hour:
    """`steady` counts µs and is never set: between two answers of the office it is what time is told by."""

    def __init__(self, clock: Clock, steady: Callable[[], int], heard: Heard | None) -> None:
        self.clock, self.steady = clock, steady
        self.heard = heard or Heard()
        self._told: tuple[int, int] | None = None

    def hear(self, office_now: int) -> None:
        self._told = (office_now, self.steady())
        self.heard = Heard(ahead=office_now - self.clock.now(), latest=office_now)

    def now(self) -> int:
        """µs UTC. Without an answer since the start, what the office's clock was ahead then, and never before it."""
        if self._told is None:
            return max(self.clock.now() + self.heard.ahead, self.heard.latest)
        told, then = self._told
        return told + self.steady() - then

    def off(self) -> int:
        """How far this kiosk's own clock is behind the office's (µs); 0 while it may be called right."""
        behind = self.now() - self.clock.now()
        return behind if abs(behind) > NOTICED else 0
