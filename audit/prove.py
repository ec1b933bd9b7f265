"""Proofs to take away: where an event stands in the signed log, and what its leaf binds, in one standard file."""

import re
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from application.faults import StoreReadOnly
from application.signer import LogContradicted, replace_file
from audit.check import OPENS, LeafOpening
from audit.findings import Findings
from audit.heads import CHECKPOINT, Log, logs_of
from domain.dossier import DossierAccepted
from domain.fact import FACTS, Refused
from domain.queue import TicketIssued
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.leaf import Opening, entry, leaf_hash
from ledger.note import Note, VerifyKey
from ledger.proof import Proof
from ledger.proof import verify as verify_proof
from ledger.receipt import compact
from ledger.tree import Tree

if TYPE_CHECKING:
    from application.office import Office

LAST_OF_TOPIC = "SELECT max(id) FROM event WHERE stream = ? AND topic = ?"
TICKETS = "SELECT day, stream FROM ticket WHERE number = ?"
NUMBER = re.compile(r"[A-Za-z]\d{3,4}")
"""A ticket's number; anything else is a dossier's code or an event."""
MOST_DAYS = 6
"""Days that a refusal names, the latest ones."""
ONE = (
    "SELECT e.stream, e.version, e.topic, e.state, l.claims, l.nonce, l.commitment "
    "FROM event e JOIN leaf l ON l.id = e.id WHERE e.id = ?"
)
LEAVES = "SELECT commitment FROM leaf WHERE id >= ? AND id < ? ORDER BY id"


class NothingToProve(Refused):
    """There is no such event in the log."""


class NumberOfSeveralDays(Refused):
    """A ticket's number begins anew each day: with several, the day belongs to it."""


class NotYetSigned(Refused):
    """No signed head covers the event yet, and this process may not sign one."""


class ProofFile(msgspec.Struct, frozen=True, kw_only=True):
    """A proof that holds: it was checked before it was handed out."""

    event: int
    topic: str
    number: int
    """Which event of its log, counted from 1."""
    origin: str
    size: int
    root: str
    entry: bytes
    """What the log serves for the event (38 bytes), for verifiers that know nothing of this office."""
    octets: bytes
    """The whole `.tlog-proof`, with what the leaf binds in its `extra` line."""
    receipt: str
    """The same as an `HS1:` code, for one printed QR code."""

    def as_json(self) -> dict[str, str | int]:
        """Everything in plain text, the entry in hex."""
        told = {name: getattr(self, name) for name in ("event", "topic", "number", "origin", "size", "root")}
        return told | {"entry": self.entry.hex(), "proof": self.octets.decode(), "receipt": self.receipt}

    def write(self, path: Path) -> None:
        try:
            replace_file(path, self.octets)
        except OSError as error:
            raise StoreReadOnly(path=path) from error


def prove(
    office: "Office", what: str, *, topic: str = "", day: str = "", with_state: bool = False
) -> ProofFile:
    """Prove an event: a dossier's acceptance by its code, a ticket's number on a day, or any by its id.

    A ticket needs no day when its number was given out on one day only; else `NumberOfSeveralDays` names them.
    `topic` chooses another fact of that dossier or ticket, the latest of its kind. `with_state` puts in the
    stored bytes themselves, so that the proof tells who acted; personal data stays sealed in them.
    """
    event = find_event(office, what, topic=topic, day=day)
    opening = _opening(office, event)
    log, closed = _log_of(office, event)
    covering = office.witnessing.covering(event)
    if covering is not None and covering.witnesses:
        note, head, keys = covering.note, covering.head, covering.keys
    else:
        note, head, key = _head(office, log, closed=closed)
        keys = (key,)
    index = event - log.start
    if index >= head.size:
        raise NotYetSigned(event=event)
    tree = _tree(office, log, head.size)
    if tree.root() != head.root:
        raise LogContradicted(size=head.size)
    bound = _bound(opening, with_state=with_state)
    proof = Proof(index, tuple(tree.inclusion(index)), note, bytes(bound))
    verify_proof(Proof.parse(bytes(proof)), bound.entry, keys)
    return ProofFile(
        event=event,
        topic=opening.topic,
        number=index + 1,
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        entry=opening.entry,
        octets=bytes(proof),
        receipt=str(compact(opening, proof, keys, len(keys) - 1)),
    )


def find_event(office: "Office", what: str, *, topic: str = "", day: str = "") -> int:
    """The id of the event that is meant."""
    text = what.strip()
    rows = office.store.reader()
    if text.isascii() and text.isdigit():
        found = rows.execute("SELECT id FROM event WHERE id = ?", (min(int(text), 2**63 - 1),)).fetchone()
        return _found(found, text)
    if topic and topic not in FACTS:
        raise NothingToProve(what=topic)
    ticket = _ticket(rows, text.upper(), day) if NUMBER.fullmatch(text) else None
    stream = ticket or office.core.dossier_stream(text)
    wanted = topic or (TicketIssued.NAME if ticket else DossierAccepted.NAME)
    return _found(rows.execute(LAST_OF_TOPIC, (stream.bytes, wanted)).fetchone(), f"{text} {wanted}")


def _ticket(rows: sqlite3.Connection, number: str, day: str) -> UUID:
    """The stream of the ticket with this number on a day, or on the only day that has one."""
    found = dict(rows.execute(TICKETS, (number,)).fetchall())
    if day:
        found = {each: stream for each, stream in found.items() if each == day}
    if not found:
        raise NothingToProve(what=f"{number} {day}".strip())
    if len(found) > 1:
        raise NumberOfSeveralDays(number=number, count=len(found), days=", ".join(sorted(found)[-MOST_DAYS:]))
    return UUID(hex=next(iter(found.values())))


def _found(row: tuple[int | None] | None, what: str) -> int:
    if row is None or row[0] is None:
        raise NothingToProve(what=what)
    return row[0]


def _opening(office: "Office", event: int) -> Opening:
    row = office.store.reader().execute(ONE, (event,)).fetchone()
    if row is None:
        raise LogContradicted(event=event)
    stream, version, topic, state, claims, nonce, stored = row
    opening = Opening(office.store.unit, stream, version, topic, state, claims, nonce)
    if opening.commitment != stored:
        raise LogContradicted(event=event)
    return opening


def _bound(opening: Opening, *, with_state: bool) -> LeafOpening:
    return LeafOpening(
        opens=OPENS,
        unit=opening.unit,
        stream=opening.stream.hex(),
        version=opening.version,
        topic=opening.topic,
        nonce=opening.nonce.hex(),
        claims=opening.claims.decode(),
        state=opening.state.decode() if with_state else "",
        state_hash="" if with_state else sha256(opening.state).hexdigest(),
    )


def _log_of(office: "Office", event: int) -> tuple[Log, bool]:
    """The log an event belongs to, and whether it is closed."""
    logs = logs_of(office.store.reader(), Findings())
    log = max((log for log in logs if log.start <= event), key=lambda log: log.start)
    return log, log != logs[-1]


def current_head(office: "Office") -> tuple[Note, Checkpoint]:
    """The signed head of the current log; signed now, where this process may."""
    note, head, _ = _head(office, logs_of(office.store.reader(), Findings())[-1], closed=False)
    return note, head


def _head(office: "Office", log: Log, *, closed: bool) -> tuple[Note, Checkpoint, VerifyKey]:
    if not closed and not office.read_only and office.log_keys.here:
        octets = office.checkpoint().encode()
    else:
        path = office.folder.root / (f"{CHECKPOINT}.{log.number}" if closed else CHECKPOINT)
        if not path.exists():
            raise NotYetSigned(event=log.start)
        octets = path.read_bytes()
    note, key = Note.parse(octets), _key_of(office, log)
    return note, open_checkpoint(note, key).checkpoint, key


def _key_of(office: "Office", log: Log) -> VerifyKey:
    keys = [VerifyKey.parse(line) for line in office.folder.log_vkey.read_text().split()]
    found = next((key for key in keys if key.name == log.origin), None)
    if found is None:
        raise LogContradicted(origin=log.origin)
    return found


def _tree(office: "Office", log: Log, size: int) -> Tree:
    rows = office.store.reader().execute(LEAVES, (log.start, log.start + size))
    return Tree(leaf_hash(entry(commitment)) for (commitment,) in rows)
