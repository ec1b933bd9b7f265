"""A whole visit by keys alone: sign in, call, start, take the dossier in, receipt, done."""

import pytest
from textual.widgets import Button, DataTable, Input, OptionList, Select

from desk.screens.counter import CounterScreen
from desk.screens.inbox import InboxScreen
from desk.screens.intake import IntakeScreen
from desk.screens.receipt import ReceiptScreen
from desk.screens.search import SearchSheet
from desk.screens.sheet import FormSheet
from desk.screens.sign_in import SignInScreen
from desk.widgets.drawings import BigNumber
from desk.widgets.lines import KeyLine
from tests.desk.keys import PASSWORD, press, said, sign_in, text

SIZE = (110, 30)


async def test_a_wrong_password_is_told_plainly_and_the_name_stays(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, password="sai mat khau")

        assert isinstance(pilot.app.screen, SignInScreen)
        assert "mật khẩu không đúng" in said(pilot.app)
        assert pilot.app.screen.query_one("#officer", Input).value == "nt.hong"
        assert pilot.app.screen.query_one("#password", Input).value == ""


async def test_a_counter_where_somebody_sits_is_named_and_refused(commune):
    commune.office.staff.sign_in("nt.hong", PASSWORD, "3", "desk-1")
    commune.appoint("ht.sua", "Hảng Thị Sua", "Công chức tiếp nhận", "reception", "Một cửa")
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, officer="ht.sua", counter=3)
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "Quầy 3 đang do Nguyễn Thị Hồng ngồi" in said(pilot.app)


async def test_nothing_typed_is_no_try(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await press(pilot, "f10")
        assert "F10" in said(pilot.app)


async def test_an_officer_at_a_counter_sees_the_queue_and_signs_out(commune):
    commune.ticket()
    commune.ticket(priority="elderly")
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        assert isinstance(pilot.app.screen, CounterScreen)
        assert pilot.app.screen.query_one(DataTable).row_count == 2
        priority = [pilot.app.screen.query_one(DataTable).get_row_at(row)[3] for row in range(2)]
        assert any("cao tuổi" in cell for cell in priority)

        await press(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, SignInScreen)
        assert commune.office.staff.officers()[-1].counter == ""


async def test_an_officer_without_a_counter_goes_to_the_inbox(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, officer="gs.pao")
        assert isinstance(pilot.app.screen, InboxScreen)


async def test_a_whole_visit_by_keys_only(commune):
    first = commune.ticket()
    commune.later(7)
    async with commune.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f1")
        assert app.screen.query_one(BigNumber).number == first.number
        assert "đến lượt" in text(app, ".why")
        await press(pilot, "f3")
        assert text(app, ".call-state") == "Đang phục vụ"

        await press(pilot, "f8")
        assert isinstance(app.screen, IntakeScreen)
        assert "Đăng ký khai sinh" in text(app, ".procedure")
        await press(pilot, "«Tráng Thị Dúa»", "enter", "«010199000123»", "enter", "f5")
        assert "Còn thiếu 2" in said(app)
        assert app.screen.query_one("#field-applicant", Input).value == "Tráng Thị Dúa"

        await press(pilot, "f2", "space", "down", "1")
        assert "Đã đủ giấy tờ" in text(app, ".missing")
        await press(pilot, "f5")
        assert isinstance(app.screen, ReceiptScreen)
        receipt = app.screen.receipt
        assert receipt.code == "H38.28.96-261124-0001"
        paper = app.screen.text()
        assert "thứ Sáu, ngày 27 tháng 11 năm 2026" in paper
        assert receipt.url in paper
        assert receipt.short_code[:4] in paper

        await press(pilot, "enter")
        assert isinstance(app.screen, CounterScreen)
        await press(pilot, "f4")
        assert app.screen.query_one("#field-outcome", Select).value == "dossier"
        await press(pilot, "f10")

    served = commune.office.queue.ticket(first.id)
    assert served.state == "served"
    assert commune.office.dossiers.find(receipt.code) == receipt.id


async def test_a_second_number_is_not_called_before_the_first_is_finished(commune):
    first, _ = commune.ticket(), commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f1")
        assert first.number in said(pilot.app)
        assert len(commune.office.queue.board().calls) == 1


async def test_a_visitor_who_did_not_come_can_come_back(commune):
    first = commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f5")
        assert first.number in text(pilot.app, ".missed")

        await press(pilot, "f7")
        await press(pilot, f"«{first.number.lower()}»", "f10")
        assert commune.office.queue.ticket(first.id).state == "waiting"


async def test_a_refused_transfer_keeps_what_was_typed(commune):
    commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f6")
        sheet = pilot.app.screen
        assert isinstance(sheet, FormSheet)
        await press(pilot, "enter", "home", "down", "enter", "tab", "«Nham quay»", "f10")

        assert pilot.app.screen is sheet
        assert "đang chờ ở chính nhóm đó" in said(pilot.app)
        assert sheet.keep()["why"] == "Nham quay"


async def test_a_break_is_told_in_words_and_stops_calling(commune):
    commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f9")
        await press(pilot, "f10")
        assert text(pilot.app, ".call-state") == "Đang tạm nghỉ"
        await press(pilot, "f1")
        assert "F9" in said(pilot.app)
        await press(pilot, "f9", "f1")
        assert pilot.app.screen.query_one(BigNumber).number


async def test_other_business_asks_for_the_procedure_without_diacritics(commune):
    commune.office.queue.issue(commune_kiosk(), group="civil_status")
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f8")
        assert isinstance(pilot.app.screen, SearchSheet)
        await press(pilot, "«khai sinh»")
        assert pilot.app.screen.query_one(OptionList).option_count >= 1
        await press(pilot, "enter")
        assert "Đăng ký khai sinh" in text(pilot.app, ".procedure")


async def test_missing_papers_are_asked_for_at_once(commune):
    commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f3", "f8")
        await press(pilot, "«Tráng Thị Dúa»", "f6")
        asked = pilot.app.screen.keep()
        names = [line.partition(" |")[0] for line in asked["items"].splitlines()]
        assert names == [paper.name for paper in birth_papers(commune)[:2]]
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, CounterScreen)


async def test_guidance_alone_says_what_it_was_about(commune):
    commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f3", "f8")
        await press(pilot, "f8")
        await press(pilot, "f10")
        assert "ít nhất một mục" in said(pilot.app)
        await press(pilot, "space", "f10")
        assert isinstance(pilot.app.screen, CounterScreen)


async def test_another_language_keeps_what_was_typed(commune):
    commune.ticket()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f8")
        await press(pilot, "«Tráng»", "ctrl+l")
        assert pilot.app.screen.query_one("#field-applicant", Input).value == "Tráng"
        assert "Birth registration" in text(pilot.app, ".procedure")
        assert "accept" in str(pilot.app.screen.query_one(KeyLine).render())


async def test_colours_change_in_every_screen_without_losing_what_was_typed(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await press(pilot, "«nt.hong»", "ctrl+t")
        assert pilot.app.theme == "son-mai"
        assert pilot.app.screen.query_one("#officer", Input).value == "nt.hong"
        await press(pilot, "ctrl+t", "ctrl+t")
        assert pilot.app.theme == "giay-do"


@pytest.mark.parametrize("size", [(110, 30), (100, 26), (80, 24)])
async def test_the_nine_keys_are_seen_at_every_size(commune, size):
    commune.ticket()
    async with commune.desk().run_test(size=size) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1")
        shown = pilot.app.screen.region
        for button in pilot.app.screen.query(Button):
            assert shown.contains_region(button.region), button.id
            assert button.region.height == 1


def birth_papers(commune):
    return commune.office.catalogue.procedure("1.001193.000.00.00.H38").documents


def commune_kiosk():
    from application.envelope import Actor

    return Actor("", "citizen", "kiosk-1")
