"""Who did what, when, where and to what effect: one line for each event of a dossier or a ticket.

No personal data: a line tells no more than the public part of its fact. Looking into a dossier is a line too.
"""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from domain.catalogue import Procedure
from domain.dossier import Due, LimitInForce, LookupPerformed
from domain.dossier import facts as dossier_facts
from domain.fact import FACTS, Fact
from domain.queue import TicketIssued, TicketServed, label
from domain.queue import facts as queue_facts
from projections.course import DOSSIER_TOPICS, appointment_moved, midnight, status_after
from projections.fold import Rows, Seen

HELD = 20_000
"""Lines kept in memory before they are written; a whole log must not have to fit."""


class TrailRow(msgspec.Struct, frozen=True):
    """One line. Times in µs UTC; `blanks` is a JSON object that fills the sentence `history.<topic>`.

    `kind` is dossier, ticket or access. `code` is the dossier's code or the ticket's number, as known then.
    `dossier` is the hex id of the dossier the line is about, if any. A ticket has no status: 0.
    """

    stream: str
    version: int
    id: int
    at: int
    occurred_at: int
    topic: str
    kind: str
    actor: str
    role: str
    device: str
    code: str
    dossier: str
    status_before: int
    status_after: int
    due_before: str
    due_after: str
    blanks: str

    def filled(self) -> dict[str, str]:
        """The blanks of the sentence, by name."""
        return _read(self.blanks)


class StandRow(msgspec.Struct, frozen=True):
    """Where a stream stood at its latest line: what the next one needs to say «before»."""

    stream: str
    code: str = ""
    status: int = 0
    accepted: int = 0
    due: str = ""


_read = msgspec.json.Decoder(dict[str, str]).decode
_write = msgspec.json.Encoder().encode

UNSAID = frozenset({"lookup"})
"""Public fields that no sentence tells: the digest of a look-up secret."""

Teller = Callable[[Any], str]


def _joined(value: tuple[Any, ...]) -> str:
    return "; ".join(part if isinstance(part, str) else str(getattr(part, "name", part)) for part in value)


_TELLERS: dict[type, Teller] = {
    str: str,
    int: str,
    tuple: _joined,
    Due: lambda due: str(due.date),
    Procedure: lambda procedure: str(procedure.name),
    LimitInForce: lambda limit: f"{limit.value or ''} {limit.unit}".strip(),
}


@cache
def _public(fact: type[Fact]) -> tuple[str, ...]:
    return tuple(name for name in fact.__struct_fields__ if name not in fact.SEALED and name not in UNSAID)


def blanks_of(fact: Fact) -> dict[str, str]:
    """What a sentence about the fact may say, in plain text; yes, no and nothing have no words."""
    told: dict[str, str] = {}
    for name in _public(type(fact)):
        value = getattr(fact, name)
        teller = _TELLERS.get(type(value))
        if teller is not None:
            told[name] = teller(value)
    return told


class AuditTrail:
    name = "audit_trail"
    topics = frozenset(
        name
        for name, fact in FACTS.items()
        if fact.__module__.startswith((dossier_facts.__name__, queue_facts.__name__))
    )

    def __init__(self) -> None:
        self.rows = Rows("trail", TrailRow, keys=2, indexes=("at", "actor, at", "device, at", "dossier"))
        self.stands = Rows("trail_stand", StandRow)
        self.tables: tuple[Rows[Any], ...] = (self.rows, self.stands)

    def apply(self, seen: Seen) -> None:
        if seen.topic in DOSSIER_TOPICS:
            self._happened_to_dossier(seen)
        elif isinstance(seen.fact, LookupPerformed):
            self._dossier_was_read(seen, seen.fact)
        else:
            self._happened_to_ticket(seen)
        if len(self.rows.changed) >= HELD:  # no line is ever read back
            self.rows.write()
            self.rows.held.clear()

    def _happened_to_dossier(self, seen: Seen) -> None:
        before = self.stands.get(seen.stream) or StandRow(seen.stream)
        moved = appointment_moved(seen.fact)
        accepted = isinstance(seen.fact, dossier_facts.DossierAccepted)
        after = StandRow(
            seen.stream,
            seen.fact.code if isinstance(seen.fact, dossier_facts.DossierAccepted) else before.code,
            status_after(seen.fact, before.status, accepted=bool(before.accepted)),
            1 if accepted else before.accepted,
            moved.date if moved else before.due,
        )
        if after != before:
            self.stands.put(after)
        self._add(seen, "dossier", before, after, dossier=seen.stream)

    def _happened_to_ticket(self, seen: Seen) -> None:
        stand = self.stands.get(seen.stream) or StandRow(seen.stream)
        if isinstance(seen.fact, TicketIssued):
            stand = StandRow(seen.stream, label(seen.fact.series, seen.fact.ordinal))
            self.stands.put(stand)
        about = seen.fact.dossier if isinstance(seen.fact, TicketIssued | TicketServed) else ""
        self._add(seen, "ticket", stand, stand, dossier=about)

    def _dossier_was_read(self, seen: Seen, fact: LookupPerformed) -> None:
        stand = self.stands.get(fact.dossier) or StandRow(fact.dossier)
        self._add(seen, "access", stand, stand, dossier=fact.dossier)

    def _add(self, seen: Seen, kind: str, before: StandRow, after: StandRow, *, dossier: str) -> None:
        self.rows.put(
            TrailRow(
                stream=seen.stream,
                version=seen.version,
                id=seen.id,
                at=seen.recorded_at,
                occurred_at=seen.occurred_at,
                topic=seen.topic,
                kind=kind,
                actor=seen.actor,
                role=seen.role,
                device=seen.device,
                code=after.code,
                dossier=dossier,
                status_before=before.status,
                status_after=after.status,
                due_before=before.due,
                due_after=after.due,
                blanks=_write(blanks_of(seen.fact)).decode(),
            )
        )


_SELECT = AuditTrail().rows.select


def of_stream(connection: sqlite3.Connection, stream: str) -> tuple[TrailRow, ...]:
    """Every line of one dossier, ticket or access stream (hex id), in order."""
    return _lines(connection, "stream = ? ORDER BY version", stream)


def of_dossier(connection: sqlite3.Connection, stream: str) -> tuple[TrailRow, ...]:
    """From the first ticket to the last reading: every line of every stream that is about this dossier."""
    kin = "stream IN (SELECT stream FROM trail WHERE dossier = ? AND kind != 'access')"
    return _lines(connection, f"{kin} OR dossier = ? ORDER BY id", stream, stream)


def of_officer(connection: sqlite3.Connection, officer: str, first: date, last: date) -> tuple[TrailRow, ...]:
    """Everything one officer did from the first day to the last."""
    return _lines(connection, "actor = ? AND at >= ? AND at < ? ORDER BY id", officer, *_bounds(first, last))


def of_device(connection: sqlite3.Connection, device: str, first: date, last: date) -> tuple[TrailRow, ...]:
    """Everything done at one device from the first day to the last."""
    return _lines(connection, "device = ? AND at >= ? AND at < ? ORDER BY id", device, *_bounds(first, last))


def of_day(connection: sqlite3.Connection, day: date) -> tuple[TrailRow, ...]:
    return _lines(connection, "at >= ? AND at < ? ORDER BY id", *_bounds(day, day))


def _bounds(first: date, last: date) -> tuple[int, int]:
    return midnight(first), midnight(last + timedelta(days=1))


def _lines(connection: sqlite3.Connection, where: str, *values: str | int) -> tuple[TrailRow, ...]:
    found = connection.execute(f"{_SELECT} WHERE {where}", values)
    return tuple(TrailRow(*line) for line in found)
