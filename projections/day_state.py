"""The state of the office in a form that no later version of the program changes, and its digest.

Read models may gain columns and tables; what is digested here is a fixed list of plain columns. `docs/replay.md`
is the same list for people, and a golden test holds both. Another choice would be another form beside this one.
"""

import sqlite3
from bisect import insort
from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from projections.fold import Fold, Rows

FORM = "state-1"


class Part(NamedTuple):
    """A table of the form: its key columns come first, and its rows are taken in their order."""

    table: str
    keys: int
    columns: tuple[str, ...]


STATE_1 = (
    Part(
        "dossier", 1,
        ("stream", "code", "status", "procedure", "field", "channel", "holder", "offered_to", "section",
         "due_original", "due_date", "due_at", "accepted_at", "finished_at", "version"),
    ),
    Part(
        "ticket", 1,
        ("stream", "day", "number", "grp", "procedure", "priority", "state", "counter", "officer",
         "issued_at", "called_at", "started_at", "ended_at", "outcome", "version"),
    ),
    Part("officer", 1, ("stream", "officer", "counter", "groups", "paused", "version")),
    Part("appointment", 1, ("stream", "code", "day", "start_at", "grp", "officer", "state")),
    Part("payment", 1, ("id", "day", "officer", "method", "amount_vnd", "receipt", "stream", "kind")),
    Part("site", 1, ("stream", "key", "open", "version")),
    Part("taken_number", 2, ("series", "ordinal", "stream")),
)  # fmt: skip


class StateDigest(NamedTuple):
    """`digest` (hex) over the tables; `tables` has the digest of each, in the order of the form."""

    form: str
    digest: str
    tables: dict[str, str]


def state_digest(connection: sqlite3.Connection) -> StateDigest:
    """The digest of the tables as they stand in a database; the caller sees to it that they stand still."""
    found = {}
    for part in STATE_1:
        names = ", ".join(part.columns)
        order = ", ".join(part.columns[: part.keys])
        rows = connection.execute(f"SELECT {names} FROM {part.table} ORDER BY {order}")
        found[part.table] = _of_table(part, (_of_row(row) for row in rows))
    return _of_state(found)


class HeldState:
    """The same digest from rows that a whole fold still holds in memory; only what changed is hashed again."""

    def __init__(self, folds: Iterable[Fold]) -> None:
        tables = {table.table: table for fold in folds for table in fold.tables}
        self._parts = [_Held(part, tables[part.table]) for part in STATE_1]

    def digest(self) -> StateDigest:
        return _of_state({held.part.table: held.digest() for held in self._parts})


class _Held:
    def __init__(self, part: Part, rows: Rows[Any]) -> None:
        self.part, self.rows = part, rows
        self.values = attrgetter(*part.columns)
        self.hashed: dict[tuple[Any, ...], tuple[object, bytes]] = {}
        self.order: list[tuple[Any, ...]] = []

    def digest(self) -> str:
        hashed = self.hashed
        for key, row in self.rows.held.items():
            known = hashed.get(key)
            if row is None or (known is not None and known[0] is row):
                continue
            if known is None:
                insort(self.order, key)
            hashed[key] = (row, _of_row(self.values(row)))
        there = self.rows.held
        return _of_table(self.part, (hashed[key][1] for key in self.order if there[key] is not None))


_line = msgspec.json.Encoder().encode


def _of_row(row: Sequence[Any]) -> bytes:
    return sha256(_line(row)).digest()


def _of_table(part: Part, rows: Iterable[bytes]) -> str:
    return sha256(part.table.encode() + b"\n" + b"".join(rows)).hexdigest()


def _of_state(tables: dict[str, str]) -> StateDigest:
    total = sha256(f"motcua-{FORM}\n".encode())
    for digest in tables.values():
        total.update(bytes.fromhex(digest))
    return StateDigest(FORM, total.hexdigest(), tables)
