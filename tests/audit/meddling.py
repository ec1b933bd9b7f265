"""What the file's owner can do to a store, and the verdict that must follow."""

import sqlite3
from contextlib import closing

from audit.verify import verify
from tests.audit.a_store import insert, opening_of, state_of

EVENTS = 300
UNSIGNED = EVENTS + 1
DEEP = b"[" * 100_000 + b"]" * 100_000


def found(store, kind, event=None, **how):
    """The verdict is "no", for this reason, and about this event."""
    verdict = verify(store, **how)
    assert not verdict.ok
    assert (kind, event) in [(problem.kind, problem.event) for problem in verdict.problems], verdict.problems
    return verdict


def bit_flipped(value, chance):
    if isinstance(value, int):
        number = (value ^ 1 << chance.randrange(64)) % 2**64
        return number - 2**64 if number >= 2**63 else number
    octets = bytearray(value)
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return bytes(octets)


def rewritten(rows, number, **changed):
    """What a careful insider does: another event, and a leaf that fits it."""
    opening = opening_of(number, state_of(number, **changed))
    rows.execute("UPDATE event SET state = ? WHERE id = ?", (opening.state, number))
    rows.execute("UPDATE leaf SET commitment = ? WHERE id = ?", (opening.commitment, number))


def appended(store, state=None, recorded_at=None, **changed):
    """An event the office itself never would have written, with a leaf that fits, not yet signed for."""
    with closing(sqlite3.connect(store / "office.db")) as rows, rows:
        opening = opening_of(UNSIGNED, state)._replace(**changed)
        insert(rows, UNSIGNED, opening, recorded_at)
