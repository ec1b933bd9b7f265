"""Papers that are drawn from the log as of an event, so that the same event always gives the same paper."""

import msgspec

from application.core import Core
from domain.fact import Refused

RECORDED = "SELECT recorded_at FROM event WHERE id = ?"


class NoSuchEvent(Refused):
    """The log has no event of that number."""


class AsOf(msgspec.Struct, frozen=True):
    """An event of the log and the moment (µs UTC) it was recorded, which dates the paper."""

    event: int
    at: int


def as_of(core: Core, at_event: int | None) -> AsOf:
    """That event, or the latest one."""
    last = core.store.last_id()
    event = last if at_event is None else at_event
    row = core.store.reader().execute(RECORDED, (event,)).fetchone()
    if row is None:
        raise NoSuchEvent(event=event, last=last)
    return AsOf(event, row[0])
