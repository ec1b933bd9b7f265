"""What the file says about a dossier's pauses, clock, others' work, money and papers; papers are read and printed."""

import os
import stat

import pytest

from desk.app import DeskApp
from desk.prints import save
from desk.screens.dossier import DossierScreen
from desk.screens.reading import ClockPage, PaperPage
from desk.telling import Telling
from tests.desk.keys import choose, entries, fill, press, said, sign_in, text
from tests.desk.prepared import AGENCY, HONG, PAO, TU, Prepared, intake
from wording import say

SIZE = (110, 32)
SIZES = [(110, 32), (100, 30), (80, 24)]


@pytest.fixture
def prepared(commune):
    return Prepared(commune)


def told(commune, dossier, language="vi"):
    file = commune.office.dossiers.open(dossier, HONG, "handle")
    return dict(Telling(file, language, commune.office.now()).sections())


async def show(pilot, commune, dossier):
    file = commune.office.dossiers.open(dossier, pilot.app.actor, "handle")
    await pilot.app.push_screen(DossierScreen(file, "handle"))
    await pilot.pause()


@pytest.mark.parametrize(
    ("state", "number", "clock"),
    [("supplement_asked", "YCBS", "dừng"), ("payment_asked", "TBNVTC", ""), ("withdrawing", "", "dừng")],
)
def test_whatever_waits_says_for_what_since_when_and_under_which_number(
    commune, prepared, state, number, clock
):
    held = " ".join(told(commune, getattr(prepared, state)())["held"])

    assert "09:00 24/11/2026" in held
    assert number in held
    assert clock in held


def test_a_dossier_that_waits_for_nobody_is_not_on_hold(commune, prepared):
    assert "held" not in told(commune, prepared.working())


def test_the_clock_keeps_the_printed_appointment_beside_the_present_one(commune, prepared):
    dossier = prepared.working()
    commune.office.dossiers.apologise(dossier, "Chờ xác minh", prepared.today().replace(month=12, day=4), TU)
    clock = "\n".join(told(commune, dossier)["clock"])

    assert "Hẹn in trên giấy: 17:00 27/11/2026" in clock
    assert "Đã hẹn lại với người dân: 17:00 04/12/2026" in clock
    assert "Xin lỗi vì chậm" in clock


def test_time_that_was_not_counted_is_listed_with_its_cause(commune, prepared):
    dossier = prepared.handed_in()
    commune.later(24 * 60)
    commune.office.dossiers.complete_supplement(dossier, HONG)
    clock = "\n".join(told(commune, dossier)["clock"])

    assert "Không tính từ 09:00 24/11/2026 đến 09:00 25/11/2026: chờ bổ sung giấy tờ" in clock


def test_others_work_says_what_is_out_and_how_many_days_are_left(commune, prepared):
    dossier = prepared.leg_out()
    commune.office.dossiers.ask_opinion(dossier, "Sở Tư pháp", "Hỏi", prepared.today(), PAO)
    commune.later(2 * 24 * 60)
    outside = "\n".join(told(commune, dossier)["outside"])

    assert "Sở Tư pháp" in outside
    assert "quá hạn 2 ngày" in outside
    assert f"1. ▷ {AGENCY}" in outside
    assert "hôm nay" in outside


def test_money_says_what_was_paid_less_what_was_given_back(commune, prepared):
    dossier = prepared.fee_paid()
    commune.office.dossiers.refund(dossier, 30_000, "PC-1", "TT 226/2016", "Thu thừa", HONG)
    money = told(commune, dossier)["money"]

    assert money[0] == "Đã nộp, trừ phần đã hoàn: 50.000 đồng"
    assert any("30.000 đồng" in line for line in money)


def test_a_result_on_its_way_says_how_often_the_person_was_invited(commune, prepared):
    delivery = "\n".join(told(commune, prepared.invited_twice())["delivery"])

    assert "Đang trên đường" in delivery
    assert "Đã mời nhận 2 lần" in delivery


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "state", ["supplement_asked", "payment_asked", "withdrawing", "visit_over", "leg_out", "lost", "returned"]
)
def test_every_state_is_told_in_both_languages(commune, prepared, language, state):
    sections = told(commune, getattr(prepared, state)(), language)

    assert all(line.strip() for lines in sections.values() for line in lines)
    assert all(say(f"desk.file.{key}", language) for key in sections)


async def test_the_receipt_is_read_as_it_was_issued_and_printed_where_the_desk_says(
    commune, prepared, tmp_path
):
    dossier = prepared.accepted()
    desk = DeskApp(commune.office, "desk-3", prints=tmp_path / "prints")
    async with desk.run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        await press(pilot, "f7", "enter")
        assert isinstance(pilot.app.screen, PaperPage)
        assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text(pilot.app, "#text > Static")
        assert "Tráng Thị Dúa" in text(pilot.app, "#text > Static")

        await press(pilot, "f2")
        [printed] = (tmp_path / "prints").iterdir()
        assert str(printed) in said(pilot.app)
        assert printed.read_bytes().startswith(b"%PDF-")
        assert stat.S_IMODE(os.stat(printed).st_mode) == 0o600

        await press(pilot, "ctrl+l")
        assert "RECEIPT OF DOSSIER" in text(pilot.app, "#text > Static")


async def test_the_control_slip_is_made_from_the_log_at_any_time(commune, prepared):
    dossier = prepared.working()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        await press(pilot, "f7", "end", "enter")
        assert "PHIẾU KIỂM SOÁT" in text(pilot.app, "#text > Static")


async def test_reading_a_paper_again_is_recorded_for_the_citizen(commune, prepared):
    receipt = commune.office.dossiers.accept(intake(), HONG)
    secret = receipt.url.partition("#")[2]
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, receipt.id)
        before = len(commune.office.lookup.by_secret(secret).reads)
        await press(pilot, "f7", "enter")
    assert len(commune.office.lookup.by_secret(secret).reads) == before + 1


async def test_the_clock_is_explained_line_by_line(commune, prepared):
    dossier = prepared.supplement_asked()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        await press(pilot, "f8")
        assert isinstance(pilot.app.screen, ClockPage)
        told = text(pilot.app, "#text > Static")
        assert "thứ Tư 25/11/2026" in told
        await press(pilot, "ctrl+l")
        assert "Wednesday 25 November 2026" in text(pilot.app, "#text > Static")


async def test_the_only_letter_that_is_out_need_not_be_chosen(commune, prepared):
    dossier = prepared.opinion_asked()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "gs.pao")
        await show(pilot, commune, dossier)
        await choose(pilot, "record_opinion")
        assert pilot.app.screen.keep()["request"]


async def test_a_supplement_request_keeps_counts_and_article_of_every_paper(commune, prepared):
    dossier = prepared.working()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        await choose(pilot, "ask_supplement")
        items = "Giấy kết hôn | | 1 | 2 | NĐ 123/2015 Điều 16\nẢnh thẻ"
        await fill(pilot, {"items": items, "reason": "Còn thiếu", "basis": "Luật Hộ tịch"})
        await press(pilot, "f10", "f7", "enter")
        paper = text(pilot.app, "#text > Static")
    assert "NĐ 123/2015 Điều 16" in paper
    assert "Ảnh thẻ" in paper


@pytest.mark.parametrize("size", SIZES)
async def test_every_key_of_the_file_is_seen_and_long_files_scroll(commune, prepared, size):
    dossier = prepared.leg_out()
    async with commune.desk().run_test(size=size) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        screen = pilot.app.screen
        for selector in ("#acts", "#particulars", "KeyLine"):
            assert screen.region.contains_region(screen.query_one(selector).region)
        assert len(entries(pilot.app, "outside")) == 2
        await press(pilot, "left", "end")
        assert screen.query_one("#particulars").scroll_y == screen.query_one("#particulars").max_scroll_y


async def test_a_print_folder_that_cannot_be_written_is_told_with_the_cure(commune, prepared, tmp_path):
    dossier, blocked = prepared.accepted(), tmp_path / "not a folder"
    blocked.write_text("")
    async with DeskApp(commune.office, "desk-3", prints=blocked).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await show(pilot, commune, dossier)
        await press(pilot, "f7", "enter", "f2")
        assert isinstance(pilot.app.screen, PaperPage)
        assert str(blocked) in said(pilot.app)


def test_a_number_with_a_stroke_is_a_file_name_all_the_same(tmp_path):
    assert save(tmp_path, "M02-0001/2026/YCBS-vi.pdf", b"%PDF-").name == "M02-0001-2026-YCBS-vi.pdf"
