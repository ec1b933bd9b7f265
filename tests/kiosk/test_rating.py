"""A visit is rated with a few presses, once, and who is not content is told whom to call."""

import pytest

from kiosk.widgets import Tile
from tests.kiosk.a_hall import visiting
from tests.kiosk.a_service import WAYS, choose, secret_of, topics, visit


@pytest.mark.parametrize("way", WAYS)
async def test_a_scanned_ticket_is_rated_with_a_few_presses(office, officer, way):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(visitor, way, "Đánh giá lượt này", "Rất hài lòng", "Gửi đánh giá")

        assert visitor.place == "rated"
        assert "Cảm ơn ông/bà" in visitor.screen
        assert topics(office, "visit.") == ["visit.rated"]
        await choose(visitor, way, "Xong")
        assert visitor.place == "home"
        assert visitor.app.session.opinion.score == 0


@pytest.mark.parametrize("way", WAYS)
async def test_who_is_not_content_is_asked_why_and_told_whom_to_call(office, officer, way):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(
            visitor, way, "Đánh giá lượt này", "Rất không hài lòng", "Chờ lâu", "ngoài biểu phí", "Tiếp tục"
        )
        assert "đường dây nóng" in visitor.screen
        await choose(visitor, way, "Gửi đánh giá")

        assert visitor.place == "rated"
        assert "giữ kín" in visitor.screen
        fact = next(
            event.fact
            for event in office.store.select(office.store.reader())
            if event.fact.NAME == "visit.rated"
        )
        assert (fact.score, fact.reasons) == (1, ("waiting", "unlisted_charge"))


async def test_a_ticket_is_shown_by_its_number_and_four_letters(office, officer):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await choose(visitor, "finger", "Dịch vụ khác", "Đánh giá lượt phục vụ")
        await visitor.type(ticket.number)
        await visitor.press("enter")
        await visitor.type(secret_of(ticket.url)[:4])
        await visitor.press("enter")

        assert visitor.place == "faces"


async def test_words_are_typed_on_the_screen_and_sent_with_the_rating(office, officer):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(visitor, "finger", "Đánh giá lượt này", "Bình thường", "Viết thêm vài lời")
        await visitor.type("chờ lâu 2 giờ")
        await visitor.press("enter")
        assert "«chờ lâu 2 giờ»" in visitor.screen
        await choose(visitor, "pad", "Gửi đánh giá")

        assert topics(office, "visit.") == ["visit.rated"]


async def test_what_cannot_be_rated_is_told_kindly_and_alike(office, officer):
    ticket = visit(office)
    going_on = visit(office, finished=False)
    async with visiting(office) as visitor:
        await choose(visitor, "finger", "Dịch vụ khác", "Đánh giá lượt phục vụ")
        await visitor.type("B999")
        await visitor.press("enter")
        await visitor.type("0000")
        await visitor.press("enter")
        assert visitor.place == "sorry"
        assert "Chưa tìm thấy lượt phục vụ" in visitor.screen
        await visitor.press("asterisk")
        assert visitor.place == "rating"

        await visitor.scan(ticket.url)
        await choose(visitor, "pad", "Đánh giá lượt này", "Hài lòng", "Gửi đánh giá", "Xong")
        await visitor.scan(ticket.url)
        await choose(visitor, "pad", "Đánh giá lượt này")
        assert "đã được đánh giá rồi" in visitor.screen

        await visitor.scan(going_on.url)
        assert not [tile for tile in visitor.app.query(Tile) if "Đánh giá" in tile.title_text]


async def test_going_back_after_sending_sends_nothing_again(office, officer):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(visitor, "pad", "Đánh giá lượt này", "Hài lòng", "Gửi đánh giá")
        await visitor.press("asterisk")

        assert visitor.place == "home"
        assert topics(office, "visit.") == ["visit.rated"]


async def test_the_language_changes_in_the_middle_of_a_rating_and_loses_nothing(office, officer):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(visitor, "pad", "Đánh giá lượt này", "Không hài lòng", "Chờ lâu")
        await visitor.press("slash")
        assert "What was not good?" in visitor.screen
        assert visitor.tile("A long wait").ticked
