"""A dossier's dates go by the calendar; what stops its clock, moves its appointment or ends it is recorded."""

from datetime import date

import pytest

from domain.dossier import refusals
from tests.application.an_office import BINH, CITIZEN, HOA, KIEN, PHUC, in_process, intake, on
from tests.application.some_dossiers import BASIS, due, status

# ---- time


def test_a_supplement_stops_the_clock_and_starts_it_afresh(office, dossiers):
    dossier = in_process(office)
    promised, _ = due(office, dossier)
    dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, HOA)
    assert status(office, dossier) == 5
    on(office, "2026-03-16")
    with pytest.raises(refusals.NothingHandedIn):
        dossiers.complete_supplement(dossier, HOA)
    dossiers.hand_in(dossier, [("Giấy chứng sinh", 1, 0)], CITIZEN)
    dossiers.complete_supplement(dossier, HOA)
    original, now = due(office, dossier)
    assert original == promised
    assert now > "2026-03-15", "the whole limit runs again from the day the set was complete"
    with pytest.raises(refusals.ApplicantNotAtFault):
        dossiers.ask_supplement(dossier, ["Tờ khai"], "Thiếu nữa", BASIS, HOA)


def test_a_supplement_never_brought_ends_the_dossier_only_after_its_time(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, HOA)
    with pytest.raises(refusals.StillTimeToAnswer):
        dossiers.expire_supplement(dossier, "Không bổ sung", KIEN)
    on(office, "2026-06-01")
    dossiers.expire_supplement(dossier, "Không bổ sung", KIEN)
    assert status(office, dossier) == 8


def test_an_apology_moves_the_appointment_once_and_never_the_promise(office, dossiers):
    dossier = dossiers.accept(intake(office, slow(office)), HOA).id
    dossiers.forward(dossier, "justice", HOA)
    promised, _ = due(office, dossier)
    new = date.fromisoformat(promised).replace(month=date.fromisoformat(promised).month + 1)
    dossiers.apologise(dossier, "Chờ xác minh", new, PHUC)
    original, now = due(office, dossier)
    assert original == promised
    assert now >= new.isoformat()
    with pytest.raises(refusals.ApologisedBefore):
        dossiers.apologise(dossier, "Vẫn chờ", new.replace(month=new.month + 1), PHUC)
    on(office, new.replace(month=new.month + 2).isoformat())
    link = dossiers.receipt(dossier, HOA).url.split("#")[1]
    page = office.lookup.by_secret(link)
    assert page.late, "an apology does not make it punctual"
    assert page.due_original == promised


def slow(office):
    """A procedure with a limit of at least ten working days."""
    return next(
        code
        for code, procedure in office.catalogue.in_force().items()
        if procedure.limit.unit == "working_day" and procedure.limit.value >= 10
    )


def test_an_apology_on_the_last_day_comes_too_late(office, dossiers):
    dossier = dossiers.accept(intake(office, slow(office)), HOA).id
    dossiers.forward(dossier, "justice", HOA)
    promised, _ = due(office, dossier)
    on(office, promised)
    with pytest.raises(refusals.TooLateToApologise):
        dossiers.apologise(dossier, "Quên mất", date(2026, 12, 1), PHUC)


# ---- withdrawal and money


def test_a_withdrawal_is_asked_for_and_granted(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_withdrawal(dossier, "Đổi ý", CITIZEN)
    assert status(office, dossier) == 7
    with pytest.raises(refusals.NotYourRole):
        dossiers.grant_withdrawal(dossier, HOA)
    dossiers.grant_withdrawal(dossier, KIEN)
    assert status(office, dossier) == 8


def test_a_withdrawal_declined_gives_the_dossier_its_time_again(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_withdrawal(dossier, "", HOA)
    on(office, "2026-03-09")
    dossiers.decline_withdrawal(dossier, "Đã có quyết định dự thảo", PHUC)
    assert status(office, dossier) == 4
    assert due(office, dossier)[1] >= "2026-03-09"


def test_money_is_asked_for_and_confirmed(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_payment(dossier, 50_000, BASIS, BINH)
    assert status(office, dossier) == 6
    dossiers.confirm_payment(dossier, "BL-1", HOA)
    assert status(office, dossier) == 4
    dossiers.pay_fee(dossier, 8_000, "BL-2", HOA)
    dossiers.stop(dossier, "Không đủ điều kiện", BASIS, "nd.phuc", BINH)
    assert status(office, dossier) == 8
