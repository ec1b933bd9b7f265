"""A dossier ends without a result only in writing, for a reason, and by the right hands."""

import pytest

from domain import dossier as d
from domain.dossier import Status, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    BINH,
    CHU,
    DRAFTED,
    FORWARDED,
    HOA,
    LATE,
    LATER,
    MRS_AN,
    ONCE,
    READY,
    RETURNED,
    SIGNED,
    SUBMITTED,
    WORKED_ON,
    given,
)


def test_a_citizen_withdraws_freely_before_acceptance():
    asked = d.request_withdrawal(given(SUBMITTED), by=MRS_AN, at=LATE)
    granted = d.grant_withdrawal(given(SUBMITTED, asked), by=HOA, at=LATE, number="7")
    assert given(SUBMITTED, asked, granted).status is Status.STOPPED
    with pytest.raises(refusals.NotInThisState):
        d.decline_withdrawal(given(SUBMITTED, asked), by=CHU, at=LATE, reason="Không")


def test_after_acceptance_a_leader_decides_about_a_withdrawal():
    asked = d.evolve(WORKED_ON, d.request_withdrawal(WORKED_ON, by=MRS_AN, at=LATE), LATE)
    assert d.next_step(asked) == "office.decide_withdrawal"
    with pytest.raises(refusals.NotYourRole):
        d.grant_withdrawal(asked, by=HOA, at=LATE, number="7")
    declined = d.decline_withdrawal(asked, by=CHU, at=LATE, reason="Đã có kết quả thẩm tra", due=LATER)
    after = d.evolve(asked, declined, LATE + 1)
    assert (after.status, after.withdrawing, after.due_lawful) == (4, False, LATER)
    assert after.paused[-1] == d.Pause(start=LATE, end=LATE + 1, why="withdrawal_pending")


@pytest.mark.parametrize(
    "then", [(SIGNED,), (SIGNED, READY, RETURNED), (SIGNED, facts.ResultRecalled(approved_by="x"))]
)
def test_a_signed_dossier_cannot_be_withdrawn_not_even_after_a_recall(then):
    with pytest.raises(refusals.DecisionAlreadySigned):
        d.request_withdrawal(given(ACCEPTED, FORWARDED, DRAFTED, *then), by=MRS_AN, at=LATE)


def test_a_withdrawal_during_a_supplement_closes_one_pause_and_opens_the_next():
    dossier = given(*ONCE[:3], facts.WithdrawalRequested())
    assert [(pause.why, pause.end is None) for pause in dossier.paused] == [
        ("supplement", False),
        ("withdrawal_pending", True),
    ]


def test_a_stop_needs_number_basis_reason_and_another_persons_consent():
    say = {"number": "8", "basis": "Điều 19(8)", "reason": "Không đủ điều kiện", "approved_by": "pv.chu"}
    for blank, refusal in (
        ({"number": ""}, refusals.NumberMissing),
        ({"basis": ""}, refusals.BasisMissing),
        ({"reason": " "}, refusals.ReasonMissing),
        ({"approved_by": ""}, refusals.ApprovalMissing),
        ({"approved_by": "tv.binh"}, refusals.ApprovalMissing),
    ):
        with pytest.raises(refusal):
            d.stop(WORKED_ON, by=BINH, at=LATE, **{**say, **blank})
    stopped = d.evolve(WORKED_ON, d.stop(WORKED_ON, by=BINH, at=LATE, **say), LATE)
    assert (stopped.status, stopped.basis, d.next_step(stopped)) == (8, "Điều 19(8)", "nobody.stopped")
