"""Keys, entries and a log that the ledger's tests share. All keys here are made from published words."""

from hashlib import sha256

from ledger import checkpoint, leaf
from ledger.checkpoint import Checkpoint
from ledger.note import Cosigner, Note, Signer
from ledger.proof import Proof
from ledger.tree import Tree

ORIGIN = "motcua.example.vn/xa/28321/2026"
LOG = Signer(ORIGIN, sha256(b"test log").digest())
INSPECTORATE = Cosigner("thanhtra.example.vn/w1", sha256(b"test inspectorate").digest())
FRONT = Cosigner("mttq.example.vn/w1", sha256(b"test front").digest())
UNIVERSITY = Cosigner("dh.example.vn/w1", sha256(b"test university").digest())
KEYS = (LOG.key, INSPECTORATE.key, FRONT.key)
NOON = 1_795_305_600

OPENING = leaf.Opening(
    unit="28321",
    stream=bytes.fromhex("36fdccb6e055b5a3d9307f32b6ea4d67"),
    version=3,
    topic="dossier.accepted",
    state='{"actor":"nt.hoa","fact":{"note":"đủ hồ sơ"}}'.encode(),
    claims=b'{"code":"H01.02.03-261122-0042"}',
    nonce=sha256(b"nonce").digest()[:16],
)


def hashes(count: int) -> list[bytes]:
    return [leaf.leaf_hash(b"entry %d" % number) for number in range(count)]


def a_log(size: int, place: int) -> tuple[Tree, Note]:
    """A log in which OPENING stands at `place`, its head countersigned by two witnesses."""
    leaves = hashes(size)
    leaves[place] = leaf.leaf_hash(OPENING.entry)
    tree = Tree(leaves)
    note = checkpoint.sign(Checkpoint(ORIGIN, size, tree.root()), LOG)
    for witness in (INSPECTORATE, FRONT):
        note = checkpoint.cosign(note, witness, NOON)
    return tree, note


def a_proof(size: int = 300, place: int = 77) -> Proof:
    tree, note = a_log(size, place)
    return Proof(place, tuple(tree.inclusion(place)), note)
