"""From the durable rows to the leaves by two paths that share neither a query nor a line of hashing.

What one flipped bit, in memory or on disk, does to one of them it does not do to the other.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256

import msgspec

from application.store import Store
from domain.log import LogContinued
from ledger.leaf import ENTRY_TAG, commitment_to_digest, entry, leaf_hash

Path = Callable[[Store, int, int], Iterator[tuple[int, bytes]]]
"""Answers with (event, leaf hash) for the events from one to another (included), in the order of the log."""

_KEPT = "SELECT id, commitment FROM leaf WHERE id BETWEEN ? AND ? ORDER BY id"
_WHOLE = (
    "SELECT e.id, e.stream, e.version, e.topic, e.state, l.nonce, l.claims "
    "FROM event e JOIN leaf l ON l.id = e.id WHERE e.id BETWEEN ? AND ? ORDER BY e.id"
)
_FIRST = "SELECT topic, state FROM event WHERE id = ?"


def kept_leaves(store: Store, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """From the commitments that were stored with the events."""
    for id, commitment in store.reader().execute(_KEPT, (first, last)):
        yield id, leaf_hash(entry(commitment))


def recomputed_leaves(store: Store, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """From the events themselves."""
    rows = store.reader().execute(_WHOLE, (first, last))
    for id, stream, version, topic, state, nonce, claims in rows:
        digest = sha256(state).digest()
        commitment = commitment_to_digest(store.unit, stream, version, topic, digest, claims, nonce)
        yield id, sha256(b"\x00" + ENTRY_TAG + commitment).digest()


class _Named(msgspec.Struct, frozen=True):
    """As much of an envelope as tells which head a log goes on from."""

    begins: str
    origin: str
    size: int
    root: str


class _Line(msgspec.Struct, frozen=True):
    fact: _Named


def first_fact(store: Store, event: int) -> tuple[str, str, int, str] | None:
    """What the first fact of a log names: its own origin, and origin, size and root of the log before it."""
    row = store.reader().execute(_FIRST, (event,)).fetchone()
    if row is None or row[0] != LogContinued.NAME:
        return None
    try:
        told = msgspec.json.decode(row[1], type=_Line).fact
    except msgspec.MsgspecError:
        return None
    return told.begins, told.origin, told.size, told.root
