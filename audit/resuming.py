"""What an interrupted verification had finished, so that the next one can go on.

The file is signed by nothing, so little is taken on its word: the leaves of every finished span must still make
the subtrees that it names, and the span finished last is checked again from its rows. It belongs to whoever
verifies and is best kept away from the store.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import msgspec

from audit.spans import Peak, Span, Told, peaks_of
from ledger.leaf import HASH_BYTES, entry, leaf_hash

_FIRST = "SELECT commitment FROM leaf WHERE id = 1"
_LEAVES = "SELECT commitment FROM leaf WHERE id > ? AND id <= ? ORDER BY id"


class Finished(msgspec.Struct, frozen=True):
    span: Span
    peaks: list[Peak]


class Kept(msgspec.Struct, frozen=True):
    """The file. `log` is the commitment of the first event, which no other log has."""

    log: bytes
    finished: list[Finished]


class Memory:
    """Finished spans, kept in `path`; with `resume`, those of the verification before are known as well."""

    def __init__(self, path: Path | None, rows: sqlite3.Connection, *, resume: bool) -> None:
        self._path, self._rows = path, rows
        self._log = _first(rows)
        self._finished: list[Finished] = []
        self._before = {each.span: each for each in self._read()[:-1]} if resume else {}

    def recall(self, span: Span) -> Told | None:
        """What was found in a span, if its leaves still say the same."""
        known = self._before.get(span)
        if known is None:
            return None
        commitments = self._rows.execute(_LEAVES, (span.after, span.after + span.count)).fetchall()
        if any(type(each) is not bytes or len(each) != HASH_BYTES for (each,) in commitments):
            return None
        leaves = [leaf_hash(entry(each)) for (each,) in commitments]
        if len(leaves) != span.count or peaks_of(span.index, leaves) != known.peaks:
            return None
        return Told(span=span, events=span.count, peaks=known.peaks, problems=[], problem_count=0)

    def keep(self, told: Told) -> None:
        """Remember a span in which nothing was wrong."""
        if self._path is None or told.problem_count:
            return
        self._finished.append(Finished(told.span, told.peaks))
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):  # what cannot be kept is checked again the next time
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(msgspec.json.encode(Kept(self._log, self._finished)))
            os.replace(fresh, self._path)

    def forget(self) -> None:
        """The verification came to its end."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _read(self) -> list[Finished]:
        try:
            kept = msgspec.json.decode(self._path.read_bytes() if self._path else b"", type=Kept)
        except (OSError, ValueError, RecursionError):
            return []
        return kept.finished if kept.log == self._log else []


def _first(rows: sqlite3.Connection) -> bytes:
    try:
        row = rows.execute(_FIRST).fetchone()
    except sqlite3.DatabaseError:
        return b""
    return row[0] if row is not None and type(row[0]) is bytes else b""
