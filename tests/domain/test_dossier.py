"""A dossier comes in, and papers are asked for, as the law lets it; and the office says no by name."""

import msgspec
import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Dossier, Rules, Status, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    ASKED,
    CHU,
    DAY,
    DRAFTED,
    DUE,
    FORWARDED,
    HOA,
    LATE,
    LATER,
    MISSING,
    MORNING,
    MRS_AN,
    ONCE,
    PAPERS,
    REFUSED,
    RULES,
    SIGNED,
    SUBMITTED,
    WORKED_ON,
    given,
)


def test_an_empty_dossier_is_nothing_yet():
    assert Dossier().status is Status.NONE
    assert d.next_step(Dossier()) == "citizen.submit"


def test_a_citizen_submits_online():
    fact = d.submit(Dossier(), by=MRS_AN, at=MORNING, fact=SUBMITTED)
    assert given(fact).status is Status.NEWLY_REGISTERED


def test_papers_brought_in_person_are_not_submitted_but_decided_at_once():
    with pytest.raises(refusals.OnlyOnline):
        d.submit(Dossier(), by=HOA, at=MORNING, fact=replace(SUBMITTED, channel="counter"))


def test_a_dossier_is_accepted_with_the_code_of_its_day():
    accepted = given(d.accept(Dossier(), by=HOA, at=MORNING, fact=ACCEPTED))
    assert (accepted.status, accepted.code, accepted.stage) == (2, "H20.01-261123-0001", "processing")
    assert accepted.due_original == accepted.due_lawful == accepted.due_current == DUE


@pytest.mark.parametrize(
    "wrong",
    [
        {"ordinal": 2},
        {"agency": "H20.02"},
        {"day": "2026-11-22", "code": "H20.01-261122-0001"},
        {"day": "2026-11-24", "code": "H20.01-261124-0001"},
    ],
)
def test_a_code_of_another_day_or_ordinal_is_refused(wrong):
    with pytest.raises(refusals.CodeDoesNotMatch):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(ACCEPTED, **wrong))


def test_an_online_dossier_is_submitted_before_it_is_accepted():
    online = replace(ACCEPTED, channel="online")
    with pytest.raises(refusals.NotSubmitted):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=online)
    accepted = d.accept(given(SUBMITTED), by=HOA, at=MORNING, fact=online)
    assert given(SUBMITTED, accepted).lookup == SUBMITTED.lookup


def test_a_dossier_is_accepted_for_the_procedure_it_was_submitted_for():
    with pytest.raises(refusals.SubmittedForAnother):
        d.accept(given(SUBMITTED), by=HOA, at=MORNING, fact=replace(ACCEPTED, procedure="2.000815"))


def test_a_limit_without_an_appointment_is_refused_and_no_limit_needs_none():
    with pytest.raises(refusals.DueDateMissing):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(ACCEPTED, due=None))
    unlimited = replace(ACCEPTED, due=None, limit=facts.LimitInForce(unit="none_stated"))
    assert d.accept(Dossier(), by=HOA, at=MORNING, fact=unlimited) is unlimited


def test_papers_are_not_accepted_before_they_were_submitted():
    with pytest.raises(refusals.SubmittedAfterAcceptance):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(ACCEPTED, submitted_at=MORNING + 1))


def test_a_refusal_is_written_with_number_basis_and_reason():
    for blank, refusal in (
        ({"number": " "}, refusals.NumberMissing),
        ({"basis": ""}, refusals.BasisMissing),
        ({"reason": ""}, refusals.ReasonMissing),
    ):
        with pytest.raises(refusal):
            d.refuse(Dossier(), by=HOA, at=MORNING, fact=replace(REFUSED, **blank))
    refused = given(d.refuse(Dossier(), by=HOA, at=MORNING, fact=REFUSED))
    assert (refused.status, refused.notice, refused.finished_at) == (3, "3", MORNING)
    assert d.next_step(refused) == "nobody.refused"


def test_what_is_missing_at_intake_is_listed_once_and_completely():
    asked = d.request_intake_supplement(Dossier(), by=HOA, at=MORNING, fact=MISSING, rules=RULES)
    assert (asked.items, given(asked).supplement.number) == (("Tờ khai",), asked.number)
    for items in ((), ("Tờ khai", " ")):
        with pytest.raises(refusals.ItemsMissing):
            d.request_intake_supplement(
                Dossier(), by=HOA, at=MORNING, fact=replace(MISSING, items=items), rules=RULES
            )


def test_an_answer_sent_online_at_intake_waits_for_the_office_and_nothing_is_asked_twice():
    missing = replace(MISSING, channel="online")
    answered = d.provide_supplement(
        given(SUBMITTED, missing), by=MRS_AN, at=LATE, papers=PAPERS, channel="online"
    )
    again = given(SUBMITTED, missing, answered)
    assert again.status is Status.NEWLY_REGISTERED
    with pytest.raises(refusals.AskedBefore):
        d.request_intake_supplement(again, by=HOA, at=LATE, fact=missing, rules=RULES)


def test_an_answer_brought_to_the_counter_leads_to_acceptance():
    asked = given(MISSING)
    answered = given(MISSING, d.provide_supplement(asked, by=HOA, at=LATE, papers=PAPERS))
    assert d.next_step(answered) == "office.check_supplement"
    d.accept(answered, by=HOA, at=MORNING + 5_000_000, fact=ACCEPTED)


def test_no_clock_runs_and_none_stands_still_before_acceptance():
    assert given(SUBMITTED, replace(MISSING, channel="online"), facts.WithdrawalRequested()).paused == ()


def test_by_post_the_signed_record_is_the_moment_of_submission():
    by_post = replace(ACCEPTED, channel="postal")
    with pytest.raises(refusals.PostalRecordMissing) as refused:
        d.accept(Dossier(), by=HOA, at=MORNING, fact=by_post)
    assert refused.value.article == "QĐ 45/2016/QĐ-TTg Điều 7(4)"
    signed = replace(by_post, handover_record="0012/BBGN", submitted_at=MORNING - DAY)
    assert given(d.accept(Dossier(), by=HOA, at=MORNING, fact=signed)).submitted_at == MORNING - DAY


def test_at_home_the_place_is_written_down_on_the_day_of_the_visit():
    at_home = replace(ACCEPTED, channel="home", visit_place="Ấp 2")
    d.accept(Dossier(), by=HOA, at=MORNING, fact=at_home)
    with pytest.raises(refusals.PlaceMissing):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(at_home, visit_place=" "))
    with pytest.raises(refusals.VisitOfAnotherDay):
        d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(at_home, submitted_at=MORNING - DAY))


def test_only_what_is_resolved_at_once_goes_without_a_receipt():
    waived = replace(ACCEPTED, receipt_waived=True)
    with pytest.raises(refusals.ReceiptDue) as refused:
        d.accept(Dossier(), by=HOA, at=MORNING, fact=waived)
    assert "17" in refused.value.article
    d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(waived, delegated=True))
    d.accept(Dossier(), by=HOA, at=MORNING, fact=replace(waived, due=replace(DUE, date="2026-11-23")))


def test_papers_brought_in_vain_are_refused_and_whoever_has_not_answered_has_their_time():
    asked = given(MISSING)
    with pytest.raises(refusals.NothingHandedIn):
        d.refuse(asked, by=HOA, at=LATE, fact=REFUSED)
    answered = given(MISSING, facts.SupplementProvided(papers=PAPERS))
    assert d.evolve(answered, d.refuse(answered, by=HOA, at=LATE, fact=REFUSED), LATE).status == 3
    with pytest.raises(refusals.NotInThisState):
        d.refuse(given(ACCEPTED), by=HOA, at=LATE, fact=REFUSED)


# Supplements in processing


def ask(dossier, fact=ASKED, days=2, by=HOA, rules=RULES):
    return d.request_supplement(
        dossier, by=by, at=LATE, fact=fact, working_days_since_acceptance=days, rules=rules
    )


def test_papers_are_asked_within_three_working_days():
    assert ask(WORKED_ON, days=3).time == 1
    with pytest.raises(refusals.TooLateToAsk):
        ask(WORKED_ON, days=4)


def test_a_second_request_needs_the_applicants_fault_and_another_persons_consent():
    dossier = given(*ONCE)
    with pytest.raises(refusals.ApplicantNotAtFault):
        ask(dossier)
    for approver in ("", HOA.officer):
        with pytest.raises(refusals.ApprovalMissing):
            ask(dossier, replace(ASKED, applicant_at_fault=True, approved_by=approver))
    assert ask(dossier, replace(ASKED, applicant_at_fault=True, approved_by="pv.chu"), days=9).time == 2


def test_a_third_request_is_impossible():
    dossier = given(*ONCE, ASKED, facts.SupplementProvided(papers=PAPERS), facts.SupplementCompleted())
    with pytest.raises(refusals.AskedBefore) as refused:
        ask(dossier, replace(ASKED, applicant_at_fault=True, approved_by="pv.chu"))
    assert "11(2)(c)" in refused.value.article


def test_the_numbers_come_from_the_rule_set_of_the_dossier():
    assert ask(WORKED_ON, days=5, rules=Rules(processing_supplement_working_days=5)).time == 1
    assert ask(given(*ONCE), rules=Rules(processing_supplements=2)).time == 2


def test_the_full_set_needs_something_handed_in():
    with pytest.raises(refusals.NothingHandedIn):
        d.complete_supplement(given(*ONCE[:3]), by=HOA, at=LATE, due=LATER)
    with pytest.raises(refusals.ItemsMissing):
        d.provide_supplement(given(*ONCE[:3]), by=HOA, at=LATE, papers=())


def test_a_completed_supplement_moves_the_lawful_appointment_and_closes_the_pause():
    dossier = given(*ONCE)
    assert (dossier.due_original, dossier.due_lawful, dossier.due_current) == (DUE, LATER, LATER)
    assert dossier.paused == (d.Pause(start=MORNING + 2_000_000, end=MORNING + 4_000_000, why="supplement"),)


def test_a_supplement_expires_only_when_its_time_is_over():
    waiting = given(*ONCE[:3])
    with pytest.raises(refusals.StillTimeToAnswer):
        d.expire_supplement(waiting, by=CHU, at=MORNING + 8 * DAY, number="4", reason="Không bổ sung")
    with pytest.raises(refusals.NumberMissing):
        d.expire_supplement(waiting, by=CHU, at=MORNING + 9 * DAY, number="", reason="Không bổ sung")
    expired = d.expire_supplement(waiting, by=CHU, at=MORNING + 9 * DAY, number="4", reason="Không bổ sung")
    assert given(*ONCE[:3], expired).status is Status.STOPPED


def test_at_intake_an_expired_supplement_is_a_refusal():
    expired = d.expire_supplement(given(MISSING), by=HOA, at=LATE, number="4", reason="Không bổ sung")
    assert expired.stage == "intake"
    assert given(MISSING, expired).status is Status.NOT_ACCEPTED


# State


def test_a_state_can_be_kept_and_read_back():
    for dossier in (
        Dossier(),
        WORKED_ON,
        given(*ONCE),
        given(ACCEPTED, FORWARDED, DRAFTED, SIGNED),
        given(MISSING),
    ):
        assert msgspec.json.decode(msgspec.json.encode(dossier), type=Dossier) == dossier


def test_a_state_holds_nothing_about_a_person():
    about = {
        "applicant": "Nguyễn Văn An",
        "personal_id": "035199000123",
        "phone": "0912345678",
        "address": "Ấp 1",
    }
    kept = msgspec.json.encode(
        [
            given(replace(SUBMITTED, **about), replace(ACCEPTED, **about)),
            given(replace(REFUSED, applicant="Nguyễn Văn An", phone="0912345678")),
            given(replace(MISSING, applicant="Nguyễn Văn An", phone="0912345678")),
        ]
    ).decode()
    for secret in (*about.values(), REFUSED.reason, MISSING.reason):
        assert secret not in kept
