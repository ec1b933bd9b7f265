"""The proof of any event, made and checked anew by the ledger each time it is shown."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec

from application.signer import LogContradicted
from audit.check import OPENS, LeafOpening
from audit.desk.machine import Machine
from audit.heads import CHECKPOINT, KEY, Log
from audit.mirror import KEYS, folder_of
from audit.opening import octets
from audit.sources import Line
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault
from ledger.leaf import Opening, entry, leaf_hash
from ledger.note import Note, VerifyKey
from ledger.proof import Proof
from ledger.proof import verify as verify_proof
from ledger.tree import Tree, verify_inclusion


class Notes(Protocol):
    """The signed files beside the rows."""

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        """The signed head of a log."""

    def keys(self) -> bytes | None:
        """The logs' verifier keys, one a line."""


class StoreNotes:
    """Beside a store, or a copy of one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        return octets(self.root / (f"{CHECKPOINT}.{log.number}" if closed else CHECKPOINT))

    def keys(self) -> bytes | None:
        return octets(self.root / "keys" / KEY)


class MirrorNotes:
    """In a mirror, which has a folder for each log."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def note(self, log: Log, *, closed: bool) -> bytes | None:
        del closed
        return octets(folder_of(self.root, log) / CHECKPOINT)

    def keys(self) -> bytes | None:
        return octets(self.root / KEYS)


class Witnessed(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed a head: the log itself, and the other names on the note; `holds` once a known key was checked."""

    name: str
    witness: bool
    holds: bool


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A signed head as it is published."""

    origin: str
    size: int
    root: str
    by: tuple[Witnessed, ...]


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event stands. `size` 0: no signed head covers it yet, and there is nothing to take away."""

    event: int
    index: int
    origin: str
    leaf: str
    """Leaf hash (hex)."""
    size: int
    root: str
    path: tuple[str, ...] = ()
    """Hashes of the inclusion proof (hex), from the leaf to the root."""
    holds: bool = False
    octets: bytes = b""
    """The `.tlog-proof` file."""


class Prover:
    """Keeps one tree for each signed head it has seen."""

    def __init__(self, machine: Machine, notes: Notes) -> None:
        self.machine, self.notes = machine, notes
        self._trees: dict[tuple[str, int], Tree] = {}

    def prove(self, event: int) -> Proved:
        """The proof of an event, checked by the ledger just now."""
        line = self.machine.line(event)
        log = self.machine.log_of(event)
        opening = self._opening(line)
        index, leaf = event - log.start, leaf_hash(opening.entry)
        told = {"event": event, "index": index, "origin": log.origin, "leaf": leaf.hex()}
        found = self._note(log)
        if found is None or index >= found[1].size:
            return Proved(**told, size=0, root="")  # type: ignore[arg-type]
        note, head, key = found
        tree = self._tree(log, head.size)
        path = tuple(tree.inclusion(index))
        proof = Proof(index, path, note, bytes(_bound(opening)))
        return Proved(
            **told,  # type: ignore[arg-type]
            size=head.size,
            root=head.root.hex(),
            path=tuple(each.hex() for each in path),
            holds=verify_inclusion(leaf, index, head.size, path, head.root)
            and _verified(proof, opening, key),
            octets=bytes(proof),
        )

    def signed(self) -> Signed | None:
        """The latest signed head of the current log, and every name on it."""
        found = self._note(self.machine.source.logs[-1])
        if found is None:
            return None
        note, head, key = found
        by = tuple(
            Witnessed(
                name=each.name,
                witness=each.name != key.name,
                holds=each.name == key.name,
            )
            for each in note.signatures
        )
        return Signed(origin=head.origin, size=head.size, root=head.root.hex(), by=by)

    def _opening(self, line: Line) -> Opening:
        opening = Opening(
            self.machine.source.unit,
            line.stream,
            line.version,
            line.topic,
            line.state,
            line.claims,
            line.nonce,
        )
        if opening.commitment != line.commitment:
            raise LogContradicted(event=line.id)
        return opening

    def _note(self, log: Log) -> tuple[Note, Checkpoint, VerifyKey] | None:
        """The signed head of a log, if there is one that its key signed."""
        closed = log != self.machine.source.logs[-1]
        signed, keys = self.notes.note(log, closed=closed), self.notes.keys()
        if signed is None or keys is None:
            return None
        try:
            known = [VerifyKey.parse(line) for line in keys.decode().split()]
            key = next((each for each in known if each.name == log.origin), None)
            if key is None:
                return None
            note = Note.parse(signed)
            return note, open_checkpoint(note, key).checkpoint, key
        except (LedgerFault, UnicodeDecodeError):
            return None

    def _tree(self, log: Log, size: int) -> Tree:
        known = self._trees.get((log.origin, size))
        if known is None:
            leaves = self.machine.source.leaves(log.start - 1, log.start - 1 + size)
            known = self._trees[log.origin, size] = Tree(leaf_hash(entry(each)) for each in leaves)
        return known


def _verified(proof: Proof, opening: Opening, key: VerifyKey) -> bool:
    """The file that would be taken away, read again and checked as a stranger would."""
    try:
        verify_proof(Proof.parse(bytes(proof)), opening.entry, [key])
    except LedgerFault:
        return False
    return True


def _bound(opening: Opening) -> LeafOpening:
    return LeafOpening(
        opens=OPENS,
        unit=opening.unit,
        stream=opening.stream.hex(),
        version=opening.version,
        topic=opening.topic,
        nonce=opening.nonce.hex(),
        claims=opening.claims.decode(),
        state="",
        state_hash=sha256(opening.state).hexdigest(),
    )
