"""Writes the log of a store as a mirror of static files; the layout is that of `audit.mirror`."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from application.faults import Fault, StoreReadOnly
from application.files import replace_file
from application.follower import Progress
from application.signer import LogContradicted
from audit.export import TilesOfAnotherLog
from audit.heads import CHECKPOINT, Head
from audit.mirror import FORMAT, KEYS, LIST, Contents, contents_of, events_path, folder_of, packed
from audit.opening import octets
from audit.sources import StoreSource
from ledger.checkpoint import Checkpoint
from ledger.leaf import entry, leaf_hash
from ledger.note import Note
from ledger.tiles import WIDTH, bundle, bundles_for, tile_bytes, tiles_for
from ledger.tree import Tree

PRIVATE = 0o600
"""Openings are for the inspectorate: they tell which leaf stands for which event."""


class NothingSigned(Fault):
    """Only what is signed can be mirrored, and nothing is."""

    key = "nothing_signed"


class Mirrored(msgspec.Struct, frozen=True):
    """What a mirror holds now: `size` events, of which `written` files are new."""

    folder: str
    events: int
    logs: int
    written: int


def write_mirror(source: StoreSource, root: Path, progress: Progress | None = None) -> Mirrored:
    """Bring a mirror up to the latest signed heads; what is there already is never written again."""
    heads = _latest(source.heads())
    if not heads:
        raise NothingSigned
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = contents_of(root) if (root / LIST).exists() else None
        if before is not None and before.unit != source.unit:
            raise TilesOfAnotherLog(folder=root, origin=before.logs[0][1])
        written = sum(_Written(source, root, head, progress).all() for head in heads)
        contents = Contents(FORMAT, tuple((*head.log,) for head in heads), source.unit)
        replace_file(root / KEYS, octets(source.root / "keys" / KEYS) or b"", mode=PRIVATE)
        replace_file(root / LIST, msgspec.json.encode(contents), mode=PRIVATE)
    except OSError as error:
        raise StoreReadOnly(path=root) from error
    return Mirrored(str(root), heads[-1].last_event, len(heads), written)


def _latest(heads: Sequence[Head]) -> list[Head]:
    found: dict[int, Head] = {}
    for head in sorted(heads, key=lambda head: head.size):
        found[head.log.number] = head
    return [found[number] for number in sorted(found)]


class _Written:
    """One log, brought up to one head: events before entries, entries before hashes, and the head last."""

    def __init__(self, source: StoreSource, root: Path, head: Head, progress: Progress | None) -> None:
        self.source, self.head, self.progress = source, head, progress
        self.root = folder_of(root, head.log)
        self.count = 0
        start = head.log.start
        self.entries = [entry(leaf) for leaf in source.leaves(start - 1, head.last_event)]
        self.tree = Tree(map(leaf_hash, self.entries))
        if len(self.tree) != head.size or self.tree.root() != head.root:
            raise LogContradicted(size=head.size)

    def all(self) -> int:
        self._must_extend()
        size = self.head.size
        for tile in bundles_for(size):
            first = tile.number * WIDTH
            if not (self.root / events_path(tile)).exists():
                self._write(events_path(tile), self._events(first, tile.width))
            self._write(tile.path, bundle(self.entries[first : first + tile.width]))
            if self.progress is not None:
                self.progress(first + tile.width, size)
        for tile in tiles_for(size):
            self._write(tile.path, tile_bytes(self.tree, tile))
        note = octets(self.source.root / self.head.source) or b""
        replace_file(self.root / CHECKPOINT, note, mode=PRIVATE)
        return self.count

    def _must_extend(self) -> None:
        """What was mirrored once is never contradicted by what is mirrored later."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = octets(self.root / CHECKPOINT)
        if kept is None:
            return
        before = Checkpoint.parse(Note.parse(kept).text)
        if before.origin != self.head.log.origin:
            raise TilesOfAnotherLog(folder=self.root, origin=before.origin)
        if before.size > self.head.size or self.tree.root(before.size) != before.root:
            raise LogContradicted(size=before.size)

    def _events(self, first: int, width: int) -> bytes:
        after = self.head.log.start - 1 + first
        return b"".join(map(packed, self.source.lines(after, after + width)))

    def _write(self, name: str, content: bytes) -> None:
        path = self.root / name
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, content, mode=PRIVATE)
        self.count += 1
