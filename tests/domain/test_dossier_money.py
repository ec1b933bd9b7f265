"""Money is asked for, taken and paid back in writing, and holds the clock up only where the law says so."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Status, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    BINH,
    CHU,
    DAY,
    DRAFTED,
    DUE,
    FORWARDED,
    HOA,
    LATE,
    LATER,
    LIMIT,
    ONCE,
    READY,
    RETURNED,
    SIGNED,
    WORKED_ON,
    given,
)

BILL = facts.PaymentRequested(amount_vnd=50_000, basis="TT 85", number="5")


def ask_money(dossier, pauses=False):
    return d.request_payment(
        dossier, by=BINH, at=LATE, amount_vnd=50_000, basis="TT 85", number="5", pauses=pauses
    )


def test_a_payment_holds_the_clock_only_where_the_procedure_says_so():
    for pauses in (True, False):
        assert bool(d.evolve(WORKED_ON, ask_money(WORKED_ON, pauses), LATE).paused) is pauses
    elsewhere = given(replace(ACCEPTED, limit=replace(LIMIT, pauses=())), FORWARDED)
    with pytest.raises(refusals.ClockMayNotPause):
        ask_money(elsewhere, pauses=True)
    assert not ask_money(elsewhere).pauses


def test_money_that_did_not_hold_the_clock_up_moves_no_appointment_and_ends_no_other_pause():
    visit = facts.VerificationScheduled(number="7", visit_at=LATE, pauses=True)
    billed = given(*ONCE, visit, replace(BILL, pauses=False))
    paid = d.confirm_payment(billed, by=HOA, at=LATE, amount_vnd=50_000, receipt="1", due=DUE)
    assert paid.due is None
    after = d.evolve(billed, paid, LATE)
    assert (after.due_lawful, after.paused[-1].end) == (LATER, None)


def test_the_amount_paid_is_the_amount_asked():
    billed = d.evolve(WORKED_ON, BILL, LATE)
    with pytest.raises(refusals.AnotherAmount):
        d.confirm_payment(billed, by=HOA, at=LATE, amount_vnd=60_000, receipt="0001")
    paid = d.confirm_payment(billed, by=HOA, at=LATE, amount_vnd=50_000, receipt="0001", due=LATER)
    after = d.evolve(billed, paid, LATE + 5)
    assert (after.status, after.paid_vnd, after.due_lawful) == (4, 50_000, LATER)
    assert after.paused[-1].end == LATE + 5


@pytest.mark.parametrize(
    ("amount", "receipt", "refusal"),
    [(0, "1", refusals.AmountMissing), (-5, "1", refusals.AmountMissing), (5, "", refusals.NumberMissing)],
)
def test_money_is_a_positive_amount_with_a_receipt(amount, receipt, refusal):
    with pytest.raises(refusal):
        d.pay_fee(WORKED_ON, by=HOA, at=LATE, amount_vnd=amount, receipt=receipt)


def test_a_fee_at_the_counter_leaves_the_status():
    paid = d.pay_fee(WORKED_ON, by=HOA, at=LATE, amount_vnd=8_000, receipt="0002")
    assert d.evolve(WORKED_ON, paid, LATE).status is Status.IN_PROCESS


def test_a_final_payment_finishes_a_drafted_dossier_and_it_is_still_to_be_signed():
    billed = d.evolve(WORKED_ON, BILL, LATE)
    with pytest.raises(refusals.NoDraft):
        d.confirm_payment(billed, by=HOA, at=LATE, amount_vnd=50_000, receipt="1", final=True)
    drafted = given(ACCEPTED, FORWARDED, DRAFTED, BILL)
    paid = d.confirm_payment(drafted, by=HOA, at=LATE, amount_vnd=50_000, receipt="1", final=True)
    finished = d.evolve(drafted, paid, LATE)
    assert (finished.status, d.next_step(finished)) == (9, "office.sign")
    with pytest.raises(refusals.NotSigned):
        d.make_ready(finished, by=HOA, at=LATE)
    with pytest.raises(refusals.NotSigned):
        d.return_result(finished, by=HOA, at=LATE, channel="counter", checked="owner")
    signed = d.evolve(finished, d.sign_result(finished, by=CHU, at=LATE, number="1"), LATE + 9)
    assert (signed.result.signed, signed.finished_at) == (True, LATE)


def test_a_final_payment_does_not_finish_what_others_still_work_on():
    waiting = facts.OpinionRequested(number="4", agency="Sở Tư pháp", answer_by="2026-12-01")
    for open_still in (waiting, facts.DossierLost(number="1", responsible="tv.binh", approved_by="pv.chu")):
        drafted = given(ACCEPTED, FORWARDED, DRAFTED, open_still, BILL)
        with pytest.raises((refusals.OpinionPending, refusals.DossierIsLost)):
            d.confirm_payment(drafted, by=HOA, at=LATE, amount_vnd=50_000, receipt="1", final=True)


def test_correcting_the_offices_own_error_costs_nothing():
    corrected = given(
        ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY, RETURNED, facts.CorrectionOpened(approved_by="x")
    )
    for charge in (
        lambda: ask_money(corrected),
        lambda: d.pay_fee(corrected, by=HOA, at=LATE, amount_vnd=8_000, receipt="1"),
    ):
        with pytest.raises(refusals.CorrectionIsFree) as refused:
            charge()
        assert refused.value.article == "NĐ 61/2018 Điều 21(1)"


def refund(dossier, **changed):
    say = {"amount_vnd": 8_000, "receipt": "C1", "basis": "Điều 22", "reason": "Thu thừa"} | changed
    return d.refund(dossier, by=HOA, at=LATE, **say)


def test_no_more_is_paid_back_than_was_paid():
    paid = given(ACCEPTED, facts.FeePaid(amount_vnd=8_000, receipt="0001"))
    back = d.evolve(paid, refund(paid, method="transfer"), LATE)
    assert back.paid_vnd == 0
    for dossier, amount in ((paid, 8_001), (back, 1)):
        with pytest.raises(refusals.MoreThanWasPaid):
            refund(dossier, amount_vnd=amount)
    for blank, refusal in (
        ({"amount_vnd": 0}, refusals.AmountMissing),
        ({"receipt": ""}, refusals.NumberMissing),
        ({"basis": ""}, refusals.BasisMissing),
        ({"reason": ""}, refusals.ReasonMissing),
    ):
        with pytest.raises(refusal):
            refund(paid, **blank)


def test_money_is_paid_back_when_the_work_has_ended_too():
    fee = facts.FeePaid(amount_vnd=8_000, receipt="0001")
    stopped = facts.DossierStopped(number="6", basis="Điều 19(8)", approved_by="pv.chu")
    assert refund(given(ACCEPTED, fee, FORWARDED, stopped)).amount_vnd == 8_000


def test_an_unpaid_dossier_is_stopped_in_writing():
    billed = d.evolve(WORKED_ON, BILL, LATE)
    expired = d.expire_payment(billed, by=CHU, at=LATE, number="6", reason="Không nộp")
    assert d.evolve(billed, expired, LATE).status is Status.STOPPED


def test_nobody_is_stopped_while_there_is_still_time_to_pay():
    billed = d.evolve(WORKED_ON, replace(BILL, pay_by=d.local_day(LATE)), LATE)
    with pytest.raises(refusals.StillTimeToAnswer):
        d.expire_payment(billed, by=CHU, at=LATE, number="6", reason="Không nộp")
    d.expire_payment(billed, by=CHU, at=LATE + DAY, number="6", reason="Không nộp")
