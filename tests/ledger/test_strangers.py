"""What unrelated programs made is accepted, what they made wrong is refused, and what we make is the same bytes."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import checkpoint, note, policy, proof, receipt, tiles
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault, MalformedTile, QuorumNotReached
from ledger.leaf import Opening, leaf_hash
from ledger.note import Cosigner, Note, Signer, VerifyKey
from ledger.policy import Policy
from ledger.proof import Proof
from ledger.receipt import Receipt
from ledger.tiles import ENTRIES, Tile
from ledger.tree import Tree, verify_consistency, verify_inclusion

FOLDER = Path(__file__).parent / "vectors" / "strangers"
TESSERA = VerifyKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")


def told(name):
    return json.loads((FOLDER / name).read_text())


def read(folder):
    def octets(path):
        file = FOLDER / folder / path
        return file.read_bytes() if file.is_file() else None

    return octets


NOTES = told("go/notes.json")
KEYS = [VerifyKey.parse(each) for each in (NOTES["log_vkey"], *NOTES["witness_vkeys"])]


# ---- trees


def hashes(texts):
    return [base64.b64decode(text) for text in texts or []]


def test_every_proof_of_inclusion_is_judged_as_its_makers_say():
    cases = told("transparency_dev_merkle.json")["inclusion"]
    for case in cases:
        [leaf, root] = hashes([case["leafHash"], case["root"]])
        held = verify_inclusion(leaf, case["leafIdx"], case["treeSize"], hashes(case["proof"]), root)
        assert held is not case["wantErr"], case["file"]
    assert len(cases) == 98


def test_every_proof_of_consistency_is_judged_as_its_makers_say():
    """But for one: they take two equal roots of 12 bytes, and we take no root that is not 32 bytes long."""
    cases = told("transparency_dev_merkle.json")["consistency"]
    for case in cases:
        [old, new] = hashes([case["root1"], case["root2"]])
        held = verify_consistency(case["size1"], case["size2"], hashes(case["proof"]), old, new)
        wanted = not case["wantErr"] and len(old) == 32
        assert held is wanted, case["file"]
    assert len(cases) == 98


def entry_of(number):
    length = 37 * number % 301
    octets = b"".join(sha256(f"{number}/{part}".encode()).digest() for part in range(length // 32 + 1))
    return octets[:length]


def test_a_thousand_roots_and_their_proofs_are_those_of_another_program():
    published = told("go/merkle_1024.json")
    tree = Tree(leaf_hash(entry_of(number)) for number in range(1024))
    assert [tree.root(size).hex() for size in range(1025)] == published["roots"]
    assert [leaf.hex() for leaf in tree.subtrees(0, 0, 1024)] == published["leaf_hashes"]
    for case in published["inclusion"]:
        assert [each.hex() for each in tree.inclusion(case["index"], case["size"])] == case["proof"]
    for case in published["consistency"]:
        assert [each.hex() for each in tree.consistency(case["old"], case["new"])] == case["proof"]


# ---- tiles


def test_tiles_are_named_as_another_program_names_them():
    published = told("go/tile_paths.json")
    for case in published["paths"]:
        tile = Tile(case["level"], case["n"], case["w"])
        assert tile.path == case["path"]
        assert Tile.parse(case["path"]) == tile
    for case in published["tiles_for_size"]:
        found = [tile.path for tile in tiles.tiles_for(case["size"])]
        wanted = case["tiles_except_full_level0_when_large"] or []
        assert set(wanted) <= set(found)
        assert all(path.startswith("tile/0/") for path in set(found) - set(wanted))


@pytest.mark.parametrize("size", range(16))
def test_every_head_of_a_strangers_log_leads_to_its_tiles(size):
    note = (FOLDER / "tessera-testdata-log" / f"checkpoint.{size}").read_bytes()
    head = open_checkpoint(note, TESSERA).checkpoint
    assert head.size == size
    assert tiles.root_of(read("tessera-testdata-log"), size) == head.root


def test_a_strangers_log_without_one_of_its_files_is_refused(tmp_path):
    def lost(path):
        return None if path.startswith("tile/entries/") else read("tessera-testdata-log")(path)

    with pytest.raises(MalformedTile):
        tiles.root_of(lost, 15)


def test_the_head_of_a_log_of_a_thousand_leads_to_its_tiles():
    head = open_checkpoint(
        (FOLDER / "go" / "golden-log" / "checkpoint").read_bytes(), KEYS[0], KEYS
    ).checkpoint
    assert (head.size, tiles.root_of(read("go/golden-log"), 1000)) == (1000, head.root)
    entries = list(tiles.entries_in(read("go/golden-log"), 1000))
    assert tiles.bundle(entries[:256]) == read("go/golden-log")("tile/entries/000")


def test_an_earlier_head_leads_to_the_entries_when_its_partial_tiles_are_no_longer_kept():
    octets = (FOLDER / "go" / "golden-log" / "checkpoint.700").read_bytes()
    head = open_checkpoint(octets, KEYS[0]).checkpoint
    entries = tiles.entries_in(read("go/golden-log"), 700)
    assert Tree(map(leaf_hash, entries)).root() == head.root


# ---- notes, heads, proofs


def test_heads_and_cosignatures_come_out_the_same_to_the_byte():
    log = Signer.parse(NOTES["log_skey"])
    assert log.vkey == NOTES["log_vkey"]
    assert sha256(NOTES["log_seed_text"].encode()).hexdigest() == NOTES["log_seed_hex"]
    for size in (0, 700, 1000):
        published = NOTES[f"checkpoint_{size}"].encode()
        head = Checkpoint.parse(Note.parse(published).text)
        made = checkpoint.sign(head, log)
        if size == 1000:
            for name, time in zip(NOTES["witness_names"], NOTES["witness_times"], strict=True):
                seed = sha256(f"goverify witness {name}".encode()).digest()
                made = checkpoint.cosign(made, Cosigner(name, seed), time)
        assert bytes(made) == published


def test_the_examples_of_the_specifications_hold():
    examples = told("spec_examples.json")
    for case in examples["notes"]:
        assert note.verify(Note.parse(case["note"].encode()), [VerifyKey.parse(case["vkey"])])


def test_a_strangers_proof_is_accepted_and_made_again():
    published = (FOLDER / "go" / "entry-321.tlog-proof").read_bytes()
    assert published.decode() == NOTES["tlog_proof_321"]
    entry = (FOLDER / "go" / "entry-321.leaf").read_bytes()
    read_again = Proof.parse(published)
    assert bytes(read_again) == published
    assert proof.verify(read_again, entry, KEYS, quorum=3).checkpoint.size == 1000
    with pytest.raises(LedgerFault):
        proof.verify(read_again, entry + b"\0", KEYS, quorum=3)


def test_a_strangers_policy_is_read_and_met_by_the_countersigned_head():
    octets = (FOLDER / "go" / "policy.txt").read_bytes()
    rules = Policy.parse(octets)
    assert Policy.parse(str(rules)) == rules
    countersigned = (FOLDER / "go" / "golden-log" / "checkpoint").read_bytes()
    assert rules.open(countersigned).checkpoint.size == 1000
    alone = Policy.parse((FOLDER / "go" / "policy-nowitness.txt").read_bytes())
    assert alone.open((FOLDER / "go" / "golden-log" / "checkpoint.700").read_bytes()).checkpoint.size == 700
    with pytest.raises(QuorumNotReached):
        rules.open((FOLDER / "go" / "golden-log" / "checkpoint.700").read_bytes())
    assert policy.safe(3, 2)


# ---- our own two formats, as they were first written down


def test_the_first_leaves_are_still_the_same():
    for case in told("hoso_leaf.json")["cases"]:
        opening = Opening(
            unit=case["ns"],
            stream=bytes.fromhex(case["originator_id"]),
            version=case["originator_version"],
            topic=case["topic"],
            state=bytes.fromhex(case["state_hex"]),
            claims=case["claims_utf8"].encode(),
            nonce=bytes.fromhex(case["nonce_hex"]),
        )
        assert opening.entry.hex() == case["leaf_hex"]
        assert leaf_hash(opening.entry).hex() == case["leaf_hash_hex"]
        assert sha256(bytes.fromhex(case["preimage_hex"])).digest() == opening.commitment


HS1 = told("hoso_receipt_hs1.json")


def test_the_first_receipt_is_still_accepted_and_expands_to_its_proof():
    code = Receipt.parse(HS1["qr"])
    assert (bytes(code).hex(), str(code), len(bytes(code))) == (HS1["raw_hex"], HS1["qr"], HS1["raw_len"])
    entry, expanded = receipt.expand(code, KEYS)
    assert entry.hex() == HS1["leaf_hex"]
    assert bytes(expanded).decode() == HS1["tlog_proof"]
    assert bytes(expanded) == (FOLDER / "hoso-777.tlog-proof").read_bytes()
    assert entry == (FOLDER / "hoso-777.leaf").read_bytes()
    assert code.claims.decode() == HS1["claims"]
    assert receipt.verify(code, KEYS, quorum=2).checkpoint.size == 1000


def test_no_bit_of_the_first_receipt_can_be_changed_and_no_end_cut_off():
    octets = bytes.fromhex(HS1["raw_hex"])
    for bit in range(len(octets) * 8):
        changed = bytearray(octets)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LedgerFault):
            receipt.verify(Receipt.unpack(bytes(changed)), KEYS, quorum=2)
    for end in range(len(octets)):
        with pytest.raises(LedgerFault):
            Receipt.unpack(octets[:end])


def test_two_spellings_of_a_name_are_two_texts():
    """Nothing here makes one spelling of another: bytes are hashed as they were stored."""
    [spellings, _] = told("jcs_vi.json")
    digests = {
        sha256(bytes.fromhex(spellings[form])).hexdigest() == spellings[f"sha256_{form}"]
        for form in ("nfc", "nfd")
    }
    assert digests == {True}
    assert spellings["sha256_nfc"] != spellings["sha256_nfd"]


def test_the_level_of_entry_bundles_is_written_out():
    assert Tile.parse("tile/entries/x001/x234/067") == Tile(ENTRIES, 1234067)
