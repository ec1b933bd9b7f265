"""A witness countersigns what extends its last head and refuses everything else, each time with the right status."""

import sqlite3
from http import HTTPStatus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.checkpoint import cosign, open_checkpoint
from ledger.fault import MalformedKey, UntrustedSignature
from ledger.note import Note, Signer
from ledger.request import SIZE_TYPE, AddCheckpoint, signature_lines, size_of
from tests.witness.a_log import IMPOSTOR, LOG, NOON, ORIGIN, OTHER, STRANGER, a_cosigner, asked, head
from witness.evidence import FORKED, UNPROVED
from witness.memory import MemoryBroken
from witness.witness import NoWitness, Witness, WitnessExists, found

SEED = b"w" * 32


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def witness(tmp_path):
    found(tmp_path / "w", "thanhtra.example.vn/w1", SEED)
    made = Witness(tmp_path / "w", Clock())
    made.follow(LOG.key)
    return made


def told(witness, old, size, **settings):
    """What a request comes to: its status, and the size where there is one."""
    answer = witness.add_checkpoint(asked(old, size, **settings))
    return (int(answer.status), size_of(answer.body)) if answer.kind == SIZE_TYPE else int(answer.status)


def held(witness):
    return open_checkpoint(witness.shown(ORIGIN), LOG.key, [witness.key.key])


# Countersigning


def test_a_head_that_extends_the_last_one_is_countersigned_with_the_time_and_shown(witness):
    answer = witness.add_checkpoint(asked(0, 7))
    assert answer.status == HTTPStatus.OK
    (line,) = signature_lines(answer.body, head(7).text)
    signed = open_checkpoint(Note(head(7).text, (*head(7).signatures, line)), LOG.key, [witness.key.key])
    assert [each.time for each in signed.witnesses] == [NOON]
    witness.clock.now += 60
    assert told(witness, 7, 500) == 200
    assert held(witness).checkpoint.size == 500
    assert held(witness).witnesses[0].time == NOON + 60


def test_a_log_may_begin_with_nothing_and_grow_from_it(witness):
    assert told(witness, 0, 0) == 200
    assert held(witness).checkpoint.size == 0
    assert told(witness, 0, 0) == 200
    assert told(witness, 0, 1) == 200
    assert told(witness, 0, 1) == (409, 1)
    assert told(witness, 1, 1) == 200
    assert told(witness, 1, 600) == 200


def test_the_same_head_is_countersigned_again_so_that_a_lost_answer_costs_nothing(witness):
    assert told(witness, 0, 9) == 200
    assert told(witness, 9, 9) == 200
    assert told(witness, 0, 9) == (409, 9)


def test_lines_of_others_under_the_head_are_passed_over_and_not_shown(witness):
    other = a_cosigner("other")
    note = cosign(head(7), other, NOON)
    assert witness.add_checkpoint(bytes(AddCheckpoint(0, (), note))).status == 200
    shown = Note.parse(witness.shown(ORIGIN))
    assert [each.name for each in shown.signatures] == [ORIGIN, "thanhtra.example.vn/w1"]


# Refusing


def test_every_refusal_has_its_status(witness):
    assert told(witness, 0, 7) == 200
    assert told(witness, 0, 7, key=STRANGER) == 404
    assert told(witness, 7, 9, key=IMPOSTOR) == 403
    assert told(witness, 9, 7, proof=[]) == 400
    assert told(witness, 0, 9) == (409, 7)
    assert told(witness, 8, 9) == (409, 7)
    assert told(witness, 7, 9, proof=[]) == 422
    assert told(witness, 7, 9, proof=[b"x" * 32]) == 422
    assert witness.add_checkpoint(b"what?").status == 400
    assert held(witness).checkpoint.size == 7


def test_a_false_line_under_the_logs_own_name_is_refused_like_none(witness):
    body = asked(0, 7).replace(head(7).text.encode(), head(8).text.encode())
    assert witness.add_checkpoint(body).status == 403


def test_nothing_can_be_proved_to_extend_nothing(witness):
    assert told(witness, 0, 7, proof=[b"x" * 32]) == 422
    assert witness.shown(ORIGIN) is None
    assert witness.evidence.all() == []


def test_a_head_with_more_than_three_lines_is_refused(witness):
    text = head(7).text + "extension\n"
    note = Note(text, (LOG.sign(text),))
    assert witness.add_checkpoint(bytes(AddCheckpoint(0, (), note))).status == 400


def test_a_clock_that_went_back_countersigns_nothing(witness):
    assert told(witness, 0, 7) == 200
    witness.clock.now -= 1
    assert told(witness, 7, 9) == 503
    witness.clock.now = 0
    assert told(witness, 7, 9) == 503
    assert held(witness).checkpoint.size == 7


# Evidence


def test_two_heads_of_one_size_are_kept_as_proof_whatever_old_size_came_along(witness):
    assert told(witness, 0, 500) == 200
    assert told(witness, 500, 500, of=OTHER) == 422
    assert told(witness, 0, 500, of=OTHER) == (409, 500)
    (kept,) = witness.evidence.all()
    assert (kept.kind, kept.head.size) == (FORKED, 500)
    ours, request = kept.path.read_bytes().split(b"\n\nold ")
    ours += b"\n"
    theirs = AddCheckpoint.parse(b"old " + request).note
    for note in (Note.parse(ours), theirs):
        assert open_checkpoint(note, LOG.key).checkpoint.size == 500
    assert Note.parse(ours).text != theirs.text


def test_a_rewritten_history_is_kept_as_a_suspicion_and_never_countersigned(witness):
    assert told(witness, 0, 500) == 200
    assert told(witness, 500, 600, of=OTHER) == 422
    assert [each.kind for each in witness.evidence.all()] == [UNPROVED]
    assert held(witness).checkpoint.size == 500


def test_a_suspicion_ends_when_the_same_head_comes_with_a_proof_that_holds(witness):
    assert told(witness, 0, 500) == 200
    assert told(witness, 500, 600, proof=[]) == 422
    assert len(witness.evidence.all()) == 1
    assert told(witness, 500, 600) == 200
    assert witness.evidence.all() == []


def test_evidence_without_room_is_refused_all_the_same(witness):
    witness.evidence.folder.write_text("not a folder")
    assert told(witness, 0, 500) == 200
    answer = witness.add_checkpoint(asked(500, 600, of=OTHER))
    assert answer.status == 422
    assert answer.refused.path is None


# The folder


def test_a_witness_is_founded_once_and_its_key_is_for_its_owner_alone(witness, tmp_path):
    with pytest.raises(WitnessExists):
        found(tmp_path / "w", "again", SEED)
    with pytest.raises(NoWitness):
        Witness(tmp_path / "elsewhere", Clock())
    with pytest.raises(MalformedKey):
        found(tmp_path / "odd", "a name", SEED)
    assert (tmp_path / "w" / "witness.key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "w" / "witness.vkey").read_text() == witness.key.vkey + "\n"


def test_a_log_is_followed_by_its_signing_key_and_the_next_years_log_by_its_own(witness):
    assert not witness.follow(LOG.key)
    with pytest.raises(UntrustedSignature):
        witness.follow(a_cosigner("x").key)
    following = Signer(ORIGIN.replace("2026", "2027"), b"2" * 32)
    assert told(witness, 0, 7, key=following) == 404
    assert witness.follow(following.key)
    assert told(witness, 0, 7, key=following) == 200
    assert witness.memory.origins() == (ORIGIN, following.key.name)


def test_a_log_may_have_two_keys_while_one_takes_over_from_the_other(witness):
    assert witness.follow(IMPOSTOR.key)
    assert told(witness, 0, 7) == 200
    assert told(witness, 7, 9, key=IMPOSTOR) == 200


@pytest.mark.parametrize("how", ["missing", "junk", "other"])
def test_a_witness_that_lost_its_memory_countersigns_nothing(witness, how):
    path = witness.memory.path
    assert told(witness, 0, 7) == 200
    if how == "missing":
        path.unlink()
    elif how == "junk":
        path.write_bytes(b"junk" * 2000)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    with pytest.raises(MemoryBroken):
        witness.add_checkpoint(asked(7, 9))


def test_what_was_countersigned_is_known_after_the_program_was_started_anew(witness):
    assert told(witness, 0, 7) == 200
    again = Witness(witness.memory.path.parent, Clock())
    assert told(again, 0, 9) == (409, 7)
    assert told(again, 7, 9) == 200


# The law of it


@settings(max_examples=25, deadline=None)
@given(some.lists(some.tuples(some.booleans(), some.integers(0, 600), some.integers(0, 600)), max_size=12))
def test_whatever_is_asked_the_countersigned_heads_are_those_of_one_history(tmp_path_factory, asks):
    from tests.witness.a_log import ONE

    folder = tmp_path_factory.mktemp("law") / "w"
    found(folder, "w", SEED)
    witness = Witness(folder, Clock())
    witness.follow(LOG.key)
    roots = []
    for other, old, size in asks:
        of = OTHER if other else ONE
        last = witness.memory.last(ORIGIN)
        start = last.size if last and old % 2 else min(old, size)  # half of the time the right old size
        if start > size:
            continue
        if told(witness, start, size, of=of) == 200:
            roots.append((size, of.root(size)))
    assert roots == sorted(roots, key=lambda each: each[0])
    assert any(all(tree.root(size) == root for size, root in roots) for tree in (ONE, OTHER))
