"""The proof of any event, made and checked anew by the ledger each time it is shown."""

from hashlib import sha256

import msgspec

from application.signer import LogContradicted
from application.witnessing.book import CosignedHead
from audit.check import OPENS, LeafOpening
from audit.desk.machine import Machine
from audit.desk.notes import Notes
from audit.heads import Head, Log
from audit.sources import Line
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault
from ledger.leaf import Opening, entry, leaf_hash
from ledger.note import Note, Signature, VerifyKey
from ledger.policy import Policy, Witness
from ledger.proof import Proof
from ledger.proof import verify as verify_proof
from ledger.tree import Tree, verify_inclusion


class Witnessed(msgspec.Struct, frozen=True, kw_only=True):
    """The witnesses' lines under the head of `size`, each checked just now with the key that the policy names.

    `holding` and `failing` are the policy's names; `named` is how many it names, `needed` how many make its quorum.
    `unknown` counts lines under the latest head for which there is no key: nothing can be said of them.
    """

    size: int
    holding: tuple[str, ...]
    failing: tuple[str, ...]
    named: int
    needed: int
    unknown: int


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A signed head as it is published."""

    origin: str
    size: int
    root: str
    witnessed: Witnessed


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
        """The latest signed head of the current log, and what witnesses say of it or of the one before."""
        log = self.machine.source.logs[-1]
        found = self._note(log)
        if found is None:
            return None
        note, head, key = found
        told = self._witnessed(log, note, head, key)
        return Signed(origin=head.origin, size=head.size, root=head.root.hex(), witnessed=told)

    def _witnessed(self, log: Log, note: Note, head: Checkpoint, key: VerifyKey) -> Witnessed:
        """Under the latest head itself; where no witness's line is there, under the largest one that is kept."""
        policy = self._policy()
        keys = {(each.key.name, each.key.id): each for each in policy.witnesses}
        lines, size = [each for each in note.signatures if (each.name, each.key_id) in keys], head.size
        unknown = len(note.signatures) - len(lines) - 1
        earlier = None if lines else self._earlier(log, policy)
        if earlier is not None:
            note, size = earlier.note, earlier.head.size
            lines = [line for _, _, line in earlier.lines if (line.name, line.key_id) in keys]
        found = [(keys[line.name, line.key_id], line) for line in lines]
        by = {each.name: _countersigned(note, line, key, each) for each, line in found}
        return Witnessed(
            size=size,
            holding=tuple(each.name for each in policy.witnesses if by.get(each.name) is True),
            failing=tuple(each.name for each in policy.witnesses if by.get(each.name) is False),
            named=len(policy.witnesses),
            needed=policy.needed,
            unknown=unknown,
        )

    def _earlier(self, log: Log, policy: Policy) -> CosignedHead | None:
        """The largest head under which a witness's line is kept, if the rows still lead to it."""
        kept = self.notes.cosigned(log.origin, [str(each.key) for each in policy.witnesses])
        if kept is None or not self.machine.leads_to(Head(log, kept.head.size, kept.head.root, "")):
            return None
        return kept

    def _policy(self) -> Policy:
        """The office's own, or one without a witness."""
        told = self.notes.policy()
        try:
            return Policy.parse(told) if told is not None else Policy()
        except LedgerFault:
            return Policy()

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


def _countersigned(note: Note, line: Signature, log: VerifyKey, witness: Witness) -> bool:
    """Whether a witness's line holds under a head that the log itself has signed."""
    own = [each for each in note.signatures if (each.name, each.key_id) == (log.name, log.id)]
    try:
        return bool(open_checkpoint(Note(note.text, (*own, line)), log, [witness.key]).witnesses)
    except LedgerFault:
        return False


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
