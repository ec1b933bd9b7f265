"""The postal hand-over: what the postman brings and takes, drawn up by the officer and then signed by the postman."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from application.post import Incoming, Outgoing, RecordView
from desk.page import Done
from desk.screens.day import DayKey, DayPage, Row, bound
from desk.typed import Envelope
from desk.words import moment
from domain.calendar import local_moment
from domain.post import IncomingLine, OutgoingLine


class PostPage(DayPage):
    """Records drawn up since the chosen day, the latest first; a dossier comes in under one that both have signed."""

    NAME = "post"
    COLUMNS = (
        ("record", 18, 15),
        ("direction", 12, 12),
        ("record_state", 10, 10),
        ("signed", 0, 0),
        ("used", 8, 8),
    )
    KEYS: ClassVar[tuple[DayKey, ...]] = (
        ("f2", "post_in", False),
        ("f3", "post_out", False),
        ("f4", "post_sign", True),
        ("f7", "post_decline", True),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(KEYS)

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.records: dict[str, RecordView] = {}

    async def found(self) -> Done[list[Row]] | None:
        since = local_moment(self.day.isoformat(), "00:00")
        answer = await self.glance(self.desk.office.post.records, since=since)
        if answer is None:
            return None
        self.records = {record.number: record for record in reversed(answer.value)}
        return Done([(number, self.cells(record)) for number, record in self.records.items()])

    def cells(self, record: RecordView) -> tuple[str, ...]:
        return (
            record.number,
            self.words(f"postal.direction.{record.direction}"),
            self.words(f"postal.state.{record.state}"),
            moment(record.signed_at, self.desk.language),
            f"{record.used}/{record.lines}" if record.direction == "in" else str(record.lines),
        )

    def more(self, chosen: str) -> str:
        state = self.records[chosen].state
        return self.words(f"desk.post_state.{state}")

    def do(self, act: str, chosen: str) -> Callable[..., object]:
        door, by = self.desk.office.post, self.desk.actor
        acts: dict[str, Callable[..., object]] = {
            "post_in": self.receive,
            "post_out": self.send,
            "post_sign": partial(door.sign, chosen, by),
            "post_decline": partial(door.decline, chosen, by),
        }
        return acts[act]

    def receive(self, envelopes: tuple[Envelope, ...], **postman: str) -> RecordView:
        lines = tuple(
            IncomingLine(procedure=procedure, originals=originals, copies=copies, slip=slip)
            for _, procedure, originals, copies, slip in envelopes
        )
        senders = tuple(sender for sender, *_ in envelopes)
        brought = Incoming(lines=lines, senders=senders, **postman)
        return self.desk.office.post.offer_receipt(brought, self.desk.actor)

    def send(self, results: tuple[tuple[str, str, str], ...], **postman: str) -> RecordView:
        find = self.desk.office.dossiers.find
        lines = tuple(
            OutgoingLine(dossier=find(code), code=code, slip=slip, originals=1) for code, _, slip in results
        )
        addressees = tuple(addressee for _, addressee, _ in results)
        taken = Outgoing(lines=lines, addressees=addressees, **postman)
        return self.desk.office.post.offer_dispatch(taken, self.desk.actor)
