"""Whatever must be posted is a press or two away, by finger, keys or number pad, and nothing is cut on any screen."""

import pytest

from application.envelope import OFFICE
from kiosk.screens.people import initials
from tests.kiosk.a_hall import clipped, tickets, visiting
from tests.kiosk.a_service import PHONE, WAYS, choose

SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]


# ---- what is posted


@pytest.mark.parametrize("way", WAYS)
async def test_who_may_collect_a_result_leads_to_a_number_for_it(office, way):
    async with visiting(office) as visitor:
        await choose(visitor, way, "Dịch vụ khác", "Ai được nhận kết quả", "Nhờ người khác")
        assert "giấy ủy quyền" in visitor.screen
        assert "Điều 6(2)(b)" in visitor.screen
        await choose(visitor, way, "Lấy số nhận kết quả", "Không")

        assert visitor.place == "number"
        assert [row[3] for row in tickets(office)] == ["results"]


@pytest.mark.parametrize("way", WAYS)
async def test_everybody_who_works_here_can_be_read_page_by_page(office, officer, way):
    async with visiting(office) as visitor:
        await choose(visitor, way, "Dịch vụ khác", "Cán bộ, đường dây nóng")
        assert office.unit.hotline in visitor.screen
        assert "Quầy 1" in visitor.screen
        seen, pages = "", visitor.app.place.pages
        for _ in range(pages):
            seen += " ".join(visitor.screen.split())
            await choose(visitor, way, "Xem tiếp")
        missing = [each.phone for each in office.staff.officers() if each.phone not in seen]
        assert missing == []


async def test_whatever_is_published_is_one_press_away(office):
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Dịch vụ khác", "Thủ tục niêm yết")
        assert visitor.place == "notice"


async def test_the_groups_that_go_first_are_posted_with_their_articles(office):
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Dịch vụ khác", "Ai được ưu tiên")
        seen = visitor.screen
        await choose(visitor, "pad", "Xem tiếp")
        seen += visitor.screen
        assert "NĐ 63/2010/NĐ-CP Điều 18" in seen
        assert "chưa xác minh" in seen
        assert "Người có lịch hẹn" in seen


async def test_the_code_of_a_dossier_is_grouped_while_it_is_typed_and_pressed(office):
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Tra cứu hồ sơ")
        for digit in "26030":
            await visitor.click(digit, whole=True)
        await visitor.type("20001")
        assert "260302-0001" in visitor.screen
        await visitor.click("A B C", whole=True)
        await visitor.click("Z", whole=True)
        assert "2603020001Z" in visitor.screen


@pytest.mark.parametrize(
    ("name", "letters"), [("Nguyễn Thị Hoa", "NH"), ("Đặng Ân", "DA"), ("Ý", "Y"), ("Võ Ơn Ếch", "VE")]
)
def test_initials_are_plain_letters_that_the_hall_can_read(name, letters):
    assert initials(name) == letters


# ---- nothing is cut


PLACES = {
    "told": ("home", "services", "checkin", "follow", "priority", "priorities", "people", "reporting"),
    "rated": (
        "rating",
        "faces",
        "reasons",
        "rating_send",
        "rating_words",
        "rated",
        "collecting",
        "collecting_way",
    ),
    "suggested": (
        "suggesting",
        "sentences",
        "suggestion_words",
        "suggestion_phone",
        "suggested",
        "reply",
        "replied",
    ),
}


def prepare(session, place, left):
    opinion = session.opinion
    opinion.score, opinion.reasons = 1, {"waiting", "attitude", "unlisted_charge"}
    opinion.topic, opinion.sentences, opinion.phone = "room", {"more_seats"}, PHONE
    opinion.words, opinion.seen, session.way = "Chờ lâu quá, nên mở thêm quầy lúc đông người", left, "own"
    session.place = place


@pytest.mark.parametrize(
    ("size", "language"),
    [*((size, "vi") for size in SIZES), *((size, "en") for size in SIZES[2:])],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
@pytest.mark.parametrize("about", PLACES)
async def test_nothing_is_cut_on_any_screen(office, officer, size, language, about):
    from application.feedback import Suggested

    left = office.feedback.leave(Suggested(topic="room", words="Thêm ghế"), OFFICE)
    async with visiting(office, size=size) as visitor:
        wrong = {}
        for place in PLACES[about]:
            visitor.app.session = visitor.app.front.new_session(language)
            prepare(visitor.app.session, place, left)
            await visitor.app.show()
            await visitor.rest()
            assert visitor.place == place
            if found := clipped(visitor.app):
                wrong[place] = found
        assert wrong == {}
