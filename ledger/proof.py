"""C2SP `.tlog-proof` files: where an entry stands in a log, and the countersigned head that covers it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.checkpoint import SignedCheckpoint, open_checkpoint
from ledger.fault import LedgerFault, MalformedProof, ProofDoesNotHold, QuorumNotReached, UntrustedSignature
from ledger.leaf import leaf_hash
from ledger.note import ED25519, LARGEST_NOTE, Note, VerifyKey, decoded, encoded
from ledger.tree import HASH_BYTES, LARGEST_SIZE, root_from_inclusion

MAGIC = "c2sp.org/tlog-proof@v1"
LARGEST_PROOF = LARGEST_NOTE
MOST_HASHES = 63

_INDEX = re.compile("index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Proof:
    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""
    """Bytes that travel along and prove nothing; empty for none."""

    def __bytes__(self) -> bytes:
        extra = f"extra {encoded(self.extra)}\n" if self.extra else ""
        hashes = "".join(f"{encoded(each)}\n" for each in self.hashes)
        return f"{MAGIC}\n{extra}index {self.index}\n{hashes}\n".encode() + bytes(self.note)

    @classmethod
    def parse(cls, octets: bytes) -> "Proof":
        if len(octets) > LARGEST_PROOF:
            raise MalformedProof(f"A proof has at most {LARGEST_PROOF} bytes, not {len(octets)}.")
        head, _, below = octets.partition(b"\n\n")
        first, *lines = head.split(b"\n")
        if first != MAGIC.encode():
            raise MalformedProof(f"A proof begins with the line {MAGIC}: this is another kind of file.")
        try:
            rest = [line.decode("ascii") for line in lines]
            extra = _extra(rest)
            return cls(_index(rest), _hashes(rest), Note.parse(below), extra)
        except LedgerFault as fault:
            raise MalformedProof(f"This is not a whole proof file. {fault}") from None
        except ValueError:
            raise MalformedProof("A line of the proof cannot be read: fetch the file again.") from None


def verify(proof: Proof, entry: bytes, keys: Iterable[VerifyKey], quorum: int = 0) -> SignedCheckpoint:
    """The signed head that covers `entry`, once everything holds.

    `keys` are the signing keys of one or more logs and the keys of the witnesses you trust, of whom at least
    `quorum` must have countersigned.
    """
    signed = open_for(proof.note, keys, quorum)
    if (
        root_from_inclusion(leaf_hash(entry), proof.index, signed.checkpoint.size, proof.hashes)
        != signed.checkpoint.root
    ):
        raise ProofDoesNotHold("The log that signed this head does not contain this entry at this place.")
    return signed


def open_for(note: Note, keys: Iterable[VerifyKey], quorum: int) -> SignedCheckpoint:
    """The checkpoint in `note`, signed by the log it names and by at least `quorum` trusted witnesses."""
    keys = tuple(keys)
    origin = note.text.split("\n", 1)[0]
    log = next((key for key in keys if key.name == origin and key.algorithm == ED25519), None)
    if log is None:
        raise UntrustedSignature(
            f"You gave no signing key for {origin}: ask the office for its verifier key."
        )
    signed = open_checkpoint(note, log, keys)
    if len(signed.witnesses) < quorum:
        raise QuorumNotReached(
            f"{len(signed.witnesses)} of {quorum} witnesses have countersigned: ask again later."
        )
    return signed


def _extra(lines: list[str]) -> bytes:
    if not lines or not lines[0].startswith("extra "):
        return b""
    extra = decoded(lines.pop(0).removeprefix("extra "))
    if not extra:
        raise MalformedProof("An extra line of a proof is not empty: leave the line out.")
    return extra


def _index(lines: list[str]) -> int:
    match = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if match is None or int(match[1]) > LARGEST_SIZE:
        raise MalformedProof("A proof has a line 'index' with a plain number.")
    return int(match[1])


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    hashes = tuple(decoded(line) for line in lines)
    if len(hashes) > MOST_HASHES or any(len(each) != HASH_BYTES for each in hashes):
        raise MalformedProof(f"A proof has at most {MOST_HASHES} hashes of {HASH_BYTES} bytes.")
    return hashes
