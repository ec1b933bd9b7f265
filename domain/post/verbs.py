"""What the office and the postman may do with a hand-over record: pure decisions that return a fact or refuse."""

import re
from collections.abc import Sequence
from datetime import date

from domain.post.facts import (
    IncomingLine,
    OutgoingLine,
    PostDispatched,
    PostDispatchOffered,
    PostLineUsed,
    PostReceiptOffered,
    PostReceived,
    PostRecordDeclined,
    SigningMedium,
)
from domain.post.record import PostalRecord
from domain.post.refusals import (
    LineAlreadyUsed,
    LineForAnother,
    NoLines,
    NoSuchLine,
    NotAnotherSignature,
    PapersNotCounted,
    PostmanNotNamed,
    RecordClosed,
    RecordExists,
    RecordNotSigned,
    SendersNotNamed,
    SignedAnotherDay,
    SlipNumberMalformed,
)

SLIP = re.compile(r"[A-Z0-9][A-Z0-9-]{3,29}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def offer_receipt(record: PostalRecord, *, fact: PostReceiptOffered, today: str) -> PostReceiptOffered:
    _new(record, fact.carrier_name, fact.postman, len(fact.lines))
    _named(fact.senders, len(fact.lines))
    for number, line in enumerate(fact.lines, 1):
        _counted(number, line)
        _slip(number, line.slip)
        _posted(number, line.posted_on, today)
        if not (line.procedure if line.kind == "dossier" else line.dossier):
            raise LineForAnother(line=number)
    return fact


def offer_dispatch(record: PostalRecord, *, fact: PostDispatchOffered) -> PostDispatchOffered:
    _new(record, fact.carrier_name, fact.postman, len(fact.lines))
    _named(fact.addressees, len(fact.lines))
    seen: set[str] = set()
    for number, line in enumerate(fact.lines, 1):
        _counted(number, line)
        _slip(number, line.slip)
        if line.dossier in seen or not line.dossier:
            raise LineForAnother(line=number)
        seen.add(line.dossier)
    return fact


def sign(
    record: PostalRecord,
    *,
    medium: SigningMedium,
    digest: str,
    signed_at: int,
    now: int,
    same_day: bool,
) -> PostReceived | PostDispatched:
    """The second signature. `same_day` says that the record was drawn up on the day of `signed_at` (µs UTC).

    On paper the officer attests the postman's signature with the digest of the scan.
    """
    _offered(record)
    if medium == "paper" and DIGEST.fullmatch(digest) is None:
        raise NotAnotherSignature(number=record.number)
    if signed_at > now or not same_day:
        raise SignedAnotherDay(number=record.number)
    kind = PostReceived if record.direction == "in" else PostDispatched
    return kind(number=record.number, signed_at=signed_at, medium=medium, digest=digest)


def decline(record: PostalRecord, *, reason: str = "") -> PostRecordDeclined:
    _offered(record)
    return PostRecordDeclined(reason=reason)


def use_line(record: PostalRecord, *, line: int, dossier: str) -> PostLineUsed:
    """Take one line of a signed record into a dossier; papers that belong to one go to no other."""
    if record.state != "signed":
        raise RecordNotSigned(number=record.number)
    if not 1 <= line <= len(record.incoming):
        raise NoSuchLine(number=record.number, line=line)
    if record.used[line - 1]:
        raise LineAlreadyUsed(number=record.number, line=line)
    meant = record.incoming[line - 1].dossier
    if meant and meant != dossier:
        raise LineForAnother(line=line)
    return PostLineUsed(line=line, dossier=dossier)


def _new(record: PostalRecord, carrier_name: str, postman: str, lines: int) -> None:
    if record.state != "none":
        raise RecordExists(number=record.number)
    if not (carrier_name.strip() and postman.strip()):
        raise PostmanNotNamed()
    if not lines:
        raise NoLines()


def _named(people: Sequence[str], lines: int) -> None:
    if len(people) != lines or any(not person.strip() for person in people):
        raise SendersNotNamed()


def _counted(number: int, line: IncomingLine | OutgoingLine) -> None:
    if min(line.originals, line.copies, line.fee_vnd) < 0 or not line.originals + line.copies:
        raise PapersNotCounted(line=number)


def _slip(number: int, slip: str) -> None:
    if slip and SLIP.fullmatch(slip) is None:
        raise SlipNumberMalformed(line=number)


def _posted(number: int, posted_on: str, today: str) -> None:
    try:
        posted = date.fromisoformat(posted_on) if posted_on else None
    except ValueError:
        raise SlipNumberMalformed(line=number) from None
    if posted is not None and posted.isoformat() > today:
        raise SlipNumberMalformed(line=number)


def _offered(record: PostalRecord) -> None:
    if record.state != "offered":
        raise RecordClosed(number=record.number)
