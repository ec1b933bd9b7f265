"""A log that asks to be witnessed, and its second history. All keys are made from published words."""

from hashlib import sha256

from ledger.checkpoint import Checkpoint, sign
from ledger.leaf import leaf_hash
from ledger.note import Cosigner, Signer
from ledger.request import AddCheckpoint
from ledger.tree import Tree

ORIGIN = "xa.example.vn/xa/28321/2026"
LOG = Signer(ORIGIN, sha256(b"a log that is witnessed").digest())
STRANGER = Signer("la.example.vn/xa/1/2026", sha256(b"a stranger").digest())
IMPOSTOR = Signer(ORIGIN, sha256(b"another key under this name").digest())
NOON = 1_795_305_600
SIZE = 600
FORK = 200


def tree(salt=b"", size=SIZE):
    """Leaves that are the same up to `FORK`; after it, `salt` makes another history."""
    return Tree(leaf_hash(b"%d" % number + (salt if number >= FORK else b"")) for number in range(size))


ONE, OTHER = tree(), tree(b"other")


def head(size, of=ONE, key=LOG):
    return sign(Checkpoint(key.key.name, size, of.root(size)), key)


def asked(old, size, of=ONE, key=LOG, proof=None):
    """The body of a request."""
    hashes = of.consistency(old, size) if proof is None and old <= size else proof or ()
    return bytes(AddCheckpoint(old, tuple(hashes), head(size, of, key)))


def a_cosigner(word):
    return Cosigner(f"{word}.example.vn/w1", sha256(f"witness {word}".encode()).digest())
