"""Time limits as the clock reads them: so much of one unit, or several stages one after another."""

import re
from typing import Protocol

import msgspec

from domain.calendar.refusals import NotATimeLimit

LONGEST = 1000
COUNTED_IN_DAYS = frozenset({"working_day", "calendar_day"})
"""Units whose last day runs to its end; all others end at a moment."""

_WRITTEN = re.compile(r"([0-9]{1,4})\s*(wd|d|wh)")
_UNITS = {"wd": "working_day", "d": "calendar_day", "wh": "working_hour"}


class LimitLike(Protocol):
    """Any capability's own time limit; one counted in stages also has `stages`, each of this shape."""

    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def cutoff(self) -> str | None: ...


class TimeLimit(msgspec.Struct, frozen=True):
    """A time limit as typed; `unit` is one of those of the catalogue."""

    unit: str
    value: int | None = None
    cutoff: str | None = None
    stages: tuple["TimeLimit", ...] = ()


def parse_limit(text: str) -> TimeLimit:
    """Read `3wd`, `15d`, `8wh`, `same-day` (cut-off 15:00), or stages such as `5wd+10wd+2wd`."""
    stages = tuple(_parse_stage(part, text) for part in text.split("+"))
    return stages[0] if len(stages) == 1 else TimeLimit("staged", stages=stages)


def stages_of(limit: LimitLike) -> tuple[LimitLike, ...]:
    """The stages of a limit in their order; any other limit is its own only stage, and no limit has none."""
    if limit.unit == "none_stated":
        return ()
    if limit.unit != "staged":
        return (limit,)
    stages: tuple[LimitLike, ...] = getattr(limit, "stages", ())
    if not stages or any(stage.unit in {"staged", "none_stated"} for stage in stages):
        raise NotATimeLimit(text=limit.unit)
    return stages


def amount(limit: LimitLike) -> int:
    if limit.value is None or not 1 <= limit.value <= LONGEST:
        raise NotATimeLimit(text=f"{limit.value} {limit.unit}")
    return limit.value


def _parse_stage(part: str, text: str) -> TimeLimit:
    typed = part.strip().lower()
    if typed == "same-day":
        return TimeLimit("same_day", cutoff="15:00")
    found = _WRITTEN.fullmatch(typed)
    if found is None:
        raise NotATimeLimit(text=text)
    limit = TimeLimit(_UNITS[found[2]], int(found[1]))
    amount(limit)
    return limit
