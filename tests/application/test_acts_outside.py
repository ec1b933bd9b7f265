"""Asking others for a dossier: each letter has its last day, each agency its turn, and no slowness stops the clock."""

from datetime import date

from domain.calendar import local_moment
from domain.dossier import refusals as r
from tests.application.an_act import LAND, WEDDING, in_land, refused, state_of, topics, with_pause
from tests.application.an_office import AN, CITIZEN, HOA, KIEN, PHUC, THU, on

OPINION, VISIT, ROUND = "NĐ 61/2018 Điều 19(5)", "NĐ 61/2018 Điều 19(3)", "NĐ 61/2018 Điều 19(6)"
FRIDAY = date(2026, 3, 6)
AGENCY, POLICE = "Chi nhánh Văn phòng Đăng ký đất đai", "Công an xã"
LEGS = ((AGENCY, "Trích lục bản đồ", 3, True), (POLICE, "Xác nhận cư trú", 2, False))


def asked(office, dossier, agency=POLICE):
    office.dossiers.ask_opinion(dossier, agency, "Có tranh chấp không?", FRIDAY, THU)
    return state_of(office, dossier).opinions[-1].number


# ---- opinions


def test_each_letter_has_its_number_and_its_answer_finds_it(office, dossier):
    first, second = asked(office, dossier), asked(office, dossier, AGENCY)
    assert (first, second) == ("0001/2026/XYK", "0002/2026/XYK")
    office.dossiers.record_opinion(dossier, second, "Không có tranh chấp", AN)
    assert [each.number for each in state_of(office, dossier).opinions] == [first]
    with refused(office, r.NoSuchOpinion):
        office.dossiers.record_opinion(dossier, second, "Lần nữa", AN)


def test_a_letter_without_agency_question_or_time_is_not_sent(office, dossier):
    for agency, question, day, refusal in (
        (" ", "Hỏi gì?", FRIDAY, r.AgencyMissing),
        (POLICE, " ", FRIDAY, r.ReasonMissing),
        (POLICE, "Hỏi gì?", date(2026, 3, 1), r.AnswerByMissing),
    ):
        with refused(office, refusal):
            office.dossiers.ask_opinion(dossier, agency, question, day, THU)
    for by in (HOA, CITIZEN):
        with refused(office, r.NotYourRole, OPINION):
            office.dossiers.ask_opinion(dossier, POLICE, "Hỏi gì?", FRIDAY, by)


def test_only_a_late_opinion_is_reported_and_only_once(office, dossier):
    number = asked(office, dossier)
    on(office, FRIDAY.isoformat(), "16:59")
    with refused(office, r.StillTimeToAnswer):
        office.dossiers.report_overdue_opinion(dossier, number, THU)
    with refused(office, r.OpinionPending):
        office.dossiers.draft_result(dossier, "Quyết định", THU)
    on(office, "2026-03-09")
    office.dossiers.report_overdue_opinion(dossier, number, THU)
    with refused(office, r.NoSuchOpinion):
        office.dossiers.report_overdue_opinion(dossier, number, THU)
    office.dossiers.draft_result(dossier, "Quyết định", THU)
    assert state_of(office, dossier).paused == ()


def test_an_answer_that_comes_late_is_taken_and_says_so(office, dossier):
    number = asked(office, dossier)
    on(office, "2026-03-09")
    office.dossiers.record_opinion(dossier, number, "Không có tranh chấp", HOA)
    assert office.dossiers.control_slip(dossier, AN).handings[-1].pace == "late"


def test_an_answer_may_come_in_while_the_citizen_pays(office, dossier):
    number = asked(office, dossier)
    office.dossiers.ask_payment(dossier, 50_000, "Luật Đất đai 2024", THU)
    office.dossiers.record_opinion(dossier, number, "Không có tranh chấp", AN)
    assert state_of(office, dossier).opinions == ()


# ---- visits


def planned(office, dossier, day="2026-03-04", **changed):
    told = {"place": "Thửa 12, tờ bản đồ 3", "participants": "Chủ đất, địa chính"} | changed
    office.dossiers.schedule_visit(
        dossier, local_moment(day, "08:00"), told["place"], told["participants"], THU, applicant_present=True
    )


def test_a_visit_has_its_time_its_place_and_its_people(office, dossier):
    for changed, refusal in (
        ({"place": " "}, r.WhereAndWhoMissing),
        ({"participants": ""}, r.WhereAndWhoMissing),
        ({"day": "2026-03-01"}, r.VisitInThePast),
    ):
        with refused(office, refusal):
            planned(office, dossier, **changed)
    planned(office, dossier)
    with refused(office, r.VisitPending):
        planned(office, dossier)


def test_a_visit_is_recorded_once_it_has_been_made(office, dossier):
    with refused(office, r.NoVisit):
        office.dossiers.record_visit(dossier, "Đúng ranh giới", THU)
    planned(office, dossier)
    with refused(office, r.VisitNotYet):
        office.dossiers.record_visit(dossier, "Đúng ranh giới", THU)
    with refused(office, r.VisitPending):
        office.dossiers.draft_result(dossier, "Quyết định", THU)
    on(office, "2026-03-04", "09:00")
    with refused(office, r.WhereAndWhoMissing):
        office.dossiers.record_visit(dossier, " ", THU)
    with refused(office, r.NotYourRole, VISIT):
        office.dossiers.record_visit(dossier, "Đúng ranh giới", AN)
    office.dossiers.record_visit(dossier, "Đúng ranh giới", THU)
    assert topics(office, dossier)[-2:] == ["verification.scheduled", "verification.recorded"]
    assert office.dossiers.history(dossier)[-1].blanks["record"] == "0001/2026/BBXM"


def test_a_visit_holds_the_clock_only_where_the_law_of_the_procedure_says_so(office):
    counted = in_land(office)
    with_pause(office, WEDDING, "external_verification")
    held = in_land(office, WEDDING)
    for each in (counted, held):
        planned(office, each)
    assert [line.id for line in office.reports.paused()] == [held]
    on(office, "2026-03-04", "09:00")
    for each in (counted, held):
        office.dossiers.record_visit(each, "Đúng ranh giới", THU)
    assert state_of(office, counted).due_lawful == state_of(office, counted).due_original
    moved = state_of(office, held)
    assert (moved.due_original.date, moved.due_lawful.date) == ("2026-03-09", "2026-03-11")


# ---- agencies that take part


def test_papers_go_round_in_turn_and_data_to_all_at_once(office):
    series, parallel = in_land(office), in_land(office)
    office.dossiers.plan_referral(series, "series", AGENCY, LEGS, KIEN)
    office.dossiers.plan_referral(parallel, "parallel", AGENCY, LEGS, KIEN)
    with refused(office, r.NotTheirTurn):
        office.dossiers.send_leg(series, 2, AN)
    for leg in (2, 1):
        office.dossiers.send_leg(parallel, leg, AN)
    with refused(office, r.LegSentBefore):
        office.dossiers.send_leg(parallel, 1, AN)
    office.dossiers.send_leg(series, 1, AN)
    with refused(office, r.ReferralOpen):
        office.dossiers.draft_result(series, "Quyết định", THU)
    assert [each.answer_by for each in state_of(office, parallel).referral.legs] == [
        "2026-03-05",
        "2026-03-04",
    ]


def test_a_plan_names_agencies_their_work_and_their_days(office, dossier):
    for legs, lead, refusal in (
        ((), AGENCY, r.LegsMissing),
        (((AGENCY, " ", 3, True),), AGENCY, r.LegsMissing),
        (((AGENCY, "Trích lục", 0, True),), AGENCY, r.LegsMissing),
        (LEGS, "Sở Tài chính", r.AgencyMissing),
    ):
        with refused(office, refusal):
            office.dossiers.plan_referral(dossier, "series", lead, legs, KIEN)
    with refused(office, r.NotYourRole, ROUND):
        office.dossiers.plan_referral(dossier, "series", AGENCY, LEGS, THU)


def test_no_leg_is_sent_or_taken_back_that_was_not_planned_or_sent(office, dossier):
    with refused(office, r.NoReferral):
        office.dossiers.send_leg(dossier, 1, AN)
    office.dossiers.plan_referral(dossier, "series", AGENCY, LEGS, KIEN)
    for leg in (0, 3, -1):
        with refused(office, r.NoReferral):
            office.dossiers.send_leg(dossier, leg, AN)
    with refused(office, r.LegNotSent):
        office.dossiers.take_leg_back(dossier, 1, AN)
    office.dossiers.send_leg(dossier, 1, AN)
    with refused(office, r.ReferralOpen):
        office.dossiers.plan_referral(dossier, "parallel", AGENCY, LEGS, KIEN)
    on(office, "2026-03-10")
    office.dossiers.take_leg_back(dossier, 1, AN, outcome="done", document="Trích lục 7")
    assert office.dossiers.control_slip(dossier, AN).handings[-1].pace == "late"
    with refused(office, r.LegNotSent):
        office.dossiers.take_leg_back(dossier, 1, AN)


def test_a_finished_dossier_asks_nobody(office, dossier):
    office.dossiers.draft_result(dossier, "Quyết định", THU)
    office.dossiers.sign_result(dossier, PHUC)
    with refused(office, r.NotInThisState, OPINION):
        office.dossiers.ask_opinion(dossier, POLICE, "Hỏi gì?", FRIDAY, THU)
    with refused(office, r.NotInThisState, ROUND):
        office.dossiers.plan_referral(dossier, "series", AGENCY, LEGS, KIEN)
    assert office.catalogue.procedure(LAND).pauses == ("financial_obligation",)


def test_rebuilt_equals_live_after_all_of_it(office, dossier):
    asked(office, dossier)
    planned(office, dossier)
    office.dossiers.plan_referral(dossier, "parallel", AGENCY, LEGS, KIEN)
    office.dossiers.send_leg(dossier, 2, AN)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
