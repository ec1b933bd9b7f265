"""A second log in a made store: its first event names the last head of the one before, or something else."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ledger import checkpoint, leaf
from ledger.checkpoint import Checkpoint
from tests.audit.a_store import (
    NEXT_ORIGIN,
    NEXT_SIGNER,
    SIGNER,
    UNIT,
    insert,
    opening_of,
    sign,
    state_of,
    tampering,
)


def a_second_log(
    store: Path, ended: int, events: int, *, topic: str = "log.continued", **changed: object
) -> None:
    """Close the log of `ended` events and begin another; `changed` is what its first event says instead."""
    (store / "checkpoint").rename(store / "checkpoint.1")
    told = continuing(store, ended) | changed
    with closing(sqlite3.connect(store / "office.db")) as rows, rows:
        rows.execute("INSERT INTO log VALUES(2, ?, ?)", (NEXT_ORIGIN, ended + 1))
        state = state_of(ended + 1, fact=told)
        first = leaf.Opening(UNIT, sha256(b"log 2").digest()[:16], 1, topic, state, b"", bytes(16))
        insert(rows, ended + 1, first)
        for number in range(ended + 2, ended + 1 + events):
            insert(rows, number, opening_of(number - 1)._replace(state=state_of(number)))
    (store / "keys" / "log.vkey").write_text(f"{SIGNER.vkey}\n{NEXT_SIGNER.vkey}\n")
    sign(store, events, start=ended + 1, signer=NEXT_SIGNER)
    memory = json.loads((store / "signer.json").read_bytes())
    (store / "signer.json").write_text(json.dumps(memory | {"closed": {told["origin"]: told["size"]}}))


def continuing(store: Path, kept: int) -> dict[str, object]:
    """What the first event of a second log says."""
    note = (store / "checkpoint.1").read_bytes()
    head = checkpoint.open_checkpoint(note, SIGNER.key).checkpoint
    return {
        "begins": NEXT_ORIGIN, "ground": "year", "head": note.decode(), "kept": kept,
        "kept_root": head.root.hex(), "log_number": 2, "origin": head.origin, "root": head.root.hex(),
        "size": head.size,
    }  # fmt: skip


def rewritten(store: Path, number: int) -> None:
    """What a careful insider does: another event, and a leaf that fits it."""
    opening = opening_of(number, state_of(number, actor="someone.else"))
    with tampering(store) as rows:
        rows.execute("UPDATE event SET state = ? WHERE id = ?", (opening.state, number))
        rows.execute("UPDATE leaf SET commitment = ? WHERE id = ?", (opening.commitment, number))


def a_head(origin: str, size: int, root: bytes) -> str:
    return bytes(checkpoint.sign(Checkpoint(origin, size, root), SIGNER)).decode()
