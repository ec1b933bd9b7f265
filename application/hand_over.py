"""What the acts on a dossier need of the postal hand-over records, inside their own transactions."""

from uuid import UUID

import msgspec

from application.store import Transaction
from domain import post as p
from domain.fact import Refused
from domain.post import IncomingLine, OutgoingLine
from projections.post import PostalRecordRow, read_record

BY_NUMBER = f"SELECT {', '.join(PostalRecordRow.__struct_fields__)} FROM postal_record WHERE number = ?"


class NoSuchRecord(Refused):
    """The office has no hand-over record of that number."""


class SignedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record with both signatures. `signed_at` (µs UTC) is when what is on it was submitted."""

    number: str
    signed_at: int
    lines: tuple[IncomingLine, ...]
    used: tuple[str, ...]
    """Line by line: the hex id of the dossier it was taken into; empty for one that is free."""


def signed_record(tx: Transaction, number: str) -> SignedRecord:
    """A record with both signatures, for the intake by post; refused while it has only one."""
    record = read_record(record_row(tx, number).record)
    if record.state != "signed" or record.direction != "in":
        raise p.RecordNotSigned(number=record.number)
    return SignedRecord(
        number=record.number, signed_at=record.signed_at, lines=record.incoming, used=record.used
    )


def use_line(tx: Transaction, number: str, line: int, dossier: UUID) -> int:
    """Take a line (counted from 1) into a dossier, in that dossier's own transaction, and only once.

    Answers with the moment of submission (µs UTC): when both had signed (QĐ 45/2016 Art. 7(4)).
    """
    row = record_row(tx, number)
    record = read_record(row.record)
    tx.record(UUID(hex=row.stream), row.version, p.use_line(record, line=line, dossier=dossier.hex))
    return record.signed_at


def dispatch_record(tx: Transaction, number: str, dossier: UUID) -> OutgoingLine:
    """The line on which a dossier's result left, for `result.dispatched`; refused before the postman has signed."""
    record = read_record(record_row(tx, number).record)
    if record.state != "signed" or record.direction != "out":
        raise p.RecordNotSigned(number=record.number)
    for line in record.outgoing:
        if line.dossier == dossier.hex:
            return line
    raise p.NotOnTheRecord(number=record.number)


def record_row(tx: Transaction, number: str) -> PostalRecordRow:
    found = tx.rows(BY_NUMBER, p.parse_number(number))
    if not found:
        raise NoSuchRecord(number=number)
    return PostalRecordRow(*found[0])
