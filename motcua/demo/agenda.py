"""What happens when: lives take turns on one clock that only moves forward.

A life is a generator. It acts, yields the moment (µs UTC) at which it wants to go on, and sleeps until then.
"""

import heapq
from collections.abc import Generator
from itertools import count

from application.clock import SetClock

Life = Generator[int, None, None]

SECOND = 1_000_000
MINUTE = 60 * SECOND


class Agenda:
    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.waiting: list[tuple[int, int, Life]] = []
        self.turn = count()

    @property
    def now(self) -> int:
        return self.clock.now()

    def start(self, at: int, life: Life) -> None:
        """Let a life begin at a moment, or now if that is past. Equal moments go in the order of asking."""
        heapq.heappush(self.waiting, (max(at, self.now), next(self.turn), life))

    def run_until(self, end: int) -> None:
        while self.waiting and self.waiting[0][0] <= end:
            at, _, life = heapq.heappop(self.waiting)
            self.clock.set(at)
            following = next(life, None)
            if following is not None:
                self.start(following, life)
        self.clock.set(end)
