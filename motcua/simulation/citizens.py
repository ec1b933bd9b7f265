"""Who comes to the hall, when, what for, and what they will do there: drawn from a seed before the month begins."""

from collections.abc import Sequence
from datetime import date
from math import log, sqrt
from random import Random  # noqa: TID251
from typing import Literal

import msgspec

WEEKDAYS = (1.2, 1.0, 0.95, 0.95, 1.0, 0.7)
"""Mondays are busy; the last is a Saturday worked to make up for a holiday."""
PROFILE = {
    "06:30": 0.5, "07:00": 1.3, "07:30": 1.7, "08:00": 1.7, "08:30": 1.5, "09:00": 1.3, "09:30": 1.1, "10:00": 0.9,
    "10:30": 0.7, "11:00": 0.3, "13:00": 0.4, "13:30": 1.1, "14:00": 1.1, "14:30": 0.8, "15:00": 0.8, "15:30": 0.6,
    "16:00": 0.4, "16:30": 0.1,
}  # fmt: skip
"""Arrivals by half-hour: a morning peak, a smaller one after lunch."""

BUSINESS: dict[str, tuple[float, tuple[tuple[str, float, float], ...]]] = {
    "civil_status": (0.20, (("1.001193", 0.4, 4.2), ("2.000635", 0.4, 1.9), ("1.004873", 0.2, 3.4))),
    "certification": (0.27, (("2.000815", 0.8, 1.6), ("2.000884", 0.2, 2.8))),
    "land": (0.14, (("1.012753", 0.5, 6.2), ("1.012796", 0.5, 3.8))),
    "social": (0.17, (("1.001776", 0.5, 4.3), ("1.014027", 0.5, 2.9))),
    "business": (0.08, (("1.001612", 1.0, 3.8),)),
    "other": (0.07, (("", 1.0, 2.2),)),
    "results": (0.07, (("", 1.0, 1.2),)),
}
"""By service group: its share, and its procedures with their shares and mean minutes at the counter.

Short visits: with longer ones four counters cannot serve ten thousand people in a month.
"""
PACE = 0.85
"""Scales those minutes: four counters at four fifths of their time, as a busy centre is."""
VARIATION = 0.55
"""Standard deviation of a visit over its mean."""

PRIORITY, APPOINTED, ABSENT, MISLED, ASIDE, UNRIGHTFUL = 0.15, 0.10, 0.06, 0.04, 0.03, 0.05
CLAIMS = ("elderly", "elderly", "elderly", "disabled", "pregnant", "merit", "ill")

Absence = Literal["", "for_a_while", "too_long", "for_good"]


class Citizen(msgspec.Struct, kw_only=True):
    """Somebody, with everything that will be asked of chance; times are minutes of the day."""

    day: int
    minute: float
    group: str
    procedure: str
    service: float
    """Minutes at the counter."""
    priority: str = ""
    unrightful: bool = False
    """Claims a priority that the counter will not find."""
    appointed: bool = False
    offset: float = 0.0
    """Minutes after the hour of the appointment at which they come; negative for before."""
    absent: Absence = ""
    wrong_group: str = ""
    """Takes a number there first."""
    aside: float = 0.0
    """Minutes to step aside for, in the middle of the visit."""


def draw(count: int, days: Sequence[date], rng: Random) -> list[Citizen]:
    """`count` people over the working days, in order of arrival."""
    weights = [WEEKDAYS[min(day.weekday(), len(WEEKDAYS) - 1)] for day in days]
    come = sorted(rng.choices(range(len(days)), weights, k=count))
    people = [_citizen(day, rng) for day in come]
    return sorted(people, key=lambda one: (one.day, one.minute))


def _citizen(day: int, rng: Random) -> Citizen:
    group = rng.choices(list(BUSINESS), [share for share, _ in BUSINESS.values()])[0]
    kinds = BUSINESS[group][1]
    code, _, mean = rng.choices(kinds, [share for _, share, _ in kinds])[0]
    half = rng.choices(list(PROFILE), list(PROFILE.values()))[0]
    begins = int(half[:2]) * 60 + int(half[3:])
    one = Citizen(
        day=day,
        minute=begins + rng.uniform(0, 30),
        group=group,
        procedure=code,
        service=_lognormal(rng, mean * PACE),
    )
    if rng.random() < APPOINTED:
        one.appointed, one.offset = True, rng.triangular(-14, 30, -5)
    elif rng.random() < PRIORITY / (1 - APPOINTED):
        one.priority, one.unrightful = rng.choice(CLAIMS), rng.random() < UNRIGHTFUL
    if rng.random() < ABSENT:
        one.absent = rng.choices(("for_a_while", "too_long", "for_good"), (5, 1, 4))[0]
    elif rng.random() < MISLED and not one.appointed:
        one.wrong_group = rng.choice([other for other in BUSINESS if other not in {group, "results"}])
    elif rng.random() < ASIDE:
        one.aside = rng.uniform(3, 15)
    return one


def _lognormal(rng: Random, mean: float) -> float:
    spread = sqrt(log(1 + VARIATION**2))
    return rng.lognormvariate(log(mean) - spread**2 / 2, spread)
