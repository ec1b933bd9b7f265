"""A small database that goes on when the disk does not: on its ballast's room first, and then in memory."""

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

log = logging.getLogger("motcua.screen")

T = TypeVar("T")

BALLAST = 1 << 20
"""Bytes set aside for the day the disk is full: room for some hundreds of numbers."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # what somebody wrote is gone once the office has it
    "PRAGMA wal_autocheckpoint = 64",  # the log is used again and again, so that the ballast lasts
)
BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
NAMES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


class Disk:
    """All calls may come from any thread. Nothing here ever fails for want of room."""

    def __init__(self, folder: Path, tables: Sequence[str]) -> None:
        self.folder, self.tables = folder, tables
        self.path, self.ballast, self.voucher = folder / "kiosk.db", folder / "ballast", folder / "whole"
        self.doubtful = self.path.exists() and not self.voucher.exists()
        """The last time ended in memory: what the disk says may be less than what happened."""
        self.lock = threading.RLock()
        self.in_memory = False
        self.connection = self._opened()
        if not self.doubtful:
            self.vouch()
        self.recover()

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.lock:
            try:
                return self.connection.execute(query, parameters).fetchall()
            except sqlite3.Error as error:
                self._move_to_memory(error)
                return self.connection.execute(query, parameters).fetchall()

    def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """One transaction, durable when it returns: on the disk, in its ballast's room, or as far as memory is."""
        with self.lock:
            try:
                return self._transact(work)
            except (sqlite3.Error, OSError) as error:
                if self.in_memory:
                    raise
                first = error
            if self._drop_ballast(first):
                with contextlib.suppress(sqlite3.Error, OSError):
                    return self._transact(work)
            self._move_to_memory(first)
            return self._transact(work)

    def write(self, query: str, *rows: Sequence[Any]) -> None:
        """One statement for each row of parameters, all of them or none."""
        self.change(lambda tx: tx.executemany(query, rows).rowcount)

    def recover(self) -> None:
        """Go back to a disk that takes everything again, and set aside the room that was given up."""
        with self.lock:
            if self.in_memory:
                self._move_to_disk()
            if not self.in_memory and not self.ballast.exists():
                _fill(self.ballast)

    def vouch(self) -> None:
        """From now on the disk has everything."""
        with contextlib.suppress(OSError):
            if not self.in_memory:
                self.voucher.touch(mode=0o600)
                self.doubtful = False

    def close(self) -> None:
        with self.lock:
            self.connection.close()

    def _transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with _immediate(self.connection):
            return work(self.connection)

    # ---- where it is kept

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._on_disk()
        except (sqlite3.Error, OSError) as error:
            first: Exception = error
        with contextlib.suppress(sqlite3.Error, OSError):
            if getattr(first, "sqlite_errorcode", 0) & 0xFF in BROKEN:
                self._lay_aside(first)
                return self._on_disk()
            if self._drop_ballast(first):
                return self._on_disk()
        log.critical("the kiosk can keep nothing on its disk: %s", first)
        self.in_memory = True
        return self._prepared(_memory())

    def _on_disk(self) -> sqlite3.Connection:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(
            os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        )  # SQLite gives the files beside it the same
        connection = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
            return self._prepared(connection)
        except sqlite3.Error:
            connection.close()
            raise

    def _prepared(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        for statement in self.tables:
            connection.execute(statement)
        return connection

    def _lay_aside(self, why: Exception) -> None:
        log.critical("the kiosk's own store is damaged (%s): it is laid aside, and a new one begins", why)
        for file in self.folder.glob("kiosk.db*"):
            file.replace(file.with_name(f"damaged-{file.name}"))

    def _drop_ballast(self, why: Exception) -> bool:
        try:
            self.ballast.unlink()
        except OSError:
            return False
        log.critical("the kiosk's disk takes nothing more (%s): its ballast goes", why)
        return True

    def _move_to_memory(self, why: Exception) -> None:
        """From now on memory holds everything: what was on the disk as far as it can be read, and what comes."""
        if self.in_memory:
            return
        log.critical("the kiosk keeps its numbers in memory: %s", why)
        self._withdraw_voucher()
        memory = _memory()
        with contextlib.suppress(sqlite3.Error):
            self.connection.backup(memory)
        self.connection.close()
        self.connection, self.in_memory = self._prepared(memory), True

    def _withdraw_voucher(self) -> None:
        """Taking a file away works on a full disk, too."""
        with contextlib.suppress(OSError):
            self.voucher.unlink()
            folder = os.open(self.folder, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    def _move_to_disk(self) -> None:
        """Everything at once or nothing: until the disk has all of it, memory goes on."""
        try:
            disk = self._on_disk()
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in BROKEN:
                self._lay_aside(error)
            return
        try:
            with _immediate(disk):
                for (table,) in self.connection.execute(NAMES).fetchall():
                    _copy(table, self.connection, disk)
        except sqlite3.Error:
            disk.close()
            return
        self.connection.close()
        self.connection, self.in_memory = disk, False
        self.vouch()
        log.warning("the kiosk keeps its numbers on the disk again")


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _copy(table: str, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    target.execute(f"DELETE FROM {table}")
    for row in source.execute(f"SELECT * FROM {table}"):
        target.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


@contextlib.contextmanager
def _immediate(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _fill(ballast: Path) -> None:
    """Real bytes, so that no file system stores them as nothing; none at all where there is no room."""
    try:
        with ballast.open("wb") as file:
            file.write(os.urandom(BALLAST))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            ballast.unlink()
