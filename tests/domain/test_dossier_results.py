"""What is paid, withdrawn, put off, signed and returned happens in time, in writing, by the right hands."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Dossier, Hand, Rules, Status, facts, refusals

DAY = 86_400_000_000
MORNING = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp()) * 1_000_000
RULES = Rules()
HOA = Hand("nt.hoa", "reception")
BINH = Hand("tv.binh", "specialist")
CHU = Hand("pv.chu", "leader")
MRS_AN = Hand("", "citizen")
DUE = facts.Due(date="2026-12-08", at=MORNING + 15 * DAY)
LATER = facts.Due(date="2026-12-15", at=MORNING + 22 * DAY)
PAPERS = (facts.Paper(name="Tờ khai", originals=1),)
WHERE = {"procedure": "1.001193", "procedure_version": 3, "field": "ho-tich"}

SUBMITTED = facts.DossierSubmitted(**WHERE, channel="online", lookup="ab" * 32)
ACCEPTED = facts.DossierAccepted(
    **WHERE,
    channel="counter",
    code="H20.01-261123-0001",
    agency="H20.01",
    day="2026-11-23",
    ordinal=1,
    procedure_name="Đăng ký khai sinh",
    ruleset="nd61",
    limit=facts.LimitInForce(unit="working_day", value=10),
    submitted_at=MORNING,
    due=DUE,
    ticket="cd" * 16,
)
ASKED = facts.ProcessingSupplementRequested(
    number="2", time=0, items=("Bản đồ",), basis="Điều 19(4)", answer_by="2026-12-01", reason="Thiếu bản đồ"
)


def given(*happened, start=MORNING):
    """What happened, a second apart."""
    return d.replay((fact, start + i * 1_000_000) for i, fact in enumerate(happened))


FORWARDED = facts.DossierForwarded(section="tu-phap")
DRAFTED = facts.ResultDrafted(document="gks.pdf", digest="ef", drafted_by="tv.binh")
SIGNED = facts.ResultSigned(number="12/GKS", signed_by="pv.chu")
READY = facts.ResultReady(place="Ngăn 3")
RETURNED = facts.ResultReturned(channel="counter", checked="owner")
WORKED_ON = given(ACCEPTED, FORWARDED, facts.DossierAssigned(officer="tv.binh"))
LATE = MORNING + DAY
ONCE = (
    ACCEPTED,
    FORWARDED,
    ASKED,
    facts.SupplementProvided(papers=PAPERS),
    facts.SupplementCompleted(due=LATER),
)


# Money

BILL = facts.PaymentRequested(amount_vnd=50_000, basis="TT 85", number="5")


def test_a_payment_holds_the_clock_only_where_the_procedure_says_so():
    for pauses in (True, False):
        fact = d.request_payment(
            WORKED_ON, by=BINH, at=LATE, amount_vnd=50_000, basis="TT 85", number="5", pauses=pauses
        )
        assert bool(d.evolve(WORKED_ON, fact, LATE).paused) is pauses


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


def test_an_unpaid_dossier_is_stopped_in_writing():
    billed = d.evolve(WORKED_ON, BILL, LATE)
    expired = d.expire_payment(billed, by=CHU, at=LATE, number="6", reason="Không nộp")
    assert d.evolve(billed, expired, LATE).status is Status.STOPPED


# Withdrawal and stop


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


# Time


def apologise(dossier, **changed):
    say = {
        "number": "9",
        "reason": "Chờ xác minh",
        "due": LATER,
        "days_before_expiry": 1,
        "rules": RULES,
    } | changed
    return d.apologise(dossier, by=CHU, at=LATE, **say)


def test_an_apology_comes_a_day_before_and_moves_only_what_the_citizen_is_told():
    sorry = apologise(WORKED_ON)
    assert sorry.signed_by == "pv.chu"
    after = d.evolve(WORKED_ON, sorry, LATE)
    assert (after.due_original, after.due_lawful, after.due_current) == (DUE, DUE, LATER)
    assert d.timeliness(after, "2026-12-10") == "late"
    with pytest.raises(refusals.ApologisedBefore):
        apologise(after, due=facts.Due(date="2026-12-20", at=LATER.at + DAY))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"days_before_expiry": 0}, refusals.TooLateToApologise),
        ({"due": DUE}, refusals.NotLater),
        ({"due": facts.Due(date="2026-12-01", at=MORNING)}, refusals.NotLater),
        ({"reason": ""}, refusals.ReasonMissing),
        ({"number": ""}, refusals.NumberMissing),
    ],
)
def test_an_apology_out_of_order_is_refused(changed, refusal):
    with pytest.raises(refusal):
        apologise(WORKED_ON, **changed)


def test_without_an_appointment_there_is_nothing_to_put_off():
    unlimited = given(replace(ACCEPTED, due=None, limit=facts.LimitInForce(unit="none_stated")), FORWARDED)
    with pytest.raises(refusals.NoDueDate):
        apologise(unlimited)
    assert d.timeliness(unlimited, "2030-01-01") is None


def test_a_deadline_changes_with_a_basis_and_never_the_original_one():
    changed = d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=LATER, basis="Lịch nghỉ sửa đổi")
    assert d.evolve(WORKED_ON, changed, LATE).due_original == DUE
    with pytest.raises(refusals.BasisMissing):
        d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=LATER, basis="")
    with pytest.raises(refusals.SameDueDate):
        d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=DUE, basis="Không đổi")


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-12-07", "early"), ("2026-12-08", "on_time"), ("2026-12-09", "late")]
)
def test_days_are_compared_with_days(day, verdict):
    assert d.timeliness(WORKED_ON, day, DUE.at + 99 * DAY) == verdict


@pytest.mark.parametrize(("after", "verdict"), [(-1, "early"), (0, "on_time"), (1, "late")])
@pytest.mark.parametrize("unit", ["same_day", "working_hour"])
def test_limits_in_hours_compare_moments(unit, after, verdict):
    hours = given(replace(ACCEPTED, limit=facts.LimitInForce(unit=unit, value=8)))
    assert d.timeliness(hours, DUE.date, DUE.at + after) == verdict


def test_a_lawful_restart_is_not_lateness():
    assert d.timeliness(given(*ONCE), LATER.date) == "on_time"


# Result


def test_nobody_signs_their_own_draft_unless_the_procedure_is_delegated():
    drafted = d.evolve(WORKED_ON, d.draft_result(WORKED_ON, by=CHU, at=LATE), LATE)
    with pytest.raises(refusals.FourEyes):
        d.sign_result(drafted, by=CHU, at=LATE, number="12")
    delegated = given(replace(ACCEPTED, delegated=True), FORWARDED, replace(DRAFTED, drafted_by="pv.chu"))
    d.sign_result(delegated, by=CHU, at=LATE, number="12")


def test_a_signature_takes_over_the_draft_and_stops_the_clock():
    drafted = given(ACCEPTED, FORWARDED, DRAFTED)
    assert d.next_step(drafted) == "office.sign"
    signature = d.sign_result(drafted, by=CHU, at=LATE, number="12/GKS")
    assert (signature.digest, signature.signed_by) == ("ef", "pv.chu")
    signed = d.evolve(drafted, signature, LATE)
    assert (signed.status, signed.finished_at, d.next_step(signed)) == (9, LATE, "office.bring_result")
    with pytest.raises(refusals.AlreadySigned):
        d.sign_result(signed, by=CHU, at=LATE, number="13")
    with pytest.raises(refusals.NumberMissing):
        d.sign_result(drafted, by=CHU, at=LATE, number="")


def test_without_a_draft_there_is_nothing_to_sign_or_send_back():
    with pytest.raises(refusals.NoDraft):
        d.sign_result(WORKED_ON, by=CHU, at=LATE, number="12")
    with pytest.raises(refusals.NoDraft):
        d.send_back(WORKED_ON, by=CHU, at=LATE, reason="Sai họ tên")


def test_a_draft_sent_back_is_a_draft_no_more():
    drafted = given(ACCEPTED, FORWARDED, DRAFTED)
    back = d.evolve(drafted, d.send_back(drafted, by=CHU, at=LATE, reason="Sai họ tên"), LATE)
    assert not back.result.drafted


def test_only_delegated_procedures_are_resolved_at_the_counter():
    with pytest.raises(refusals.NotDelegated):
        d.resolve_at_counter(given(ACCEPTED), by=HOA, at=LATE, number="1")
    delegated = given(replace(ACCEPTED, delegated=True))
    resolved = d.evolve(delegated, d.resolve_at_counter(delegated, by=HOA, at=LATE, number="1"), LATE)
    assert d.next_step(resolved) == "citizen.fetch"
    d.return_result(resolved, by=HOA, at=LATE, channel="counter", checked="owner")


FINISHED = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED)


def test_a_result_is_returned_only_when_it_has_been_brought():
    with pytest.raises(refusals.NotReady):
        d.return_result(FINISHED, by=HOA, at=LATE, channel="counter", checked="owner")
    with pytest.raises(refusals.NotReady):
        d.notify(FINISHED, by=HOA, at=LATE, about="result_ready", channel="sms")
    ready = d.evolve(FINISHED, d.make_ready(FINISHED, by=HOA, at=LATE, place="Ngăn 3"), LATE)
    with pytest.raises(refusals.AlreadyReady):
        d.make_ready(ready, by=HOA, at=LATE)
    told = d.evolve(ready, d.notify(ready, by=HOA, at=LATE, about="result_ready", channel="sms"), LATE)
    handed = d.return_result(told, by=HOA, at=LATE, channel="counter", checked="owner")
    returned = d.evolve(told, handed, LATE + 3)
    assert (returned.status, returned.delivery, returned.returned_at) == (10, "delivered", LATE + 3)
    assert d.next_step(returned) == "nobody.returned"


def test_identity_or_authorisation_is_checked_at_the_return():
    ready = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY)
    with pytest.raises(refusals.IdentityNotChecked):
        d.return_result(ready, by=HOA, at=LATE, channel="counter", checked="")
    with pytest.raises(refusals.RecipientMissing):
        d.return_result(ready, by=HOA, at=LATE, channel="counter", checked="authorised")
    d.return_result(
        ready, by=HOA, at=LATE, channel="counter", checked="authorised", recipient="Trần Thị Bưởi"
    )


@pytest.mark.parametrize("act", [d.recall_result, d.open_correction])
def test_an_error_is_put_right_with_consent_and_the_first_finish_is_kept(act):
    past = (ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY, RETURNED)[: 6 if act is d.open_correction else 5]
    dossier = given(*past)
    with pytest.raises(refusals.ApprovalMissing):
        act(dossier, by=HOA, at=LATE, reason="Sai ngày sinh", approved_by="nt.hoa")
    again = d.evolve(
        dossier, act(dossier, by=HOA, at=LATE, reason="Sai ngày sinh", approved_by="pv.chu"), LATE
    )
    assert (again.status, again.delivery, again.result) == (4, "not_ready", Dossier().result)
    assert again.finished_at == dossier.finished_at is not None
    assert again.recalls + again.corrections == 1
