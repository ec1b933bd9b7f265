"""The way of a result out of the unit: under a record, tried again, brought back, never fetched, and never lost."""

import pytest

from application.hand_over import NoSuchRecord
from application.post import Outgoing
from domain import post as p
from domain.dossier import refusals as r
from domain.post import OutgoingLine
from tests.application.an_act import WEDDING, in_land, refused, returned, signed, state_of, topics
from tests.application.an_office import CITIZEN, HOA, PHUC, THU, on

BY_POST = "TT 17/2017/TT-BTTTT Điều 5(2)(h)"
RETURN = "NĐ 61/2018 Điều 20"


@pytest.fixture
def ready(office):
    return signed(office, return_channel="postal", address="Ấp Năm")


def record(office, *dossiers, sign=True):
    """The hand-over record of an outgoing post, signed by the postman or not yet."""
    lines = tuple(OutgoingLine(dossier=each, code="", originals=1, slip="EA123456789VN") for each in dossiers)
    taken = Outgoing(
        carrier="public_post", carrier_name="Bưu điện xã", postman="Lê Văn Tín", lines=lines,
        addressees=("Trần Thị Bưởi",) * len(lines),
    )  # fmt: skip
    number = office.post.offer_dispatch(taken, HOA).number
    if sign:
        office.post.sign(number, HOA)
    return number


def sent(office, dossier):
    office.dossiers.dispatch_result(dossier, "postal", HOA, record=record(office, dossier))


# ---- out of the unit


def test_the_post_takes_a_result_only_under_a_record_that_both_have_signed(office, ready):
    with refused(office, r.PostalRecordMissing):
        office.dossiers.dispatch_result(ready, "postal", HOA)
    with refused(office, NoSuchRecord):
        office.dossiers.dispatch_result(ready, "postal", HOA, record="BBTKQ-2026/0099")
    unsigned = record(office, ready, sign=False)
    with refused(office, p.RecordNotSigned):
        office.dossiers.dispatch_result(ready, "postal", HOA, record=unsigned)
    another = record(office, in_land(office))
    with refused(office, p.NotOnTheRecord):
        office.dossiers.dispatch_result(ready, "postal", HOA, record=another)
    office.post.sign(unsigned, HOA)
    office.dossiers.dispatch_result(ready, "postal", HOA, record=unsigned)
    assert state_of(office, ready).delivery == "dispatched"
    with refused(office, r.NotReady):
        office.dossiers.dispatch_result(ready, "postal", HOA, record=unsigned)


def test_a_result_leaves_by_post_or_to_the_home_and_no_other_way(office, ready):
    for channel in ("counter", "online"):
        with refused(office, r.NotSentOut):
            office.dossiers.dispatch_result(ready, channel, HOA)
    for by in (THU, PHUC, CITIZEN):
        with refused(office, r.NotYourRole):
            office.dossiers.dispatch_result(ready, "home", by)
    office.dossiers.dispatch_result(ready, "home", HOA)
    office.dossiers.return_result(ready, HOA, channel="home")
    assert topics(office, ready)[-2:] == ["result.dispatched", "result.returned"]


def test_an_early_result_does_not_leave_before_its_citizen_is_told(office):
    dossier = in_land(office, WEDDING)
    office.dossiers.draft_result(dossier, "Giấy chứng nhận", THU)
    office.dossiers.sign_result(dossier, PHUC)
    with refused(office, r.NotReady):
        office.dossiers.dispatch_result(dossier, "home", HOA)
    office.dossiers.make_ready(dossier, HOA)
    with refused(office, r.NotToldOfEarlyResult):
        office.dossiers.dispatch_result(dossier, "home", HOA)
    on(office, "2026-03-09")
    office.dossiers.dispatch_result(dossier, "home", HOA)
    assert state_of(office, dossier).notices == 0, "on its day it needs no notice"


def test_what_was_sent_is_not_handed_over_at_the_counter_nor_the_other_way_round(office, ready):
    with refused(office, r.NotDispatched):
        office.dossiers.return_result(ready, HOA, channel="postal", checked="post")
    sent(office, ready)
    with refused(office, r.NotReady):
        office.dossiers.return_result(ready, HOA)
    with refused(office, r.IdentityNotChecked):
        office.dossiers.return_result(ready, HOA, channel="postal", checked="nobody")
    office.dossiers.return_result(ready, HOA, channel="postal", checked="post")


def test_somebody_else_takes_a_result_by_name_only(office, ready):
    with refused(office, r.RecipientMissing):
        office.dossiers.return_result(ready, HOA, checked="authorised")
    with refused(office, r.IdentityNotChecked):
        office.dossiers.return_result(ready, HOA, checked="post")
    office.dossiers.return_result(ready, HOA, checked="authorised", recipient="Trần Văn Con")
    with refused(office, r.NotInThisState, RETURN):
        office.dossiers.return_result(ready, HOA)


# ---- tried again and brought back


def test_two_invitations_lie_two_working_days_apart(office, ready):
    with refused(office, r.NotDispatched):
        office.dossiers.attempt_delivery(ready, HOA)
    sent(office, ready)
    on(office, "2026-03-05", "10:00")
    office.dossiers.attempt_delivery(ready, HOA, note="Vắng nhà")
    on(office, "2026-03-06", "10:00")
    with refused(office, r.InvitedTooSoon):
        office.dossiers.attempt_delivery(ready, HOA)
    with refused(office, r.NotInvitedEnough):
        office.dossiers.bring_back(ready, "Vắng nhà", HOA)
    on(office, "2026-03-09", "08:00")
    office.dossiers.attempt_delivery(ready, HOA)
    with refused(office, r.ReasonMissing, BY_POST):
        office.dossiers.bring_back(ready, " ", HOA)
    office.dossiers.bring_back(ready, "Hai lần mời không gặp", HOA)
    assert state_of(office, ready).delivery == "undeliverable"


def test_what_came_back_may_be_fetched_or_sent_again_and_is_invited_anew(office, ready):
    sent(office, ready)
    for day in ("2026-03-05", "2026-03-09"):
        on(office, day)
        office.dossiers.attempt_delivery(ready, HOA)
    office.dossiers.bring_back(ready, "Không gặp", HOA)
    sent(office, ready)
    assert (state_of(office, ready).invitations, state_of(office, ready).delivery) == (0, "dispatched")
    with refused(office, r.NotInvitedEnough):
        office.dossiers.bring_back(ready, "Không gặp", HOA)


def test_a_result_is_listed_as_unclaimed_after_its_days_and_two_notices(office, ready):
    on(office, "2026-04-07")
    with refused(office, r.NotUnclaimedYet):
        office.dossiers.list_unclaimed(ready, "Không ai đến", HOA)
    on(office, "2026-04-08")
    with refused(office, r.NotToldEnough):
        office.dossiers.list_unclaimed(ready, "Không ai đến", HOA)
    office.dossiers.notify(ready, "result_ready", "phone", HOA)
    with refused(office, r.NotYourRole, RETURN):
        office.dossiers.list_unclaimed(ready, "Không ai đến", THU)
    office.dossiers.list_unclaimed(ready, "Không ai đến", HOA)
    assert int(state_of(office, ready).status) == 9, "it stays where it is, and counts as resolved"
    office.dossiers.return_result(ready, HOA)
    assert topics(office, ready)[-2:] == ["result.unclaimed", "result.returned"]


def test_a_result_on_its_way_can_still_be_taken_back_for_a_mistake(office, ready):
    sent(office, ready)
    office.dossiers.recall_result(ready, "Sai ngày sinh", PHUC.id, THU)
    state = state_of(office, ready)
    assert (state.delivery, state.notices, state.result.signed) == ("not_ready", 0, False)


def test_a_returned_result_is_not_sent(office):
    dossier = returned(office)
    for act in (
        lambda: office.dossiers.dispatch_result(dossier, "home", HOA),
        lambda: office.dossiers.attempt_delivery(dossier, HOA),
        lambda: office.dossiers.bring_back(dossier, "Không gặp", HOA),
        lambda: office.dossiers.list_unclaimed(dossier, "Không ai đến", HOA),
    ):
        with refused(office, r.NotInThisState):
            act()


def test_rebuilt_equals_live_with_a_result_under_way(office, ready):
    sent(office, ready)
    on(office, "2026-03-05")
    office.dossiers.attempt_delivery(ready, HOA)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
