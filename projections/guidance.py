"""Every guidance, by day, channel and field: those at the counter and those by phone, letter or at home alike."""

from typing import Any

import msgspec

from domain.guidance import EnquiryGuided
from domain.queue import GuidanceGiven, TicketIssued
from projections.course import day_of
from projections.fold import Rows, Seen


class GuidanceRow(msgspec.Struct, frozen=True):
    """One guidance, by its position in the log. `topics` is a comma-separated list; `field` is empty where unknown."""

    id: int
    day: str
    channel: str
    procedure: str
    field: str
    topics: str
    sample_shown: int
    missing: int
    ticket: int
    officer: str


class AskedRow(msgspec.Struct, frozen=True):
    """What the holder of a ticket (hex id) came for."""

    stream: str
    procedure: str
    field: str


class GuidanceBook:
    name = "guidance_book"
    topics = frozenset({TicketIssued.NAME, GuidanceGiven.NAME, EnquiryGuided.NAME})

    def __init__(self) -> None:
        self.rows = Rows("guidance", GuidanceRow, indexes=("day, channel",))
        self.asked = Rows("guidance_asked", AskedRow)
        self.tables: tuple[Rows[Any], ...] = (self.rows, self.asked)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case TicketIssued(procedure=procedure, field=field):
                if field:
                    self.asked.put(AskedRow(seen.stream, procedure, field))
            case GuidanceGiven():
                self._at_the_counter(seen, seen.fact)
            case EnquiryGuided():
                self._elsewhere(seen, seen.fact)

    def _at_the_counter(self, seen: Seen, fact: GuidanceGiven) -> None:
        asked = self.asked.get(seen.stream)
        field = asked.field if asked is not None and fact.procedure in {"", asked.procedure} else ""
        topics = ",".join(fact.topics)
        self.rows.put(
            GuidanceRow(
                seen.id,
                day_of(seen.recorded_at),
                "counter",
                fact.procedure,
                field,
                topics,
                0,
                0,
                1,
                seen.actor,
            )
        )

    def _elsewhere(self, seen: Seen, fact: EnquiryGuided) -> None:
        self.rows.put(
            GuidanceRow(
                id=seen.id,
                day=day_of(seen.recorded_at),
                channel=fact.channel,
                procedure=fact.procedure,
                field=fact.field,
                topics=",".join(fact.topics),
                sample_shown=int(fact.sample_shown),
                missing=fact.missing_count,
                ticket=0,
                officer=seen.actor,
            )
        )
