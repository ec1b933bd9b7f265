"""A leaf binds every byte of an event and its place, and opens only for who holds the nonce."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import leaf
from tests.ledger.house import OPENING
from tests.ledger.published import vectors


@pytest.mark.parametrize("case", vectors("leaf"))
def test_the_published_leaves_are_reproduced(case):
    opening = leaf.Opening(
        unit=case["unit"],
        stream=bytes.fromhex(case["stream"]),
        version=case["version"],
        topic=case["topic"],
        state=bytes.fromhex(case["state"]),
        claims=case["claims"].encode(),
        nonce=bytes.fromhex(case["nonce"]),
    )
    assert opening.entry.hex() == case["entry"]
    assert leaf.leaf_hash(opening.entry).hex() == case["leaf_hash"]


def test_the_hash_of_an_empty_entry_is_that_of_rfc_6962():
    assert leaf.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_an_entry_is_38_bytes_and_says_what_it_is():
    assert len(OPENING.entry) == leaf.ENTRY_BYTES == 38
    assert OPENING.entry.startswith(b"hoso1\n")


openings = some.builds(
    leaf.Opening,
    unit=some.text("0123456789", min_size=1, max_size=5),
    stream=some.binary(min_size=16, max_size=16),
    version=some.integers(1, 2**63 - 1),
    topic=some.text(max_size=20),
    state=some.binary(max_size=80),
    claims=some.binary(max_size=40),
    nonce=some.binary(min_size=16, max_size=16),
)


@given(openings, openings)
def test_two_different_events_never_share_a_leaf(one, other):
    assert (one.commitment == other.commitment) == (one == other)


@given(openings)
def test_the_hash_of_the_state_is_enough_to_recompute_the_leaf(opening):
    digest = sha256(opening.state).digest()
    of_digest = leaf.commitment_to_digest(*opening[:4], digest, opening.claims, opening.nonce)
    assert of_digest == opening.commitment


@pytest.mark.parametrize(
    "changed", [{"stream": b"short"}, {"nonce": b""}, {"version": -1}, {"version": 2**64}]
)
def test_what_has_the_wrong_width_is_no_event(changed):
    with pytest.raises((ValueError, OverflowError)):
        _ = OPENING._replace(**changed).commitment


def test_only_a_hash_can_be_an_entry():
    with pytest.raises(ValueError, match="32 bytes"):
        leaf.entry(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        leaf.commitment_to_digest("28321", bytes(16), 1, "t", b"short", b"", bytes(16))
