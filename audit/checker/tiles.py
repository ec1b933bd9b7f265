"""A folder of tiles (section 6 of the log format): every entry hashed again up to the signed root."""

from __future__ import annotations

import os
from collections.abc import Sequence

from audit.checker.fault import Refused, require
from audit.checker.note import HASH_BYTES, LARGEST_NOTE, Head, Key, head_of
from audit.checker.tree import leaf_hash, root_of

WIDTH = 256


def check_tiles(folder: str, keys: Sequence[Key], quorum: int) -> Head:
    with open(os.path.join(folder, "checkpoint"), "rb") as file:
        head = head_of(file.read(LARGEST_NOTE + 1), keys, quorum)
    row: list[bytes] = []
    for start in range(0, head.size, WIDTH):
        row += _leaves(folder, start // WIDTH, min(WIDTH, head.size - start))
    require(root_of(row) == head.root, "root")
    level = 0
    while row:
        for start in range(0, len(row), WIDTH):
            _compare(folder, level, start // WIDTH, row[start : start + WIDTH])
        row = [root_of(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        level += 1
    return head


def _leaves(folder: str, number: int, width: int) -> list[bytes]:
    path, octets, wide = _read(folder, "entries", number, width)
    hashes, at = [], 0
    for _ in range(wide):
        end = at + 2 + int.from_bytes(octets[at : at + 2], "big")
        require(at + 2 <= len(octets) and end <= len(octets), "tile", file=path)
        hashes.append(leaf_hash(octets[at + 2 : end]))
        at = end
    require(at == len(octets), "tile", file=path)
    return hashes[:width]


def _compare(folder: str, level: int, number: int, hashes: Sequence[bytes]) -> None:
    path, octets, wide = _read(folder, level, number, len(hashes))
    same = octets[: HASH_BYTES * len(hashes)] == b"".join(hashes)
    require(same and len(octets) == HASH_BYTES * wide, "tile", file=path)


def _read(folder: str, level: int | str, number: int, width: int) -> tuple[str, bytes, int]:
    """Path, bytes and width of a tile; a full one stands for a partial one that is no longer kept."""
    for wide in (width, WIDTH):
        path = tile_path(level, number, wide)
        if os.path.isfile(os.path.join(folder, path)):
            with open(os.path.join(folder, path), "rb") as file:
                return path, file.read(), wide
    raise Refused("tile", file=tile_path(level, number, width))


def tile_path(level: int | str, number: int, width: int) -> str:
    groups, rest = f"{number % 1000:03d}", number // 1000
    while rest:
        groups, rest = f"x{rest % 1000:03d}/{groups}", rest // 1000
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{groups}{partial}"
