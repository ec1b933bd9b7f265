"""Guidance away from the queue, and how much guidance was given in all: asked and told, never received."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import msgspec

from application.appointments import NoSuchAppointment
from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.follower import Follower
from application.given import known_dossier, one_of
from application.reference import Knowledge
from application.store import Transaction
from domain.appointment import parse_code
from domain.catalogue import UnknownProcedure
from domain.guidance import EnquiryGuided, GuidanceChannel, GuidanceTopic, guide
from domain.staff import AT_COUNTERS

PERIOD = (
    "SELECT channel, procedure, field, count(*), sum(sample_shown), sum(missing > 0), sum(ticket) "
    "FROM guidance WHERE day BETWEEN ? AND ? GROUP BY channel, procedure, field"
)
KNOWN_APPOINTMENT = "SELECT 1 FROM appointment WHERE code = ?"
GUIDES = AT_COUNTERS | {OFFICE.role}


class Guided(msgspec.Struct, frozen=True, kw_only=True):
    """What was explained, to whom and how. `missing` lists every paper that was wanting, all at once."""

    channel: str
    topics: tuple[str, ...]
    procedure: str = ""
    dossier: str = ""
    appointment: str = ""
    sample_shown: bool = False
    missing: tuple[str, ...] = ()
    person: str = ""
    phone: str = ""
    note: str = ""


class GuidanceLine(msgspec.Struct, frozen=True, kw_only=True):
    """How often, through one channel in one field (empty: about no procedure)."""

    channel: str
    field: str
    given: int
    with_sample: int
    with_missing: int
    """How often papers were found missing and listed."""
    with_ticket: int


class Guidance:
    """Needs the follower only for its report."""

    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        self.core, self.follower = core, follower

    def give(self, said: Guided, by: Actor, *, command: str = "") -> str:
        """Keep what was explained; the hex id of the enquiry."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, GUIDES, EnquiryGuided.NAME)
            fact = EnquiryGuided(
                channel=one_of(said.channel, GuidanceChannel),
                topics=tuple(one_of(topic, GuidanceTopic) for topic in dict.fromkeys(said.topics)),
                procedure=said.procedure,
                field=self._field(tx, said.procedure),
                dossier=known_dossier(tx, said.dossier)[0],
                appointment=_appointment(tx, said.appointment),
                sample_shown=said.sample_shown,
                missing_count=len(said.missing),
                missing=said.missing,
                person=said.person,
                phone=said.phone,
                note=said.note,
            )
            stream = self.core.new_id()
            tx.record(stream, 0, guide(fact=fact))
            return stream

        return self.core.write(by, command, work, lambda stream: stream.hex)

    def report(self, first: date, last: date) -> tuple[GuidanceLine, ...]:
        """Guidance from the first day to the last, by channel and field, with a ticket or without."""
        known, follower = self.core.known(), self.follower()
        with follower.lock:
            rows = follower.connection.execute(PERIOD, (first.isoformat(), last.isoformat())).fetchall()
        sums: dict[tuple[str, str], list[int]] = {}
        for channel, procedure, field, *counts in rows:
            key = (channel, field or field_of(known, procedure))
            sums[key] = [sum(pair) for pair in zip(sums.get(key, [0] * len(counts)), counts, strict=True)]
        return tuple(
            GuidanceLine(
                channel=channel, field=field, given=counts[0], with_sample=counts[1],
                with_missing=counts[2], with_ticket=counts[3],
            )
            for (channel, field), counts in sorted(sums.items())
        )  # fmt: skip

    def _field(self, tx: Transaction, procedure: str) -> str:
        known = self.core.known(tx)
        if procedure and procedure not in known.catalogue:
            raise UnknownProcedure(code=procedure)
        return field_of(known, procedure)


def field_of(known: Knowledge, procedure: str) -> str:
    """The field of a procedure by its latest version, in force or not; empty for none."""
    listing = known.catalogue.get(procedure)
    return listing.last.procedure.field if listing is not None and listing.last is not None else ""


def _appointment(tx: Transaction, code: str) -> str:
    known = parse_code(code) if code else ""
    if code and not tx.rows(KNOWN_APPOINTMENT, known):
        raise NoSuchAppointment(code=code)
    return known
