"""Tân Phước 1: the late dossiers were all of land. Why one is late, who said so, and that no apology mends it."""

from datetime import date

import pytest

from domain.calendar import local_moment
from domain.dossier.refusals import (
    ApologisedBefore,
    NotTheirTurn,
    OpinionPending,
    ReferralOpen,
    StillTimeToAnswer,
    TooLateToApologise,
)
from projections.ii06a import follows
from tests.application.an_office import AN, BINH, HOA, KIEN, PHUC, THU, intake, on
from tests.walks.a_commune_at_work import (
    LAND_GIFT,
    LAND_OFFICE,
    brought_and_told,
    clock_of,
    closes_its_books,
    decided,
    figures,
    forms,
    outcomes,
    page_of,
    paper_text,
    progress,
    state_of,
    told,
)

POLICE = "Công an xã"
PAPERS = (("Đơn đăng ký biến động", 1, 0), ("Giấy chứng nhận đã cấp", 1, 0))
BASIS = "Luật Đất đai 2024 Điều 153"
PROMISED, AFTER_THE_MONEY, APOLOGISED = "2026-03-16", "2026-03-20", "2026-03-31"
MARCH, APRIL = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))


def taken_in(office, day="2026-03-02", hour="08:30"):
    on(office, day, hour)
    dossier = office.dossiers.accept(intake(office, LAND_GIFT, papers=PAPERS), AN).id
    office.dossiers.forward(dossier, "land", AN)
    office.dossiers.assign(dossier, THU.id, PHUC)
    return dossier


def paid(office):
    """Tuesday the notice of the tax, Monday the money: four working days that are not counted."""
    dossier = taken_in(office)
    on(office, "2026-03-03", "09:00")
    office.dossiers.ask_payment(dossier, 1_250_000, BASIS, THU)
    on(office, "2026-03-09", "09:00")
    office.dossiers.confirm_payment(dossier, "BL-77", AN)
    return dossier


def test_the_time_for_the_money_is_not_counted(office):
    dossier = taken_in(office)
    assert progress(office, dossier) == ("in_process", "office.decide", PROMISED)
    on(office, "2026-03-03", "09:00")
    office.dossiers.ask_payment(dossier, 1_250_000, BASIS, THU)
    assert progress(office, dossier)[:2] == ("waiting_for_you", "citizen.pay")
    on(office, "2026-03-09", "09:00")
    office.dossiers.confirm_payment(dossier, "BL-77", AN)
    state = state_of(office, dossier)
    assert (state.due_original.date, state.due_lawful.date) == (PROMISED, AFTER_THE_MONEY)
    found, text = clock_of(office, dossier)
    assert [pause.why for pause in state.paused] == ["financial_obligation"]
    assert "không tính" in text
    assert found.told.date == AFTER_THE_MONEY


def sent_round(office):
    """In series: the land registration office first, then the police; and an opinion asked beside."""
    dossier = paid(office)
    office.dossiers.plan_referral(
        dossier, "series", LAND_OFFICE,
        [(LAND_OFFICE, "Trích lục bản đồ địa chính", 3, True), (POLICE, "Xác nhận cư trú", 2, False)], KIEN,
    )  # fmt: skip
    with pytest.raises(NotTheirTurn):
        office.dossiers.send_leg(dossier, 2, AN)
    office.dossiers.send_leg(dossier, 1, AN)
    office.dossiers.ask_opinion(dossier, "Phòng Kinh tế", "Có tranh chấp không?", date(2026, 3, 12), THU)
    return dossier


def opinion_of(office, dossier):
    return state_of(office, dossier).opinions[0].number


def test_a_slow_agency_never_stops_the_clock_and_its_lateness_is_on_record(office):
    dossier = sent_round(office)
    assert progress(office, dossier) == ("in_process", "office.wait_for_agency", AFTER_THE_MONEY)
    on(office, "2026-03-12", "16:00")
    with pytest.raises(StillTimeToAnswer):
        office.dossiers.report_overdue_opinion(dossier, opinion_of(office, dossier), THU)
    with pytest.raises(OpinionPending):
        office.dossiers.draft_result(dossier, "Quyết định", THU)
    on(office, "2026-03-13", "08:00")
    office.dossiers.report_overdue_opinion(dossier, opinion_of(office, dossier), THU)
    with pytest.raises(ReferralOpen):
        office.dossiers.draft_result(dossier, "Quyết định", THU)
    on(office, "2026-03-17", "08:00")
    office.dossiers.take_leg_back(dossier, 1, AN, document="Trích lục 12/2026")
    office.dossiers.send_leg(dossier, 2, AN)
    on(office, "2026-03-18", "10:00")
    office.dossiers.take_leg_back(dossier, 2, AN)
    assert state_of(office, dossier).due_lawful.date == AFTER_THE_MONEY
    slip = {line.agency: line.pace for line in office.dossiers.control_slip(dossier, AN).handings}
    assert (slip[LAND_OFFICE], slip[POLICE]) == ("late", "on_time")
    assert "Chi nhánh Văn phòng Đăng ký" in told_in_words(office, dossier)


def told_in_words(office, dossier):
    return " ".join(str(line.blanks) for line in page_of(office, dossier).history)


def apologised(office):
    """The day before it is due the chair says that it will be late, why, and until when."""
    dossier = sent_round(office)
    on(office, "2026-03-13", "08:00")
    office.dossiers.report_overdue_opinion(dossier, opinion_of(office, dossier), THU)
    on(office, "2026-03-19", "16:50")
    office.dossiers.apologise(dossier, "Chờ trích lục bản đồ địa chính", date(2026, 3, 31), PHUC)
    office.dossiers.notify(dossier, "apology", "phone", AN)
    return dossier


def test_the_apology_comes_the_day_before_and_once_only(office):
    dossier = apologised(office)
    letter = paper_text(office, dossier, "M04", by=AN)
    assert "Ngày hẹn trả kết quả: 17 giờ 00 phút, thứ Sáu, ngày 20 tháng 3 năm 2026" in letter
    assert "hẹn lại thời gian trả kết quả: 17 giờ 00 phút, thứ Ba, ngày 31 tháng 3 năm 2026" in letter
    assert "Lý do chậm trả kết quả: Chờ trích lục bản đồ địa chính" in letter
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ" in letter
    page = page_of(office, dossier)
    assert (page.due_original, page.due_date, page.reason) == (
        PROMISED, APOLOGISED, "Chờ trích lục bản đồ địa chính",
    )  # fmt: skip
    on(office, "2026-03-25")
    with pytest.raises(ApologisedBefore) as refused:
        office.dossiers.apologise(dossier, "Vẫn chờ", date(2026, 4, 10), PHUC)
    assert refused.value.article == "NĐ 61/2018 Điều 19(9)"


def test_on_the_last_day_it_is_too_late_to_apologise(office):
    dossier = taken_in(office)
    on(office, PROMISED, "07:30")
    with pytest.raises(TooLateToApologise):
        office.dossiers.apologise(dossier, "Quên mất", date(2026, 3, 31), PHUC)
    on(office, "2026-03-17")
    assert page_of(office, dossier).late


def finished(office):
    dossier = apologised(office)
    on(office, "2026-03-20", "09:00")
    office.dossiers.take_leg_back(dossier, 1, AN)
    office.dossiers.send_leg(dossier, 2, AN)
    on(office, "2026-03-24", "09:00")
    office.dossiers.take_leg_back(dossier, 2, AN)
    on(office, "2026-03-26", "10:00")
    decided(office, dossier, THU)
    brought_and_told(office, dossier, AN)
    on(office, "2026-03-27", "08:00")
    office.dossiers.return_result(dossier, AN)
    return dossier


def test_in_time_by_the_apology_it_is_late_by_every_definition(office):
    dossier = finished(office)
    assert outcomes(office, dossier) == {"official": "late", "kpi766": "late", "strict": "late"}
    page = page_of(office, dossier)
    assert (page.progress, page.late) == ("returned", True)
    _, text = clock_of(office, dossier)
    assert "Chỉ số 2.1" in text or "766" in text
    assert "xin lỗi" in text
    _, english = clock_of(office, dossier, "en")
    assert "late" in english.lower()
    table = closes_its_books(office, *MARCH)
    [land] = table.lines
    assert (land.field, figures(land)) == ("Đất đai", (1, 0, 0, 1, 0, 0))
    assert {rate.definition: (rate.on_time, rate.of) for rate in table.rates} == {
        "official": (0, 1), "kpi766": (0, 1), "strict": (0, 1),
    }  # fmt: skip


def test_every_step_is_on_the_citizens_page_in_its_order(office):
    dossier = finished(office)
    assert told(office, dossier) == [
        "dossier.accepted", "dossier.forwarded", "dossier.assigned",
        "payment.requested", "payment.confirmed",
        "referral.planned", "referral.sent", "opinion.requested", "opinion.overdue",
        "apology.issued", "notice.sent",
        "referral.returned", "referral.sent", "referral.returned",
        "result.drafted", "result.signed", "result.ready", "notice.sent", "result.returned",
    ]  # fmt: skip
    assert forms(office, dossier) == ["M01", "M04"]


def test_eighteen_late_land_dossiers_and_one_in_time_add_up_over_two_months(office):
    """Some apologised, some not; late land dossiers and nothing else late, as the newspaper counted them."""
    late = [taken_in(office, hour=f"08:{minute}") for minute in range(30, 48)]
    on(office, "2026-03-13", "09:00")
    for dossier in late[:10]:
        office.dossiers.apologise(dossier, "Chờ đo đạc", date(2026, 3, 27), PHUC)
    other = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.forward(other, "justice", HOA)
    on(office, "2026-03-13", "16:00")
    decided(office, other, BINH)
    on(office, "2026-03-18", "09:00")
    for dossier in late[:16]:
        decided(office, dossier, THU)
    table = closes_its_books(office, *MARCH)
    by_field = {line.field: figures(line) for line in table.lines}
    assert by_field == {"Đất đai": (18, 0, 0, 16, 0, 2), "Hộ tịch": (1, 1, 0, 0, 0, 0)}
    apologies = [state_of(office, dossier).apologies for dossier in late]
    assert (apologies.count(1), apologies.count(0)) == (10, 8)
    on(office, "2026-04-01", "09:00")
    for dossier in late[16:]:
        decided(office, dossier, THU)
    april = office.reports.ii06a(*APRIL)
    assert follows(table, april) == ()
    assert figures(april.total) == (2, 0, 0, 2, 0, 0)


def test_the_clock_of_the_office_is_not_that_of_the_apology(office):
    """What the citizen is told moves with the apology; what lateness is measured against never does."""
    dossier = apologised(office)
    found, _ = clock_of(office, dossier)
    assert (found.printed.date, found.lawful.date, found.told.date) == (PROMISED, AFTER_THE_MONEY, APOLOGISED)
    assert found.lawful.at == local_moment(AFTER_THE_MONEY, "17:00")
    assert [(move.topic, move.lawful) for move in found.moves] == [
        ("payment.confirmed", True), ("apology.issued", False),
    ]  # fmt: skip
