"""Tả Lủng and Gia Tân: certification the same day, before and after three in the afternoon, with its result at once."""

import pytest

from domain.calendar import local_moment
from domain.dossier.refusals import NotInThisState, ReceiptGivenBefore
from tests.application.an_office import DAY, HOA, KIOSK, at_counter, intake, on
from tests.walks.a_commune_at_work import (
    CERTIFIED_COPY,
    closes_its_books,
    figures,
    forms,
    outcomes,
    page_of,
    paper_text,
    progress,
    told,
)

TUESDAY = "2026-03-03"
HOLIDAY_EVE, AFTER_THE_HOLIDAYS = "2026-04-29", "2026-05-04"


def comes_in(office, hour, day=DAY, **changed):
    """Three copies of a diploma, over the counter."""
    on(office, day, hour)
    papers = (("Bằng tốt nghiệp đại học", 1, 3),)
    return office.dossiers.accept(intake(office, CERTIFIED_COPY, papers=papers, **changed), HOA)


@pytest.mark.parametrize("hour", ["08:10", "14:59", "15:00"])
def test_until_three_in_the_afternoon_it_is_due_today_and_nobody_needs_a_slip(office, hour):
    receipt = comes_in(office, hour)
    assert (receipt.due_date, receipt.due_at) == (DAY, local_moment(DAY, "17:00"))
    assert receipt.waived
    assert forms(office, receipt.id) == []
    assert progress(office, receipt.id) == ("received", "office.forward", DAY)


@pytest.mark.parametrize(
    ("day", "hour", "due", "written"),
    [
        (DAY, "15:01", TUESDAY, "17 giờ 00 phút, thứ Ba, ngày 03 tháng 3 năm 2026"),
        ("2026-03-06", "16:30", "2026-03-09", "17 giờ 00 phút, thứ Hai, ngày 09 tháng 3 năm 2026"),
        (HOLIDAY_EVE, "15:30", AFTER_THE_HOLIDAYS, "17 giờ 00 phút, thứ Hai, ngày 04 tháng 5 năm 2026"),
    ],
)
def test_after_three_it_is_due_the_next_working_day_and_the_slip_says_hour_and_day(
    office, day, hour, due, written
):
    receipt = comes_in(office, hour, day)
    assert (receipt.due_date, receipt.waived) == (due, False)
    assert forms(office, receipt.id) == ["M01"]
    slip = paper_text(office, receipt.id, "M01")
    assert f"Thời gian trả kết quả giải quyết hồ sơ: {written}" in slip
    assert f"Mã số hồ sơ: {receipt.code}" in slip
    assert page_of(office, receipt.id).due_date == due


def test_whoever_asks_for_a_slip_gets_it_at_once_or_later_and_once(office):
    asked_first = comes_in(office, "09:00", receipt_wanted=True)
    assert forms(office, asked_first.id) == ["M01"]
    asked_later = comes_in(office, "09:10")
    on(office, DAY, "09:40")
    office.dossiers.issue_receipt(asked_later.id, HOA)
    assert "Thời gian nhận hồ sơ: 09 giờ 10 phút, ngày 02 tháng 3 năm 2026" in paper_text(
        office, asked_later.id, "M01"
    )
    for receipt in (asked_first, asked_later):
        with pytest.raises(ReceiptGivenBefore):
            office.dossiers.issue_receipt(receipt.id, HOA)


def test_a_visit_from_the_number_to_the_certified_copy_in_a_quarter_of_an_hour(office):
    at_counter(office, "1", HOA)
    on(office, DAY, "14:45")
    office.queue.issue(KIOSK, procedure=CERTIFIED_COPY)
    ticket = office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    copies = intake(office, CERTIFIED_COPY, papers=(("Bằng tốt nghiệp", 1, 3),), quantities=(("page", 6),))
    receipt = office.dossiers.accept(copies, HOA, ticket=ticket.id)
    office.dossiers.pay_fee(receipt.id, receipt.fee_vnd, "BL-0001", HOA)
    on(office, DAY, "14:55")
    office.dossiers.resolve_at_counter(receipt.id, "Bản sao chứng thực", HOA)
    assert progress(office, receipt.id) == ("done", "citizen.fetch", DAY)
    office.dossiers.return_result(receipt.id, HOA, ticket=ticket.id)
    office.queue.finish(ticket.id, "dossier", HOA, dossier=receipt.id)

    page = page_of(office, receipt.id)
    assert (page.progress, page.late, page.next_step) == ("returned", False, "nobody.returned")
    assert told(office, receipt.id) == [
        "dossier.accepted", "fee.paid", "result.resolved_at_counter", "result.returned",
    ]  # fmt: skip
    assert forms(office, receipt.id) == [], "nobody asked for a slip"
    assert set(outcomes(office, receipt.id).values()) == {"early"}
    with pytest.raises(NotInThisState):
        office.dossiers.resolve_at_counter(receipt.id, "Bản sao chứng thực", HOA)


def test_a_day_of_certification_closes_its_books(office):
    """One before three and done; one after three, done early next morning; one forgotten past its hour."""
    quick = comes_in(office, "15:00").id
    after = comes_in(office, "15:01").id
    forgotten = comes_in(office, "15:02").id
    on(office, DAY, "15:20")
    office.dossiers.resolve_at_counter(quick, "Bản sao", HOA)
    office.dossiers.return_result(quick, HOA)
    on(office, TUESDAY, "07:30")
    office.dossiers.resolve_at_counter(after, "Bản sao", HOA)
    office.dossiers.return_result(after, HOA)
    on(office, "2026-03-04", "09:00")
    assert page_of(office, forgotten).late
    assert outcomes(office, forgotten)["official"] == "overdue"
    table = closes_its_books(office)
    assert figures(table.total) == (3, 2, 0, 0, 0, 1)
    assert table.total.received_offline == 3
