"""Everything else at the kiosk, as people do it: by finger, by keys, by number pad alone, in either language."""

import pytest

from application.appointments import Wanted
from application.envelope import OFFICE
from domain.calendar import local_moment
from kiosk.screens.people import initials
from kiosk.widgets import Tile
from tests.kiosk.a_hall import HOA, clipped, tickets, visiting

SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]
PERSON, PHONE = "Nguyễn Văn Ẩn Danh", "0903000123"
WAYS = ("finger", "keys", "pad")


@pytest.fixture
def officer(office):
    """Somebody sits at counter 1."""
    office.staff._open_shift(HOA.id, "1", (), HOA)
    return HOA


def visit(office, *, finished=True):
    ticket = office.queue.issue(OFFICE, group="other")
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    if finished:
        office.queue.finish(ticket.id, "other", HOA)
    return ticket


def secret_of(url):
    return url.rpartition("#")[2]


def topics(office, start):
    query = "SELECT topic FROM event WHERE topic LIKE ? ORDER BY id"
    return [row[0] for row in office.store.reader().execute(query, (f"{start}%",)).fetchall()]


async def choose(visitor, way, *titles):
    """Press tiles by their words: with a finger, by walking to them with the arrows, or by the digits they wear."""
    for title in titles:
        tile = visitor.tile(title)
        if way == "finger":
            await visitor.click(title)
        elif way == "pad":
            assert tile.badge, f"«{title}» has no key on the number pad"
            await visitor.press({".": "full_stop"}.get(tile.badge, tile.badge))
        else:
            await visitor.press("tab")
            for _ in range(30):
                if visitor.app.marked is visitor.tile(title):
                    break
                await visitor.press("tab")
            assert visitor.app.marked is visitor.tile(title)
            await visitor.press("enter")


# ---- rating


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


# ---- suggestions


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


# ---- appointments


def booked(office, hour, day="2026-03-02"):
    """An appointment at a counter, as an officer gives it by phone."""
    slots = office.appointments.slots("counter", day, day, group="other")
    slot = next(slot for slot in slots if slot.start >= local_moment(day, hour))
    wanted = Wanted(kind="counter", start=slot.start, group="other", person=PERSON, phone=PHONE)
    return office.appointments.book(wanted, OFFICE)


def at(office, hour, day="2026-03-02"):
    office.core.store.clock.set(local_moment(day, hour))


@pytest.mark.parametrize("way", WAYS)
async def test_an_appointment_is_checked_in_by_its_qr_code(office, way):
    view = booked(office, "10:00")
    at(office, "09:55")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        assert visitor.place == "answer"
        assert "từ 10:00" in visitor.screen
        assert not {"Danh", PHONE} & set(visitor.screen.split())
        await choose(visitor, way, "Tôi đã đến")

        assert visitor.place == "number"
        assert [row[2:] for row in tickets(office)] == [("appointment", "other")]
        assert office.appointments.appointment(view.code).state == "kept"


async def test_the_code_under_the_qr_code_is_typed_in_groups(office):
    view = booked(office, "10:00")
    secret = secret_of(view.url)
    at(office, "09:55")
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Đã hẹn trước")
        await visitor.type(secret)
        assert f"{secret[:4]} {secret[4:8]} {secret[8:12]} {secret[12:]}" in visitor.screen
        await visitor.press("enter")
        assert visitor.place == "answer"
        await visitor.press("0")
        assert visitor.place == "number"


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2026-03-02", "08:15", "Ông/bà đến sớm"),
        ("2026-03-02", "11:00", "Đã qua giờ hẹn"),
        ("2026-03-03", "09:55", "đúng ngày hẹn"),
    ],
)
async def test_too_early_too_late_and_another_day_are_told_with_what_to_do(office, day, hour, told):
    view = booked(office, "10:00")
    at(office, hour, day)
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        assert told in " ".join(visitor.screen.split())


async def test_too_early_a_number_is_not_given_yet_but_an_ordinary_one_is(office):
    view = booked(office, "10:00")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        await choose(visitor, "pad", "Tôi đã đến")
        assert visitor.place == "sorry"
        assert "Chưa đến giờ hẹn" in visitor.screen
        await choose(visitor, "pad", "Lấy số", "Không")
        assert visitor.place == "number"
        assert [row[2] for row in tickets(office)] == [""]
        assert office.appointments.appointment(view.code).state == "booked"


async def test_late_a_number_is_given_without_going_first(office):
    view = booked(office, "10:00")
    at(office, "11:00")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        await choose(visitor, "pad", "Tôi đã đến")
        assert visitor.place == "number"
        assert [row[2] for row in tickets(office)] == [""]


async def test_checking_in_again_shows_the_same_number_with_its_code(office):
    view = booked(office, "10:00")
    at(office, "09:55")
    numbers = [office.appointments.arrive(view.code, OFFICE.__class__("k", "citizen", "k"), secret=secret_of(view.url))
               for _ in range(2)]  # fmt: skip
    assert numbers[0].number == numbers[1].number
    assert numbers[0].url == numbers[1].url


@pytest.mark.parametrize("typed", ["LH-260302-001", "0" * 16, "ABC"])
async def test_a_wrong_code_opens_no_appointment_and_says_what_to_do(office, typed):
    booked(office, "10:00")
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Đã hẹn trước")
        for letter in typed:
            await visitor.press({"-": "minus"}.get(letter, letter))
        await visitor.press("enter")
        assert visitor.place == "sorry"
        assert "Việc khác" in visitor.screen


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


# ---- nothing is left behind, and nothing is cut

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


async def test_the_language_changes_in_the_middle_of_a_rating_and_loses_nothing(office, officer):
    ticket = visit(office)
    async with visiting(office) as visitor:
        await visitor.scan(ticket.url)
        await choose(visitor, "pad", "Đánh giá lượt này", "Không hài lòng", "Chờ lâu")
        await visitor.press("slash")
        assert "What was not good?" in visitor.screen
        assert visitor.tile("A long wait").ticked
