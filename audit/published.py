"""Whether the exported tiles are what the rows make of them: every file, byte by byte."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from audit.findings import Findings
from audit.opening import octets
from ledger.checkpoint import open_checkpoint
from ledger.fault import LedgerFault
from ledger.leaf import entry, leaf_hash
from ledger.note import VerifyKey
from ledger.tiles import ENTRIES, WIDTH, Tile, bundle, bundles_for, tile_bytes, tiles_for
from ledger.tree import Tree

TILES, CHECKPOINT = "tiles", "checkpoint"

_LEAVES = """
SELECT commitment FROM leaf, log WHERE log.origin = ? AND leaf.id >= log.start
   AND leaf.id < coalesce((SELECT start FROM log AS next WHERE next.number = log.number + 1), leaf.id + 1)
ORDER BY leaf.id LIMIT ?
"""
_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


def check_tiles(store: Path, rows: sqlite3.Connection, vkeys: str, findings: Findings) -> int:
    """Compare the files under `tiles/` with the leaves; how many there are, which may be none."""
    root = store / TILES
    if not root.is_dir():
        return 0
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    head = files.pop(CHECKPOINT, None)
    signed = _head(octets(head) if head else None, vkeys)
    if signed is None:
        findings.file("tiles", f"{TILES}/{CHECKPOINT}", "cannot be believed: export the tiles again.")
        return len(files)
    origin, size, root_hash = signed
    leaves = [commitment for (commitment,) in rows.execute(_LEAVES, (origin, size))]
    entries = [entry(each) if type(each) is bytes and len(each) == 32 else b"" for each in leaves]  # noqa: PLR2004
    tree = Tree(map(leaf_hash, entries))
    if len(tree) != size or tree.root() != root_hash:
        findings.file("tiles", f"{TILES}/{CHECKPOINT}", "was signed over other events than the store holds.")
        return len(files)
    _compare(files, tree, entries, findings)
    return len(files)


def _compare(files: dict[str, Path], tree: Tree, entries: list[bytes], findings: Findings) -> None:
    for path in _missing(files, len(tree)):
        findings.file("tiles", f"{TILES}/{path}", "is missing: export the tiles again.")
    for path, file in sorted(files.items()):
        wanted = _wanted(path, tree, entries)
        if wanted is None:
            findings.file("tiles", f"{TILES}/{path}", "is no file that a log of this size has.")
        elif octets(file) != wanted:
            findings.file("tiles", f"{TILES}/{path}", "does not hold what the events make of it.")


def _missing(files: dict[str, Path], size: int) -> Iterator[str]:
    for tile in (*bundles_for(size), *tiles_for(size)):
        if tile.path not in files and tile.full.path not in files:
            yield tile.path


def _wanted(path: str, tree: Tree, entries: list[bytes]) -> bytes | None:
    """What a file must hold, or None for a path that no log of this size ever had."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match[1] == "entries" else int(match[1])
    number = int(re.sub(r"\D", "", match[2]))
    tile = Tile(level, number, int(match[3] or WIDTH))
    hashes = len(tree) >> (8 * max(level, 0))
    if tile.path != path or tile.width > WIDTH or number * WIDTH + tile.width > hashes:
        return None
    start = number * WIDTH
    return bundle(entries[start : start + tile.width]) if level == ENTRIES else tile_bytes(tree, tile)


def _head(note: bytes | None, vkeys: str) -> tuple[str, int, bytes] | None:
    for line in vkeys.split():
        try:
            return open_checkpoint(note or b"", VerifyKey.parse(line)).checkpoint
        except LedgerFault:
            continue
    return None
