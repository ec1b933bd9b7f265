"""People who know nothing of the kiosk but what it shows them: they read, choose what fits, get what they came for.

They see the letters of the screen and nothing else: no widget, no name of a place. What a finger needs is where the
words stand; what the number pad needs is the badge; what the arrows need is the thick frame.
"""

from dataclasses import dataclass, field

import pytest

from application.appointments import Wanted
from application.envelope import OFFICE
from tests.application.an_office import HOA, at_counter, forward, in_process, on
from tests.kiosk.a_hall import popular, visiting
from tests.kiosk.a_person import Choice, choices, fitting, marked, words_of

READING, PRESSING = 2.0, 1.0
"""Seconds an old person takes to weigh one choice, and to press one: choices are read from the top left up to the one
that is taken, and after a press on the same screen from there on."""
AROUND = "*/-+"
"""Badges of the ways around, which nobody came for."""
ONWARDS = ("Tiếp tục", "Continue")
OTHERWISE = ("Việc khác", "Something else", "Dịch vụ khác", "Other services")
DONE = ("Số của ông/bà", "Your number", "Cảm ơn ông/bà", "Tình hình lúc")
SCAN = ("Quét mã QR", "Scan the QR")
PATIENCE = 15
"""Presses after which anybody gives up."""


@dataclass
class Person:
    """`about` is what they came for and what they know of themselves; `bag` what they brought; `paper` has a code."""

    about: str
    bag: tuple[str, ...] = ()
    paper: str = ""
    digits: str = ""
    hand: str = "finger"
    presses: int = 0
    seconds: float = 0.0
    pressed: list[str] = field(default_factory=list)
    seen: frozenset[str] = frozenset()
    """The choices of the screen that is being read."""

    async def visit(self, visitor) -> str:
        """Until the screen has what they came for; what it says then."""
        used, before = set(), ""
        while not any(word in visitor.screen for word in DONE):
            assert self.presses < PATIENCE, f"lost after {self.pressed}:\n{visitor.screen}"
            shown = frozenset(each.words for each in choices(visitor.screen))
            if shown != self.seen:
                self.seen, used, before = shown, set(), ""
            if self.paper and any(word in visitor.screen for word in SCAN):
                await visitor.scan(self.paper)
                continue
            if self.digits and "nhập mã hồ sơ" in visitor.screen:
                await visitor.type(self.digits)
                await visitor.press("enter", "enter")
                continue
            choice = self.choose(visitor.screen, used)
            self.weigh(visitor.screen, choice, before)
            used.add(choice.words)
            before = choice.words
            await self.take(visitor, choice)
        return visitor.screen

    def choose(self, screen: str, used: set[str]) -> Choice:
        offered = [each for each in choices(screen) if each.badge not in AROUND and each.words not in used]
        onwards = [each for each in offered if each.words.startswith(ONWARDS)]
        if onwards:
            mine = [each for each in offered if words_of(each.words) <= words_of(" ".join(self.bag))]
            return mine[0] if mine else onwards[0]
        best = fitting(offered, self.about)
        if words_of(best.words) & words_of(self.about):
            return best
        return next(each for each in offered if each.words.startswith(OTHERWISE))

    def weigh(self, screen: str, taken: Choice, before: str) -> None:
        order = [each.words for each in choices(screen)]
        first = order.index(before) + 1 if before in order else 0
        weighed = max(1, order.index(taken.words) + 1 - first)
        self.seconds += READING * weighed + PRESSING
        self.presses += 1
        self.pressed.append(taken.words)

    async def take(self, visitor, choice: Choice) -> None:
        if self.hand == "finger":
            visitor.at += 2
            await visitor.touch(*choice.centre)
        elif self.hand == "digits":
            await visitor.press({".": "full_stop"}.get(choice.badge, choice.badge))
        else:
            for _ in range(PATIENCE * 2):
                if marked(visitor.screen) == choice.words:
                    break
                await visitor.press("tab")
            await visitor.press("enter")


def numbers(office):
    query = "SELECT number, procedure, priority, grp FROM ticket ORDER BY issued_at, number"
    return office.store.reader().execute(query).fetchall()


HANDS = ("finger", "digits", "arrows")
IN_TURN = "tôi chờ như mọi người"
"""What somebody says of themselves who belongs to no group that goes first."""


@pytest.mark.parametrize("hand", HANDS)
async def test_a_grandmother_of_eighty_registers_the_birth_of_her_grandchild(office, hand):
    she = Person(
        "đăng ký khai sinh cho cháu; người cao tuổi",
        bag=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh"),
        hand=hand,
    )
    before = popular(office)
    async with visiting(office) as visitor:
        said = await she.visit(visitor)

    [(number, procedure, priority, group)] = numbers(office)[before:]
    assert (number, procedure[:8], priority, group) == ("A004", "1.001193", "elderly", "civil_status")
    assert "Đăng ký khai sinh" in said
    assert she.presses <= 7, she.pressed
    assert she.seconds < 40, (she.seconds, she.pressed)


@pytest.mark.parametrize("size", [(80, 24), (80, 20), (60, 48)])
async def test_she_finds_her_way_on_any_screen(office, size):
    she = Person("đăng ký khai sinh cho cháu; người cao tuổi", bag=("Giấy chứng sinh",))
    before = popular(office)
    async with visiting(office, size=size) as visitor:
        await she.visit(visitor)

    assert [row[2:] for row in numbers(office)[before:]] == [("elderly", "civil_status")]
    assert she.seconds < 40, (she.seconds, she.pressed)


@pytest.mark.parametrize("hand", HANDS)
async def test_a_man_comes_for_his_red_book(office, hand):
    he = Person(f"sổ đỏ đất đai; {IN_TURN}", hand=hand)
    async with visiting(office) as visitor:
        await he.visit(visitor)

    assert [row[2:] for row in numbers(office)] == [("", "land")]


@pytest.mark.parametrize("hand", HANDS)
async def test_a_woman_fetches_a_result(office, hand):
    she = Person(f"nhận kết quả; {IN_TURN}", hand=hand)
    async with visiting(office) as visitor:
        await she.visit(visitor)

    assert [(row[0], row[3]) for row in numbers(office)] == [("H001", "results")]
    assert she.presses == 2


@pytest.mark.parametrize("hand", HANDS)
async def test_who_has_an_appointment_holds_its_code_to_the_scanner(office, hand):
    on(office, "2026-03-02", "09:00")
    slots = office.appointments.slots("counter", "2026-03-02", "2026-03-02", group="other")
    slot = next(each for each in slots if each.start > office.now())
    wanted = Wanted(
        kind="counter", start=slot.start, group="other", person="Nguyễn Văn Ẩn Danh", phone="0903000123"
    )
    booked = office.appointments.book(wanted, OFFICE)
    office.core.store.clock.set(slot.start)
    they = Person("đã hẹn trước; tôi đã đến", paper=booked.url, hand=hand)
    async with visiting(office) as visitor:
        await they.visit(visitor)
        if "Số của ông/bà" not in visitor.screen:
            await they.take(visitor, they.choose(visitor.screen, set()))
        assert "Số của ông/bà" in visitor.screen

    assert [row[2:] for row in numbers(office)] == [("appointment", "other")]


async def test_who_follows_a_dossier_types_the_digits_of_its_code(office):
    in_process(office)
    he = Person("tra cứu hồ sơ", digits="2603020001", hand="digits")
    async with visiting(office) as visitor:
        said = await he.visit(visitor)

    assert "H20.321-260302-0001" in said
    assert "Ẩn Danh" not in said


@pytest.mark.parametrize("hand", HANDS)
async def test_a_visit_is_rated_by_who_was_there(office, hand):
    at_counter(office, "1", HOA)
    ticket = office.queue.issue(OFFICE, group="other")
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    forward(office, 5)
    office.queue.finish(ticket.id, "other", HOA)
    she = Person("dịch vụ: gửi đánh giá lượt này, lượt phục vụ; rất hài lòng", paper=ticket.url, hand=hand)
    async with visiting(office) as visitor:
        await she.visit(visitor)
        for _ in range(3):
            if "Cảm ơn ông/bà" not in visitor.screen:
                await she.take(visitor, she.choose(visitor.screen, set()))
        assert "Cảm ơn ông/bà" in visitor.screen

    rated = [
        event.fact for event in office.store.select(office.store.reader()) if event.fact.NAME == "visit.rated"
    ]
    assert [fact.score for fact in rated] == [5]


@pytest.mark.parametrize("hand", HANDS)
async def test_a_suggestion_is_left_without_typing_a_letter(office, hand):
    he = Person("dịch vụ: gửi góp ý về phòng chờ, nên có thêm ghế ngồi", hand=hand)
    async with visiting(office) as visitor:
        said = await he.visit(visitor)

    assert "Cảm ơn ông/bà đã góp ý" in said
    [left] = office.feedback.suggestions(OFFICE)
    assert left.topic == "room"


@pytest.mark.parametrize("hand", HANDS)
async def test_a_visitor_reads_english(office, hand):
    she = Person("register a birth, birth registration; I wait like everybody", hand=hand)
    before = popular(office)
    async with visiting(office, language="en") as visitor:
        await she.visit(visitor)

    assert [(row[1][:8], row[2], row[3]) for row in numbers(office)[before:]] == [
        ("1.001193", "", "civil_status")
    ]
