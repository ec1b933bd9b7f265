"""A receipt code proves its event with no server; no bit of it can be changed and no end cut off."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import proof, receipt
from ledger.fault import LedgerFault, MalformedReceipt, ProofDoesNotHold, QuorumNotReached, UntrustedSignature
from ledger.receipt import Countersigned, Receipt
from tests.ledger.house import FRONT, INSPECTORATE, KEYS, LOG, OPENING, UNIVERSITY, a_proof
from tests.ledger.published import vectors

PROOF = a_proof()
RECEIPT = receipt.compact(OPENING, PROOF, KEYS, quorum=2)
OCTETS = bytes(RECEIPT)


def accepted(octets):
    try:
        receipt.verify(Receipt.unpack(octets), KEYS, quorum=2)
    except LedgerFault:
        return False
    return True


def test_the_published_receipt_is_reproduced():
    assert str(RECEIPT) == vectors("receipt")["code"]
    assert Receipt.parse(vectors("receipt")["code"]) == RECEIPT


def test_a_receipt_expands_to_the_very_proof_it_was_made_from():
    entry, expanded = receipt.expand(Receipt.parse(str(RECEIPT)), KEYS)
    assert entry == OPENING.entry
    assert bytes(expanded) == bytes(PROOF)
    assert proof.verify(expanded, entry, KEYS, quorum=2)


def test_a_receipt_needs_no_server_to_hold():
    assert receipt.verify(Receipt.parse(str(RECEIPT)), KEYS, quorum=2).checkpoint.size == 300


@pytest.mark.parametrize(("size", "place"), [(1, 0), (2, 1), (7, 6), (256, 0), (300, 299)])
@pytest.mark.parametrize("quorum", [0, 1, 2])
def test_a_receipt_carries_exactly_the_quorum(size, place, quorum):
    compact = receipt.compact(OPENING, a_proof(size, place), KEYS, quorum)
    assert len(compact.witnesses) == quorum
    assert Receipt.parse(str(compact)) == compact
    assert len(receipt.verify(compact, KEYS, quorum).witnesses) == quorum


def test_a_receipt_fits_one_printed_code():
    assert len(str(RECEIPT)) <= 1_200
    assert set(str(RECEIPT)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_no_receipt_is_made_for_an_event_the_log_does_not_hold():
    with pytest.raises(ProofDoesNotHold):
        receipt.compact(OPENING._replace(topic="dossier.refused"), PROOF, KEYS)


def test_no_receipt_is_made_before_the_witnesses_have_signed():
    with pytest.raises(QuorumNotReached):
        receipt.compact(OPENING, PROOF, KEYS, quorum=3)


def test_every_flipped_bit_is_refused():
    octets = bytearray(OCTETS)
    for bit in range(len(octets) * 8):
        octets[bit // 8] ^= 1 << bit % 8
        assert not accepted(bytes(octets)), bit
        octets[bit // 8] ^= 1 << bit % 8
    assert accepted(bytes(octets))


def test_every_truncation_is_refused():
    assert not any(accepted(OCTETS[:end]) for end in range(len(OCTETS)))
    assert not accepted(OCTETS + b"\0")


@given(some.integers(0, len(str(RECEIPT)) - 1), some.sampled_from("0AZ $%*+-./:x\n\u00e9"))
def test_a_misread_letter_is_refused(place, letter):
    text = str(RECEIPT)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(LedgerFault):
            receipt.verify(Receipt.parse(changed), KEYS, quorum=2)


@given(some.binary(max_size=400))
def test_no_bytes_do_more_harm_than_the_declared_error(octets):
    for tried in (octets, b"HS\x01" + octets):
        with suppress(MalformedReceipt):
            assert bytes(Receipt.unpack(tried)) == tried


@pytest.mark.parametrize(
    "text", ["", "https://example.vn/#abc", "hs1:BB8", "HS1:", "HS1:B", "HS1:" + "0" * 5000]
)
def test_another_code_on_the_paper_is_refused(text):
    with pytest.raises(MalformedReceipt):
        Receipt.parse(text)


def test_a_receipt_of_an_unknown_office_or_witness_is_refused():
    with pytest.raises(UntrustedSignature, match="do not know"):
        receipt.verify(RECEIPT, [INSPECTORATE.key, FRONT.key])
    with pytest.raises(UntrustedSignature, match="do not know"):
        receipt.verify(RECEIPT, [LOG.key, FRONT.key, UNIVERSITY.key])


def test_a_witness_named_twice_is_refused():
    doubled = replace(RECEIPT, witnesses=(RECEIPT.witnesses[0],) * 2)
    with pytest.raises(MalformedReceipt, match="twice"):
        receipt.verify(doubled, KEYS)


receipts = some.builds(
    Receipt,
    log_key_id=some.binary(min_size=4, max_size=4),
    unit=some.text(max_size=5),
    topic=some.text(max_size=40),
    stream=some.binary(min_size=16, max_size=16),
    version=some.integers(0, 2**63 - 1),
    index=some.integers(0, 2**63 - 1),
    size=some.integers(0, 2**63 - 1),
    nonce=some.binary(min_size=16, max_size=16),
    state_hash=some.binary(min_size=32, max_size=32),
    claims=some.binary(max_size=300),
    hashes=some.lists(some.binary(min_size=32, max_size=32), max_size=5).map(tuple),
    signature=some.binary(min_size=64, max_size=64),
    witnesses=some.lists(
        some.builds(
            Countersigned,
            some.binary(min_size=4, max_size=4),
            some.integers(0, 2**63 - 1),
            some.binary(min_size=64, max_size=64),
        ),
        max_size=3,
    ).map(tuple),
)


@given(receipts)
def test_whatever_is_packed_is_unpacked(whole):
    assert Receipt.parse(str(whole)) == whole
