"""Signs the head of the log, after computing it twice by two paths from the durable rows.

The last signed head is kept outside the database; a head that does not extend it is never signed, and of two signers
that start from the same head one wins.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from application.faults import Fault, named
from application.files import replace_file, sync_folder
from application.log_keys import LogKeyAway, LogKeys
from application.store import Store
from application.twice import Path as LeafPath
from application.twice import first_fact, kept_leaves, recomputed_leaves
from ledger.checkpoint import Checkpoint, open_checkpoint, sign
from ledger.fault import LedgerFault, MalformedFrontier
from ledger.tree import Frontier

__all__ = [
    "Following", "Grown", "LogContradicted", "LogRow", "SignedHead", "Signer", "replace_file", "sync_folder",
]  # fmt: skip

CHECKPOINT, HEAD, TILES = "checkpoint", "signer.json", "tiles"
BATCH = 1024

_LOG = "SELECT number, origin, start FROM log ORDER BY number DESC LIMIT 1"


class LogContradicted(Fault):
    """The rows do not extend what was already signed: something was altered, and nothing more is signed."""

    key = "log_contradicted"


class LogRow(NamedTuple):
    """One log of the unit; the events from `start` on are its own, until the next one starts."""

    number: int
    origin: str
    start: int


class Following(msgspec.Struct, frozen=True):
    """The log that may follow, and the head that its first fact must name (`root` in hex)."""

    origin: str
    size: int
    root: str


class SignedHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last head that was signed, as kept in `signer.json`; the frontier is in hex, largest subtree first."""

    origin: str
    size: int
    frontier: list[str]
    next: Following | None = None
    """Written before the store is told that the log is closed: no row of the database alone begins a new log."""
    closed: dict[str, int] = {}
    """The logs that were closed, with the size of their last head: none of them is ever signed for again."""


class Grown(NamedTuple):
    """A head as it would be now, computed by both paths, and the bytes of the memory that it extends."""

    log: LogRow
    frontier: Frontier
    again: Frontier
    held: bytes | None

    @property
    def head(self) -> Checkpoint:
        return Checkpoint(self.log.origin, self.frontier.size, self.frontier.root())


class Signer:
    """`paths` are two ways from the rows to the leaves; what they do not agree on is not signed."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        keys: LogKeys,
        paths: tuple[LeafPath, LeafPath] = (kept_leaves, recomputed_leaves),
    ) -> None:
        self.store, self.folder, self.keys, self.paths = store, folder, keys, paths
        self.head_file, self.checkpoint_file = folder / HEAD, folder / CHECKPOINT
        self._inside = threading.local()
        self.won = 0
        """How many heads this signer signed; one that another had signed already is not among them."""

    # ---- what there is

    def log(self) -> LogRow:
        return LogRow(*self.store.reader().execute(_LOG).fetchone())

    def head(self) -> SignedHead:
        """The last head that was signed."""
        return self._told(self._held())

    def memory(self) -> SignedHead:
        """What is remembered, or a bare beginning where a disaster took it along."""
        try:
            return self.head()
        except (LogContradicted, msgspec.DecodeError):
            return SignedHead(self.log().origin, 0, [])

    def unsigned(self) -> int:
        """How many events no head covers yet."""
        head, log = self.head(), self.log()
        covered = log.start - 1 + (head.size if head.origin == log.origin else 0)
        return max(0, self.store.last_id() - covered)

    # ---- signing

    def sign(self) -> str:
        """The signed checkpoint of the current log as it is now."""
        if self.store.joined_here:
            raise RuntimeError("what is not committed may be undone, and a signature never: sign afterwards")
        if not self.keys.here:
            raise LogKeyAway(path=self.keys.private)
        with self.answering():
            while True:
                grown = self.grown()
                with self.alone():
                    if self._held() == grown.held:
                        return self.swap(grown)
                # Another signer was here meanwhile: what was computed does not extend its head, so begin again.

    @contextmanager
    def answering(self) -> Iterator[None]:
        """What goes wrong inside with a file has its name."""
        try:
            yield
        except OSError as error:
            raise named(error, self.folder) from error
        except (msgspec.DecodeError, MalformedFrontier, ValueError) as error:
            if isinstance(error, LedgerFault) and not isinstance(error, MalformedFrontier):
                raise LogContradicted(path=self.checkpoint_file) from error
            raise LogContradicted(path=self.head_file) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One signer at a time, across processes; the same thread may enter again.

        Whoever needs the write lock of the store as well takes this one first.
        """
        if getattr(self._inside, "alone", False):
            yield
            return
        descriptor = os.open(self.folder / "signer.lock", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._inside.alone = True
            yield
        finally:
            self._inside.alone = False
            os.close(descriptor)

    def grown(self) -> Grown:
        """The head of all that is committed now. Needs no lock: `swap` sees whether it still extends the last one."""
        log, held = self.log(), self._held()
        if self._told(held).origin != log.origin:
            held = self._turned(log)
        if log.origin in self._told(held).closed:
            raise LogContradicted(origin=log.origin)
        frontier, again = (self._frontier(held) for _ in self.paths)
        first, last = log.start + frontier.size, self.store.last_id()
        if last < first - 1:
            raise LogContradicted(size=frontier.size)
        if last >= first:
            self._check_end(log, frontier)
        for leaves in self.leaves(first, last):
            frontier.extend([leaf for leaf, _ in leaves])
            for _, leaf in leaves:
                again.append(leaf)
        return Grown(log, frontier, again, held)

    def leaves(self, first: int, last: int) -> Iterator[list[tuple[bytes, bytes]]]:
        """The leaves of events `first` to `last`, in batches, each as both paths have it."""
        one, other = (path(self.store, first, last) for path in self.paths)
        for start in range(first, last + 1, BATCH):
            end = min(start + BATCH, last + 1)
            yield [_agreed(event, next(one, None), next(other, None)) for event in range(start, end)]

    def swap(self, grown: Grown) -> str:
        """Compare and swap, inside `alone`: sign the head and keep it, if the memory is still the one it extends."""
        if self._held() != grown.held:
            raise LogContradicted(size=grown.frontier.size)
        before, noted = self._told(grown.held), self._noted(grown.log.origin)
        if noted is not None and noted.size > before.size:
            raise LogContradicted(size=noted.size)  # the head is always kept first: it was put back
        if noted is not None and noted.size == grown.frontier.size:
            if noted.root != grown.again.root():
                raise LogContradicted(size=noted.size)
            return self.checkpoint_file.read_text()
        note = self._signed(grown)
        self.keep(self._after(before, grown))
        replace_file(self.checkpoint_file, note, mode=0o600)
        self.won += 1
        return note.decode()

    def keep(self, head: SignedHead) -> None:
        """Remember a head. It is durable before the note is seen, so a crash never lets us sign a smaller tree."""
        replace_file(self.head_file, msgspec.json.encode(head), mode=0o600)

    # ---- parts

    def _check_end(self, log: LogRow, frontier: Frontier) -> None:
        """The events at the end of what was signed are still those: a store put back and grown again has others.

        The last complete subtree alone is looked at, which is a handful of leaves for most sizes; all of them are
        for `audit fsck`.
        """
        end = log.start + frontier.size - 1
        span = frontier.size & -frontier.size
        subtree = Frontier()
        for leaves in self.leaves(end - span + 1, end):
            subtree.extend([leaf for leaf, _ in leaves])
        if subtree.hashes != frontier.hashes[-1:]:
            raise LogContradicted(event=end)

    def _signed(self, grown: Grown) -> bytes:
        """The note, checked once more as a stranger checks it, against the root of the other path."""
        note = bytes(sign(grown.head, self.keys.signing(grown.log.origin)))
        told = open_checkpoint(note, self.keys.verifying(grown.log.origin)).checkpoint
        if told != Checkpoint(grown.log.origin, grown.again.size, grown.again.root()):
            raise LogContradicted(size=grown.again.size)
        return note

    def _after(self, before: SignedHead, grown: Grown) -> SignedHead:
        peaks = [peak.hex() for peak in grown.frontier.hashes]
        return SignedHead(grown.log.origin, grown.frontier.size, peaks, None, before.closed)

    def _held(self) -> bytes | None:
        if self.head_file.exists():
            return self.head_file.read_bytes()
        if self.checkpoint_file.exists():
            raise LogContradicted(path=self.head_file)  # it was lost: what was signed is not known any more
        return None

    def _told(self, held: bytes | None) -> SignedHead:
        if held is None:
            return SignedHead(self.log().origin, 0, [])
        return msgspec.json.decode(held, type=SignedHead)

    def _frontier(self, held: bytes | None) -> Frontier:
        head = self._told(held)
        return Frontier.restore(head.size, [bytes.fromhex(node) for node in head.frontier])

    def _noted(self, origin: str) -> Checkpoint | None:
        """What the note says, or None when a crash or a damaged file left none of ours: then it is written again."""
        if not self.checkpoint_file.exists():
            return None
        try:
            return open_checkpoint(self.checkpoint_file.read_bytes(), self.keys.verifying(origin)).checkpoint
        except LedgerFault:
            return None

    # ---- from one log to the next

    def _turned(self, log: LogRow) -> bytes | None:
        """Go on with the log that was to follow, if its first fact names the head that was to be named."""
        with self.alone():
            held = self._held()
            head = self._told(held)
            if head.origin == log.origin:
                return held  # another signer was here meanwhile
            after, named_head = head.next, first_fact(self.store, log.start)
            if after is None or after.origin != log.origin or log.origin in head.closed:
                raise LogContradicted(origin=head.origin)
            if named_head != (log.origin, head.origin, after.size, after.root):
                raise LogContradicted(event=log.start)
            self.keys.destroy_all_but(log.origin)
            self._put_aside(self.folder / TILES, log.number - 1)
            self.keep(SignedHead(log.origin, 0, [], None, {**head.closed, head.origin: after.size}))
            return self._held()

    def _put_aside(self, tiles: Path, number: int) -> None:
        """The files of a closed log stay as they are, under its number."""
        if tiles.is_dir() and not tiles.with_suffix(f".{number}").exists():
            os.replace(tiles, tiles.with_suffix(f".{number}"))
            sync_folder(self.folder)


def _agreed(
    event: int, one: tuple[int, bytes] | None, other: tuple[int, bytes] | None
) -> tuple[bytes, bytes]:
    if one is None or other is None or one != other or one[0] != event:
        raise LogContradicted(event=event)
    return one[1], other[1]
