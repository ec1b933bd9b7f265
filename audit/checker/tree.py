"""The tree of RFC 9162 and the leaf of an event (sections 4 and 5 of the log format)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import sha256

from audit.checker.fault import require
from audit.checker.note import LARGEST_NUMBER


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The only root the path can lead to (2.1.3.2)."""
    require(0 <= index < size <= LARGEST_NUMBER, "path")
    place, last, root = index, size - 1, leaf
    for sibling in path:
        require(last, "path")
        if place & 1 or place == last:
            root = node(sibling, root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = node(root, sibling)
        place, last = place >> 1, last >> 1
    require(not last, "path")
    return root


def extends(old: int, new: int, path: list[bytes], roots: tuple[bytes, bytes]) -> bool:
    """Whether the first `old` of the `new` leaves are the ones under the first of the two roots (2.1.4.2)."""
    if not 0 < old < new:
        return 0 < old == new and not path and roots[0] == roots[1]
    path = ([roots[0]] if old & (old - 1) == 0 else []) + path
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0] if path else b""
    for sibling in path[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            first, second = node(sibling, first), node(sibling, second)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, sibling)
        place, last = place >> 1, last >> 1
    return not last and (first, second) == roots


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, or over the roots of complete subtrees."""
    peaks: list[bytes] = []
    for at, each in enumerate(hashes):
        place, peak = at, each
        while place & 1:
            place, peak = place >> 1, node(peaks.pop(), peak)
        peaks.append(peak)
    root = peaks.pop() if peaks else sha256(b"").digest()
    while peaks:
        root = node(peaks.pop(), root)
    return root


def entry_of(
    unit: str, stream: bytes, version: int, topic: str, state_hash: bytes, claims: bytes, nonce: bytes
) -> bytes:
    """The 38 bytes which the log holds for an event."""
    bound = _framed(unit.encode()) + _framed(stream.hex().encode()) + struct.pack(">Q", version)
    bound += _framed(topic.encode()) + _framed(state_hash) + _framed(sha256(claims).digest())
    return b"hoso1\n" + sha256(b"hoso-event/v1\n" + nonce + bound).digest()


def _framed(octets: bytes) -> bytes:
    return struct.pack(">I", len(octets)) + octets
