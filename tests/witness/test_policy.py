"""A policy says whom one trusts; two quorums of a safe one always share an honest witness."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.checkpoint import cosign
from ledger.fault import MalformedPolicy, QuorumNotReached, UntrustedSignature
from ledger.note import COSIGNATURE_V1, Cosigner, Note, Signature, VerifyKey, verify
from ledger.policy import (
    DEFAULT_QUORUM,
    DEFAULT_WITNESSES,
    Group,
    Log,
    Policy,
    Witness,
    anybody_signs,
    safe,
    smallest_safe,
    threshold_policy,
)
from tests.witness.a_log import IMPOSTOR, LOG, NOON, STRANGER, a_cosigner, head

SIGNERS = [a_cosigner(word) for word in "abcdefg"]
A, B, C = SIGNERS[:3]
THREE = tuple(Witness(name, signer.key) for name, signer in zip(DEFAULT_WITNESSES, SIGNERS, strict=False))
TWO_OF_THREE = threshold_policy([Log(LOG.key)], THREE, DEFAULT_QUORUM)

TWO_BODIES = f"""
# một nhóm trong nhóm
log {LOG.key} https://xa.example.vn
\twitness  X1 {A.key}
witness X2 {B.key} https://b.example.vn/
witness Y {C.key}
group X any X1 X2
group both all X Y
quorum both
"""


def signed_by(*signers, size=5):
    note = head(size)
    for signer in signers:
        note = cosign(note, signer, NOON)
    return note


def of(n, k, f=0):
    """A policy of k of n witnesses."""
    return threshold_policy([], [Witness(f"w{each}", SIGNERS[each].key) for each in range(n)], k)


def test_by_default_two_of_three_named_bodies_make_a_head():
    assert [each.name for each in TWO_OF_THREE.witnesses] == ["thanh-tra-tinh", "mat-tran-to-quoc", "xa-ban"]
    assert TWO_OF_THREE.needed == 2
    assert TWO_OF_THREE.finding() is None
    assert not TWO_OF_THREE.evaluate(signed_by(A)).quorum
    judged = TWO_OF_THREE.evaluate(bytes(signed_by(B, C)))
    assert judged.quorum
    assert judged.witnesses == ("mat-tran-to-quoc", "xa-ban")
    assert TWO_OF_THREE.open(signed_by(A, C)).checkpoint.size == 5
    with pytest.raises(QuorumNotReached):
        TWO_OF_THREE.open(signed_by(A))


def test_groups_may_hold_groups_and_are_read_as_they_are_written():
    policy = Policy.parse(TWO_BODIES)
    assert policy.logs == (Log(LOG.key, "https://xa.example.vn"),)
    assert policy.witness("X2") == Witness("X2", B.key, "https://b.example.vn/")
    assert policy.groups == (Group("X", 1, ("X1", "X2")), Group("both", 2, ("X", "Y")))
    assert policy.needed == 2
    assert policy.met_by(["X2", "Y"])
    assert not policy.met_by(["X1", "X2"])
    assert policy.exactly(["X1", "Y", "X2"]) == ("X1", "Y")
    assert Policy.parse(str(policy)) == policy


def test_a_quorum_of_none_asks_nobody_and_is_never_safe():
    policy = Policy.parse(f"witness a {A.key}\nquorum none\n")
    assert policy.needed == 0
    assert policy.met_by([])
    assert policy.exactly(["a"]) == ()
    assert policy.finding().safe_with == 1


def test_a_log_that_the_policy_does_not_name_is_not_believed_and_a_named_one_may_come_from_elsewhere():
    with pytest.raises(UntrustedSignature):
        Policy.parse(f"log {STRANGER.key}\nquorum none\n").evaluate(head(5))
    with pytest.raises(UntrustedSignature):
        Policy.parse(f"log {IMPOSTOR.key}\nquorum none\n").evaluate(head(5))
    assert Policy().evaluate(head(5), [LOG.key]).quorum


def test_a_false_line_of_a_known_witness_spoils_the_head():
    elsewhere = cosign(head(6), A, NOON).signatures[-1]
    note = head(5)._replace(signatures=(*head(5).signatures, elsewhere))
    with pytest.raises(UntrustedSignature):
        TWO_OF_THREE.evaluate(note)


@pytest.mark.parametrize(
    "line",
    [
        "quorum both",
        f"witness Z {A.key}",
        f"witness Z {Cosigner('other.name/w', b'0' * 32).key} a b",
        f"witness X {Cosigner('other.name/w', b'0' * 32).key}",
        f"witness none {Cosigner('other.name/w', b'0' * 32).key}",
        f"witness Z {STRANGER.key}",
        f"log {A.key}",
        f"log {LOG.key}",
        f"log {IMPOSTOR.key}",
        "group again 1 X1",
        "group new 1 nobody",
        "group new 1 none",
        "group new 2 both",
        "group new 0 both",
        "group new 01 both",
        "group new some both",
        "group new all both both",
        "group new all",
        "group both all both",
        "member X1",
        "quorum",
    ],
)
def test_a_line_that_says_nothing_or_two_things_is_refused_with_its_number(line):
    with pytest.raises(MalformedPolicy, match="Line 10"):
        Policy.parse(f"{TWO_BODIES}{line}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "quorum none",
        "quorum none\r\n",
        "quorum none\n\x00\n",
        b"quorum none\n#\xff\n",
        "quorum later\nwitness later x\n",
        f"quorum a\nwitness a {A.key}\n",
        "# " + "x" * 70_000 + "\nquorum none\n",
        "".join(
            f"witness w{each} {Cosigner(f'w{each}', each.to_bytes(32, 'big')).key}\n" for each in range(33)
        )
        + "quorum none\n",
    ],
)
def test_what_is_no_policy_is_refused(text):
    with pytest.raises(MalformedPolicy):
        Policy.parse(text)


@pytest.mark.parametrize(
    "public",
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ],
)
def test_a_key_under_which_anybody_can_sign_is_nobodys(public):
    key = VerifyKey("w.example.vn/w1", COSIGNATURE_V1, bytes.fromhex(public))
    assert anybody_signs(key)
    with pytest.raises(MalformedPolicy, match="anybody can sign"):
        Policy.parse(f"witness w {key}\nquorum w\n")
    assert not anybody_signs(LOG.key)


def test_under_the_weakest_key_a_forged_line_would_verify():
    """Why such keys are refused: this line was made without any private key."""
    key = VerifyKey("w.example.vn/w1", COSIGNATURE_V1, (1).to_bytes(32, "little"))
    forged = Signature(key.name, key.id, NOON.to_bytes(8, "big") + key.public + bytes(32))
    assert verify(Note(head(5).text, (forged,)), [key])[0].time == NOON


def test_words_are_parted_by_blanks_and_tabs_alone():
    policy = Policy.parse(f"witness tên\u00a0dài {A.key}\nquorum tên\u00a0dài\n")
    assert policy.witnesses[0].name == "tên\u00a0dài"


# Arithmetic


@pytest.mark.parametrize(("n", "f", "k"), [(3, 0, 2), (4, 1, 3), (5, 1, 4), (1, 0, 1), (2, 0, 2), (7, 2, 5)])
def test_the_smallest_safe_quorum(n, f, k):
    assert smallest_safe(n, f) == k
    assert safe(n, k, f)
    assert not safe(n, k - 1, f)


@pytest.mark.parametrize("n", range(1, 8))
def test_a_quorum_is_safe_exactly_when_no_two_have_only_liars_in_common(n):
    for k in range(1, n + 1):
        quorums = [set(each) for each in combinations(range(n), k)]
        shared = min(len(one & other) for one in quorums for other in quorums)
        for f in range(n + 1):
            assert safe(n, k, f) == (shared > f)
            assert (of(n, k).finding(f) is None) == safe(n, k, f)


def test_an_unsafe_quorum_is_told_with_its_cure():
    assert of(3, 1).finding() == (3, 1, 0, 2)
    assert of(3, 2).finding(1) == (3, 2, 1, 3)
    assert of(3, 2).finding(3).safe_with == 0


@some.composite
def policies(draw):
    """Witnesses in groups in groups, as the format allows."""
    count = draw(some.integers(1, len(SIGNERS)))
    witnesses = tuple(Witness(f"w{each}", SIGNERS[each].key) for each in range(count))
    free, groups = [each.name for each in witnesses], []
    for number in range(draw(some.integers(0, 4))):
        members = draw(some.lists(some.sampled_from(free), unique=True, min_size=1)) if free else []
        if members:
            free = [each for each in free if each not in members] + [f"g{number}"]
            groups.append(Group(f"g{number}", draw(some.integers(1, len(members))), tuple(members)))
    quorum = draw(some.sampled_from(["none", *free, *(each.name for each in groups)]))
    return Policy(quorum, (Log(LOG.key),), witnesses, tuple(groups))


def subsets(policy):
    names = [each.name for each in policy.witnesses]
    return [set(each) for size in range(len(names) + 1) for each in combinations(names, size)]


@settings(max_examples=60, deadline=None)
@given(policies())
def test_a_policy_is_written_and_read_and_judged_as_every_subset_of_its_witnesses_says(policy):
    assert Policy.parse(str(policy)) == policy
    quorums = [each for each in subsets(policy) if policy.met_by(each)]
    assert policy.needed == min((len(each) for each in quorums), default=0)
    for each in subsets(policy):
        exact = set(policy.exactly(sorted(each)))
        assert exact <= each
        assert policy.met_by(exact) == policy.met_by(each)
        assert not any(policy.met_by(exact - {one}) for one in exact)
    shared = min(len(one & other) for one in quorums for other in quorums)
    for liars in range(4):
        assert (policy.finding(liars) is None) == (shared > liars)


@given(some.one_of(some.text(), some.binary(), some.text("logwitnesgrupqm \t\n+/=012anykl#", max_size=80)))
def test_any_text_is_a_policy_or_is_refused_by_name(text):
    with suppress(MalformedPolicy):
        policy = Policy.parse(text)
        assert Policy.parse(str(policy)) == policy
