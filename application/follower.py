"""Follows the log into `views.db`: batches, one transaction each, and only the last position is remembered."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from application.faults import named
from application.store import Store, immediate, seen
from projections.fold import Fold, build_tables, create_tables, digests, feed

BATCH = 1000
SECONDS_TO_WAIT = 1.0
"""For one try at the lock of the views; the trying goes on as long as for the store itself."""

_POSITION = "CREATE TABLE IF NOT EXISTS position(name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT"
_KEEP = "INSERT OR REPLACE INTO position VALUES('log', ?)"

Progress = Callable[[int, int], None]
"""Called with (done, of)."""


class Follower:
    """The droppable read models of one store."""

    def __init__(self, store: Store, path: Path, folds: Sequence[Fold], *, read_only: bool = False) -> None:
        self.store, self.path, self.folds = store, path, folds
        self.lock = threading.RLock()
        try:
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
        except sqlite3.Error as error:
            raise named(error, path) from error

    def _prepare(self) -> None:
        self.connection.execute(_POSITION)
        create_tables(self.connection, self.folds)

    def position(self) -> int:
        row = self.connection.execute("SELECT last FROM position WHERE name = 'log'").fetchone()
        return row[0] if row else 0

    def catch_up(self, progress: Progress | None = None) -> int:
        """Fold everything not yet seen; how many events that was."""
        with self.lock:
            fed = 0
            while count := self._batch():
                fed += count
                if progress is not None:
                    progress(self.position(), self.store.last_id())
            return fed

    def _batch(self) -> int:
        """One batch and its position in one transaction: exactly once, whatever happens in between."""
        with immediate(self.connection, self.path):
            events = [
                seen(event)
                for event in self.store.select(self.store.reader(), after=self.position(), limit=BATCH)
            ]
            if events:
                self.connection.execute(_KEEP, (feed(self.connection, self.folds, events),))
        return len(events)

    def digests(self) -> dict[str, str]:
        return digests(self.connection, self.folds)

    def close(self) -> None:
        self.connection.close()


def rebuild(
    connection: sqlite3.Connection,
    path: Path,
    store: Store,
    folds: Sequence[Fold],
    progress: Progress | None = None,
) -> int:
    """Empty the tables of `folds` and fold the whole log into them in one transaction; how many events that was."""
    with immediate(connection, path):
        total = store.last_id()  # inline tables share the store's write lock, so nothing is added meanwhile
        tick = None if progress is None else (lambda done: progress(done, total) if done % 500 == 0 else None)
        events = (seen(event) for event in store.select(store.reader(), until=total))
        build_tables(connection, folds, events, tick)
    if progress is not None:
        progress(total, total)
    return total


def rebuild_views(follower: Follower, progress: Progress | None = None) -> int:
    """Drop and rebuild every view of a follower."""
    with follower.lock:
        total = rebuild(follower.connection, follower.path, follower.store, follower.folds, progress)
        follower.connection.execute(_KEEP, (total,))
        return total
