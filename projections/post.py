"""The hand-over records, and every envelope on them: what became a dossier, what arrived, what is still on its way."""

import msgspec

from domain.dossier import ResultReturned, ResultUndeliverable
from domain.fact import Fact
from domain.post import (
    PostalRecord,
    PostDispatched,
    PostDispatchOffered,
    PostLineUsed,
    PostReceiptOffered,
    PostReceived,
    PostRecordDeclined,
    evolve,
)
from projections.course import day_of
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(PostalRecord)
_encode = msgspec.json.Encoder(order="sorted").encode


class PostalRecordRow(msgspec.Struct, frozen=True):
    """A record today. Times in µs UTC; `record` is the domain's `PostalRecord` in JSON.

    `direction` is in or out; `ordinal` runs through the `year` of the direction.
    """

    stream: str
    number: str
    direction: str
    year: str
    ordinal: int
    state: str
    offered_at: int
    signed_at: int
    lines: int
    used: int
    version: int
    record: str


class PostalItemRow(msgspec.Struct, frozen=True):
    """One envelope of a signed record. Days are ISO dates.

    `sent_day` is the day from which its way is counted, `ended_day` that of its arrival; empty while it is not known.
    `outcome` is received, delivered or undeliverable; `dossier` a hex id, empty until the envelope became one.
    """

    number: str
    line: int
    direction: str
    kind: str
    procedure: str
    route: str
    with_receipt: int
    slip: str
    dossier: str
    code: str
    sent_day: str
    ended_day: str
    outcome: str


class OnItsWayRow(msgspec.Struct, frozen=True):
    """The envelope in which the result of a dossier (hex id) is on its way now."""

    dossier: str
    number: str
    line: int


def read_record(state: str) -> PostalRecord:
    """The domain's record from the `record` column."""
    return _state.decode(state)


ARRIVALS: dict[type[Fact], str] = {ResultReturned: "delivered", ResultUndeliverable: "undeliverable"}
"""Facts on a dossier's own stream that end the way of its result."""


RECORDED = frozenset(
    fact.NAME
    for fact in (
        PostReceiptOffered, PostReceived, PostDispatchOffered, PostDispatched, PostRecordDeclined, PostLineUsed,
    )
)  # fmt: skip


class PostBook:
    name = "post_book"
    topics = RECORDED | {fact.NAME for fact in ARRIVALS}

    def __init__(self) -> None:
        self.rows = Rows("postal_record", PostalRecordRow, indexes=("number", "direction, year, ordinal"))
        self.items = Rows("postal_item", PostalItemRow, keys=2, indexes=("direction, ended_day", "dossier"))
        self.on_its_way = Rows("post_on_its_way", OnItsWayRow)
        self.tables = (self.rows, self.items, self.on_its_way)

    def apply(self, seen: Seen) -> None:
        if type(seen.fact) in ARRIVALS:
            self._arrived(seen)
            return
        before = self.rows.get(seen.stream)
        record = evolve(
            read_record(before.record) if before is not None else PostalRecord(), seen.fact, seen.recorded_at
        )
        match seen.fact:
            case PostReceived():
                self._came_in(record)
            case PostDispatched():
                self._left(record)
            case PostLineUsed(line=line, dossier=dossier):
                self._became(record.number, line, dossier)
        self.rows.put(_row(seen, record))

    def _came_in(self, record: PostalRecord) -> None:
        for number, line in enumerate(record.incoming, 1):
            self.items.put(
                PostalItemRow(
                    number=record.number, line=number, direction="in", kind=line.kind, procedure=line.procedure,
                    route=line.route, with_receipt=0, slip=line.slip, dossier=line.dossier, code="",
                    sent_day=line.posted_on, ended_day=day_of(record.signed_at), outcome="received",
                )
            )  # fmt: skip

    def _left(self, record: PostalRecord) -> None:
        for number, line in enumerate(record.outgoing, 1):
            self.items.put(
                PostalItemRow(
                    number=record.number, line=number, direction="out", kind="result", procedure="",
                    route=line.route, with_receipt=int(line.with_receipt), slip=line.slip, dossier=line.dossier,
                    code=line.code, sent_day=day_of(record.signed_at), ended_day="", outcome="",
                )
            )  # fmt: skip
            self.on_its_way.put(OnItsWayRow(line.dossier, record.number, number))

    def _became(self, number: str, line: int, dossier: str) -> None:
        item = self.items.get(number, line)
        if item is not None:
            self.items.put(msgspec.structs.replace(item, dossier=dossier))

    def _arrived(self, seen: Seen) -> None:
        """However a result was handed over in the end, its envelope is no longer on its way."""
        way = self.on_its_way.get(seen.stream)
        item = self.items.get(way.number, way.line) if way is not None else None
        if item is None:
            return
        self.on_its_way.drop(seen.stream)
        outcome, day = ARRIVALS[type(seen.fact)], day_of(seen.recorded_at)
        self.items.put(msgspec.structs.replace(item, ended_day=day, outcome=outcome))


def _row(seen: Seen, record: PostalRecord) -> PostalRecordRow:
    series, _, ordinal = record.number.partition("/")
    return PostalRecordRow(
        stream=seen.stream,
        number=record.number,
        direction=record.direction,
        year=series[-4:],
        ordinal=int(ordinal),
        state=record.state,
        offered_at=record.offered_at,
        signed_at=record.signed_at,
        lines=len(record.incoming) + len(record.outgoing),
        used=sum(map(bool, record.used)),
        version=seen.version,
        record=_encode(record).decode(),
    )
