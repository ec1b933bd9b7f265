"""Ends a log and begins the next: at a new year, with a new key, or after a disaster.

The last head of the old log is kept beside the store, and the first fact of the new log commits to it. All of it under
the signer's lock and the write lock, so that no event can fall between the two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import MAXYEAR
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec

from application.envelope import OFFICE, Actor
from application.faults import Fault
from application.files import replace_file
from application.signer import CHECKPOINT, Following, LogRow, SignedHead
from application.store import Transaction
from application.withholding import UNSOUND, must_sign, release, withheld
from domain.calendar import local_date
from domain.log import Ended, Ground, KeyNotLost, LogContinued, continue_log
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault
from ledger.note import VerifyKey
from ledger.tree import Frontier

if TYPE_CHECKING:
    from application.office import Office

_USED = "SELECT origin FROM log"
_BEGIN = "INSERT INTO log VALUES(?, ?, ?)"


class HeadNotOurs(Fault):
    """No head was brought, or one that no key of this office's logs has signed."""

    key = "head_not_ours"


class NewLog(NamedTuple):
    """A log that was begun: its first fact, and the key to post for it."""

    fact: LogContinued
    key: VerifyKey


class Head(NamedTuple):
    """A signed head, as text and as what it says."""

    note: str
    said: Checkpoint


def turn_year(office: "Office") -> NewLog | None:
    """Begin the log of this year when the current one is of an earlier year. Raises `LogKeyAway` without the key."""
    if int(local_date(office.now())[:4]) <= year_of(office.signer.log().origin):
        return None
    office.checkpoint()  # most of the work, while others still write
    with _stopped(office):
        log = office.signer.log()
        if int(local_date(office.now())[:4]) <= year_of(log.origin):
            return None  # another process was first
        fact = _continued(office, log, "year", OFFICE, "", _signed(office))
    return _begun(office, fact)


def rotate_key(office: "Office", why: str, by: Actor = OFFICE, *, lost: bool = False) -> NewLog:
    """Begin a new log under a new key, with a written reason; the old key is destroyed.

    When the old key is `lost`, what was never signed under it is committed to by the first fact of the new log.
    """
    must_sign(office.folder.root)
    if lost and office.log_keys.here:
        raise KeyNotLost(path=office.log_keys.private)
    if not lost:
        office.checkpoint()
    with _stopped(office):
        log = office.signer.log()
        head = _latest(office, b"") if lost else _signed(office)
        fact = _continued(office, log, "key_lost" if lost else "rotated", by, why, head)
    return _begun(office, fact)


def reopen(office: "Office", why: str, head: bytes = b"", by: Actor = OFFICE) -> NewLog:
    """Begin a new log after events were lost; `head` is the last one that a witness, or anybody outside, has.

    No log that lost events is ever signed for again. A store that must not sign because others have seen more of its
    log may sign again for the new one.
    """
    why_not = withheld(office.folder.root)
    if why_not is not None and why_not.why == UNSOUND:
        raise why_not.fault
    with _stopped(office):
        log = office.signer.log()
        fact = _continued(office, log, "lost", by, why, _latest(office, head))
    release(office.folder.root)
    return _begun(office, fact)


@contextmanager
def _stopped(office: "Office") -> Iterator[None]:
    """Nobody else signs and nobody else writes; what happens inside is done whole or not at all."""
    with office.signer.answering(), office.signer.alone(), office.store.together():
        yield


def _begun(office: "Office", fact: LogContinued) -> NewLog:
    office.checkpoint()
    return NewLog(fact, office.log_keys.verifying(fact.begins))


def _continued(
    office: "Office", log: LogRow, ground: Ground, by: Actor, why: str, head: Head
) -> LogContinued:
    signer, memory, last = office.signer, office.signer.memory(), head.said
    left = _left(office, log)
    used = {origin for (origin,) in office.store.reader().execute(_USED)}
    taken = frozenset({*used, *memory.closed, memory.origin, last.origin})
    begins = next_origin(log.origin, int(local_date(office.now())[:4]), taken)
    ended = Ended(
        number=log.number, log=log.origin, origin=last.origin, size=last.size, root=last.root.hex(), head=head.note,
        kept=left.size, kept_root=left.root().hex(), used=taken,
    )  # fmt: skip
    fact = continue_log(ended, begins=begins, ground=ground, why=why)
    office.log_keys.make(begins, office.chance.draw(32))
    if last.origin == log.origin:
        path = office.folder.root / f"{CHECKPOINT}.{log.number}"
        replace_file(path, head.note.encode(), mode=0o600)
    signer.keep(_ending(memory, last, Following(begins, last.size, fact.root), ground))
    _record(office, by, fact, log.start + left.size)
    return fact


def _ending(memory: SignedHead, last: Checkpoint, following: Following, ground: Ground) -> SignedHead:
    """What the signer remembers until the new log is there: a log that lost events is closed at once."""
    if ground != "lost":
        return msgspec.structs.replace(memory, next=following)
    return SignedHead(
        last.origin, 0, [], following, {**memory.closed, memory.origin: memory.size, last.origin: last.size}
    )


def _record(office: "Office", by: Actor, fact: LogContinued, start: int) -> None:
    stream = office.core.stream("log", str(fact.log_number))

    def work(transaction: Transaction) -> UUID:
        transaction.connection.execute(_BEGIN, (fact.log_number, fact.begins, start))
        transaction.record(stream, 0, fact)
        return stream

    office.core.write(by, "", work, lambda _: None)


def _left(office: "Office", log: LogRow) -> Frontier:
    """All events of the log as they are in the store, each leaf computed twice."""
    frontier = Frontier()
    for leaves in office.signer.leaves(log.start, office.store.last_id()):
        frontier.extend([leaf for leaf, _ in leaves])
    return frontier


def _signed(office: "Office") -> Head:
    """The last head of the log, over everything in it."""
    grown = office.signer.grown()
    return Head(office.signer.swap(grown), grown.head)


def _latest(office: "Office", brought: bytes) -> Head:
    """The latest of the head that was brought and the one beside the log, each by the key of the log it names."""
    keys = office.log_keys.posted()
    path = office.folder.root / CHECKPOINT
    found: list[tuple[int, int, Head]] = []
    for note in filter(None, (brought, path.read_bytes() if path.exists() else b"")):
        for place, key in enumerate(keys):
            if not note.startswith(f"{key.name}\n".encode()):
                continue
            try:
                said = open_checkpoint(note, key).checkpoint
            except LedgerFault:
                continue
            found.append((place, said.size, Head(note.decode(), said)))
        if note is brought and not found:
            raise HeadNotOurs(path=office.log_keys.public)
    if not found:
        raise HeadNotOurs(path=office.log_keys.public)
    return max(found, key=lambda each: each[:2])[2]


def year_of(origin: str) -> int:
    """The year a log was begun in; 0 when its name does not tell."""
    year = origin.rpartition("/")[2].partition(".")[0]
    return int(year) if year.isascii() and year.isdigit() and int(year) <= MAXYEAR else 0


def next_origin(origin: str, year: int, used: frozenset[str]) -> str:
    """`<host>/xa/<unit>/<year>`; a second log of one year ends in `.2`, and so on. Never one that was used."""
    place = f"{origin.rpartition('/')[0]}/{max(year, year_of(origin))}"
    number, begins = 1, place
    while begins in used:
        number += 1
        begins = f"{place}.{number}"
    return begins
