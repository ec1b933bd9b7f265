"""Whatever is put before a parser: the declared error or a value, and that value has this one writing only."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.checkpoint import Checkpoint
from ledger.fault import (
    MalformedCheckpoint,
    MalformedKey,
    MalformedNote,
    MalformedPolicy,
    MalformedProof,
    MalformedReceipt,
    MalformedTile,
)
from ledger.note import Note, Signer, VerifyKey
from ledger.policy import Log, Policy, Witness, threshold_policy
from ledger.proof import Proof
from ledger.receipt import Receipt
from ledger.tiles import ENTRIES, WIDTH, Tile, bundles_for, tiles_for
from tests.ledger.house import FRONT, INSPECTORATE, LOG, UNIVERSITY, a_log, a_proof
from tests.ledger.published import vectors

_, SIGNED = a_log(10, 3)
POLICY = threshold_policy(
    [Log(LOG.key, "https://motcua.example.vn/log/2026")],
    [Witness(name, signer.key) for name, signer in (("a", INSPECTORATE), ("b", FRONT), ("c", UNIVERSITY))],
    2,
)

PARSERS = {
    "note": (lambda octets: bytes(Note.parse(octets)), bytes(SIGNED), MalformedNote),
    "checkpoint": (
        lambda octets: Checkpoint.parse(text(octets)).text.encode("utf-8", "surrogateescape"),
        SIGNED.text.encode(),
        MalformedCheckpoint,
    ),
    "proof": (lambda octets: bytes(Proof.parse(octets)), bytes(a_proof(20, 7)), MalformedProof),
    "receipt": (
        lambda octets: str(Receipt.parse(text(octets))).encode(),
        vectors("receipt")["code"].encode(),
        MalformedReceipt,
    ),
    "key": (
        lambda octets: str(VerifyKey.parse(text(octets))).encode(),
        str(LOG.key).encode(),
        MalformedKey,
    ),
    "private key": (
        lambda octets: Signer.parse(text(octets)).private.encode(),
        LOG.private.encode(),
        MalformedKey,
    ),
    "tile": (
        lambda octets: Tile.parse(text(octets)).path.encode(),
        b"tile/1/x001/x234/067.p/8",
        MalformedTile,
    ),
}

edits = some.lists(
    some.tuples(some.integers(0, 2**16), some.integers(0, 3), some.binary(max_size=4)), min_size=1, max_size=4
)


def text(octets):
    """For parsers that are given text: bytes that are none never reach them."""
    return octets.decode("utf-8", "surrogateescape")


def edited(octets, changes):
    """The octets with parts put in, taken out, changed or said twice."""
    for place, kind, new in changes:
        at = place % (len(octets) + 1)
        match kind:
            case 0:
                octets = octets[:at] + new + octets[at:]
            case 1:
                octets = octets[:at] + octets[at + len(new) :]
            case 2:
                octets = octets[:at] + new + octets[at + len(new) :]
            case _:
                octets = octets[:at] + octets[max(0, at - 7) : at] + octets[at:]
    return octets


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=100, deadline=None)
@given(changes=edits)
def test_what_is_not_written_in_its_one_way_is_refused_by_the_declared_error(name, changes):
    rewrite, example, declared = PARSERS[name]
    tried = edited(example, changes)
    try:
        written = rewrite(tried)
    except declared:
        return
    assert written == tried


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=50, deadline=None)
@given(octets=some.binary(max_size=300))
def test_no_bytes_do_more_harm_than_the_declared_error(name, octets):
    rewrite, _, declared = PARSERS[name]
    with suppress(declared):
        assert rewrite(octets) == octets


OTHER_WRITINGS = [
    (b"\n", b"\r\n"),
    (b"\n", b"\n\n"),
    (b"\n", b" \n"),
    (b"=", b""),
    (b"=", b"=="),
    (b"10\n", b"010\n"),
    (b"10\n", b"+10\n"),
    (b"10\n", "\u0661\u0660\n".encode()),
    (b"index 7", b"index 07"),
    (b"index 7", b"index  7"),
    (b"motcua", b"\xef\xbb\xbfmotcua"),
    ("\u2014".encode(), b"--"),
    (b"tile/1", b"tile/01"),
    (b"tile/1", b"/tile/1"),
    (b"x001/", b"x000/x001/"),
    (b"x001/", b"001/"),
    (b"x001", b"X001"),
    (b".p/8", b".p/08"),
    (b".p/8", b".p/0"),
    (b".p/8", b".p/256"),
    (b".p/8", b".p/257"),
    (b".p/8", b"/"),
    (b"+", b"+ "),
    (b"HS1:", b"hs1:"),
]


@pytest.mark.parametrize("name", sorted(set(PARSERS) - {"note"}))  # a note may say anything
@pytest.mark.parametrize(("old", "new"), OTHER_WRITINGS)
def test_every_other_writing_is_refused(name, old, new):
    rewrite, example, declared = PARSERS[name]
    tried = example.replace(old, new, 1)
    if tried != example:
        with pytest.raises(declared):
            rewrite(tried)


tiles = some.builds(
    Tile,
    some.integers(ENTRIES, 63),
    some.one_of(some.integers(0, 10**7), some.integers(0, 2**55 - 1)),
    some.integers(1, WIDTH),
)


@given(tiles)
def test_the_path_of_every_tile_is_read_again(tile):
    assert Tile.parse(tile.path) == tile


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 70_000), some.integers(0, 70_000))
def test_a_full_path_promises_8192_bytes_and_a_part_is_the_rest_the_formula_leaves(size, before):
    """A mirror that wrote a cut tile under a full path lost its log (Tessera, 2026)."""
    for tile in (*tiles_for(size, min(size, before)), *bundles_for(size)):
        level = max(tile.level, 0)
        hashes = size >> 8 * level
        assert (tile.number * WIDTH + tile.width) <= hashes
        assert Tile.parse(tile.path) == tile
        if ".p/" in tile.path:
            assert (tile.width, tile.number) == (hashes % WIDTH, hashes // WIDTH)
        else:
            assert tile.width * 32 == 8192


@settings(max_examples=100, deadline=None)
@given(changes=edits)
def test_a_policy_is_read_and_refused_by_the_declared_error_alone(changes):
    try:
        rules = Policy.parse(edited(str(POLICY).encode(), changes))
    except MalformedPolicy:
        return
    assert Policy.parse(str(rules)) == rules


def test_a_policy_written_by_us_has_one_writing():
    assert Policy.parse(str(POLICY)) == POLICY
    assert str(Policy.parse(str(POLICY))) == str(POLICY)
