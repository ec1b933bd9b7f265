"""A suggestion is pressed or written, answered under its code, and leaves nothing for the next visitor."""

import pytest

from application.envelope import OFFICE
from tests.kiosk.a_hall import visiting
from tests.kiosk.a_service import PHONE, WAYS, choose, topics


@pytest.mark.parametrize("way", WAYS)
async def test_a_suggestion_is_pressed_and_its_answer_read_with_the_code(office, way):
    async with visiting(office) as visitor:
        await choose(visitor, way, "Dịch vụ khác", "Góp ý", "Phòng chờ", "thêm ghế", "Gửi góp ý")

        assert visitor.place == "suggested"
        code = visitor.app.session.opinion.seen.code
        await choose(visitor, way, "Xong")
        office.feedback.answer("0001/2026/GY", "Đã thêm mười ghế.", OFFICE)

        await choose(visitor, way, "Dịch vụ khác", "Góp ý", "Xem trả lời")
        await visitor.type(code)
        assert f"{code[:4]} {code[4:8]}" in visitor.screen
        await visitor.press("enter")
        assert visitor.place == "replied"
        assert "Đã thêm mười ghế." in visitor.screen


async def test_a_phone_is_left_only_by_who_wants_to_be_called(office):
    async with visiting(office) as visitor:
        await choose(visitor, "finger", "Dịch vụ khác", "Góp ý", "Điều khác", "Muốn được gọi lại")
        for digit in PHONE:
            await visitor.click(digit, whole=True)
        await visitor.click("Xong")
        assert PHONE in visitor.screen
        await choose(visitor, "finger", "Tự viết")
        await visitor.type("xin mở cửa sớm")
        await visitor.press("enter")
        await choose(visitor, "finger", "Gửi góp ý")

        assert visitor.place == "suggested"
        opened = office.feedback.open("0001/2026/GY", OFFICE)
        assert (opened.phone, opened.words) == (PHONE, "xin mở cửa sớm")


async def test_an_empty_suggestion_is_not_sent_and_a_wrong_code_finds_nothing(office):
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Dịch vụ khác", "Góp ý", "Điều khác", "Gửi góp ý")
        assert visitor.place == "sorry"
        assert "chưa chọn câu nào" in visitor.screen
        await visitor.press("asterisk")
        assert visitor.place == "sentences"
        await visitor.press("asterisk")
        await choose(visitor, "pad", "Xem trả lời")
        await visitor.type("26000112345678")
        await visitor.press("enter")
        assert "Không tìm thấy góp ý" in visitor.screen


async def test_corruption_is_led_to_the_hotline_and_kept_out_of_the_box(office):
    async with visiting(office) as visitor:
        await choose(visitor, "finger", "Dịch vụ khác", "Góp ý", "Bị đòi tiền")

        assert visitor.place == "reporting"
        assert office.unit.hotline in visitor.screen
        assert "không nhận tố cáo" in visitor.screen
        assert topics(office, "suggestion.") == []


async def test_nothing_of_a_suggestion_is_left_for_the_next_visitor(office):
    async with visiting(office) as visitor:
        await choose(visitor, "finger", "Dịch vụ khác", "Góp ý", "Điều khác", "Tự viết")
        await visitor.type("việc riêng")
        visitor.at += 50
        await visitor.wait(24)

        assert visitor.place == "home"
        assert visitor.app.session.opinion.words == ""
        await choose(visitor, "finger", "Dịch vụ khác", "Góp ý", "Điều khác")
        assert "riêng" not in visitor.screen
