"""What a witness remembers, in one SQLite file: the keys of the logs it follows, and the last head of each.

Whoever changes a head holds SQLite's write lock from the look at the old one to the last byte of the new one, so
that neither two threads nor two processes can put back what the other has moved on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ledger.note import VerifyKey

FORMAT = 1
PATIENCE = 30
"""Seconds to wait for another process."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS log_key(origin TEXT NOT NULL, vkey TEXT NOT NULL, PRIMARY KEY(origin, vkey)) STRICT",
    """CREATE TABLE IF NOT EXISTS head(
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL CHECK(length(root) = 32),
  time INTEGER NOT NULL, note BLOB NOT NULL
) STRICT""",
)


class MemoryBroken(Exception):  # noqa: N818 - an answer, not an error of the program
    """The witness's file is damaged or of another version: it must not countersign from nothing."""


class Remembered(NamedTuple):
    """The last head of a log that this witness countersigned: `note` is signed by the log and by the witness."""

    origin: str
    size: int
    root: bytes
    time: int
    """Seconds since 1970, as in the countersignature."""
    note: bytes


class Memory:
    """Every call opens the file anew: a witness is asked a few times a minute, and threads share nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            for table in _TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA user_version={FORMAT}")

    def trust(self, key: VerifyKey) -> bool:
        """Follow the log of this key's name; whether that is new."""
        with self.alone() as connection:
            statement = "INSERT OR IGNORE INTO log_key(origin, vkey) VALUES (?, ?)"
            return connection.execute(statement, (key.name, str(key))).rowcount > 0

    def keys_of(self, origin: str) -> tuple[VerifyKey, ...]:
        with self._reading() as connection:
            rows = connection.execute("SELECT vkey FROM log_key WHERE origin = ? ORDER BY vkey", (origin,))
            return tuple(VerifyKey.parse(vkey) for (vkey,) in rows)

    def origins(self) -> tuple[str, ...]:
        with self._reading() as connection:
            return tuple(
                origin for (origin,) in connection.execute("SELECT DISTINCT origin FROM log_key ORDER BY 1")
            )

    def last(self, origin: str) -> Remembered | None:
        with self._reading() as connection:
            return last_in(connection, origin)

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Look and change as one step. What was changed is on the disk when this ends without an error."""
        with self._reading() as connection:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.path.is_file():
            raise MemoryBroken(f"{self.path} is missing: restore it; never begin again under the same key.")
        with self._connection() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                raise MemoryBroken(f"{self.path} is of another version: use the program that wrote it.")
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise MemoryBroken(
                f"{self.path} cannot be used ({error}): restore it from its backup."
            ) from error
        finally:
            connection.close()


def last_in(connection: sqlite3.Connection, origin: str) -> Remembered | None:
    query = "SELECT origin, size, root, time, note FROM head WHERE origin = ?"
    row = connection.execute(query, (origin,)).fetchone()
    return Remembered(*row) if row else None


def keep_in(connection: sqlite3.Connection, head: Remembered) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO head(origin, size, root, time, note) VALUES (?, ?, ?, ?, ?)", head
    )
