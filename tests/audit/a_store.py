"""A small real store, written by hand through the ledger, for tests that tamper with it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from ledger import checkpoint, leaf, tiles
from ledger.checkpoint import Checkpoint
from ledger.note import Signer
from ledger.tree import Frontier, Tree

UNIT = "28321"
ORIGIN = "motcua.example.vn/xa/28321/2026"
SIGNER = Signer(ORIGIN, sha256(b"the log's key in the tests").digest())
NEXT_ORIGIN = "motcua.example.vn/xa/28321/2027"
NEXT_SIGNER = Signer(NEXT_ORIGIN, sha256(b"next year's key in the tests").digest())
NEW_YEAR = 1_767_225_600_000_000
STREAMS = 23

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE log(number INTEGER PRIMARY KEY, origin TEXT NOT NULL, start INTEGER NOT NULL) STRICT;
CREATE TABLE event(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream BLOB NOT NULL CHECK(length(stream) = 16),
  version INTEGER NOT NULL CHECK(version > 0),
  topic TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  state BLOB NOT NULL,
  UNIQUE(stream, version)
) STRICT;
CREATE TABLE leaf(
  id INTEGER PRIMARY KEY REFERENCES event(id),
  nonce BLOB NOT NULL CHECK(length(nonce) = 16),
  claims BLOB NOT NULL,
  commitment BLOB NOT NULL CHECK(length(commitment) = 32)
) STRICT;
"""
GUARDS = "".join(
    f"""
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
  WHEN EXISTS(SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'no'); END;
"""
    for table in ("event", "leaf")
)
NO_GUARDS = "".join(
    f"DROP TRIGGER IF EXISTS {table}_no_{act};"
    for table in ("event", "leaf")
    for act in ("update", "delete", "replace")
)


def stream_of(number: int) -> bytes:
    return sha256(b"stream %d" % (number % STREAMS)).digest()[:16]


def state_of(number: int, **changed: object) -> bytes:
    line = {
        "actor": "nt.hoa",
        "command": sha256(b"command %d" % number).hexdigest()[:32],
        "device": "desk-2",
        "fact": {"document": "Đơn đề nghị", "number": number},
        "occurred_at": NEW_YEAR + number - 1,
        "recorded_at": NEW_YEAR + number * 1000,
        "role": "reception",
        "unit": UNIT,
        **changed,
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def opening_of(number: int, state: bytes | None = None) -> leaf.Opening:
    """What opens the leaf of event `number`. Event `number` is the next of its stream, in turn."""
    return leaf.Opening(
        unit=UNIT,
        stream=stream_of(number),
        version=(number - 1) // STREAMS + 1,
        topic="dossier.document_received" if number % 3 else "ticket.issued",
        state=state_of(number) if state is None else state,
        claims=b'{"code":"H01.02-%06d"}' % number if number % 5 == 0 else b"",
        nonce=sha256(b"nonce %d" % number).digest()[:16],
    )


@contextmanager
def tampering(store: Path) -> Iterator[sqlite3.Connection]:
    """The database in the hands of the file's owner: guards off, then on again as if nothing had been."""
    with closing(sqlite3.connect(store / "office.db", isolation_level=None)) as rows:
        rows.execute("PRAGMA ignore_check_constraints = ON")
        rows.execute("PRAGMA synchronous = OFF")
        rows.executescript(NO_GUARDS)
        yield rows
        rows.executescript(GUARDS)


def insert(
    rows: sqlite3.Connection, number: int, opening: leaf.Opening, recorded_at: int | None = None
) -> None:
    at = NEW_YEAR + number * 1000 if recorded_at is None else recorded_at
    event = (number, opening.stream, opening.version, opening.topic, at, opening.state)
    rows.execute("INSERT INTO event VALUES(?, ?, ?, ?, ?, ?)", event)
    rows.execute(
        "INSERT INTO leaf VALUES(?, ?, ?, ?)", (number, opening.nonce, opening.claims, opening.commitment)
    )


def sign(
    store: Path, size: int, *, start: int = 1, signer: Signer = SIGNER, name: str = "checkpoint"
) -> None:
    """Sign for the first `size` leaves of a log as they stand in the store, and export its tiles."""
    with closing(sqlite3.connect(store / "office.db")) as rows:
        query = "SELECT commitment FROM leaf WHERE id >= ? ORDER BY id"
        entries = [leaf.entry(commitment) for (commitment,) in rows.execute(query, (start,))]
    tree = Tree(leaf.leaf_hash(entry) for entry in entries)
    head = Checkpoint(signer.key.name, size, tree.root(size))
    (store / name).write_bytes(bytes(checkpoint.sign(head, signer)))
    frontier = Frontier()
    frontier.extend([leaf.leaf_hash(entry) for entry in entries[:size]])
    peaks = [peak.hex() for peak in frontier.hashes]
    remembered = {"origin": head.origin, "size": head.size, "frontier": peaks}
    (store / "signer.json").write_text(json.dumps(remembered))
    for path, octets in tiles.export(tree, lambda first, last: entries[first:last], size):
        file = store / "tiles" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(octets)


def a_store(folder: Path, events: int = 300, signed: int | None = None) -> Path:
    """A clean store of `events`, the first `signed` of them signed for."""
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "log.vkey").write_text(SIGNER.vkey + "\n")
    with closing(sqlite3.connect(folder / "office.db")) as rows, rows:
        rows.executescript(TABLES + GUARDS)
        rows.executemany(
            "INSERT INTO meta VALUES(?, ?)", [("format", "1"), ("unit", UNIT), ("simulated", "0")]
        )
        rows.execute("INSERT INTO log VALUES(1, ?, 1)", (ORIGIN,))
        for number in range(1, events + 1):
            insert(rows, number, opening_of(number))
    sign(folder, events if signed is None else signed)
    return folder
