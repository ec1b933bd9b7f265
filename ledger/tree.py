"""The Merkle tree of RFC 6962 over leaf hashes: roots, proofs, and the checks a stranger makes.

`Frontier` grows a tree in logarithmic memory; `Tree` keeps every level and answers for any earlier size.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from ledger.fault import MalformedFrontier, OutOfRange, ProofDoesNotHold

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
LARGEST_SIZE = 2**63 - 1


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _paired(row: Sequence[bytes]) -> list[bytes]:
    # An odd last hash finds no partner and is left out: its parent is not complete yet.
    left, right = row[::2], row[1::2]
    return [sha256(b"\x01" + a + b).digest() for a, b in zip(left, right, strict=False)]


class Frontier:
    """The roots of the complete subtrees of a growing tree: all it takes to go on and to tell the root."""

    def __init__(self) -> None:
        self.size = 0
        self._waiting: list[bytes | None] = []
        """By height, the left sibling that still waits for its right one."""

    @classmethod
    def restore(cls, size: int, hashes: Sequence[bytes]) -> "Frontier":
        """The frontier whose `hashes` and `size` were kept."""
        if not 0 <= size <= LARGEST_SIZE or len(hashes) != size.bit_count():
            raise MalformedFrontier(
                f"{len(hashes)} peaks cannot belong to {size} leaves: rebuild from the leaves."
            )
        if any(len(each) != HASH_BYTES for each in hashes):
            raise MalformedFrontier("A peak is not 32 bytes long: rebuild the frontier from the leaves.")
        frontier = cls()
        frontier.size = size
        smallest_first = list(reversed(hashes))
        frontier._waiting = [
            smallest_first[(size & ((1 << height) - 1)).bit_count()] if size >> height & 1 else None
            for height in range(size.bit_length())
        ]
        return frontier

    @property
    def hashes(self) -> list[bytes]:
        """The peaks, the largest subtree first; together with `size` they restore the frontier."""
        return [peak for peak in reversed(self._waiting) if peak is not None]

    def append(self, leaf: bytes) -> None:
        self.extend([leaf])

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes in order. Level by level: several times faster than one at a time."""
        self.size += len(leaves)
        height = 0
        while leaves:
            if height == len(self._waiting):
                self._waiting.append(None)
            waiting = self._waiting[height]
            row = leaves if waiting is None else [waiting, *leaves]
            self._waiting[height] = row[-1] if len(row) % 2 else None
            leaves = _paired(row)
            height += 1

    def root(self) -> bytes:
        root = None
        for peak in self._waiting:
            if peak is not None:
                root = peak if root is None else node_hash(peak, root)
        return EMPTY_ROOT if root is None else root

    def copy(self) -> "Frontier":
        return Frontier.restore(self.size, self.hashes)


class Tree:
    """Every complete subtree of a log, so that proofs for any size up to the present are look-ups."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        """`_levels[h][i]` is the root of the complete subtree of 2**h leaves number i."""
        self.extend(leaves)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        self.extend([leaf])

    def extend(self, leaves: Iterable[bytes]) -> None:
        self._levels[0].extend(leaves)
        height = 0
        while len(self._levels[height]) > 1:
            if height + 1 == len(self._levels):
                self._levels.append([])
            above = self._levels[height + 1]
            above.extend(_paired(self._levels[height][2 * len(above) :]))
            height += 1

    def subtrees(self, height: int, start: int, end: int) -> list[bytes]:
        """The roots of the complete subtrees of 2**height leaves, numbers `start` to `end` (not included)."""
        found = self._levels[height][start:end] if height < len(self._levels) else []
        if start < 0 or len(found) != end - start:
            raise OutOfRange(f"Subtrees {start} to {end} of height {height} are not complete yet.")
        return found

    def root(self, size: int | None = None) -> bytes:
        return self._range(0, self._known(len(self) if size is None else size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of leaf `index` in the tree of the first `size` leaves, nearest sibling first."""
        end = self._known(len(self) if size is None else size)
        if not 0 <= index < end:
            raise OutOfRange(f"Leaf {index} is not among the first {end}: ask for a smaller index.")
        start, path = 0, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """Why the tree of `new` leaves extends the one of `old`; empty when there is nothing to show."""
        end = self._known(len(self) if new is None else new)
        if not 0 <= old <= end:
            raise OutOfRange(f"{end} leaves cannot extend {old}: swap the sizes.")
        if old in {0, end}:
            return []
        start, path, whole = 0, [], True
        while end != old:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._range(start, end))
        return path[::-1]

    def _known(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise OutOfRange(f"The tree has {len(self)} leaves, not {size}: ask for a size it has had.")
        return size

    def _range(self, start: int, end: int) -> bytes:
        """The root over leaves `start` to `end`: complete subtrees, folded from the right."""
        root = None
        while end > start:
            width = min((end & -end), _largest_power(end - start))
            height = width.bit_length() - 1
            peak = self._levels[height][(end - width) >> height]
            root = peak if root is None else node_hash(peak, root)
            end -= width
        return EMPTY_ROOT if root is None else root


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _largest_power(width: int) -> int:
    return 1 << (width.bit_length() - 1)


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The only root `proof` can lead to (RFC 9162, 2.1.3.2); whether it is the signed one is yours to ask."""
    if not 0 <= index < size <= LARGEST_SIZE:
        raise ProofDoesNotHold(f"Leaf {index} cannot be in a tree of {size}.")
    if any(len(each) != HASH_BYTES for each in (leaf, *proof)):
        raise ProofDoesNotHold("A hash in the proof is not 32 bytes long.")
    place, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofDoesNotHold("The proof is longer than the tree is high.")
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofDoesNotHold("The proof is shorter than the tree is high.")
    return root


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `leaf` is number `index` of the `size` leaves under `root`."""
    try:
        return root_from_inclusion(leaf, index, size, proof) == root
    except ProofDoesNotHold:
        return False


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the `old` leaves are the first of the `new` ones (RFC 9162, 2.1.4.2).

    An old size of 0 shows nothing and is refused: that case is the caller's.
    """
    if not 0 < old <= new <= LARGEST_SIZE or any(
        len(each) != HASH_BYTES for each in (old_root, new_root, *proof)
    ):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(path) and _both_roots(old, new, path) == (old_root, new_root)


def _both_roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_root = new_root = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_root, new_root = node_hash(sibling, old_root), node_hash(sibling, new_root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_root = node_hash(new_root, sibling)
        place, last = place >> 1, last >> 1
    return None if last else (old_root, new_root)
