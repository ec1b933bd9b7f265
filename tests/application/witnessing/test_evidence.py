"""What witnesses signed reaches the office by stick as well, and stands on its receipts, its proofs and its hours."""

from uuid import UUID

import pytest

from application.receipts import NotSignedYet, event_evidence, receipt_evidence
from application.withholding import Withheld, release, withhold
from application.witnessing.book import SECOND, Timeline
from application.witnessing.trust import NoSuchWitness
from audit.check import check
from audit.verify import verify
from ledger.checkpoint import open_checkpoint
from ledger.fault import LedgerFault, UntrustedSignature
from ledger.policy import DEFAULT_WITNESSES, Witness
from ledger.receipt import Receipt
from tests.application.an_office import an_office, as_owner, ticket
from tests.application.witnessing.some_witnesses import (
    FIRST,
    SECOND_ONE,
    THIRD,
    accepted,
    by_stick,
    push,
    pushed,
    signers,
)

# ---- on a stick


def test_a_request_and_its_reply_go_by_stick(office, bodies):
    push(office)
    status, reply = by_stick(office, bodies)
    assert status == 200
    (outcome,) = office.witnessing.accept(reply)
    assert (outcome.witness, outcome.kind, outcome.size) == (THIRD, "cosigned", office.position())
    assert signers(office) == [FIRST, SECOND_ONE, THIRD]
    ticket(office)
    office.checkpoint()
    asked, signed = office.witnessing.request(THIRD)
    assert (asked.old, signed.head.size) == (office.position() - 1, office.position())


def test_a_reply_to_an_older_request_tells_from_where_to_ask(office, bodies):
    _, reply = by_stick(office, bodies)
    ticket(office)
    office.checkpoint()
    status, held = by_stick(office, bodies)
    assert (status, held) == (409, reply)
    office.witnessing.accept(held)
    assert by_stick(office, bodies)[0] == 200


def test_a_reply_that_is_not_for_this_office_or_by_nobody_it_asks_is_refused(office, bodies):
    _, reply = by_stick(office, bodies)
    for octets in (b"", reply[:-1], reply.replace(b"/xa/", b"/xb/")):
        with pytest.raises(LedgerFault):
            office.witnessing.accept(octets)
    office.witnessing.trust.remove(THIRD)
    with pytest.raises(UntrustedSignature):
        office.witnessing.accept(reply)
    with pytest.raises(NoSuchWitness):
        office.witnessing.request(THIRD)


# ---- receipts


def test_a_receipt_waits_for_its_witnesses_and_then_carries_exactly_the_quorum(office, bodies):
    receipt = accepted(office)
    stream = UUID(hex=receipt.id)
    alone = receipt_evidence(office, stream)
    assert (alone.key, alone.waiting, alone.witnesses, alone.needed) == ("waiting", True, (), 2)
    push(office)
    office.witnessing.accept(by_stick(office, bodies)[1])
    full = receipt_evidence(office, stream)
    assert (full.key, full.witnesses, full.size) == ("witnessed", (FIRST, SECOND_ONE), alone.size)
    assert len(Receipt.parse(full.code).witnesses) == 2
    keys = [str(key) for key in office.witnessing.trust.policy().keys]
    for evidence in (full.proof, full.code):
        checked = check(evidence, keys, 2)
        assert checked.ok
        assert checked.code == receipt.code
        assert not check(evidence, keys, 3).ok
    assert check(alone.proof, keys).ok
    assert not check(alone.proof, keys, 1).ok
    pushed(office)
    assert receipt_evidence(office, stream) == full


def test_a_quorum_of_an_older_policy_does_not_make_a_receipt_of_a_newer_one(office, bodies):
    receipt = accepted(office)
    office.checkpoint()
    push(office)
    office.witnessing.trust.remove(FIRST)
    assert receipt_evidence(office, UUID(hex=receipt.id)).waiting
    office.witnessing.trust.remove(SECOND_ONE)
    office.witnessing.trust.remove(THIRD)
    assert receipt_evidence(office, UUID(hex=receipt.id)).key == "signed"


def test_every_event_of_the_log_has_its_proof(office):
    push(office)
    keys = [str(key) for key in office.witnessing.trust.policy().keys]
    for event in (1, 2, office.position() // 2, office.position()):
        evidence = event_evidence(office, event)
        checked = check(evidence.proof, keys, 2)
        assert (checked.ok, checked.number) == (True, event)


# ---- time


def test_an_event_was_recorded_between_the_heads_around_it(office, bodies):
    before = office.position()
    push(office)
    first = {time for _, time, _ in next(office.witnessing.book.heads(office.signer.log().origin)).lines}
    event = ticket(office) and office.position()
    assert office.witnessing.bracket(event) == (max(first) * SECOND, None)
    office.checkpoint()
    push(office)
    after, end = office.witnessing.bracket(event)
    assert after == max(first) * SECOND
    assert after < end <= bodies.now * SECOND
    assert office.witnessing.bracket(before) == (None, max(first) * SECOND)


def test_the_bracket_of_a_leaf_is_the_closest_that_any_two_heads_give():
    heads = [(3, 100), (5, 400), (5, 300), (9, 350), (20, 900)]
    timeline = Timeline(heads)
    for index in range(25):
        after = [time for size, time in heads if size <= index]
        before = [time for size, time in heads if size > index]
        expected = (max(after) * SECOND if after else None, min(before) * SECOND if before else None)
        assert timeline.bracket(index) == expected
    assert Timeline([]).bracket(0) == (None, None)


# ---- trust


def test_the_policy_grows_with_its_witnesses_and_stays_safe(tmp_path, bodies):
    office = an_office(tmp_path / "store")
    trust, posted = office.witnessing.trust, tuple(office.witnessing.keys.posted())
    assert trust.policy().needed == 0
    for name, needed in zip(DEFAULT_WITNESSES, (1, 2, 2), strict=True):
        policy = trust.add(Witness(name, bodies.key(name)), posted)
        assert (policy.needed, policy.finding()) == (needed, None)
    assert trust.policy() == policy
    assert [each.key for each in policy.logs] == list(posted)
    assert trust.add(Witness(THIRD, bodies.key(THIRD), "http://x"), posted, 1).finding().safe_with == 2
    assert trust.remove(THIRD, posted).needed == 2
    trust.remove(FIRST, posted)
    assert trust.remove(SECOND_ONE, posted).witnesses == ()
    office.close()


def test_a_countersigned_head_spoils_no_check_of_the_store_and_an_alteration_is_found_all_the_same(office):
    push(office)
    as_owner(office.folder.root, "UPDATE event SET topic = 'ticket.called' WHERE id = 3")
    assert not verify(office.folder.root).ok
    key = office.witnessing.keys.posted()[-1]
    assert (
        open_checkpoint(office.signer.checkpoint_file.read_bytes(), key).checkpoint.size == office.position()
    )


def test_an_event_that_nobody_may_sign_for_has_no_proof_yet(office):
    ticket(office)
    withhold(office.folder.root, Withheld("restored"))
    with pytest.raises(NotSignedYet):
        event_evidence(office, office.position())
    release(office.folder.root)
    assert event_evidence(office, office.position()).waiting
