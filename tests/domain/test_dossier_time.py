"""The appointment on the receipt stands; what moves beside it moves by law, or with an apology, once."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Rules, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    BINH,
    CHU,
    DAY,
    DUE,
    FINISHED,
    FORWARDED,
    GIAM,
    HOA,
    HOUR,
    LATE,
    LATER,
    MORNING,
    MRS_AN,
    OFFICE_ITSELF,
    ONCE,
    RULES,
    WORKED_ON,
    given,
)


def apologise(dossier, at=LATE, **changed):
    say = {"number": "9", "reason": "Chờ xác minh", "due": LATER, "rules": RULES} | changed
    return d.apologise(dossier, by=CHU, at=at, **say)


def test_an_apology_moves_only_what_the_citizen_is_told():
    sorry = apologise(WORKED_ON, signer_title="Phó Chủ tịch")
    assert (sorry.signed_by, sorry.signer_title) == ("pv.chu", "Phó Chủ tịch")
    after = d.evolve(WORKED_ON, sorry, LATE)
    assert (after.due_original, after.due_lawful, after.due_current) == (DUE, DUE, LATER)
    assert d.timeliness(after, "2026-12-10") == "late"


def test_an_apology_comes_at_least_a_day_before_the_appointment_and_once():
    the_day_before, the_day = MORNING + 14 * DAY + 7 * HOUR, MORNING + 15 * DAY - 8 * HOUR
    after = d.evolve(WORKED_ON, apologise(WORKED_ON, at=the_day_before), the_day_before)
    with pytest.raises(refusals.TooLateToApologise):
        apologise(WORKED_ON, at=the_day)
    with pytest.raises(refusals.ApologisedBefore):
        apologise(after, at=the_day, due=facts.Due(date="2026-12-20", at=LATER.at + DAY))


def test_only_a_head_or_a_leader_apologises():
    for by in (HOA, BINH, MRS_AN):
        with pytest.raises(refusals.NotYourRole) as refused:
            d.apologise(WORKED_ON, by=by, at=LATE, number="9", reason="Chậm", due=LATER, rules=RULES)
        assert refused.value.article == "NĐ 61/2018 Điều 19(9)"
    d.apologise(WORKED_ON, by=GIAM, at=LATE, number="9", reason="Chậm", due=LATER, rules=RULES)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"rules": Rules(apology_lead_days=15)}, refusals.TooLateToApologise),
        ({"rules": Rules(apologies=0)}, refusals.ApologisedBefore),
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


SOONER = facts.Due(date="2026-12-04", at=MORNING + 11 * DAY)


def test_an_appointment_comes_nearer_with_a_basis_and_never_goes_farther_without_an_apology():
    sooner = d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=SOONER, basis="Rút ngắn thời hạn")
    after = d.evolve(WORKED_ON, sooner, LATE)
    assert (after.due_original, after.due_lawful, after.due_current) == (DUE, DUE, SOONER)
    with pytest.raises(refusals.LaterOnlyWithApology) as refused:
        d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=LATER, basis="Bận")
    assert "19(9)" in refused.value.article
    with pytest.raises(refusals.BasisMissing):
        d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=SOONER, basis="")
    with pytest.raises(refusals.SameDueDate):
        d.change_deadline(WORKED_ON, by=CHU, at=LATE, due=DUE, basis="Không đổi")


def recalculate(dossier, due, by=OFFICE_ITSELF, basis="Thông báo lịch nghỉ"):
    return d.recalculate_deadline(dossier, by=by, at=LATE, due=due, basis=basis)


def test_another_calendar_moves_the_lawful_appointment_and_not_the_printed_one():
    after = d.evolve(WORKED_ON, recalculate(WORKED_ON, LATER), LATE)
    assert (after.due_original, after.due_lawful, after.due_current) == (DUE, LATER, LATER)
    assert d.timeliness(after, LATER.date) == "on_time"


def test_what_was_put_off_with_an_apology_does_not_come_nearer_with_another_calendar():
    sorry = d.evolve(WORKED_ON, apologise(WORKED_ON), LATE)
    counted = d.evolve(sorry, recalculate(sorry, SOONER), LATE)
    assert (counted.due_lawful, counted.due_current) == (SOONER, LATER)


def test_a_date_is_counted_again_only_with_a_basis_a_change_and_the_right_hand():
    with pytest.raises(refusals.BasisMissing):
        recalculate(WORKED_ON, LATER, basis=" ")
    with pytest.raises(refusals.SameDueDate):
        recalculate(WORKED_ON, DUE)
    with pytest.raises(refusals.NotYourRole):
        recalculate(WORKED_ON, LATER, by=BINH)
    with pytest.raises(refusals.NotInThisState):
        recalculate(FINISHED, LATER)
    unlimited = given(replace(ACCEPTED, due=None, limit=facts.LimitInForce(unit="none_stated")), FORWARDED)
    with pytest.raises(refusals.NoDueDate):
        recalculate(unlimited, LATER)


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
