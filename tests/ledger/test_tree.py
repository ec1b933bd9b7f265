"""Every leaf of every size can be proved, every growth can be proved, and nothing else can."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import tree
from ledger.fault import MalformedFrontier, OutOfRange, ProofDoesNotHold
from ledger.tree import Frontier, Tree, verify_consistency, verify_inclusion
from tests.ledger.house import hashes
from tests.ledger.published import vectors

MOST = 300
LEAVES = hashes(MOST)
WHOLE = Tree(LEAVES)
OTHER = bytes(32)

sizes = some.integers(1, MOST)


def root_as_the_rfc_writes_it(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else tree.EMPTY_ROOT
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return tree.node_hash(
        root_as_the_rfc_writes_it(leaves[:split]), root_as_the_rfc_writes_it(leaves[split:])
    )


def flipped(octets, bit):
    changed = bytearray(octets)
    changed[bit // 8 % len(octets)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_empty_tree_has_the_root_of_rfc_6962():
    assert Tree().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Frontier().root() == Tree().root()


def test_every_root_is_the_one_of_the_rfc_however_the_tree_grew():
    frontier, tree = Frontier(), Tree()
    for size in range(MOST + 1):
        root = root_as_the_rfc_writes_it(LEAVES[:size])
        assert frontier.root() == tree.root() == WHOLE.root(size) == root
        if size < MOST:
            frontier.append(LEAVES[size])
            tree.append(LEAVES[size])


def test_the_published_roots_are_reproduced():
    published = vectors("tree")
    assert {size: WHOLE.root(int(size)).hex() for size in published["roots"]} == published["roots"]
    for case in published["inclusion"]:
        assert [each.hex() for each in WHOLE.inclusion(case["index"], case["size"])] == case["proof"]
    for case in published["consistency"]:
        assert [each.hex() for each in WHOLE.consistency(case["old"], case["new"])] == case["proof"]


def test_every_leaf_of_every_size_is_proved():
    for size in range(1, MOST + 1):
        root = WHOLE.root(size)
        for index in range(0, size, 1 if size < 70 else 7):
            assert verify_inclusion(LEAVES[index], index, size, WHOLE.inclusion(index, size), root)


@given(sizes, some.data())
def test_a_proof_holds_for_one_leaf_at_one_place_in_one_tree(size, data):
    index = data.draw(some.integers(0, size - 1))
    proof, root, leaf = WHOLE.inclusion(index, size), WHOLE.root(size), LEAVES[index]
    bit = data.draw(some.integers(0, 255))
    assert verify_inclusion(leaf, index, size, proof, root)
    assert not verify_inclusion(flipped(leaf, bit), index, size, proof, root)
    assert not verify_inclusion(leaf, index, size, proof, flipped(root, bit))
    elsewhere = data.draw(some.integers(-1, size + 3).filter(lambda other: other != index))
    assert not verify_inclusion(leaf, elsewhere, size, proof, root)
    assert not verify_inclusion(leaf, index, size, [*proof, OTHER], root)
    assert not verify_inclusion(leaf, index, size, [OTHER, *proof], root)
    if proof:
        number = data.draw(some.integers(0, len(proof) - 1))
        changed = [*proof[:number], flipped(proof[number], bit), *proof[number + 1 :]]
        assert not verify_inclusion(leaf, index, size, changed, root)
        assert not verify_inclusion(leaf, index, size, proof[:-1], root)
        assert not verify_inclusion(leaf, index, size, [proof[0][:-1], *proof[1:]], root)


@given(sizes, some.data())
def test_a_proof_cannot_be_used_for_a_tree_of_another_root(size, data):
    index = data.draw(some.integers(0, size - 1))
    other = data.draw(sizes.filter(lambda each: each != size))
    assert not verify_inclusion(
        LEAVES[index], index, other, WHOLE.inclusion(index, size), WHOLE.root(other)
    ) or (WHOLE.root(other) == WHOLE.root(size))


@given(sizes, some.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(new, data):
    old = data.draw(some.integers(1, new))
    proof, before, after = WHOLE.consistency(old, new), WHOLE.root(old), WHOLE.root(new)
    bit = data.draw(some.integers(0, 255))
    assert verify_consistency(old, new, proof, before, after)
    assert not verify_consistency(old, new, proof, flipped(before, bit), after)
    assert not verify_consistency(old, new, proof, before, flipped(after, bit))
    assert not verify_consistency(old, new, [*proof, OTHER], before, after)
    assert not verify_consistency(0, new, proof, before, after)
    assert not verify_consistency(new + 1, new, proof, before, after)
    if proof:
        number = data.draw(some.integers(0, len(proof) - 1))
        changed = [*proof[:number], flipped(proof[number], bit), *proof[number + 1 :]]
        assert not verify_consistency(old, new, changed, before, after)
        assert not verify_consistency(old, new, proof[:-1], before, after)


def test_nothing_that_is_not_32_bytes_is_a_hash():
    # The empty root equal to an empty leaf hash once passed in several libraries.
    assert not verify_inclusion(b"", 0, 1, [], b"")
    assert not verify_consistency(1, 1, [], b"don't care 2", b"don't care 2")
    with pytest.raises(ProofDoesNotHold):
        tree.root_from_inclusion(b"", 0, 1, [])


@given(some.lists(some.integers(0, 40), max_size=8))
def test_a_frontier_fed_in_any_portions_is_the_same_and_can_be_kept(portions):
    frontier, at = Frontier(), 0
    for portion in portions:
        frontier.extend(LEAVES[at : min(at + portion, MOST)])
        at = min(at + portion, MOST)
        frontier = Frontier.restore(frontier.size, frontier.hashes)
    assert (frontier.size, frontier.root()) == (at, WHOLE.root(at))


@pytest.mark.parametrize(
    ("size", "peaks"), [(3, [OTHER]), (0, [OTHER]), (-1, []), (1, [b"short"]), (2**63, [OTHER])]
)
def test_peaks_that_do_not_fit_the_size_are_refused(size, peaks):
    with pytest.raises(MalformedFrontier):
        Frontier.restore(size, peaks)


@pytest.mark.parametrize(
    "question",
    [
        lambda: WHOLE.root(MOST + 1),
        lambda: WHOLE.inclusion(5, 5),
        lambda: WHOLE.inclusion(-1, 5),
        lambda: WHOLE.consistency(6, 5),
        lambda: WHOLE.consistency(-1, 5),
        lambda: WHOLE.subtrees(8, 1, 2),
        lambda: WHOLE.subtrees(40, 0, 1),
    ],
)
def test_a_question_about_leaves_that_are_not_there_is_refused(question):
    with pytest.raises(OutOfRange):
        question()


def test_a_copy_of_a_frontier_grows_alone():
    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    copy = frontier.copy()
    copy.append(LEAVES[5])
    assert (frontier.size, copy.size) == (5, 6)
    assert frontier.root() == WHOLE.root(5)
