"""What the office's books came to at the end of a day: a digest that everybody who replays the log must meet."""

import msgspec

from domain.fact import Fact, Refused, recorded_as


@recorded_as("office.day_digested")
class DayDigested(Fact, frozen=True, kw_only=True):
    """The digest of the office's state as its own tables held it, written down after the day was over."""

    day: str
    """The latest local day (ISO) that lies wholly within the first `size` events."""
    size: int
    """How many events the state comes from: all before this fact, or all but the latest of them."""
    form: str
    """Which tables and columns are digested, and how (`docs/replay.md`); a released form never changes."""
    digest: str
    """SHA-256 (hex) over the digests of the tables."""
    tables: dict[str, str] = msgspec.field(default_factory=dict)
    """Of each table, its digest (hex): so that a difference has a place."""


class DayAlreadyDigested(Refused):
    """The state at the end of that day is already in the log."""


def digest_day(before: DayDigested | None, *, fact: DayDigested) -> DayDigested:
    """Days follow one another, and each digest speaks for more of the log than the one before it."""
    if before is not None and (fact.day <= before.day or fact.size <= before.size):
        raise DayAlreadyDigested(day=fact.day)
    return fact
