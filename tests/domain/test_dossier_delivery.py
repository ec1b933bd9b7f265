"""A result leaves the unit under a record, is offered more than once, and waits for whoever does not come."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Rules, Status, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    DRAFTED,
    FINISHED,
    FORWARDED,
    HOA,
    LATE,
    READY,
    RULES,
    SIGNED,
    TOLD,
    given,
)

BY_POST = given(replace(ACCEPTED, return_channel="postal"), FORWARDED, DRAFTED, SIGNED, READY, TOLD)


def dispatch(dossier=BY_POST, channel="postal", record="5/BBGN"):
    return d.dispatch_result(dossier, by=HOA, at=LATE, channel=channel, record=record, tracking="EV1")


ON_ITS_WAY = d.evolve(BY_POST, dispatch(), LATE)


def invite(dossier, days=2, rules=RULES):
    return d.attempt_delivery(dossier, by=HOA, at=LATE, working_days_since_last=days, rules=rules)


def bring_back(dossier, rules=RULES, reason="Không có người nhận"):
    return d.bring_back(dossier, by=HOA, at=LATE, reason=reason, rules=rules)


TWICE = d.evolve(d.evolve(ON_ITS_WAY, invite(ON_ITS_WAY), LATE), facts.DeliveryAttempted(time=2), LATE)
BACK = d.evolve(TWICE, bring_back(TWICE), LATE)


def test_a_result_goes_by_post_under_a_signed_record_and_home_with_an_officer():
    assert ON_ITS_WAY.delivery == "dispatched"
    with pytest.raises(refusals.PostalRecordMissing):
        dispatch(record=" ")
    assert dispatch(channel="home", record="").channel == "home"
    for channel in ("counter", "online"):
        with pytest.raises(refusals.NotSentOut):
            dispatch(channel=channel)


def test_only_a_signed_result_that_lies_at_the_unit_leaves_it():
    with pytest.raises(refusals.NotReady):
        dispatch(FINISHED)
    with pytest.raises(refusals.NotReady):
        dispatch(ON_ITS_WAY)
    unsigned = given(
        ACCEPTED, FORWARDED, DRAFTED, facts.PaymentConfirmed(amount_vnd=1, receipt="1", final=True)
    )
    with pytest.raises(refusals.NotSigned):
        dispatch(unsigned)


def test_what_leaves_before_its_appointment_is_told_of_first():
    untold = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY)
    with pytest.raises(refusals.NotToldOfEarlyResult):
        dispatch(untold)


def test_the_postman_or_the_officer_hands_it_over_and_nobody_at_the_counter_does():
    handed = d.return_result(ON_ITS_WAY, by=HOA, at=LATE, channel="postal", checked="post")
    assert d.evolve(ON_ITS_WAY, handed, LATE).delivery == "delivered"
    with pytest.raises(refusals.NotReady):
        d.return_result(ON_ITS_WAY, by=HOA, at=LATE, channel="counter", checked="owner")
    with pytest.raises(refusals.NotDispatched):
        d.return_result(BY_POST, by=HOA, at=LATE, channel="postal", checked="post")


def test_two_invitations_lie_two_working_days_apart():
    first = d.evolve(ON_ITS_WAY, invite(ON_ITS_WAY, days=0), LATE)
    assert (first.invitations, first.invited_at) == (1, LATE)
    with pytest.raises(refusals.InvitedTooSoon) as refused:
        invite(first, days=1)
    assert refused.value.article == "TT 17/2017/TT-BTTTT Điều 5(2)(h)"
    assert invite(first, days=2).time == 2
    assert invite(first, days=1, rules=Rules(postal_gap_wd=1)).time == 2
    with pytest.raises(refusals.NotDispatched):
        invite(BY_POST)


def test_a_result_comes_back_after_two_invitations_with_a_reason():
    once = d.evolve(ON_ITS_WAY, invite(ON_ITS_WAY), LATE)
    with pytest.raises(refusals.NotInvitedEnough) as refused:
        bring_back(once)
    assert refused.value.blanks == {"times": 2, "done": 1}
    with pytest.raises(refusals.ReasonMissing):
        bring_back(TWICE, reason="")
    with pytest.raises(refusals.NotDispatched):
        bring_back(BY_POST)
    assert (BACK.delivery, BACK.status) == ("undeliverable", Status.PROCESSED)


def test_what_came_back_is_fetched_at_the_counter_or_sent_once_more():
    handed = d.return_result(BACK, by=HOA, at=LATE, channel="counter", checked="owner")
    assert d.evolve(BACK, handed, LATE).status is Status.RETURNED
    again = d.evolve(BACK, dispatch(BACK), LATE)
    assert (again.delivery, again.invitations) == ("dispatched", 0)


def unclaimed(dossier, days=30, rules=RULES, reason="Chưa đến nhận"):
    return d.list_unclaimed(dossier, by=HOA, at=LATE, days_since_due=days, reason=reason, rules=rules)


def test_a_result_is_listed_as_unclaimed_after_thirty_days_and_two_notices():
    told_twice = d.evolve(BY_POST, TOLD, LATE)
    with pytest.raises(refusals.NotUnclaimedYet):
        unclaimed(told_twice, days=29)
    with pytest.raises(refusals.NotToldEnough):
        unclaimed(BY_POST)
    with pytest.raises(refusals.ReasonMissing):
        unclaimed(told_twice, reason=" ")
    with pytest.raises(refusals.NotReady):
        unclaimed(ON_ITS_WAY)


def test_an_unclaimed_result_stays_resolved_and_waits_for_its_owner():
    told_twice = d.evolve(BY_POST, TOLD, LATE)
    listed = d.evolve(told_twice, unclaimed(told_twice), LATE)
    assert (listed.status, listed.delivery, listed.finished_at) == (9, "unclaimed", told_twice.finished_at)
    d.return_result(listed, by=HOA, at=LATE, channel="counter", checked="owner")
    with pytest.raises(refusals.NotInThisState):
        d.archive(listed, by=HOA, at=LATE, reference="01/2027")
