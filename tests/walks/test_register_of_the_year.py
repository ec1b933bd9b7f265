"""Vật Lại: a register for the year, a slip signed twice for every hand-over, procedures posted, guidance apart."""

from datetime import date

import pytest

from application.guidance import Guided
from application.papers import OneYearAtATime, control_slip, register_pages
from domain.dossier.refusals import OfferedToAnother
from papers import render_text
from tests.application.an_office import (
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    THU,
    Actor,
    at_counter,
    birth,
    intake,
    on,
)
from tests.walks.a_commune_at_work import (
    CERTIFIED_COPY,
    MARRIAGE_MOBILE,
    YEAR,
    brought_and_told,
    closes_its_books,
    decided,
    figures,
    flat,
    to_section,
)

NEXT_YEAR = (date(2027, 1, 1), date(2027, 12, 31))
YEN = Actor("ht.yen", "specialist", "desk-5")


def certified(office, day, **changed):
    on(office, day, "09:00")
    receipt = office.dossiers.accept(intake(office, CERTIFIED_COPY, **changed), HOA)
    office.dossiers.resolve_at_counter(receipt.id, "Bản sao", HOA)
    return receipt


@pytest.fixture
def year(office):
    """A year: one returned to another's hand, one withdrawn, one not eligible, one waiting; and one of the next."""
    first = certified(office, "2026-03-02", applicant="Phùng Văn Một")
    office.dossiers.return_result(first.id, HOA, checked="authorised", recipient="Đỗ Vân Anh")
    withdrawn = office.dossiers.accept(intake(office, MARRIAGE_MOBILE, applicant="Phùng Văn Hai"), HOA)
    office.dossiers.ask_withdrawal(withdrawn.id, "Đổi ý", CITIZEN)
    office.dossiers.grant_withdrawal(withdrawn.id, KIEN)
    office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", "NĐ 61/2018 Điều 17", HOA)
    on(office, "2026-07-01", "09:00")
    returned = office.dossiers.accept(intake(office, MARRIAGE_MOBILE, applicant="Phùng Văn Ba"), HOA)
    to_section(office, returned.id, "justice", BINH)
    office.dossiers.stop(returned.id, "Chưa đủ tuổi", "NĐ 61/2018 Điều 19(8)", PHUC.id, BINH)
    certified(office, "2026-12-31", applicant="Phùng Văn Bốn")
    certified(office, "2027-01-04", applicant="Phùng Văn Năm")
    return office


def test_ordinals_run_through_the_year_and_begin_again(year):
    book, following = register_pages(year.core, *YEAR), register_pages(year.core, *NEXT_YEAR)
    assert [(line.ordinal, line.applicant.name.split()[-1]) for line in book.lines] == [
        (1, "Một"), (2, "Hai"), (3, "Ba"), (4, "Bốn"),
    ]  # fmt: skip
    assert [line.ordinal for line in following.lines] == [1]
    assert (book.closed, following.closed) == (True, False)


def test_every_line_says_who_when_and_how_it_ended(year):
    first, withdrawn, refused, waiting = register_pages(year.core, *YEAR).lines
    assert (first.returned_day, first.signed_for, first.note) == ("2026-03-02", "Đỗ Vân Anh", "")
    assert (withdrawn.note, refused.note, waiting.returned_day) == ("withdrawn", "refused_after", "")
    assert refused.agency == "Tư pháp, hộ tịch"
    printed = flat(render_text(register_pages(year.core, *YEAR)))
    assert "Khóa sổ ngày 04 tháng 01 năm 2027: quyển năm 2026 có 4 hồ sơ" in printed
    assert "từ số thứ tự 1 đến số thứ tự 4, liên tục trong năm" in printed
    assert "Trần Trung Kiên" in printed
    assert "Phùng Văn Hai" in flat(render_text(register_pages(year.core, *YEAR), "en"))


def test_the_register_and_the_table_count_the_same_dossiers(year):
    table = closes_its_books(year)
    assert table.total.received_total == len(register_pages(year.core, *YEAR).lines) == 4
    assert figures(table.total) == (4, 2, 2, 0, 0, 0)


def test_an_open_month_is_printed_and_two_years_at_once_never(year):
    july = register_pages(year.core, date(2026, 7, 1), date(2026, 7, 31))
    assert ([line.ordinal for line in july.lines], july.closed) == ([3], False)
    with pytest.raises(OneYearAtATime) as refused:
        register_pages(year.core, date(2026, 7, 1), date(2027, 1, 31))
    assert refused.value.article == "TT 01/2018/TT-VPCP Điều 10(2)"


def test_the_register_of_a_past_moment_is_the_one_that_was_printed_then(year):
    then = next(
        event.id for event in year.core.store.select(year.core.store.reader())
        if event.fact.NAME == "dossier.accepted"
    )  # fmt: skip
    [line] = register_pages(year.core, *YEAR, then).lines
    assert (line.ordinal, line.returned_day) == (1, "")


# ---- the control slip


def handed_round(office):
    """From the counter to the section, on to a colleague who declines once and takes it, to the signature, and back."""
    receipt = office.dossiers.accept(intake(office, MARRIAGE_MOBILE), HOA)
    on(office, "2026-03-02", "08:30")
    to_section(office, receipt.id, "justice", BINH)
    office.dossiers.offer(receipt.id, THU.id, BINH, note="Đất đai?")
    with pytest.raises(OfferedToAnother):
        office.dossiers.take_over(receipt.id, YEN)
    office.dossiers.decline(receipt.id, "Không thuộc địa chính", THU)
    office.dossiers.offer(receipt.id, YEN.id, BINH, note="Kèm hai bản sao")
    on(office, "2026-03-02", "10:05")
    office.dossiers.take_over(receipt.id, YEN)
    on(office, "2026-03-04", "09:00")
    decided(office, receipt.id, YEN)
    brought_and_told(office, receipt.id)
    office.dossiers.return_result(receipt.id, HOA)
    return receipt


def test_every_hand_over_has_two_signatures_with_hour_and_day(office):
    receipt = handed_round(office)
    slip = office.dossiers.control_slip(receipt.id, HOA)
    assert [(line.step, line.given.name, line.taken.name) for line in slip.handings][:5] == [
        ("accepted", "Nguyễn Văn Ẩn Danh", "Nguyễn Thị Hoa"),
        ("forwarded", "Nguyễn Thị Hoa", "Ngô Đình Phúc"),
        ("assigned", "Ngô Đình Phúc", "Võ Quốc Bình"),
        ("handover", "Võ Quốc Bình", "Bùi Thị Thu"),
        ("handover", "Võ Quốc Bình", "Huỳnh Thị Yến"),
    ]
    assert all(line.given.at and line.taken.at for line in slip.handings)
    declined = slip.handings[3]
    assert declined.note == "Không thuộc địa chính"
    printed = flat(render_text(slip))
    assert "08 giờ 30 phút, 02/3/2026, Võ Quốc Bình; Nhận" in printed
    assert "10 giờ 05 phút, 02/3/2026, Huỳnh Thị Yến" in printed
    assert "Kết quả giải quyết: Trước hạn" in printed


def test_a_hand_over_that_nobody_has_taken_is_open_on_the_slip(office):
    receipt = office.dossiers.accept(intake(office, MARRIAGE_MOBILE), HOA)
    to_section(office, receipt.id, "justice", BINH)
    office.dossiers.offer(receipt.id, YEN.id, BINH)
    last = control_slip(office.core, office.core.dossier_stream(receipt.code)).handings[-1]
    assert (last.given.name, last.taken.name) == ("Võ Quốc Bình", "")


# ---- posted procedures and guidance


def test_whoever_comes_can_read_what_is_asked_how_long_it_takes_and_what_it_costs(office):
    posted = office.catalogue.procedure(birth(office))
    assert posted.documents
    assert (posted.limit.unit, posted.fee_vnd) == ("same_day", 0)
    fields = office.catalogue.fields()
    assert {"Hộ tịch", "Chứng thực", "Đất đai"} <= set(fields)
    assert sum(
        len(office.catalogue.procedures(group=group.key)) for group in office.catalogue.groups()
    ) == len(office.catalogue.in_force())
    assert office.catalogue.search("giay khai sinh")[0].field == "Hộ tịch"


def test_guidance_is_counted_apart_from_dossiers(office):
    at_counter(office, "1", HOA)
    office.queue.issue(KIOSK, procedure=birth(office))
    ticket = office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    office.queue.guide(ticket.id, birth(office), ["papers", "fees"], HOA)
    office.queue.finish(ticket.id, "guidance", HOA)
    office.guidance.give(Guided(channel="hotline", topics=("papers",), procedure=birth(office)), HOA)
    lines = {line.channel: line.given for line in office.guidance.report(*YEAR)}
    assert lines == {"counter": 1, "hotline": 1}
    certified(office, "2026-03-03")
    assert closes_its_books(office).total.received_total == 1
