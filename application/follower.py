"""Follows the log into `views.db`: batches, one transaction each, and only the last position is remembered."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from application.faults import named
from application.store import Store, immediate, seen
from application.vault import write_secret
from projections.fold import Fold, build_tables, create_tables, digests, drop_tables, feed, fit

BATCH = 1000
SECONDS_TO_WAIT = 1.0
"""For one try at the lock of the views; the trying goes on as long as for the store itself."""

_POSITION = (
    "CREATE TABLE IF NOT EXISTS position"
    "(name TEXT PRIMARY KEY, last INTEGER NOT NULL, leaf BLOB NOT NULL DEFAULT x'') STRICT"
)
_KEEP = "INSERT OR REPLACE INTO position VALUES('log', ?, ?)"
_LEAF = "SELECT commitment FROM leaf WHERE id = ?"

Progress = Callable[[int, int], None]
"""Called with (done, of)."""


class Follower:
    """The droppable read models of one store."""

    def __init__(self, store: Store, path: Path, folds: Sequence[Fold], *, read_only: bool = False) -> None:
        self.store, self.path, self.folds = store, path, folds
        self.lock = threading.RLock()
        try:
            if not read_only and not path.exists():
                with suppress(FileExistsError):  # another process made it just now
                    write_secret(path, b"")
            # On a store that may not be written, the views are folded afresh in memory.
            self.connection = sqlite3.connect(
                ":memory:" if read_only else path,
                timeout=SECONDS_TO_WAIT,
                isolation_level=None,
                check_same_thread=False,
            )
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY"):
                self.connection.execute(f"PRAGMA {pragma}")
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise named(error, path) from error

    def _prepare(self) -> None:
        self.connection.execute(_POSITION)
        columns = [row[1] for row in self.connection.execute("PRAGMA table_info(position)")]
        if "leaf" not in columns:  # views of an earlier version: without the leaf they are folded anew
            self.connection.execute("ALTER TABLE position ADD COLUMN leaf BLOB NOT NULL DEFAULT x''")
        if not fit(self.connection, self.folds):  # new, or of another version: folded anew at the next look
            drop_tables(self.connection, self.folds)
            self.connection.execute("DELETE FROM position")
        create_tables(self.connection, self.folds)

    def position(self) -> int:
        row = self.connection.execute("SELECT last FROM position WHERE name = 'log'").fetchone()
        return row[0] if row else 0

    def catch_up(self, progress: Progress | None = None) -> int:
        """Fold everything not yet seen; how many events that was."""
        with self.lock:
            fed = 0 if self._follows_this_log() else rebuild_views(self, progress)
            while count := self._batch():
                fed += count
                if progress is not None:
                    progress(self.position(), self.store.last_id())
            return fed

    def _follows_this_log(self) -> bool:
        """Whether the event folded last is still in the log: after a backup was put back, it may not be."""
        row = self.connection.execute("SELECT last, leaf FROM position WHERE name = 'log'").fetchone()
        return row is None or row[0] == 0 or row[1] == leaf_of(self.store, row[0])

    def keep(self, last: int) -> None:
        """Remember the event folded last, and its leaf, which no other log has at that number."""
        self.connection.execute(_KEEP, (last, leaf_of(self.store, last) or b""))

    def _batch(self) -> int:
        """One batch and its position in one transaction: exactly once, whatever happens in between."""
        with immediate(self.connection, self.path):
            events = [
                seen(event)
                for event in self.store.select(self.store.reader(), after=self.position(), limit=BATCH)
            ]
            if events:
                self.keep(feed(self.connection, self.folds, events))
        return len(events)

    def digests(self) -> dict[str, str]:
        return digests(self.connection, self.folds)

    def close(self) -> None:
        self.connection.close()


def leaf_of(store: Store, event: int) -> bytes | None:
    row = store.reader().execute(_LEAF, (event,)).fetchone()
    return row[0] if row else None


def rebuild(
    connection: sqlite3.Connection,
    path: Path,
    store: Store,
    folds: Sequence[Fold],
    progress: Progress | None = None,
) -> int:
    """Empty the tables of `folds` and fold the whole log into them in one transaction; how many events that was."""
    with immediate(connection, path):
        total = _fold_anew(connection, store, folds, progress)
    if progress is not None:
        progress(total, total)
    return total


def _fold_anew(
    connection: sqlite3.Connection, store: Store, folds: Sequence[Fold], progress: Progress | None
) -> int:
    total = store.last_id()  # inline tables share the store's write lock, so nothing is added meanwhile
    tick = None if progress is None else (lambda done: progress(done, total) if done % 500 == 0 else None)
    events = (seen(event) for event in store.select(store.reader(), until=total))
    build_tables(connection, folds, events, tick)
    return total


def rebuild_views(follower: Follower, progress: Progress | None = None) -> int:
    """Drop and rebuild every view of a follower."""
    with follower.lock:
        # The position in the same transaction: a crash in between must not fold what is folded already.
        with immediate(follower.connection, follower.path):
            total = _fold_anew(follower.connection, follower.store, follower.folds, progress)
            follower.keep(total)
        if progress is not None:
            progress(total, total)
        return total
