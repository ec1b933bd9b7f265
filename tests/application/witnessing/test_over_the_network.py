"""Every new head goes to the witnesses over the network, and none of them can stop an office by what it only says."""

import shutil
import threading

import pytest

from application.withholding import withheld
from application.witnessing import PolicyUnreadable, Pusher
from audit.verify import verify
from ledger.note import Cosigner
from ledger.policy import Witness
from tests.application.an_office import an_office, ticket
from tests.application.witnessing.some_witnesses import (
    FIRST,
    SECOND_ONE,
    THIRD,
    a_liar,
    push,
    pushed,
    signers,
)
from witness.serving import WitnessServer
from witness.witness import Witness as Body
from witness.witness import found

PATIENCE = 60


# ---- over the network


def test_a_head_goes_to_every_witness_and_is_published_with_their_lines(office):
    assert push(office) == {FIRST: "cosigned", SECOND_ONE: "cosigned", THIRD: "by_stick"}
    assert signers(office) == [FIRST, SECOND_ONE]
    assert push(office) == {FIRST: "already", SECOND_ONE: "already", THIRD: "by_stick"}
    assert verify(office.folder.root).ok
    for _ in range(3):
        assert pushed(office)[FIRST] == "cosigned"
    assert (
        office.witnessing.trust.policy().open(office.checkpoint().encode()).checkpoint.size
        == office.position()
    )


def test_an_office_that_lost_its_memory_of_witnesses_asks_from_where_they_stand(office):
    push(office)
    (office.folder.root / "witnesses.db").unlink()
    assert push(office)[FIRST] == "cosigned"
    (office.folder.root / "witnesses.db").unlink()
    assert pushed(office)[FIRST] == "cosigned"


def test_a_witness_that_does_not_follow_the_log_or_answer_is_told_apart(office, bodies):
    posted = office.witnessing.keys.posted()
    fresh = found(bodies.root / "fresh", "fresh.example.vn/w1", b"f" * 32)
    with WitnessServer(Body(bodies.root / "fresh", bodies.clock)) as server:
        office.witnessing.trust.add(Witness("fresh", fresh.key, server.url), tuple(posted))
        assert push(office)["fresh"] == "unknown_log"
    assert push(office)["fresh"] == "unheard"
    assert push(office, ["fresh"]) == {FIRST: "already", SECOND_ONE: "already", THIRD: "by_stick"}


def test_a_witness_under_another_key_than_the_policys_is_not_believed(office, bodies):
    other = Cosigner(f"{FIRST}.example.vn/w1", b"o" * 32)
    office.witnessing.trust.add(Witness(FIRST, other.key, bodies.servers[FIRST].url))
    assert push(office)[FIRST] == "wrong"
    assert signers(office) == [SECOND_ONE]


def test_a_witness_that_forgot_what_it_countersigned_is_asked_nothing_more(office, bodies):
    pushed(office)
    shutil.copy(bodies.root / FIRST / "witness.db", bodies.root / "older")
    pushed(office)
    for beside in (bodies.root / FIRST).glob("witness.db*"):
        beside.unlink()
    shutil.copy(bodies.root / "older", bodies.root / FIRST / "witness.db")
    assert pushed(office) == {FIRST: "forgot", SECOND_ONE: "cosigned", THIRD: "by_stick"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((409, "text/x.tlog.size", b"99999\n"), "ahead"),
        ((409, "text/x.tlog.size", b"0\n"), "contradicted"),
        ((409, "text/plain", b"no\n"), "contradicted"),
        ((422, "text/plain", b"no\n"), "contradicted"),
        ((409, "text/x.tlog.size", b"many\n"), "wrong"),
        ((200, "text/plain", b""), "wrong"),
        ((200, "text/plain", "\u2014 somebody AAAAAAAA\n".encode()), "wrong"),
        ((200, "text/plain", b"x" * 100_000), "unheard"),
        ((403, "text/plain", b""), "not_trusted"),
        ((404, "text/plain", b""), "unknown_log"),
        ((503, "text/plain", b""), "wrong"),
        ((302, "text/plain", b""), "wrong"),
    ],
)
def test_what_a_liar_says_without_a_head_that_the_log_signed_stops_nobody_from_signing(
    office, bodies, answer, kind
):
    with a_liar(answer) as url:
        office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), url))
        assert push(office) == {FIRST: kind, SECOND_ONE: "cosigned", THIRD: "by_stick"}
    assert withheld(office.folder.root) is None


# ---- the thread beside the server


def until(condition):
    waiting = threading.Event()
    for _ in range(PATIENCE * 50):
        if condition():
            return
        waiting.wait(0.02)
    raise AssertionError("it did not come about")


def test_beside_the_server_every_new_head_is_signed_and_pushed_until_the_office_closes(office):
    told = []
    with Pusher(office, tell=told.append, every=0.02) as pusher:
        until(lambda: pusher.pushed == office.position())
        ticket(office)
        until(lambda: pusher.pushed == office.position())
    assert not pusher.thread.is_alive()
    assert told == []
    assert signers(office) == [FIRST, SECOND_ONE]
    assert office.witnessing.covering(office.position()).waiting is False


def test_a_witness_out_of_reach_is_asked_again_later_and_told_of_once(office, bodies):
    posted = office.witnessing.keys.posted()
    with a_liar((503, "text/plain", b"")) as url:
        office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), url), tuple(posted))
        told = []
        pusher = Pusher(office, tell=told.append, retry=0)
        pusher.look()
        pusher.look()
        assert [(each.witness, each.kind) for each in told] == [(FIRST, "wrong")]
        patient = Pusher(office, retry=900)
        patient.look()
        ticket(office)
        patient.look()
        assert list(patient.again) == [FIRST]
    office.witnessing.trust.add(Witness(FIRST, bodies.key(FIRST), bodies.servers[FIRST].url), tuple(posted))
    patient.look()
    assert not office.witnessing.book.has(next(office.witnessing.heads()).head, str(bodies.key(FIRST)))
    pusher.look()
    assert pusher.again == {}
    assert office.witnessing.book.has(next(office.witnessing.heads()).head, str(bodies.key(FIRST)))
    patient.asking.close()
    pusher.asking.close()


def test_a_policy_that_cannot_be_read_is_told_and_nothing_ends(office):
    office.witnessing.trust.file.write_text("witness\n")
    told = []
    with Pusher(office, tell=told.append, every=0.01) as pusher:
        until(lambda: told)
        assert pusher.thread.is_alive()
    assert [type(each) for each in told] == [PolicyUnreadable]


def test_an_office_without_witnesses_signs_when_it_is_asked_and_pushes_nothing(tmp_path):
    office = an_office(tmp_path / "store")
    ticket(office)
    pusher = Pusher(office)
    pusher.look()
    assert pusher.pushed == office.position()
    assert office.signer.unsigned() == 1
    assert push(office) == {}
    pusher.asking.close()
    office.close()
