"""The inspector's notes and questions without their words: about what, to whom, and whether they are answered."""

import sqlite3

import msgspec

from domain.inspection import (
    InspectionAnswered,
    InspectionAsked,
    InspectionClosed,
    InspectionNoted,
    Thread,
    evolve,
)
from projections.fold import Rows, Seen


class ThreadRow(msgspec.Struct, frozen=True):
    """A thread by its number. Times in µs UTC, 0 for not yet; `said` is how many statements and answers it has."""

    code: str
    stream: str
    state: str
    about: str
    subject: str
    leaf: int
    """The leaf it is about, from 0; -1 for none."""
    to_officer: str
    inspector: str
    asked_at: int
    answered_at: int
    closed_at: int
    said: int
    last: int
    """The event that happened to it last."""
    thread: str
    """The domain's `Thread` in JSON."""


class StreamCode(msgspec.Struct, frozen=True):
    """The number of the thread behind a stream (hex id)."""

    stream: str
    code: str


_thread = msgspec.json.Decoder(Thread)
_encode = msgspec.json.Encoder(order="sorted").encode


class InspectionBook:
    name = "inspection_book"
    topics = frozenset(
        {InspectionNoted.NAME, InspectionAsked.NAME, InspectionClosed.NAME, InspectionAnswered.NAME}
    )

    def __init__(self) -> None:
        self.rows = Rows("inspection", ThreadRow, indexes=("to_officer, state", "about, subject"))
        self.codes = Rows("inspection_stream", StreamCode)
        self.tables = (self.rows, self.codes)

    def apply(self, seen: Seen) -> None:
        known = self.codes.get(seen.stream)
        before = self.rows.get(known.code) if known is not None else None
        thread = evolve(
            _thread.decode(before.thread) if before is not None else Thread(), seen.fact, seen.recorded_at
        )
        if not thread.code:
            return
        if known is None:
            self.codes.put(StreamCode(seen.stream, thread.code))
        self.rows.put(
            ThreadRow(
                code=thread.code,
                stream=seen.stream,
                state=thread.state,
                about=thread.about,
                subject=thread.subject,
                leaf=thread.index,
                to_officer=thread.to,
                inspector=thread.by,
                asked_at=thread.asked_at,
                answered_at=thread.answered_at,
                closed_at=thread.closed_at,
                said=(before.said if before is not None else 0) + 1,
                last=seen.id,
                thread=_encode(thread).decode(),
            )
        )


_SELECT = InspectionBook().rows.select


def threads(connection: sqlite3.Connection, *, to: str = "") -> tuple[ThreadRow, ...]:
    """Every thread, the latest first; `to` only those that ask this officer."""
    where = "WHERE to_officer = ? AND state != 'note'" if to else "WHERE ? = ''"
    found = connection.execute(f"{_SELECT} {where} ORDER BY last DESC", (to,))
    return tuple(ThreadRow(*line) for line in found)
