"""A dossier does what the law lets it do, in time, in writing, by the right hands; and says no by name."""

from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Dossier, Hand, Rules, Status, facts, refusals

DAY = 86_400_000_000
MORNING = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp()) * 1_000_000
RULES = Rules()
HOA = Hand("nt.hoa", "reception")
BINH = Hand("tv.binh", "specialist")
CUC = Hand("lt.cuc", "specialist")
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
MISSING = facts.IntakeSupplementRequested(
    **WHERE, channel="counter", number="1", items=("Tờ khai",), basis="Điều 17", reason="Thiếu tờ khai"
)
ASKED = facts.ProcessingSupplementRequested(
    number="2", time=0, items=("Bản đồ",), basis="Điều 19(4)", answer_by="2026-12-01", reason="Thiếu bản đồ"
)
REFUSED = facts.DossierRefused(
    procedure="1.001193",
    field="ho-tich",
    channel="counter",
    number="3",
    basis="Điều 17",
    reason="Sai nơi nộp",
)


def given(*happened, start=MORNING):
    """What happened, a second apart."""
    return d.replay((fact, start + i * 1_000_000) for i, fact in enumerate(happened))


FORWARDED = facts.DossierForwarded(section="tu-phap")
DRAFTED = facts.ResultDrafted(document="gks.pdf", digest="ef", drafted_by="tv.binh")
SIGNED = facts.ResultSigned(number="12/GKS", signed_by="pv.chu")
WORKED_ON = given(ACCEPTED, FORWARDED, facts.DossierAssigned(officer="tv.binh"))
LATE = MORNING + DAY


# Intake


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


# Supplements in processing


def ask(dossier, fact=ASKED, days=2, by=HOA, rules=RULES):
    return d.request_supplement(
        dossier, by=by, at=LATE, fact=fact, working_days_since_acceptance=days, rules=rules
    )


def test_papers_are_asked_within_three_working_days():
    assert ask(WORKED_ON, days=3).time == 1
    with pytest.raises(refusals.TooLateToAsk):
        ask(WORKED_ON, days=4)


ONCE = (
    ACCEPTED,
    FORWARDED,
    ASKED,
    facts.SupplementProvided(papers=PAPERS),
    facts.SupplementCompleted(due=LATER),
)


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


# Hands


def test_a_dossier_is_forwarded_to_a_section():
    forwarded = d.forward(given(ACCEPTED), by=HOA, at=LATE, section="tu-phap", deadline=LATE)
    assert given(ACCEPTED, forwarded).section == "tu-phap"
    with pytest.raises(refusals.NobodyToHandTo):
        d.forward(given(ACCEPTED), by=HOA, at=LATE, section=" ")


def test_a_leader_assigns_an_officer():
    assert d.assign(WORKED_ON, by=CHU, at=LATE, officer="lt.cuc").officer == "lt.cuc"
    with pytest.raises(refusals.NobodyToHandTo):
        d.assign(WORKED_ON, by=CHU, at=LATE, officer="")


def test_a_hand_over_takes_two_signatures():
    offer = d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer="lt.cuc", section="dia-chinh")
    offered = d.evolve(WORKED_ON, offer, LATE)
    assert (offered.holder, d.next_step(offered)) == ("tv.binh", "office.take_over")
    taken = d.evolve(offered, d.accept_handover(offered, by=CUC, at=LATE), LATE)
    assert (taken.holder, taken.section, taken.offered) == ("lt.cuc", "dia-chinh", None)


def test_only_the_addressee_accepts_or_declines():
    offered = d.evolve(WORKED_ON, d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer="lt.cuc"), LATE)
    for decide in (
        lambda: d.accept_handover(offered, by=CHU, at=LATE),
        lambda: d.decline_handover(offered, by=BINH, at=LATE, why="Nhầm"),
    ):
        with pytest.raises(refusals.OfferedToAnother):
            decide()
    declined = d.decline_handover(offered, by=CUC, at=LATE, why="Không đúng lĩnh vực")
    assert d.evolve(offered, declined, LATE).holder == "tv.binh"


def test_a_hand_over_nobody_offered_cannot_be_accepted():
    with pytest.raises(refusals.NotOffered):
        d.accept_handover(WORKED_ON, by=CUC, at=LATE)


def test_only_the_holder_or_a_leader_hands_over_and_only_once_at_a_time():
    with pytest.raises(refusals.NotInYourHands):
        d.offer_handover(WORKED_ON, by=CUC, at=LATE, to_officer="nt.hoa")
    offer = d.offer_handover(WORKED_ON, by=CHU, at=LATE, to_officer="lt.cuc")
    assert offer.from_officer == "tv.binh"
    with pytest.raises(refusals.HandoverPending):
        d.offer_handover(d.evolve(WORKED_ON, offer, LATE), by=BINH, at=LATE, to_officer="nt.hoa")


@pytest.mark.parametrize("to", ["", "tv.binh"])
def test_nobody_hands_over_to_nobody_or_to_themselves(to):
    with pytest.raises(refusals.NobodyToHandTo):
        d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer=to)


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
