"""The postal hand-over: what the postman brings and takes, and the moment from which a posted dossier is submitted."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import msgspec

from application.core import Core, in_one_of
from application.envelope import Actor
from application.given import known_dossier, one_of
from application.hand_over import (
    BY_NUMBER,
    NoSuchRecord,
    SignedRecord,
    dispatch_record,
    record_row,
    signed_record,
    use_line,
)
from application.sites import site_at
from application.store import Transaction
from domain import post as p
from domain.calendar import local_date
from domain.fact import Fact
from domain.post import Carrier, Direction, IncomingLine, Norms, OutgoingLine, PostalRecord, SigningMedium
from domain.staff import AT_COUNTERS
from projections.post import PostalItemRow, PostalRecordRow, read_record

__all__ = [
    "Consignment",
    "Incoming",
    "NoSuchRecord",
    "Outgoing",
    "Post",
    "RecordView",
    "SignedRecord",
    "dispatch_record",
    "norms_on",
    "postal_norms",
    "signed_record",
    "use_line",
]

_RECORD = ", ".join(PostalRecordRow.__struct_fields__)
_ITEM = ", ".join(PostalItemRow.__struct_fields__)
LIST = (
    f"SELECT {_RECORD} FROM postal_record WHERE direction IN (?, ?) AND offered_at >= ? ORDER BY offered_at"
)
LAST = "SELECT coalesce(max(ordinal), 0) FROM postal_record WHERE direction = ? AND year = ?"
ITEMS = f"SELECT {_ITEM} FROM postal_item WHERE number = ? ORDER BY line"
COUNTED = (
    f"SELECT {_ITEM} FROM postal_item WHERE sent_day <> '' AND sent_day <= ? "
    "AND (ended_day = '' OR ended_day >= ?) ORDER BY sent_day, number, line"
)


class RecordView(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over record as the desk lists it, without a person."""

    id: str
    number: str
    direction: str
    state: str
    """offered, signed or declined."""
    offered_at: int
    signed_at: int
    lines: int
    used: int
    items: tuple[PostalItemRow, ...] = ()


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope measured by the carrier's norm: the last day it allows, and working days past it."""

    item: PostalItemRow
    norm: int
    last_day: str
    days_past: int


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """What the postman brings: one sender for each line."""

    carrier: str
    carrier_name: str
    postman: str
    lines: tuple[IncomingLine, ...]
    senders: tuple[str, ...]
    site: str = ""
    note: str = ""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What the postman takes: one addressee for each line. The codes are filled in from the dossiers."""

    carrier: str
    carrier_name: str
    postman: str
    lines: tuple[OutgoingLine, ...]
    addressees: tuple[str, ...]
    site: str = ""
    note: str = ""


class Post:
    def __init__(self, core: Core) -> None:
        self.core = core

    # ---- drawing up

    def offer_receipt(self, brought: Incoming, by: Actor, *, command: str = "") -> RecordView:
        """The officer's signature under what came; it is submitted only once the postman has signed, too."""

        def decide(number: str, tx: Transaction) -> Fact:
            fact = p.PostReceiptOffered(
                number=number,
                carrier=one_of(brought.carrier, Carrier),
                lines=tuple(self._known(tx, line) for line in brought.lines),
                site=_site(self.core, brought.site, tx),
                carrier_name=brought.carrier_name,
                postman=brought.postman,
                senders=brought.senders,
                note=brought.note,
            )
            return p.offer_receipt(PostalRecord(), fact=fact, today=local_date(tx.now))

        return self._offer("in", p.PostReceiptOffered.NAME, by, decide, command)

    def offer_dispatch(self, taken: Outgoing, by: Actor, *, command: str = "") -> RecordView:
        """The officer's signature under the results that leave, sealed in somebody's presence."""

        def decide(number: str, tx: Transaction) -> Fact:
            fact = p.PostDispatchOffered(
                number=number,
                carrier=one_of(taken.carrier, Carrier),
                lines=tuple(self._coded(tx, line) for line in taken.lines),
                site=_site(self.core, taken.site, tx),
                carrier_name=taken.carrier_name,
                postman=taken.postman,
                addressees=taken.addressees,
                note=taken.note,
            )
            return p.offer_dispatch(PostalRecord(), fact=fact)

        return self._offer("out", p.PostDispatchOffered.NAME, by, decide, command)

    def _offer(
        self,
        direction: Direction,
        act: str,
        by: Actor,
        decide: Callable[[str, Transaction], Fact],
        command: str,
    ) -> RecordView:
        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, AT_COUNTERS, act)
            year = local_date(tx.now)[:4]
            ordinal = tx.rows(LAST, direction, year)[0][0] + 1
            number = p.number_of(direction, int(year), ordinal)
            stream = self.core.stream("post", number)
            tx.record(stream, 0, decide(number, tx))
            return stream

        return self.core.write(by, command, work, self._view)

    # ---- signing

    def sign(
        self, number: str, by: Actor, *, medium: str = "screen", digest: str = "", signed_at: int = 0
    ) -> RecordView:
        """The postman signs, at the officer's desk: on the screen, or on paper of which the scan's digest is kept."""

        def decide(record: PostalRecord, tx: Transaction) -> Fact:
            at = signed_at or tx.now
            return p.sign(
                record,
                medium=one_of(medium, SigningMedium),
                digest=digest,
                signed_at=at,
                now=tx.now,
                same_day=local_date(at) == local_date(record.offered_at),
            )

        return self._act(number, by, p.PostReceived.NAME, decide)

    def decline(self, number: str, by: Actor, *, reason: str = "") -> RecordView:
        """The postman does not sign; a new record is drawn up under a new number."""
        return self._act(
            number, by, p.PostRecordDeclined.NAME, lambda record, tx: p.decline(record, reason=reason)
        )

    def _act(
        self, number: str, by: Actor, act: str, decide: Callable[[PostalRecord, Transaction], Fact]
    ) -> RecordView:
        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, AT_COUNTERS, act)
            row = record_row(tx, number)
            tx.record(UUID(hex=row.stream), row.version, decide(read_record(row.record), tx))
            return UUID(hex=row.stream)

        return self.core.write(by, "", work, self._view)

    # ---- reading

    def record(self, number: str) -> RecordView:
        known = p.parse_number(number)
        found = self.core.store.reader().execute(BY_NUMBER, (known,)).fetchone()
        if found is None:
            raise NoSuchRecord(number=number)
        return self._told(PostalRecordRow(*found))

    def records(self, *, direction: str = "", since: int = 0) -> tuple[RecordView, ...]:
        """Records drawn up since a moment (µs UTC), of one direction (in, out) or of both."""
        wanted = (one_of(direction, Direction),) * 2 if direction else ("in", "out")
        found = self.core.store.reader().execute(LIST, (*wanted, since)).fetchall()
        return tuple(self._told(PostalRecordRow(*row)) for row in found)

    def past_norm(self, first: date, last: date) -> tuple[Consignment, ...]:
        """Envelopes that were on their way in the period and longer than the carrier's norm, as of its last day."""
        calendar, end = self.core.known().calendar, last.isoformat()
        found = self.core.store.reader().execute(COUNTED, (end, first.isoformat())).fetchall()
        late = []
        for item in (PostalItemRow(*row) for row in found):
            norm = norms_on(item.sent_day).routes[one_of(item.route, p.Route)]
            allowed = norm.of(with_receipt=bool(item.with_receipt))
            arrived = item.ended_day if item.ended_day and item.ended_day <= end else end
            days = calendar.working_days_between(item.sent_day, arrived)
            if days > allowed:
                last_day = calendar.add_working_days(item.sent_day, allowed)
                late.append(Consignment(item=item, norm=allowed, last_day=last_day, days_past=days - allowed))
        return tuple(late)

    def _view(self, stream: UUID) -> RecordView:
        query = f"SELECT {_RECORD} FROM postal_record WHERE stream = ?"
        row = self.core.store.reader().execute(query, (stream.hex,)).fetchone()
        return self._told(PostalRecordRow(*row))

    def _told(self, row: PostalRecordRow) -> RecordView:
        items = self.core.store.reader().execute(ITEMS, (row.number,)).fetchall()
        return RecordView(
            id=row.stream,
            number=row.number,
            direction=row.direction,
            state=row.state,
            offered_at=row.offered_at,
            signed_at=row.signed_at,
            lines=row.lines,
            used=row.used,
            items=tuple(PostalItemRow(*item) for item in items),
        )

    def _known(self, tx: Transaction, line: IncomingLine) -> IncomingLine:
        """A line whose procedure is in force and whose dossier is one of this office."""
        if line.procedure:
            self.core.known(tx).version(line.procedure, self.core.today())
        return msgspec.structs.replace(line, dossier=known_dossier(tx, line.dossier)[0])

    def _coded(self, tx: Transaction, line: OutgoingLine) -> OutgoingLine:
        stream, code = known_dossier(tx, line.dossier)
        return msgspec.structs.replace(line, dossier=stream, code=code)


@lru_cache(1)
def postal_norms() -> tuple[Norms, ...]:
    """The norms of the carrier, oldest first."""
    content = (files("application.data") / "postal_norms.json").read_bytes()
    found = msgspec.json.decode(content, type=tuple[Norms, ...], strict=True)
    return tuple(sorted(found, key=lambda norms: norms.valid_from))


def norms_on(day: str) -> Norms:
    """The norms in force on a day (ISO); before the first ones, the first ones."""
    in_force: Sequence[Norms] = [norms for norms in postal_norms() if norms.valid_from <= day]
    return in_force[-1] if in_force else postal_norms()[0]


def _site(core: Core, key: str, tx: Transaction) -> str:
    place = site_at(core, key, tx)
    return place.key if place is not None else ""
