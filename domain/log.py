"""How one log of the office goes on in the next: a new year, a new key, or what a disaster left."""

from typing import Literal

import msgspec

from domain.fact import Fact, Refused, recorded_as

Ground = Literal["year", "rotated", "key_lost", "lost"]
"""A new year; a key that was changed; a key that is gone, so that the last events were never signed for under it;
or events that are gone, which a signed head still covers."""


@recorded_as("log.continued", sealed=("why",))
class LogContinued(Fact, frozen=True, kw_only=True):
    """The first fact of every log but the first: it commits to the last signed head of the log before.

    `head` is that head itself, as it was published; roots are 64 hex digits.
    """

    log_number: int
    """Which log of the unit this one is, counted from 1."""
    begins: str
    """The origin of this log."""
    ground: Ground
    origin: str
    """The log that the head is about."""
    size: int
    root: str
    head: str
    kept: int
    """How many events the log before has in the store, with their root: `size` and `root` if nothing was lost."""
    kept_root: str
    why: str = ""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the log that is to end, as in the fact; `used` are the origins of all logs there ever were."""

    number: int
    log: str
    """The origin of the last log in the store; that of the head is another only where whole logs were lost."""
    origin: str
    size: int
    root: str
    head: str
    kept: int
    kept_root: str
    used: frozenset[str]


class ReasonForNewLogMissing(Refused):
    """Beginning a new log for anything but a new year needs a written reason."""


class LogNameUsed(Refused):
    """A log's name is never used again."""


class NothingLost(Refused):
    """A log is begun anew for lost events only when its last signed head covers more events than are left."""


class KeyNotLost(Refused):
    """The key that is said to be lost is here: the log under it is closed with its last signature."""


def continue_log(ended: Ended, *, begins: str, ground: Ground, why: str) -> LogContinued:
    """The first fact of the log that follows `ended`."""
    if begins in ended.used:
        raise LogNameUsed(origin=begins)
    if ground != "year" and not why.strip():
        raise ReasonForNewLogMissing()
    if ground == "lost" and ended.origin == ended.log and ended.size <= ended.kept:
        raise NothingLost(size=ended.size, kept=ended.kept)
    return LogContinued(
        log_number=ended.number + 1,
        begins=begins,
        ground=ground,
        origin=ended.origin,
        size=ended.size,
        root=ended.root,
        head=ended.head,
        kept=ended.kept,
        kept_root=ended.kept_root,
        why=why.strip(),
    )
