"""One fold per question. The same fold runs inside a write, behind it, in a rebuild and in an audit."""

import gc
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec.structs import astuple

from domain.fact import Fact


class Seen(msgspec.Struct, frozen=True):
    """An event as a projection sees it: no personal data, only what the log shows to everybody inside."""

    id: int
    stream: str
    """Hex id."""
    version: int
    topic: str
    recorded_at: int
    occurred_at: int
    actor: str
    role: str
    device: str
    command: str
    fact: Fact


R = TypeVar("R", bound=msgspec.Struct)

_SQL_TYPES: dict[Any, str] = {int: "INTEGER", str: "TEXT", bool: "INTEGER"}


class Rows(Generic[R]):
    """One table of a read model: rows of plain text and integers, kept in memory while a batch is folded.

    The first `keys` fields of the row type are its primary key.
    """

    def __init__(self, table: str, row: type[R], *, keys: int = 1, indexes: Sequence[str] = ()) -> None:
        self.table, self.row = table, row
        fields = msgspec.structs.fields(row)
        self.columns = [field.name for field in fields]
        self.key_columns = self.columns[:keys]
        self.keys = keys
        self.indexes = indexes
        self.types = [_SQL_TYPES[field.type] for field in fields]
        self.held: dict[tuple[Any, ...], R | None] = {}
        self.changed: set[tuple[Any, ...]] = set()
        self.cursor: sqlite3.Connection | None = None
        self.whole = False
        where = " AND ".join(f"{column} = ?" for column in self.key_columns)
        names = ", ".join(self.columns)
        marks = ", ".join("?" * len(self.columns))
        self.select = f"SELECT {names} FROM {table}"
        self.find = f"{self.select} WHERE {where}"
        self.upsert = f"INSERT OR REPLACE INTO {table}({names}) VALUES({marks})"
        self.remove = f"DELETE FROM {table} WHERE {where}"

    def ddl(self) -> list[str]:
        columns = ", ".join(
            f"{name} {kind} NOT NULL" for name, kind in zip(self.columns, self.types, strict=True)
        )
        key = ", ".join(self.key_columns)
        table = (
            f"CREATE TABLE IF NOT EXISTS {self.table}({columns}, PRIMARY KEY({key})) STRICT, WITHOUT ROWID"
        )
        return [
            table,
            *(
                f"CREATE INDEX IF NOT EXISTS {self.table}_by_{number} ON {self.table}({columns})"
                for number, columns in enumerate(self.indexes, 1)
            ),
        ]

    def bind(self, connection: sqlite3.Connection, *, whole: bool = False) -> None:
        """Start a batch on this connection. `whole` says the tables are empty and the batch is the whole log."""
        self.cursor, self.whole = connection, whole
        self.held.clear()
        self.changed.clear()

    def get(self, *key: Any) -> R | None:
        if key in self.held:
            return self.held[key]
        row = None
        if not self.whole and self.cursor is not None:
            found = self.cursor.execute(self.find, key).fetchone()
            row = self.row(*found) if found else None
        self.held[key] = row
        return row

    def put(self, row: R) -> None:
        key = astuple(row)[: self.keys]
        self.held[key] = row
        self.changed.add(key)

    def drop(self, *key: Any) -> None:
        self.held[key] = None
        self.changed.add(key)

    def write(self) -> None:
        """Bring every changed row to the database; the caller's transaction makes it durable."""
        if self.cursor is None or not self.changed:
            return
        # In key order, so that the tree of the table is built from left to right.
        changed = sorted(self.changed)
        kept = [astuple(row) for key in changed if (row := self.held[key]) is not None]
        gone = [key for key in self.changed if self.held[key] is None]
        if kept:
            self.cursor.executemany(self.upsert, kept)
        if gone and not self.whole:
            self.cursor.executemany(self.remove, gone)
        self.changed.clear()

    def digest(self, connection: sqlite3.Connection) -> str:
        """SHA-256 (hex) of the table's rows in key order: equal digests mean equal read models, byte for byte."""
        total = sha256(self.table.encode())
        order = ", ".join(self.key_columns)
        for row in connection.execute(f"{self.select} ORDER BY {order}"):
            total.update(msgspec.json.encode(row) + b"\n")
        return total.hexdigest()


class Fold(Protocol):
    """A read model: which facts it follows, which tables it keeps, and what one fact changes."""

    name: str
    topics: frozenset[str]

    @property
    def tables(self) -> tuple[Rows[Any], ...]: ...

    def apply(self, seen: Seen) -> None: ...


def create_tables(connection: sqlite3.Connection, folds: Iterable[Fold]) -> None:
    for fold in folds:
        for table in fold.tables:
            for statement in table.ddl():
                connection.execute(statement)


def fit(connection: sqlite3.Connection, folds: Iterable[Fold]) -> bool:
    """Whether every table is there with the columns of this version; if not, they are to be built anew."""
    return all(
        [row[1] for row in connection.execute(f"PRAGMA table_info({table.table})")] == table.columns
        for fold in folds
        for table in fold.tables
    )


def drop_tables(connection: sqlite3.Connection, folds: Iterable[Fold]) -> None:
    for fold in folds:
        for table in fold.tables:
            connection.execute(f"DROP TABLE IF EXISTS {table.table}")


def build_tables(
    connection: sqlite3.Connection,
    folds: Sequence[Fold],
    events: Iterable[Seen],
    progress: Callable[[int], None] | None = None,
) -> int:
    """Make the tables anew from the whole log; indexes come last, which is quicker. The id of the last event."""
    drop_tables(connection, folds)
    for fold in folds:
        for table in fold.tables:
            connection.execute(table.ddl()[0])
    collecting = gc.isenabled()
    gc.disable()  # a fold holds every row until the end, and looking through them over and over finds nothing
    try:
        last = feed(connection, folds, events, whole=True, progress=progress)
    finally:
        if collecting:
            gc.enable()
    create_tables(connection, folds)
    return last


def feed(
    connection: sqlite3.Connection,
    folds: Sequence[Fold],
    events: Iterable[Seen],
    *,
    whole: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Fold a batch into the tables, inside the caller's transaction; the id of the last event, or 0 for none."""
    followers, last = _followers(tuple(folds)), 0
    if isinstance(events, list):  # one act touches few read models, and acts are many
        folds = [fold for fold in folds if any(fold in followers.get(event.topic, ()) for event in events)]
    for fold in folds:
        for table in fold.tables:
            table.bind(connection, whole=whole)
    for event in events:
        last = event.id
        for fold in followers.get(event.topic, ()):
            fold.apply(event)
        if progress is not None:
            progress(last)
    for fold in folds:
        for table in fold.tables:
            table.write()
    return last


@lru_cache(8)
def _followers(folds: tuple[Fold, ...]) -> dict[str, list[Fold]]:
    found: dict[str, list[Fold]] = {}
    for fold in folds:
        for topic in fold.topics:
            found.setdefault(topic, []).append(fold)
    return found


def digests(connection: sqlite3.Connection, folds: Iterable[Fold]) -> dict[str, str]:
    return {table.table: table.digest(connection) for fold in folds for table in fold.tables}
