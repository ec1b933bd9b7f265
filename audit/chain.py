"""Whether each log goes on from the one before it: its first event names that log's last head, and exactly that one."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from audit.findings import Findings, Place
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault
from ledger.note import VerifyKey
from ledger.tree import HASH_BYTES

CONTINUED = "log.continued"
WHOLE = frozenset({"year", "rotated"})
"""Grounds on which a log ends with a head over all of it."""
DECLARED = {
    "key_lost": "ended when its key was lost, after {size} of {kept} events had been signed for under it",
    "lost": "had {size} events when its last head was signed, and {kept} of them are here: the rest was lost",
}

_FIRST = "SELECT stream, version, CAST(topic AS BLOB), state FROM event WHERE id = ?"


class Log(NamedTuple):
    """One row of `log`: event `start` and those after it belong to `origin`, until the next log starts."""

    number: int
    origin: str
    start: int


class Link(NamedTuple):
    """What the first event of a log says of the log before it."""

    ground: str
    head: Checkpoint
    note: bytes
    kept: int
    """How many events of the log before are in the store, as was said when it ended."""
    kept_root: bytes
    start: int
    """Of the event that says so."""

    @property
    def whole(self) -> bool:
        return self.ground in WHOLE


def links_of(
    rows: sqlite3.Connection, logs: Sequence[Log], keys: Mapping[str, VerifyKey], findings: Findings
) -> dict[int, Link]:
    """Each link, under the number of the log that ended; tells about those that do not hold."""
    links = {}
    for before, log in pairwise(logs):
        try:
            row = rows.execute(_FIRST, (log.start,)).fetchone()
            link = None if row is None else _link(row[2], row[3], log)
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, RecursionError):
            row, link = None, None
        wrong = (
            "is not one that goes on from the log before" if link is None else _wrong(link, before, log, keys)
        )
        if link is None or wrong:
            findings.blame("chain", Place(log.start, *(row or ())[:3]), f"begins {log.origin!r} and {wrong}.")
            continue
        links[before.number] = link
        if not link.whole:
            told = DECLARED[link.ground].format(size=link.head.size, kept=link.kept)
            findings.declare(link.ground, f"The log {link.head.origin!r} {told}.")
    return links


def _link(topic: bytes, state: bytes, log: Log) -> Link | None:
    fact: dict[str, Any] = json.loads(state)["fact"]
    if bytes(topic) != CONTINUED.encode() or (fact["begins"], fact["log_number"]) != (log.origin, log.number):
        return None
    roots = [bytes.fromhex(fact[name]) for name in ("root", "kept_root")]
    known = fact["ground"] in WHOLE or fact["ground"] in DECLARED
    if not known or any(len(root) != HASH_BYTES for root in roots):
        return None
    head = Checkpoint.parse(Checkpoint(fact["origin"], int(fact["size"]), roots[0]).text)
    return Link(fact["ground"], head, fact["head"].encode(), int(fact["kept"]), roots[1], log.start)


def _wrong(link: Link, before: Log, log: Log, keys: Mapping[str, VerifyKey]) -> str:
    """What about a link does not hold, to go on after "and"; empty when all of it does."""
    key = keys.get(link.head.origin)
    try:
        if key is not None and open_checkpoint(link.note, key).checkpoint != link.head:
            return "does not say what the head in it says"
    except LedgerFault:
        return "holds a head that cannot be believed"
    if link.kept != log.start - before.start:
        return "names another number of events than the log before has"
    own = link.head.origin == before.origin
    complete = (link.head.size, link.head.root) == (link.kept, link.kept_root)
    if link.whole and not (own and complete):
        return "does not name the last head of the log before"
    if link.ground == "key_lost" and not (own and link.head.size <= link.kept):
        return "does not name a head of the log before"
    if link.ground == "lost" and own and link.head.size <= link.kept:
        return "speaks of a loss where nothing was lost"
    return ""
