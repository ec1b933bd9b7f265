"""Others are asked, visited and sent the dossier, by name and with a last day; a decision waits for what was asked."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    ASKED,
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
    MORNING,
    WORKED_ON,
    given,
)

# Opinions


def ask(dossier, **changed):
    say = {
        "number": "4/CV",
        "agency": "Công an xã",
        "answer_by": "2026-12-01",
        "question": "Nơi cư trú?",
    } | changed
    return d.request_opinion(dossier, by=BINH, at=LATE, **say)


WAITING = d.evolve(WORKED_ON, ask(WORKED_ON), LATE)
LAST_DAY, AFTER_IT = MORNING + 8 * DAY, MORNING + 9 * DAY


def test_an_opinion_is_asked_with_its_content_and_a_last_day():
    assert WAITING.opinions[0].agency == "Công an xã"
    for blank, refusal in (
        ({"number": ""}, refusals.NumberMissing),
        ({"agency": " "}, refusals.AgencyMissing),
        ({"answer_by": ""}, refusals.AnswerByMissing),
        ({"answer_by": "2026-11-23"}, refusals.AnswerByMissing),
        ({"question": ""}, refusals.ReasonMissing),
    ):
        with pytest.raises(refusal):
            ask(WORKED_ON, **blank)


def test_an_open_opinion_holds_up_the_decision_and_never_the_clock():
    assert WAITING.paused == ()
    with pytest.raises(refusals.OpinionPending) as refused:
        d.draft_result(WAITING, by=BINH, at=LATE)
    assert refused.value.article == "NĐ 61/2018 Điều 19(5)"
    answered = d.receive_opinion(WAITING, by=HOA, at=LATE, request="4/CV", answer="Có cư trú")
    assert not answered.late
    d.draft_result(d.evolve(WAITING, answered, LATE), by=BINH, at=LATE)


def test_a_draft_is_not_signed_while_somebody_is_asked():
    drafted = given(ACCEPTED, FORWARDED, DRAFTED, ask(WORKED_ON))
    with pytest.raises(refusals.OpinionPending):
        d.sign_result(drafted, by=CHU, at=LATE, number="12")


def test_a_late_agency_is_reported_once_its_time_is_over_and_the_work_goes_on():
    with pytest.raises(refusals.StillTimeToAnswer):
        d.report_overdue_opinion(WAITING, by=BINH, at=LAST_DAY, request="4/CV")
    late = d.evolve(
        WAITING, d.report_overdue_opinion(WAITING, by=BINH, at=AFTER_IT, request="4/CV"), AFTER_IT
    )
    d.draft_result(late, by=BINH, at=AFTER_IT)
    with pytest.raises(refusals.NoSuchOpinion):
        d.report_overdue_opinion(late, by=BINH, at=AFTER_IT, request="4/CV")
    assert d.receive_opinion(late, by=BINH, at=AFTER_IT, request="4/CV").late


def test_only_what_was_asked_is_answered():
    with pytest.raises(refusals.NoSuchOpinion):
        d.receive_opinion(WAITING, by=BINH, at=LATE, request="5/CV")


# Visits

VISIT = facts.VerificationScheduled(
    number="7/KH", visit_at=LATE + DAY, place="Thửa 12", participants="Chủ đất, địa chính"
)


def plan(dossier, **changed):
    return d.schedule_visit(dossier, by=BINH, at=LATE, fact=replace(VISIT, **changed))


def record(dossier, at=LATE + DAY, **changed):
    say = {"record": "8/BB", "findings": "Đúng hiện trạng", "due": LATER} | changed
    return d.record_visit(dossier, by=BINH, at=at, **say)


def test_a_visit_has_a_number_an_hour_a_place_and_people():
    for blank, refusal in (
        ({"number": ""}, refusals.NumberMissing),
        ({"visit_at": LATE - 1}, refusals.VisitInThePast),
        ({"place": ""}, refusals.WhereAndWhoMissing),
        ({"participants": " "}, refusals.WhereAndWhoMissing),
    ):
        with pytest.raises(refusal):
            plan(WORKED_ON, **blank)


def test_one_visit_at_a_time_and_no_decision_before_its_record():
    planned = d.evolve(WORKED_ON, plan(WORKED_ON), LATE)
    with pytest.raises(refusals.VisitPending):
        plan(planned)
    with pytest.raises(refusals.VisitPending):
        d.draft_result(planned, by=BINH, at=LATE)
    with pytest.raises(refusals.VisitNotYet):
        record(planned, at=LATE + DAY - 1)
    with pytest.raises(refusals.NumberMissing):
        record(planned, record="")
    with pytest.raises(refusals.WhereAndWhoMissing):
        record(planned, findings=" ")
    d.draft_result(d.evolve(planned, record(planned), LATE + DAY), by=BINH, at=LATE + DAY)
    with pytest.raises(refusals.NoVisit):
        record(WORKED_ON)


def test_a_visit_holds_the_clock_up_only_where_the_law_of_the_procedure_says_so():
    held = d.evolve(WORKED_ON, plan(WORKED_ON, pauses=True), LATE)
    assert held.paused == (d.Pause(start=LATE, why="external_verification"),)
    after = d.evolve(held, record(held), LATE + DAY)
    assert (after.paused[0].end, after.due_lawful, after.due_original) == (LATE + DAY, LATER, DUE)

    elsewhere = given(replace(ACCEPTED, limit=replace(LIMIT, pauses=())), FORWARDED)
    with pytest.raises(refusals.ClockMayNotPause):
        plan(elsewhere, pauses=True)
    running = d.evolve(elsewhere, plan(elsewhere), LATE)
    assert (running.paused, record(running).due) == ((), None)


def test_a_cause_that_comes_later_takes_the_place_of_a_visit_that_held_the_clock_up():
    held = d.evolve(WORKED_ON, plan(WORKED_ON, pauses=True), LATE)
    asked = d.evolve(held, ASKED, LATE + 5)
    assert [(pause.why, pause.end) for pause in asked.paused] == [
        ("external_verification", LATE + 5),
        ("supplement", None),
    ]
    assert record(asked).due is None


# Agencies that take part

TASKS = ("Đo đạc", "Tính thuế")
LEGS = (
    facts.Leg(agency="Chi nhánh VPĐKĐĐ", working_days=5),
    facts.Leg(agency="Thuế cơ sở", working_days=3),
)


def together(route="series", legs=LEGS, lead="Chi nhánh VPĐKĐĐ", dossier=WORKED_ON, tasks=TASKS):
    return d.plan_referral(
        dossier, by=HOA, at=LATE, route=route, lead=lead, legs=legs, tasks=tasks[: len(legs)]
    )


def after(dossier, *acts):
    for act in acts:
        dossier = d.evolve(dossier, act(dossier), LATE)
    return dossier


def sent(leg, answer_by="2026-12-01"):
    return lambda dossier: d.send_leg(dossier, by=HOA, at=LATE, leg=leg, answer_by=answer_by)


def back(leg, at=LATE, outcome="done"):
    return lambda dossier: d.take_leg_back(dossier, by=HOA, at=at, leg=leg, outcome=outcome)


def test_each_agency_has_its_work_and_its_days_and_one_of_them_leads():
    wanting = [replace(LEGS[0], **blank) for blank in ({"agency": ""}, {"working_days": 0})]
    for legs in ((), *((leg,) for leg in wanting)):
        with pytest.raises(refusals.LegsMissing):
            together(legs=legs)
    for tasks in ((" ", "Tính thuế"), ("Đo đạc",)):
        with pytest.raises(refusals.LegsMissing):
            together(tasks=tasks)
    with pytest.raises(refusals.AgencyMissing):
        together(lead="Sở Xây dựng")


def test_papers_go_round_one_after_the_other_and_data_to_all_at_once():
    series = d.evolve(WORKED_ON, together(), LATE)
    with pytest.raises(refusals.NotTheirTurn) as refused:
        sent(2)(series)
    assert refused.value.article == "NĐ 61/2018 Điều 19(6)"
    after(series, sent(1), back(1), sent(2))
    after(d.evolve(WORKED_ON, together("parallel"), LATE), sent(2), sent(1))


def test_a_decision_waits_until_every_agency_is_done():
    planned = d.evolve(WORKED_ON, together("parallel"), LATE)
    halfway = after(planned, sent(1), sent(2), back(2))
    with pytest.raises(refusals.ReferralOpen) as refused:
        d.draft_result(halfway, by=BINH, at=LATE)
    assert refused.value.blanks == {"agencies": "Chi nhánh VPĐKĐĐ"}
    d.draft_result(after(halfway, back(1, outcome="refused")), by=BINH, at=LATE)


def test_a_leg_goes_out_once_and_comes_back_once():
    planned = d.evolve(WORKED_ON, together(), LATE)
    with pytest.raises(refusals.LegNotSent):
        back(1)(planned)
    out = after(planned, sent(1))
    with pytest.raises(refusals.LegSentBefore):
        sent(1)(out)
    with pytest.raises(refusals.LegNotSent):
        back(1)(after(out, back(1)))
    with pytest.raises(refusals.AnswerByMissing):
        sent(1, answer_by="")(planned)
    for leg in (0, 3):
        with pytest.raises(refusals.NoReferral):
            sent(leg)(planned)
    with pytest.raises(refusals.NoReferral):
        sent(1)(WORKED_ON)


def test_an_agency_that_comes_back_after_its_last_day_is_late_and_the_clock_ran_on():
    out = after(d.evolve(WORKED_ON, together(), LATE), sent(1))
    assert not back(1, at=LAST_DAY)(out).late
    assert back(1, at=AFTER_IT)(out).late
    assert out.paused == ()


def test_the_plan_may_change_until_somebody_has_the_dossier_and_again_once_all_are_back():
    planned = d.evolve(WORKED_ON, together(), LATE)
    together("parallel", dossier=planned)
    out = after(planned, sent(1))
    with pytest.raises(refusals.ReferralOpen):
        together(dossier=out)
    together(dossier=after(out, back(1), sent(2), back(2)))


def test_every_end_closes_what_was_open_outside():
    everything = given(ACCEPTED, FORWARDED, ask(WORKED_ON), plan(WORKED_ON), together())
    stopped = d.evolve(
        everything, facts.DossierStopped(number="6", basis="Điều 19(8)", approved_by="pv.chu"), LATE
    )
    assert (stopped.opinions, stopped.visit, stopped.referral) == ((), None, None)
