"""A proof file convinces whoever holds the keys, of one entry at one place, and of nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import proof
from ledger.fault import (
    LedgerFault,
    MalformedProof,
    ProofDoesNotHold,
    QuorumNotReached,
    UntrustedSignature,
)
from ledger.proof import Proof
from tests.ledger.house import FRONT, INSPECTORATE, KEYS, LOG, OPENING, UNIVERSITY, a_proof
from tests.ledger.published import vectors

PROOF = a_proof()
OCTETS = bytes(PROOF)


def test_the_published_proof_is_reproduced_and_accepted():
    published = vectors("checkpoint")
    assert bytes(a_proof(published["size"], published["place"])).decode() == published["proof"]
    assert (
        proof.verify(Proof.parse(published["proof"].encode()), OPENING.entry, KEYS, 2).checkpoint.size == 300
    )


@given(some.integers(1, 300), some.data())
def test_every_entry_of_every_size_can_be_proved(size, data):
    place = data.draw(some.integers(0, size - 1))
    whole = a_proof(size, place)
    assert Proof.parse(bytes(whole)) == whole
    assert proof.verify(whole, OPENING.entry, KEYS, quorum=2).checkpoint.size == size


@given(some.binary(min_size=1, max_size=30))
def test_extra_bytes_travel_along(extra):
    whole = replace(PROOF, extra=extra)
    assert Proof.parse(bytes(whole)) == whole
    assert proof.verify(whole, OPENING.entry, KEYS, quorum=2)


def test_an_entry_that_is_not_there_is_refused():
    with pytest.raises(ProofDoesNotHold, match="does not contain"):
        proof.verify(PROOF, OPENING._replace(version=4).entry, KEYS)


@pytest.mark.parametrize("index", [76, 78, 300, 2**63 - 1])
def test_another_place_is_refused(index):
    with pytest.raises(ProofDoesNotHold):
        proof.verify(replace(PROOF, index=index), OPENING.entry, KEYS)


def test_too_few_witnesses_are_refused():
    with pytest.raises(QuorumNotReached, match="1 of 2"):
        proof.verify(PROOF, OPENING.entry, [LOG.key, FRONT.key, UNIVERSITY.key], quorum=2)


def test_a_log_whose_key_was_not_given_is_refused():
    with pytest.raises(UntrustedSignature, match="verifier key"):
        proof.verify(PROOF, OPENING.entry, [INSPECTORATE.key, FRONT.key], quorum=2)


@given(some.integers(0, len(OCTETS) * 8 - 1))
def test_any_flipped_bit_is_refused(bit):
    changed = bytearray(OCTETS)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(LedgerFault):
        proof.verify(Proof.parse(bytes(changed)), OPENING.entry, KEYS, quorum=2)


def test_any_truncation_is_refused():
    for end in range(len(OCTETS)):
        with pytest.raises(LedgerFault):
            proof.verify(Proof.parse(OCTETS[:end]), OPENING.entry, KEYS, quorum=2)


@given(some.binary(max_size=300))
def test_no_bytes_do_more_harm_than_the_declared_error(tail):
    with pytest.raises(MalformedProof):
        Proof.parse(tail)
    with pytest.raises(MalformedProof):
        Proof.parse(b"c2sp.org/tlog-proof@v1\n" + tail)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("proof@v1", "proof@v2"),
        ("index 77", "index 077"),
        ("index 77", "index -1"),
        ("index 77", "index 9223372036854775808"),
        ("index 77", "Index 77"),
        ("index 77\n", ""),
        ("index 77", "extra \nindex 77"),
        ("index 77", "extra AAB=\nindex 77"),
        ("index 77", "index 77\nAAAA"),
        ("index 77", "index 77\r"),
        ("index 77", "index 77\n" + "A" * 43 + "="),
        ("index 77", "index 77" + ("\n" + "A" * 43 + "=") * 63),
        ("\n\n", "\n"),
        ("=\n\n", "\n\n"),
    ],
)
def test_every_other_writing_of_a_proof_is_refused(old, new):
    changed = OCTETS.decode().replace(old, new, 1).encode()
    assert changed != OCTETS
    with pytest.raises(LedgerFault):
        proof.verify(Proof.parse(changed), OPENING.entry, KEYS)


def test_a_proof_too_large_to_be_one_is_not_even_read():
    with pytest.raises(MalformedProof, match="at most"):
        Proof.parse(OCTETS + b"\n" * 20_000)
