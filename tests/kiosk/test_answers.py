"""What the kiosk answers of an appointment, and of a result that is not at the office to be fetched."""

import pytest

from tests.kiosk.a_hall import visiting
from tests.web import lives


async def test_a_scanned_appointment_says_when_and_where_and_never_who(office):
    view = lives.moved_by_the_office(office)
    async with visiting(office) as visitor:
        await visitor.scan(view.url)

        assert visitor.place == "answer"
        assert view.code in visitor.screen
        assert "thứ Tư, ngày 04 tháng 3 năm 2026, từ 09:00 đến 09:30" in visitor.screen
        assert "Mời ông/bà đến đúng ngày hẹn" in visitor.screen
        assert "T. T. B." not in visitor.screen


async def test_a_cancelled_appointment_sends_nobody_to_a_counter(office):
    view = lives.cancelled_by_the_citizen(office)
    async with visiting(office) as visitor:
        await visitor.scan(view.url)

        assert "Đã hủy" in visitor.screen
        assert "Mời ông/bà đến" not in visitor.screen


async def test_a_visit_at_home_does_not_say_where_somebody_lives(office):
    view = lives.booked_at_home(office)
    async with visiting(office) as visitor:
        await visitor.scan(view.url)

        assert "Tại nhà ông/bà" in visitor.screen
        assert "Ấp Năm" not in visitor.screen


@pytest.mark.parametrize(
    ("live", "words"),
    [
        (lives.by_post, "mã bưu gửi"),
        (lives.to_be_sent, "ông/bà không phải đến nhận"),
        (lives.signed, "đang được chuyển về"),
        (lives.undeliverable, "vẫn được giữ cho ông/bà"),
    ],
)
async def test_nobody_is_sent_for_a_result_that_is_elsewhere(office, live, words):
    dossier = live(office)
    async with visiting(office) as visitor:
        await visitor.scan(f"{office.core.public_url}/t#{lives.secret_of(office, dossier)}")

        assert words in visitor.screen
        assert "Kết quả đã có tại Bộ phận Một cửa." not in visitor.screen
