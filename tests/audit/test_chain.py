"""Logs follow one another: the first event of each names the last head of the one before, or verification says so."""

import json
import shutil

import pytest

from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.tree import EMPTY_ROOT
from tests.audit.a_chain import a_head, a_second_log, rewritten
from tests.audit.a_store import NEXT_ORIGIN, NEXT_SIGNER, ORIGIN, SIGNER, a_store, sign, tampering

EVENTS = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("chain") / "store", EVENTS)


@pytest.fixture
def store(made, tmp_path):
    shutil.copytree(made, tmp_path / "store")
    return tmp_path / "store"


def kinds(verdict):
    return {problem.kind for problem in verdict.problems}


def test_a_log_that_names_the_last_head_of_the_one_before_is_whole(store):
    a_second_log(store, EVENTS, 5)
    verdict = verify(store)
    assert verdict.ok, verdict.problems
    assert (verdict.events, verdict.signed_size, verdict.declared) == (EVENTS + 5, 5, ())


@pytest.mark.parametrize(
    "changed",
    [
        {"topic": "office.opened"},
        {"size": EVENTS - 1},
        {"kept": EVENTS - 1},
        {"root": EMPTY_ROOT.hex()},
        {"kept_root": EMPTY_ROOT.hex()},
        {"origin": NEXT_ORIGIN},
        {"begins": ORIGIN},
        {"log_number": 3},
        {"ground": "lost"},
        {"ground": "a whim"},
        {"head": a_head(ORIGIN, 3, EMPTY_ROOT)},
        {"head": "not a head"},
        {"size": "many"},
        {"root": "no hex"},
    ],
    ids=str,
)
def test_a_log_that_names_anything_else_is_told(store, changed):
    a_second_log(store, EVENTS, 5, **changed)
    verdict = verify(store)
    assert "chain" in kinds(verdict), verdict.problems
    assert verdict.first_bad.event == EVENTS + 1


def test_the_key_of_the_present_log_is_enough(store):
    a_second_log(store, EVENTS, 5)
    assert verify(store, vkey=NEXT_SIGNER.vkey).ok
    rewritten(store, 7)
    assert "root" in kinds(verify(store, vkey=NEXT_SIGNER.vkey))


@pytest.mark.parametrize("closed", [{}, {ORIGIN: EVENTS - 1}, {"another": EVENTS}, [], {"more": "keys"}])
def test_a_signer_that_forgot_which_logs_were_closed_is_told(store, closed):
    a_second_log(store, EVENTS, 5)
    memory = json.loads((store / "signer.json").read_bytes()) | {"closed": closed}
    (store / "signer.json").write_text(json.dumps(memory))
    assert kinds(verify(store)) == {"signer"}


def test_a_second_log_cannot_be_slipped_in_before_a_part_of_the_first(store):
    """Whoever cuts events off a closed log has to face what the next one says of it."""
    a_second_log(store, EVENTS, 5)
    with tampering(store) as rows:
        rows.execute("UPDATE log SET start = start - 1 WHERE number = 2")
    assert "chain" in kinds(verify(store))


def test_another_head_put_beside_the_log_is_not_the_one_its_follower_names(store):
    a_second_log(store, EVENTS, 5)
    (store / "checkpoint.1").write_text(a_head(ORIGIN, EVENTS, EMPTY_ROOT))
    assert kinds(verify(store)) == {"chain", "root"}


def test_a_rewritten_closed_log_is_told_even_when_its_own_head_was_signed_again(store):
    """The old key is no help: the new log holds the root of the old one."""
    a_second_log(store, EVENTS, 5)
    remembered, noted = (store / "signer.json").read_bytes(), (store / "checkpoint").read_bytes()
    rewritten(store, 7)
    sign(store, EVENTS, signer=SIGNER, name="checkpoint.1")
    (store / "signer.json").write_bytes(remembered)
    (store / "checkpoint").write_bytes(noted)
    assert kinds(verify(store)) == {"chain", "root"}


def test_events_that_were_lost_and_said_to_be_are_declared_and_no_problem(store):
    note = a_head(ORIGIN, EVENTS + 40, b"\1" * 32)
    a_second_log(store, EVENTS, 5, ground="lost", size=EVENTS + 40, root=(b"\1" * 32).hex(), head=note)
    (store / "checkpoint.1").write_text(note)
    verdict = verify(store)
    assert verdict.ok, verdict.problems
    assert [problem.kind for problem in verdict.declared] == ["lost"]
    assert "100 events" in str(verdict.declared[0])
    rewritten(store, 7)
    assert "root" in kinds(verify(store)), "what was left is pinned by the log that follows"


def test_a_loss_cannot_be_declared_where_nothing_was_lost(store):
    a_second_log(store, EVENTS, 5, ground="lost")
    assert "chain" in kinds(verify(store))


def test_what_was_never_signed_under_a_lost_key_is_pinned_by_the_next_log(tmp_path):
    store = a_store(tmp_path / "store", EVENTS)
    whole = (store / "checkpoint").read_bytes()
    sign(store, EVENTS - 10)
    signed = (store / "checkpoint").read_bytes()
    (store / "checkpoint").write_bytes(whole)
    head = open_checkpoint(signed, SIGNER.key).checkpoint
    said = {"size": head.size, "root": head.root.hex(), "head": signed.decode()}
    a_second_log(store, EVENTS, 5, ground="key_lost", **said)
    (store / "checkpoint.1").write_bytes(signed)
    verdict = verify(store)
    assert verdict.ok, verdict.problems
    assert [problem.kind for problem in verdict.declared] == ["key_lost"]
    rewritten(store, EVENTS - 3)
    assert "root" in kinds(verify(store))
