"""When people come: past days folded into half-hours, and the quiet hour to recommend."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

FEWEST_DAYS = 2
HALF = 30


class HalfHourSeen(msgspec.Struct, frozen=True):
    """A half-hour from `begins` (`HH:MM`) and the mean number of people who came in it."""

    begins: str
    mean: float


def half_hours(days: Sequence[Mapping[str, int]], hours: Sequence[str]) -> tuple[HalfHourSeen, ...]:
    """`days` count arrivals by half-hour; `hours` those in which numbers are given. Empty from too few."""
    if len(days) < FEWEST_DAYS:
        return ()
    return tuple(
        HalfHourSeen(begins, sum(day.get(begins, 0) for day in days) / len(days)) for begins in hours
    )


def cut(begins: str, ends: str) -> tuple[str, ...]:
    """The half-hours that lie wholly between two hours (`HH:MM`)."""
    first = -(-minutes(begins) // HALF) * HALF
    return tuple(hour(at) for at in range(first, minutes(ends) - HALF + 1, HALF))


def quiet_hour(seen: Sequence[HalfHourSeen], *, after: str = "", busiest: bool = False) -> str:
    """The hour from `after` on with the fewest people, or the most, as `14:30–15:30`; empty when there is none."""
    pairs = [
        (first.mean + second.mean, first.begins)
        for first, second in pairwise(seen)
        if minutes(second.begins) - minutes(first.begins) == HALF and first.begins >= after
    ]
    if not pairs:
        return ""
    begins = max(pairs, key=lambda pair: (pair[0], pair[1]))[1] if busiest else min(pairs)[1]
    return f"{begins}–{hour(minutes(begins) + 2 * HALF)}"


def minutes(hour: str) -> int:
    """Minutes since midnight of `HH:MM`."""
    return int(hour[:2]) * 60 + int(hour[3:5])


def hour(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
