"""The digests that the office wrote into its log day by day, and whether a replay comes to the same state."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from application.envelope import decode_state
from application.faults import Fault
from application.signer import LogContradicted
from audit.sources import Source
from domain.day_digest import DayDigested
from projections.day_state import FORM, StateDigest

NOWHERE = "—"


class StateContradicted(Fault):
    """The log leads to another state than the one the office wrote down at the end of a day."""

    key = "state_contradicted"


class Kept(msgspec.Struct, frozen=True):
    """A digest as it stands in the log: event `event` speaks for the first `size` events, at the end of `day`."""

    event: int
    day: str
    size: int
    form: str
    digest: str
    tables: dict[str, str]


class Met(msgspec.Struct, frozen=True):
    """One digest that a replay passed. `same` is None when this version does not know its form."""

    day: str
    event: int
    size: int
    same: bool | None


def kept_digests(source: Source) -> Iterator[Kept]:
    """Every digest in a log, in order."""
    for line in source.of_topic(DayDigested.NAME):
        try:
            fact = decode_state(UUID(bytes=line.stream), line.version, line.topic, line.state).fact
        except (msgspec.MsgspecError, KeyError, RecursionError, ValueError) as error:
            raise LogContradicted(event=line.id) from error  # whoever rewrote it made a leaf that fits
        if isinstance(fact, DayDigested):
            yield Kept(line.id, fact.day, fact.size, fact.form, fact.digest, fact.tables)


def met(kept: Kept, found: StateDigest) -> Met:
    """Hold a state against the digest; `StateContradicted` names the day and the tables that differ."""
    if kept.form != FORM:
        return Met(kept.day, kept.event, kept.size, None)
    if kept.digest != found.digest:
        differing = [name for name, digest in found.tables.items() if kept.tables.get(name) != digest]
        raise StateContradicted(
            day=kept.day, size=kept.size, event=kept.event, tables=", ".join(differing) or NOWHERE
        )
    return Met(kept.day, kept.event, kept.size, True)


def contradicted(kept: Kept) -> StateContradicted:
    """Of a digest that speaks for events after itself: nobody could know them."""
    return StateContradicted(day=kept.day, size=kept.size, event=kept.event, tables=NOWHERE)
