"""`motcua bench audit`: a year of a large commune verified, beside one pass that only reads the rows and hashes."""

import os
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median

import msgspec

from audit.opening import connected, readable
from audit.rows import pages
from audit.verify import verify
from ledger.leaf import ENTRY_TAG, TAG, committer
from ledger.tree import Frontier

EVENTS = 200_000
DAYS = 12
"""Working days of the demonstration that are repeated until there are so many events."""
ROUNDS = 5

_ROWS = """
SELECT event.id, stream, version, topic, recorded_at, state, claims
FROM event JOIN leaf USING(id) WHERE event.id >= ? ORDER BY event.id
"""
_FIRST_OF_A_DAY = "SELECT min(id) FROM event WHERE topic = 'ticket.issued'"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Ours and the limit in seconds for the whole log, medians; `share` is the median of limit / ours per round."""

    cores: int
    events: int
    ours: float
    limit: float
    share: float
    rounds: int


def run(events: int = EVENTS, rounds: int = ROUNDS) -> list[Measured]:
    """On one core and on two, turn by turn with the limit, which always is one pass on one core."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        _made(root, events)
        return [_measured(root, cores, events, rounds) for cores in (1, 2)]


def _measured(root: Path, cores: int, events: int, rounds: int) -> Measured:
    mine, limits = [], []
    with _cores(cores):
        for _ in range(rounds):
            mine.append(_seconds(lambda: _must_hold(root, cores, events)))
            limits.append(_seconds(lambda: scan_and_hash(root)))
    shares = [limit / ours for ours, limit in zip(mine, limits, strict=True)]
    return Measured(
        cores=cores,
        events=events,
        ours=median(mine),
        limit=median(limits),
        share=median(shares),
        rounds=rounds,
    )


def _must_hold(root: Path, jobs: int, events: int) -> None:
    verdict = verify(root, jobs=jobs)
    if not verdict.ok or verdict.events != events:
        raise AssertionError(verdict.first_bad or verdict.problems)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _cores(count: int) -> Iterator[None]:
    """This process and its helpers on so many cores, where the system can be told."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[-count:]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def scan_and_hash(root: Path) -> bytes:
    """The limit: read every row once, and hash what the format demands: state, claims, commitment, leaf, nodes.

    It calls nothing of ours on the way to a leaf, checks nothing, and is as quick as such a loop was found to be.
    """
    frontier, before_leaf = Frontier(), b"\x00" + ENTRY_TAG
    topics: dict[bytes, bytes] = {}
    length = len(sha256().digest()).to_bytes(4, "big")
    no_claims = length + sha256(b"").digest()
    with readable(root) as address, closing(connected(address)) as rows:
        (unit,) = rows.execute("SELECT CAST(value AS BLOB) FROM meta WHERE key = 'unit'").fetchone()
        after_nonce = len(unit).to_bytes(4, "big") + unit + (32).to_bytes(4, "big")
        for page in pages(rows):
            leaves = []
            for _, stream, version, topic, _, state, nonce, claims, _, _ in page:
                framed = topics.get(topic)
                if framed is None:
                    framed = topics[topic] = len(topic).to_bytes(4, "big") + topic + length
                opened = b"%b%b%b%b%b%b%b%b" % (
                    TAG,
                    nonce,
                    after_nonce,
                    stream.hex().encode(),
                    version.to_bytes(8, "big"),
                    framed,
                    sha256(state).digest(),
                    length + sha256(claims).digest() if claims else no_claims,
                )
                leaves.append(sha256(before_leaf + sha256(opened).digest()).digest())
            frontier.extend(leaves)
    return frontier.root()


def _made(root: Path, events: int) -> None:
    """A store of real envelopes: days of the demonstration, again and again, each time with streams of their own."""
    from application.office import Office
    from motcua.demo.run import build

    build(root, days=DAYS, seed=1, progress=lambda *_: None)
    with closing(sqlite3.connect(root / "office.db", isolation_level=None)) as rows:
        rows.execute("BEGIN")
        _repeat(rows, events)
        rows.execute("COMMIT")
    Office.at(root).close()  # signs


def _repeat(rows: sqlite3.Connection, events: int) -> None:
    (unit,) = rows.execute("SELECT value FROM meta WHERE key = 'unit'").fetchone()
    commit, write = committer(unit), msgspec.json.Encoder(order="sorted").encode
    (first,) = rows.execute(_FIRST_OF_A_DAY).fetchone()
    days = [(*row, msgspec.json.decode(row[5])) for row in rows.execute(_ROWS, (first,))]
    (last,) = rows.execute("SELECT max(id) FROM event").fetchone()
    versions: Counter[bytes] = Counter()
    span = days[-1][4] - days[0][4] + 1
    for number in range(last, events):
        time_round, place = divmod(number - last, len(days))
        _, stream, _, topic, at, _, claims, line = days[place]
        later = (time_round + 1) * span
        stream = sha256(stream + b"%d" % time_round).digest()[:16]
        versions[stream] += 1
        version = versions[stream]
        moved = {**line, "recorded_at": at + later, "occurred_at": line["occurred_at"] + later}
        state, nonce = write(moved), os.urandom(16)
        leaf = commit(stream, version, topic.encode(), state, claims, nonce)
        rows.execute(
            "INSERT INTO event VALUES(?, ?, ?, ?, ?, ?)",
            (number + 1, stream, version, topic, at + later, state),
        )
        rows.execute("INSERT INTO leaf VALUES(?, ?, ?, ?)", (number + 1, nonce, claims, leaf))
