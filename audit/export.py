"""The log as static files that anyone may copy: entries, tiles and the signed head over them (C2SP tlog-tiles).

A file is never rewritten with other bytes, and a reader who comes half-way finds the head before or after.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from application.faults import StoreReadOnly
from application.follower import Progress
from application.signer import LogContradicted, replace_file
from audit.findings import Findings
from audit.heads import CHECKPOINT, logs_of
from audit.prove import LEAVES, current_head
from domain.fact import Refused
from ledger.checkpoint import Checkpoint
from ledger.leaf import entry, leaf_hash
from ledger.note import Note
from ledger.tiles import WIDTH, Tile, bundle, bundles_for, tile_bytes, tiles_for
from ledger.tree import Tree

if TYPE_CHECKING:
    from application.office import Office


TILES = "tiles"


class TilesOfAnotherLog(Refused):
    """A folder holds the tiles of one log; another log goes to another folder."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    folder: str
    origin: str
    size: int
    root: str
    written: tuple[str, ...]
    """Paths of the files that were not there before; the checkpoint is not counted."""
    files: int
    """All files that a log of this size has."""


def export_tiles(office: "Office", folder: Path | None = None, progress: Progress | None = None) -> Exported:
    """Write what is missing of the current log under `<store>/tiles`, or another folder, and the head last."""
    root = folder if folder is not None else office.folder.root / TILES
    note, head = current_head(office)
    start = logs_of(office.store.reader(), Findings())[-1].start
    rows = office.store.reader().execute(LEAVES, (start, start + head.size))
    entries = [entry(commitment) for (commitment,) in rows]
    tree = Tree(map(leaf_hash, entries))
    if len(tree) != head.size or tree.root() != head.root:
        raise LogContradicted(size=head.size)
    try:
        _must_extend(root, tree, head)
        written = tuple(_written(root, tree, entries, progress))
        replace_file(root / CHECKPOINT, bytes(note))
    except OSError as error:
        raise StoreReadOnly(path=root) from error
    return Exported(
        folder=str(root),
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        written=written,
        files=len(_files(head.size)),
    )


def _must_extend(root: Path, tree: Tree, head: Checkpoint) -> None:
    """What was published once is never contradicted by what is published later."""
    root.mkdir(parents=True, exist_ok=True)
    path = root / CHECKPOINT
    if not path.exists():
        return
    before = Checkpoint.parse(Note.parse(path.read_bytes()).text)
    if before.origin != head.origin:
        raise TilesOfAnotherLog(folder=root, origin=before.origin)
    if before.size > head.size or tree.root(before.size) != before.root:
        raise LogContradicted(size=before.size)


def _written(root: Path, tree: Tree, entries: list[bytes], progress: Progress | None) -> Iterator[str]:
    """Entries before the hashes over them; a path promises its content, so what is there is left alone."""
    files = _files(len(tree))
    for done, (tile, of_entries) in enumerate(files, 1):
        path = root / tile.path
        if not path.exists():
            start = tile.number * WIDTH
            octets = bundle(entries[start : start + tile.width]) if of_entries else tile_bytes(tree, tile)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, octets)
            yield tile.path
        if progress is not None:
            progress(done, len(files))


def _files(size: int) -> list[tuple[Tile, bool]]:
    bundles = [(tile, True) for tile in bundles_for(size)]
    return bundles + [(tile, False) for tile in tiles_for(size)]
