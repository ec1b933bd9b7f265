"""A verification may be shared by two processes, interrupted and gone on with; the verdict stays the same."""

import dataclasses
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import scanning, spans
from audit.resuming import Kept
from audit.spans import Cuts, Growth, peaks_of
from audit.verify import Verified, verify
from ledger.leaf import leaf_hash
from ledger.tree import Tree
from tests.audit.a_store import a_store, tampering
from tests.audit.meddling import found, rewritten

EVENTS = 200


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(spans, "LONGEST", 16)  # spans of a size that a small store has several of
    return a_store(tmp_path / "store", EVENTS, signed=150)


@pytest.fixture
def state(tmp_path):
    return tmp_path / "elsewhere" / "state.json"


class Interrupted(Exception):  # noqa: N818
    """As a hand on the keyboard."""


def interrupted(store, state, at, **how):
    """Verify until `at` events are done, and no further."""

    def progress(done, total):
        if done >= at:
            raise Interrupted

    with pytest.raises(Interrupted):
        verify(store, state=state, progress=progress, **how)


def read_again(store, state):
    """How many events the next verification reads, by the spans that it asks for."""
    asked = []
    before = scanning.check_span

    def listening(rows, unit, span):
        asked.append(span.count)
        return before(rows, unit, span)

    scanning.check_span = listening
    try:
        verdict = verify(store, state=state, resume=True)
    finally:
        scanning.check_span = before
    return verdict, sum(asked)


def test_an_interrupted_verification_goes_on_behind_the_last_span_but_one(store, state):
    interrupted(store, state, 96)
    verdict, read = read_again(store, state)
    assert verdict == verify(store)
    assert read == EVENTS - 80  # of the 96 that were done, the last 16 are read again
    assert not state.exists()


def test_without_asking_for_it_nothing_is_taken_over(store, state):
    interrupted(store, state, 96)
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = 'ticket.called' WHERE id = 5")
    found(store, "changed", 5, state=state)


def test_a_leaf_changed_meanwhile_is_found_when_it_goes_on(store, state):
    interrupted(store, state, 96)
    with tampering(store) as rows:
        rewritten(rows, 5, actor="someone.else")
    found(store, "root", state=state, resume=True)


def test_a_memory_that_names_other_subtrees_is_not_believed(store, state):
    interrupted(store, state, 96)
    kept = msgspec.json.decode(state.read_bytes(), type=Kept)
    forged = [msgspec.structs.replace(each, peaks=[(16, bytes(32))]) for each in kept.finished]
    state.write_bytes(msgspec.json.encode(Kept(kept.log, forged)))
    verdict, read = read_again(store, state)
    assert verdict.ok
    assert read == EVENTS


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 5000, b"\xff"])
def test_a_memory_that_cannot_be_read_only_costs_time(store, state, content):
    state.parent.mkdir()
    state.write_bytes(content)
    assert verify(store, state=state, resume=True) == verify(store)


def test_the_memory_of_another_log_is_of_no_use(store, state, tmp_path):
    interrupted(store, state, 96)
    other = json.loads(state.read_bytes()) | {"log": "AAAA"}
    state.write_text(json.dumps(other))
    assert read_again(store, state)[1] == EVENTS


def test_two_processes_find_what_one_finds(store):
    assert verify(store, jobs=2) == verify(store)
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = 'ticket.called' WHERE id IN (5, 77, 133, 198)")
        rows.execute("UPDATE event SET recorded_at = recorded_at - 5000 WHERE id = 113")
    one, two = verify(store), verify(store, jobs=2)
    assert dataclasses.replace(two, problems=()) == dataclasses.replace(one, problems=())
    assert set(two.problems) == set(one.problems)


@pytest.mark.parametrize("jobs", [1, 2])
def test_versions_that_changed_places_are_named_however_the_spans_are_cut(store, jobs):
    with tampering(store) as rows:
        (stream,) = rows.execute("SELECT stream FROM event WHERE id = 40").fetchone()
        numbers = [
            id for (id,) in rows.execute("SELECT id FROM event WHERE stream = ? ORDER BY id", (stream,))
        ]
        early, late = numbers[1], numbers[-1]  # in other spans than those in front of them
        rows.execute("UPDATE event SET version = 1000 WHERE id = ?", (early,))
        rows.execute("UPDATE event SET version = 2 WHERE id = ?", (late,))
    verdict = found(store, "version", early, jobs=jobs)
    named = {problem.event for problem in verdict.problems if problem.kind == "version"}
    assert named == {early, numbers[2]}  # the last one follows the first, though too late for the third


def test_a_leaf_behind_the_last_event_is_named(store):
    with tampering(store) as rows:
        rows.execute("INSERT INTO leaf SELECT 900, nonce, claims, commitment FROM leaf WHERE id = 1")
    found(store, "removed", 900)


def test_what_a_helper_leaves_behind_when_it_dies_is_done_all_the_same(store, monkeypatch):
    monkeypatch.setattr(scanning.Helper, "check", lambda self, span: None)
    assert verify(store, jobs=3).ok


def test_what_came_since_is_checked_and_joined_to_what_was_verified(store):
    whole = verify(a_store(store.parent / "earlier", EVENTS, signed=100))
    point = Verified(whole.origin, whole.signed_size, whole.frontier)
    verdict = verify(store, since=point)
    assert verdict.ok
    assert verdict.checked == EVENTS - 100
    assert (verdict.root, verdict.frontier) == (verify(store).root, verify(store).frontier)
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = 'ticket.called' WHERE id = 140")
    found(store, "changed", 140, since=point)


@pytest.mark.parametrize(
    "point",
    [
        Verified("elsewhere", 100, ("00" * 32,) * 3),
        Verified("motcua.example.vn/xa/28321/2026", 100, ("00" * 32,)),
        Verified("motcua.example.vn/xa/28321/2026", 160, ("00" * 32,) * 2),
    ],
)
def test_a_point_that_cannot_be_this_log_s_is_left_aside(store, point):
    verdict = verify(store, since=point)
    assert verdict.ok
    assert verdict.checked == EVENTS


def test_a_forged_point_does_not_lead_to_the_signed_root(store):
    found(store, "root", since=Verified("motcua.example.vn/xa/28321/2026", 100, ("00" * 32,) * 3))


@settings(max_examples=60)
@given(
    st.integers(1, 400), st.sets(st.integers(1, 400), max_size=5), st.sets(st.integers(2, 400), max_size=2)
)
def test_spans_add_up_to_the_trees_wherever_they_are_cut(size, marks, starts):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    begins = sorted({1, *(start for start in starts if start <= size)})
    cuts = Cuts(begins, marks)
    grown = Growth(cuts)
    for span in cuts.spans(0, size):
        grown.add(span.count, peaks_of(span.index, leaves[span.after : span.after + span.count]))
    grown.finish()
    assert grown.position == size
    for mark in {mark for mark in marks if mark <= size} | {size}:
        first = max(begin for begin in begins if begin <= mark)
        assert grown.roots[mark] == Tree(leaves[first - 1 : mark]).root()
