"""Stretches during which the clock stood still, and how a policy cuts the life of a clock into runs."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from domain.calendar.facts import ClockPolicy
from domain.calendar.moments import split
from domain.calendar.refusals import PausedBeforeItBegan


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """From `start` to `end` (µs UTC) the clock stood still; `why` is the caller's own word for the reason.

    `restarts` matters to the policy `restart` alone: once the full set of papers is in, the limit begins again
    (NĐ 61/2018 Art. 19(4)), while money paid or a withdrawal declined only lets the clock go on.
    """

    start: int
    end: int
    why: str = ""
    restarts: bool = True

    @property
    def days(self) -> tuple[date, date]:
        """The local days on which it began and ended. The first still counts as the office's, the last does not."""
        return split(self.start)[0], split(self.end)[0]

    @property
    def calendar_days(self) -> int:
        first, last = self.days
        return (last - first).days


class Run(msgspec.Struct, frozen=True):
    """The clock from one beginning to the next: the pauses that only held it, and the one that ended it."""

    start: int
    pauses: tuple[Pause, ...] = ()
    ended_by: Pause | None = None


def runs(start: int, policy: ClockPolicy, pauses: Sequence[Pause]) -> tuple[Run, ...]:
    """The runs of a clock that began at `start`; the last one is still running."""
    found, begun, held = [], start, start
    kept: tuple[Pause, ...] = ()
    for pause in pauses:
        if not held <= pause.start <= pause.end:
            raise PausedBeforeItBegan()
        held = pause.end
        if policy == "restart" and pause.restarts:
            found.append(Run(begun, kept, pause))
            begun, kept = pause.end, ()
        else:
            kept = (*kept, pause)
    return (*found, Run(begun, kept))


def over(day: date, pauses: Iterable[Pause]) -> Pause | None:
    """The pause that takes a whole day out of a limit counted in days."""
    return next((pause for pause in pauses if pause.days[0] < day <= pause.days[1]), None)
