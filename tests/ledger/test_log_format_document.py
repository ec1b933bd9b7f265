"""The worked example of `docs/log-format.md` is right: its leaf is recomputed with hashlib alone."""

import re
from hashlib import sha256
from pathlib import Path

from ledger import proof, receipt
from ledger.note import VerifyKey
from ledger.proof import Proof
from ledger.receipt import Receipt
from ledger.tiles import unbundle

DOCUMENT = Path(__file__).parents[2] / "docs" / "log-format.md"
VALUES, PROOF, RECEIPT = re.findall(
    r"```text\n(.*?)```\n", DOCUMENT.read_text().split("## 10. A worked example")[1], re.DOTALL
)
EXAMPLE = dict(line.split(" = ", 1) for line in VALUES.splitlines())


def of(name):
    return bytes.fromhex(EXAMPLE[name])


def hashed(*parts):
    return sha256(b"".join(parts)).digest()


def framed(octets):
    return len(octets).to_bytes(4, "big") + octets


def test_the_leaf_is_the_one_that_the_document_defines():
    state, claims = EXAMPLE["state"].encode(), EXAMPLE["claims"].encode()
    assert hashed(state) == of("SHA-256(state)")
    assert hashed(claims) == of("SHA-256(claims)")
    preimage = b"".join(
        (
            b"hoso-event/v1\n",
            of("nonce"),
            framed(EXAMPLE["unit"].encode()),
            framed(EXAMPLE["stream"].encode()),
            int(EXAMPLE["version"]).to_bytes(8, "big"),
            framed(EXAMPLE["topic"].encode()),
            framed(hashed(state)),
            framed(hashed(claims)),
        )
    )
    assert preimage == of("preimage")
    assert hashed(preimage) == of("commitment")
    assert of("entry") == b"hoso1\n" + of("commitment")
    assert hashed(b"\0", of("entry")) == of("leaf hash")


def test_the_root_is_the_one_over_the_three_leaves():
    assert hashed(b"\1", of("leaf hash 0"), of("leaf hash")) == of("node 0-1")
    assert hashed(b"\1", of("node 0-1"), of("leaf hash 2")) == of("root")


def test_the_bundle_holds_the_entries_of_the_three_leaves():
    entries = unbundle(of("bundle tile/entries/000.p/3"), 3)
    assert entries[1] == of("entry")
    assert [hashed(b"\0", entry) for entry in entries] == [
        of("leaf hash 0"),
        of("leaf hash"),
        of("leaf hash 2"),
    ]


def test_the_proof_and_the_receipt_hold_and_say_the_same():
    keys = [VerifyKey.parse(EXAMPLE["vkey"]), VerifyKey.parse(EXAMPLE["witness vkey"])]
    whole = Proof.parse(PROOF.encode())
    assert proof.verify(whole, of("entry"), keys, quorum=1).checkpoint.root == of("root")
    code = Receipt.parse(RECEIPT.rstrip("\n"))
    assert receipt.verify(code, keys, quorum=1).checkpoint.root == of("root")
    assert receipt.expand(code, keys) == (of("entry"), whole)
