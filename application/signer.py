"""Signs the head of the log, after recomputing every new leaf from its row by a second path.

The last signed head is kept outside the database; a head that does not extend it is never signed.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from application.faults import Fault, KeysMissing, named
from application.store import Store
from application.vault import read_key
from ledger.checkpoint import Checkpoint, open_checkpoint, sign
from ledger.fault import LedgerFault, MalformedFrontier
from ledger.leaf import commitment, entry, leaf_hash
from ledger.note import Signer as Key
from ledger.tree import Frontier


class LogContradicted(Fault):
    """The rows do not extend what was already signed: something was altered, and nothing more is signed."""

    key = "log_contradicted"


class SignedHead(msgspec.Struct, frozen=True):
    """The last head that was signed, as kept in `signer.json`."""

    origin: str
    size: int
    frontier: list[str]


class Signer:
    def __init__(self, store: Store, folder: Path, key_file: Path) -> None:
        self.store, self.folder = store, folder
        try:
            self.key = Key.parse(read_key(key_file).decode("ascii").strip())
        except ValueError as error:
            raise KeysMissing(path=key_file) from error
        row = store.writer.execute("SELECT origin, start FROM log ORDER BY number DESC LIMIT 1").fetchone()
        self.origin, self.start = row

    @property
    def head_file(self) -> Path:
        return self.folder / "signer.json"

    @property
    def checkpoint_file(self) -> Path:
        return self.folder / "checkpoint"

    def head(self) -> SignedHead:
        if self.head_file.exists():
            return msgspec.json.decode(self.head_file.read_bytes(), type=SignedHead)
        if self.checkpoint_file.exists():
            raise LogContradicted(path=self.head_file)  # it was lost: what was signed is not known any more
        return SignedHead(self.origin, 0, [])

    def sign(self) -> str:
        """The signed checkpoint of the whole log as it is now."""
        if self.store.joined_here:
            raise RuntimeError("what is not committed may be undone, and a signature never: sign afterwards")
        try:
            return self._sign()
        except OSError as error:
            raise named(error, self.folder) from error
        except (msgspec.DecodeError, MalformedFrontier) as error:
            raise LogContradicted(path=self.head_file) from error

    def _sign(self) -> str:
        with self._alone():
            head = self.head()
            if head.origin != self.origin:
                raise LogContradicted(origin=head.origin)
            frontier = Frontier.restore(head.size, [bytes.fromhex(node) for node in head.frontier])
            if self.store.last_id() < self.start + head.size - 1:
                raise LogContradicted(size=head.size)
            for leaf in self._new_leaves(head.size):
                frontier.append(leaf)
            noted = self._noted()
            if noted is not None and noted.size > head.size:
                raise LogContradicted(size=noted.size)  # the head is always kept first: it was put back
            if noted is not None and noted.size == frontier.size:
                return self.checkpoint_file.read_text()
            note = bytes(sign(Checkpoint(self.origin, frontier.size, frontier.root()), self.key)).decode()
            self._keep(frontier, note)
            return note

    def _noted(self) -> Checkpoint | None:
        """What the note says, or None when a crash or a damaged file left none of ours: then it is written again."""
        if not self.checkpoint_file.exists():
            return None
        try:
            return open_checkpoint(self.checkpoint_file.read_bytes(), self.key.key).checkpoint
        except LedgerFault:
            return None

    def _new_leaves(self, size: int) -> Iterator[bytes]:
        """Leaf hashes after the signed head, recomputed from the durable rows and compared with the stored leaves."""
        query = (
            "SELECT e.id, e.stream, e.version, e.topic, e.state, l.nonce, l.claims, l.commitment "
            "FROM event e LEFT JOIN leaf l ON l.id = e.id WHERE e.id >= ? ORDER BY e.id"
        )
        expected = self.start + size
        for id, stream, version, topic, state, nonce, claims, stored in self.store.reader().execute(
            query, (expected,)
        ):
            if stored is None or id != expected:
                raise LogContradicted(event=expected)
            if commitment(self.store.unit, stream, version, topic, state, claims, nonce) != stored:
                raise LogContradicted(event=id)
            expected += 1
            yield leaf_hash(entry(stored))

    def _keep(self, frontier: Frontier, note: str) -> None:
        # The head is durable before the note is seen, so a crash can never let us sign a smaller tree later.
        head = SignedHead(self.origin, frontier.size, [node.hex() for node in frontier.hashes])
        replace_file(self.head_file, msgspec.json.encode(head), mode=0o600)
        replace_file(self.checkpoint_file, note.encode(), mode=0o600)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One signer at a time, across processes."""
        descriptor = os.open(self.folder / "signer.lock", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def replace_file(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file so that a reader, or a crash, sees either the old content or the new."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    if os.name == "posix":
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable: without it a power cut may bring back the old file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some shared disks know no such thing
            raise
    finally:
        os.close(descriptor)
