"""A checkpoint is three lines, signed by the log it names; a witness counts once."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import checkpoint
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import MalformedCheckpoint, UntrustedSignature
from ledger.note import Cosigner, Signer, signed
from ledger.tree import EMPTY_ROOT
from tests.ledger.house import FRONT, INSPECTORATE, KEYS, LOG, NOON, ORIGIN, UNIVERSITY, a_log
from tests.ledger.published import vectors

HEAD = Checkpoint(ORIGIN, 1000, bytes(range(32)))


def test_the_published_checkpoint_is_reproduced_to_the_byte():
    published = vectors("checkpoint")
    _, note = a_log(published["size"], published["place"])
    assert bytes(note).decode() == published["note"]
    assert [str(key) for key in KEYS] == published["keys"]


@given(some.text("abc/.", min_size=1), some.integers(1, 2**63 - 1), some.binary(min_size=32, max_size=32))
def test_a_checkpoint_read_and_written_again_is_the_same(origin, size, root):
    head = Checkpoint(origin, size, root)
    assert Checkpoint.parse(head.text) == head


ROOT = HEAD.text.split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        f"{ORIGIN}\n1000\n{ROOT}",
        f"\n1000\n{ROOT}\n",
        f"{ORIGIN}\n01000\n{ROOT}\n",
        f"{ORIGIN}\n+1000\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n1_000\n{ROOT}\n",
        f"{ORIGIN}\n\u0661\n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n0\n{ROOT}\n",
        f"{ORIGIN}\n1000\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n1000\n{ROOT}=\n",
        f"{ORIGIN}\n1000\nAAAA\n",
        f"{ORIGIN}\n1000\n{ROOT}\nan extension\n",
        f"{ORIGIN}\r\n1000\r\n{ROOT}\r\n",
    ],
)
def test_every_other_writing_of_a_checkpoint_is_refused(text):
    with pytest.raises(MalformedCheckpoint):
        Checkpoint.parse(text)


def test_an_empty_log_can_be_signed_for():
    note = checkpoint.sign(Checkpoint(ORIGIN, 0, EMPTY_ROOT), LOG)
    assert open_checkpoint(note, LOG.key).checkpoint.size == 0


def test_witnesses_are_told_apart_from_the_log():
    _, note = a_log(10, 3)
    opened = open_checkpoint(bytes(note), LOG.key, [FRONT.key, INSPECTORATE.key, UNIVERSITY.key])
    assert [each.key for each in opened.witnesses] == [INSPECTORATE.key, FRONT.key]
    assert opened.log.key == LOG.key


def test_a_witness_listed_under_two_names_counts_once():
    seed = bytes(range(32))
    one, two = Cosigner("one.example.vn", seed), Cosigner("two.example.vn", seed)
    note = checkpoint.cosign(checkpoint.cosign(checkpoint.sign(HEAD, LOG), one, NOON), two, NOON)
    assert len(open_checkpoint(note, LOG.key, [one.key, two.key]).witnesses) == 1


def test_a_checkpoint_signed_only_by_witnesses_is_refused():
    note = signed(HEAD.text, FRONT.cosign(HEAD.text, NOON))
    with pytest.raises(UntrustedSignature, match="has not signed"):
        open_checkpoint(note, LOG.key, [FRONT.key])


def test_a_log_signs_only_for_itself():
    stranger = Signer("other.example.vn", bytes(32))
    with pytest.raises(ValueError, match="does not sign for"):
        checkpoint.sign(HEAD, stranger)
    with pytest.raises(UntrustedSignature, match="does not sign for"):
        open_checkpoint(signed(HEAD.text, stranger.sign(HEAD.text)), stranger.key)


def test_a_witness_key_is_no_log_key():
    _, note = a_log(10, 3)
    with pytest.raises(UntrustedSignature, match="signing key"):
        open_checkpoint(note, FRONT.key)
