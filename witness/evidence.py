"""What a witness refused although the log itself had signed it, kept on disk for whoever investigates.

One file for one head: the head the witness holds, an empty line, and the request as it came.
"""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ledger.checkpoint import Checkpoint
from ledger.fault import LedgerFault
from ledger.request import AddCheckpoint
from witness.memory import Remembered

FORKED = "forked"
"""Two heads of one size with different roots, both signed by the log: proof that it shows two histories."""
UNPROVED = "unproved"
"""A head signed by the log whose proof does not hold: history was rewritten, or somebody sent a wrong proof."""
MOST_FILES = 10_000
"""When there are so many, somebody who has the log's key is only filling the disk."""


class Refused(NamedTuple):
    """A head that was not countersigned. `path` is None when there is no more room for it."""

    kind: str
    head: Checkpoint
    path: Path | None


class Evidence:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, kind: str, head: Checkpoint, body: bytes, held: Remembered) -> Refused:
        path = self._path(kind, head)
        try:
            room = self._write(path, held.note + b"\n" + body)
        except OSError:
            room = False  # a full disk keeps nobody from being told, nor from being refused
        return Refused(kind, head, path if room else None)

    def _write(self, path: Path, octets: bytes) -> bool:
        if path.exists():
            return True
        self.folder.mkdir(exist_ok=True, mode=0o700)
        if sum(1 for _ in self.folder.iterdir()) >= MOST_FILES:
            return False
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(octets)
        os.replace(fresh, path)
        return True

    def settled(self, head: Checkpoint) -> None:
        """The head came again with a proof that holds: the first one was only badly sent."""
        with suppress(OSError):
            self._path(UNPROVED, head).unlink(missing_ok=True)

    def all(self) -> list[Refused]:
        found = []
        for path in sorted(self.folder.glob("*.txt")) if self.folder.is_dir() else ():
            head = _head_in(path)
            if head is not None:
                found.append(Refused(path.name.partition("-")[0], head, path))
        return found

    def _path(self, kind: str, head: Checkpoint) -> Path:
        log = sha256(head.origin.encode()).hexdigest()[:16]
        return self.folder / f"{kind}-{log}-{head.size}-{head.root.hex()[:16]}.txt"


def _head_in(path: Path) -> Checkpoint | None:
    """The refused head in a file: its request begins where the word «old» stands at the start of a line."""
    _, _, request = path.read_bytes().partition(b"\n\nold ")
    try:
        return Checkpoint.parse(AddCheckpoint.parse(b"old " + request).note.text)
    except LedgerFault:
        return None
