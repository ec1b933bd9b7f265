"""The logs of the office as the files of C2SP tlog-tiles, made from the rows when they are asked for.

Only what a signed head covers is given out; what was given out once under a path never changes.
"""

from pathlib import Path

from application.signer import CHECKPOINT, LogRow
from application.store import Store
from ledger.checkpoint import Checkpoint
from ledger.fault import LedgerFault
from ledger.leaf import entry, leaf_hash
from ledger.note import Note
from ledger.tiles import ENTRIES, HEIGHT, WIDTH, Tile, bundle
from ledger.tree import Frontier

_LOGS = "SELECT number, origin, start FROM log ORDER BY number"
_LEAVES = "SELECT commitment FROM leaf WHERE id >= ? AND id < ? ORDER BY id"


class LogFiles:
    """`name` is the last part of a log's origin, such as 2026."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self._roots: dict[tuple[int, int, int], bytes] = {}
        """The root of each full tile that was made, by log, level and number."""

    def names(self) -> list[str]:
        """Of all the office's logs, the first one first."""
        return [_name(LogRow(*row)) for row in self.store.reader().execute(_LOGS)]

    def read(self, name: str, path: str) -> bytes | None:
        """The bytes of a file of a log, or None when there is no such file."""
        logs = [LogRow(*row) for row in self.store.reader().execute(_LOGS)]
        log = next((each for each in logs if _name(each) == name), None)
        if log is None:
            return None
        note = self._note(log, closed=log != logs[-1])
        if note is None or path == CHECKPOINT:
            return note
        try:
            tile = Tile.parse(path)
            size = Checkpoint.parse(Note.parse(note).text).size
        except LedgerFault:
            return None
        start = tile.number * WIDTH
        if start + tile.width > size >> HEIGHT * max(tile.level, 0):
            return None
        if tile.level == ENTRIES:
            return bundle(self._entries(log, start, start + tile.width))
        return b"".join(self._hashes(log, tile.level, start, start + tile.width))

    def _note(self, log: LogRow, *, closed: bool) -> bytes | None:
        """The head kept for a log; right after a log was begun, there is still none of its own."""
        path = self.folder / (f"{CHECKPOINT}.{log.number}" if closed else CHECKPOINT)
        try:
            note = path.read_bytes()
        except OSError:
            return None
        return note if note.startswith(f"{log.origin}\n".encode()) else None

    def _entries(self, log: LogRow, start: int, end: int) -> list[bytes]:
        rows = self.store.reader().execute(_LEAVES, (log.start + start, log.start + end))
        return [entry(commitment) for (commitment,) in rows]

    def _hashes(self, log: LogRow, level: int, start: int, end: int) -> list[bytes]:
        if level == 0:
            return [leaf_hash(each) for each in self._entries(log, start, end)]
        return [self._root(log, level - 1, number) for number in range(start, end)]

    def _root(self, log: LogRow, level: int, number: int) -> bytes:
        place = (log.number, level, number)
        if place not in self._roots:
            frontier = Frontier()
            frontier.extend(self._hashes(log, level, number * WIDTH, (number + 1) * WIDTH))
            self._roots[place] = frontier.root()
        return self._roots[place]


def _name(log: LogRow) -> str:
    return log.origin.rpartition("/")[2]
