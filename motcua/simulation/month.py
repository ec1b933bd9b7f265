"""Runs the month: founds an office, lives its days one after the other, and counts what came of it."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random  # noqa: TID251

from application.clock import SeededChance, SetClock
from application.data import load_unit
from application.envelope import OFFICE
from application.founding import found
from domain.calendar import local_moment
from motcua.demo.cast import Cast
from motcua.simulation.citizens import draw
from motcua.simulation.figures import Figures, figures
from motcua.simulation.hall import MonthOfOneHall

UNIT = "tan-phuoc-1"
FIRST_DAY = date(2026, 3, 2)
DAYS = 22
FOUNDED_AT = "06:00"

Progress = Callable[[int, int], None]


def simulate(
    root: Path, *, citizens: int = 10_000, days: int = DAYS, seed: int = 1, progress: Progress | None = None
) -> Figures:
    """`citizens` over `days` working days in a new office in `root`; the same seed makes the same month."""
    begun, rng = time.perf_counter(), Random(seed)  # noqa: S311 - simulated people
    clock = SetClock(local_moment(FIRST_DAY.isoformat(), FOUNDED_AT))
    office = found(root, UNIT, clock=clock, chance=SeededChance(seed), simulated=True)
    try:
        working = _working_days(office.core.known().calendar.works, days)
        hall = MonthOfOneHall(
            office,
            clock,
            Cast(office, load_unit(UNIT)),
            rng,
            [local_moment(day.isoformat(), "00:00") for day in working],
        )
        people = draw(citizens, working, rng)
        for number in range(days):
            clock.set(hall.at(number, 6 * 60))
            with office.store.together():
                hall.live(number, [one for one in people if one.day == number])
                office.queue.close_day(OFFICE)
            if progress is not None:
                progress(number + 1, days)
        return figures(
            office,
            [day.isoformat() for day in working],
            citizens=citizens,
            turned_away=hall.turned_away,
            happened=dict(hall.happened),
            seconds=time.perf_counter() - begun,
        )
    finally:
        office.close(sign=False)


def _working_days(works: Callable[[date], bool], count: int) -> list[date]:
    working: list[date] = []
    day = FIRST_DAY
    while len(working) < count:
        if works(day):
            working.append(day)
        day += timedelta(days=1)
    return working
