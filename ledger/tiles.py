"""C2SP tlog-tiles: the whole log as static files that anyone may copy, and the strict way back.

A path promises its exact number of hashes or entries; a file that breaks the promise is refused.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ledger.fault import MalformedTile
from ledger.leaf import leaf_hash
from ledger.tree import HASH_BYTES, LARGEST_SIZE, Frontier, Tree

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1
"""The level under which entry bundles are filed."""

LONGEST_ENTRY = 0xFFFF

_PATH = re.compile(
    "tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_SHOWN = 60

Entries = Callable[[int, int], Sequence[bytes]]
"""Answers with the entries from one index up to another (not included)."""
Read = Callable[[str], bytes | None]
"""Answers with the bytes under a path, or None when there is no such file."""


class Tile(NamedTuple):
    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        groups = f"{self.number % 1000:03d}"
        rest = self.number // 1000
        while rest:
            groups = f"x{rest % 1000:03d}/{groups}"
            rest //= 1000
        whole = f"tile/{'entries' if self.level == ENTRIES else self.level}/{groups}"
        return whole if self.width == WIDTH else f"{whole}.p/{self.width}"

    @property
    def full(self) -> "Tile":
        return Tile(self.level, self.number)

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """From a path, which has one writing only."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise MalformedTile(f"{path[:_SHOWN]!r} is no path of a tile: ask for one such as tile/0/001.")
        level = ENTRIES if match["level"] == "entries" else int(match["level"])
        number = int(re.sub("[x/]", "", match["number"]))
        tile = cls(level, number, int(match["width"] or WIDTH))
        if tile.path != path or tile.width > WIDTH or number > LARGEST_SIZE >> HEIGHT:
            raise MalformedTile(f"{path[:_SHOWN]!r} is not how the path of a tile is written.")
        return tile


def tiles_for(size: int, since: int = 0) -> Iterator[Tile]:
    """The hash tiles of a tree of `size` leaves that a tree of `since` leaves did not have yet."""
    level = 0
    while size >> (HEIGHT * level):
        hashes, before = size >> (HEIGHT * level), since >> (HEIGHT * level)
        for number in range(before // WIDTH, hashes // WIDTH):
            yield Tile(level, number)
        if hashes % WIDTH and hashes != before:
            yield Tile(level, hashes // WIDTH, hashes % WIDTH)
        level += 1


def bundles_for(size: int, since: int = 0) -> Iterator[Tile]:
    """The entry bundles of a log of `size` entries that a log of `since` entries did not have yet."""
    return (tile._replace(level=ENTRIES) for tile in tiles_for(size, since) if tile.level == 0)


def bundle(entries: Sequence[bytes]) -> bytes:
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise MalformedTile(f"An entry is longer than {LONGEST_ENTRY} bytes: log its hash instead.")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(octets: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle; nothing may be missing and nothing may follow."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(octets[at : at + 2], "big")
        if at + 2 > len(octets) or end > len(octets):
            raise MalformedTile(f"The bundle ends inside entry {len(entries)} of {width}: copy it again.")
        entries.append(octets[at + 2 : end])
        at = end
    if at != len(octets):
        raise MalformedTile(
            f"{len(octets) - at} bytes follow the {width} entries of the bundle: copy it again."
        )
    return entries


def tile_bytes(tree: Tree, tile: Tile) -> bytes:
    start = tile.number * WIDTH
    return b"".join(tree.subtrees(HEIGHT * tile.level, start, start + tile.width))


def export(
    tree: Tree, entries: Entries, size: int | None = None, since: int = 0
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file that a log of `size` needs and a log of `since` did not have.

    Entries come before the hashes over them: whoever stops half-way never serves a hash without its entry.
    """
    end = len(tree) if size is None else size
    for tile in bundles_for(end, since):
        start = tile.number * WIDTH
        yield tile.path, bundle(entries(start, start + tile.width))
    for tile in tiles_for(end, since):
        yield tile.path, tile_bytes(tree, tile)


def entries_in(read: Read, size: int) -> Iterator[bytes]:
    """The first `size` entries of a folder of tiles, in order."""
    for tile in bundles_for(size):
        octets, width = _found(read, tile)
        yield from unbundle(octets, width)[: tile.width]


def hashes_in(read: Read, tile: Tile) -> list[bytes]:
    """The hashes of one tile, cut out of the full tile when the partial one is no longer kept."""
    octets, width = _found(read, tile)
    if len(octets) != width * HASH_BYTES:
        raise MalformedTile(
            f"{tile.path} holds {len(octets)} bytes, not {width * HASH_BYTES}: copy it again."
        )
    return [octets[at : at + HASH_BYTES] for at in range(0, tile.width * HASH_BYTES, HASH_BYTES)]


def root_of(read: Read, size: int) -> bytes:
    """The root over a folder of tiles, recomputed from the entries; every hash tile must agree on the way."""
    rows: dict[int, list[bytes]] = {0: [leaf_hash(entry) for entry in entries_in(read, size)]}
    for tile in tiles_for(size):
        if tile.level not in rows:
            rows[tile.level] = _roots_of_full(rows[tile.level - 1])
        start = tile.number * WIDTH
        if hashes_in(read, tile) != rows[tile.level][start : start + tile.width]:
            raise MalformedTile(
                f"{tile.path} does not hold the hashes of the entries below it: export it again."
            )
    frontier = Frontier()
    frontier.extend(rows[0])
    return frontier.root()


def _roots_of_full(row: Sequence[bytes]) -> list[bytes]:
    return [Tree(row[at : at + WIDTH]).root() for at in range(0, len(row) - WIDTH + 1, WIDTH)]


def _found(read: Read, tile: Tile) -> tuple[bytes, int]:
    """The bytes of a tile and the width they promise. A full tile stands for partial ones it outgrew."""
    for candidate in (tile, tile.full):
        octets = read(candidate.path)
        if octets is not None:
            return octets, candidate.width
    raise MalformedTile(f"{tile.path} is missing: export the tiles again.")
