"""A store that was put back asks its witnesses first, and signs nothing that contradicts what they know."""

import pytest

from application.closing import reopen, turn_year
from application.faults import Fault
from application.receipts import event_evidence
from application.withholding import (
    REWRITTEN,
    SMALLER,
    SigningWithheld,
    Withheld,
    must_sign,
    release,
    withheld,
    withhold,
)
from application.witnessing import compare
from ledger.policy import Witness
from tests.application.an_office import KIOSK, again, an_office, on, ticket
from tests.application.witnessing.some_witnesses import (
    FIRST,
    SECOND_ONE,
    THIRD,
    a_liar,
    by_stick,
    push,
    pushed,
    pushes,
)


def test_a_store_that_is_older_than_what_witnesses_signed_must_not_sign(older, office):
    answer = compare(older)
    assert (answer.verdict, answer.ok, answer.heard, answer.needed) == (SMALLER, False, 2, 2)
    held, known = older.position(), office.position()
    assert withheld(older.folder.root) == Withheld(SMALLER, FIRST, older.signer.log().origin, known, held)
    signed = older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()
    ticket(older)
    with pytest.raises(SigningWithheld) as fault:
        older.checkpoint()
    assert fault.value.key == "signing_withheld_smaller"
    assert not older.may_sign
    assert (older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()) == signed
    again(older.folder.root).close()
    assert (older.signer.checkpoint_file.read_bytes(), older.signer.head_file.read_bytes()) == signed


def test_a_head_pushed_from_an_older_store_is_refused_and_stops_the_signing(older, bodies):
    ticket(older)
    older.checkpoint()
    assert push(older)[FIRST] == SMALLER
    assert withheld(older.folder.root).witness in {FIRST, SECOND_ONE}
    with pytest.raises(SigningWithheld):
        older.checkpoint()


def test_an_older_store_that_went_on_to_another_history_is_found_out(older, office, bodies):
    while older.position() <= office.position():
        older.queue.issue(KIOSK, group="other")
    older.checkpoint()
    assert push(older)[FIRST] == REWRITTEN
    assert compare(older).verdict == REWRITTEN
    assert withheld(older.folder.root).why == REWRITTEN
    assert [each.kind for each in bodies.body(FIRST).evidence.all()] == ["unproved"]


def test_the_store_that_the_witnesses_know_may_sign_again(office):
    push(office)
    withhold(office.folder.root, Withheld("restored"))
    with pytest.raises(SigningWithheld):
        office.checkpoint()
    answer = compare(office, settle=False)
    assert answer.ok
    assert withheld(office.folder.root) is not None
    assert compare(office).ok
    assert withheld(office.folder.root) is None
    assert pushed(office)[FIRST] == "cosigned"


def test_when_too_few_witnesses_are_heard_nothing_is_decided_until_one_comes_by_stick(office, bodies):
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    withhold(office.folder.root, Withheld("restored"))
    posted = office.witnessing.keys.posted()
    with a_liar((404, "text/plain", b"")) as url:
        gone = url
    office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), gone), tuple(posted))
    answer = compare(office)
    assert (answer.verdict, answer.heard, answer.needed) == ("unheard", 1, 2)
    assert withheld(office.folder.root) is not None
    assert compare(office, [b"junk"]).verdict == "unheard"
    assert compare(office, [bodies.body(THIRD).shown(posted[-1].name)]).ok
    assert withheld(office.folder.root) is None


def test_a_log_that_the_restored_store_does_not_even_know_counts_as_missing(office, bodies):
    """As when the backup is from before the turn of the year: the keys know the new log, the rows do not."""
    push(office)
    origin = office.signer.log().origin
    following = office.witnessing.keys.make(origin[:-4] + "9999", b"n" * 32)
    assert compare(office).ok
    from ledger.checkpoint import Checkpoint, sign
    from ledger.request import AddCheckpoint

    bodies.body(FIRST).follow(following)
    note = sign(Checkpoint(following.name, 1, b"r" * 32), office.witnessing.keys.signing(following.name))
    assert bodies.body(FIRST).add_checkpoint(bytes(AddCheckpoint(0, (), note))).status == 200
    assert compare(office).verdict == SMALLER


def test_the_last_head_of_a_closed_log_is_countersigned_as_well_and_the_next_log_by_its_own_key(
    office, bodies
):
    on(office, "2027-01-04")
    turn_year(office)
    assert {each.kind for each in pushes(office) if each.origin.endswith("2027")} == {
        "unknown_log",
        "by_stick",
    }
    bodies.follow(office)
    done = {(each.witness, each.origin[-4:], each.kind) for each in pushes(office)}
    assert {(FIRST, "2027", "cosigned"), (SECOND_ONE, "2027", "cosigned")} <= done
    assert not any(year == "2026" for _, year, _ in done)  # it had its quorum the first time
    policy, keys = office.witnessing.trust.policy(), office.witnessing.keys.posted()
    for name in ("checkpoint", "checkpoint.1"):
        policy.open((office.folder.root / name).read_bytes(), keys)
    for event in (1, office.position()):
        assert event_evidence(office, event).witnesses == (FIRST, SECOND_ONE)
    assert compare(office).ok


def test_after_events_were_lost_for_good_a_new_log_says_so_and_the_witnesses_are_content(
    older, office, bodies
):
    assert compare(older).verdict == SMALLER
    origin = older.signer.log().origin
    lost = bodies.body(FIRST).shown(origin)
    release(older.folder.root)  # what reopening does at the end
    reopen(older, "ổ đĩa hỏng", lost)
    bodies.follow(older)
    assert {each.kind for each in pushes(older)} == {"cosigned", "by_stick"}
    answer = compare(older)
    assert answer.ok
    assert {each.kind for each in answer.witnesses if each.origin == origin} == {"accounted"}
    assert event_evidence(older, older.signer.log().start - 1).witnesses == (FIRST, SECOND_ONE)
    assert event_evidence(older, 3).witnesses == (FIRST, SECOND_ONE)


@pytest.mark.parametrize("why", [SMALLER, REWRITTEN])
def test_what_one_witness_has_shown_is_settled_by_that_witness_alone(office, bodies, why):
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    origin = office.signer.log().origin
    withhold(office.folder.root, Withheld(why, THIRD, origin, 9_999, 1))
    assert compare(office).ok
    assert withheld(office.folder.root) is not None
    assert compare(office, [bodies.body(THIRD).shown(origin)]).ok
    assert withheld(office.folder.root) is None


def test_a_store_that_was_found_unsound_is_not_made_sound_by_witnesses(office):
    push(office)
    withhold(office.folder.root, Withheld("unsound"))
    assert compare(office).ok
    assert withheld(office.folder.root).why == "unsound"


def test_an_office_without_witnesses_has_nothing_to_compare_with(tmp_path):
    office = an_office(tmp_path / "store")
    withhold(office.folder.root, Withheld("restored"))
    assert compare(office).ok
    assert withheld(office.folder.root) is None
    office.close()


@pytest.mark.parametrize("content", ["", "{}", '{"why":"whatever"}', "junk"])
def test_a_file_that_says_no_is_enough_whatever_it_holds(tmp_path, content):
    must_sign(tmp_path)
    (tmp_path / "no-sign").write_text(content)
    with pytest.raises(Fault):
        must_sign(tmp_path)
    release(tmp_path)
    release(tmp_path)
    must_sign(tmp_path)
