"""The kiosk forgets every visitor, shows everything whole in every size, and cannot be led astray."""

import random

import pytest

from kiosk import KioskApp
from kiosk.screens.follow import FollowPlace
from kiosk.widgets import Tile
from tests.kiosk.a_hall import BIRTH_NAME, clipped, popular, tickets, visiting
from wording.identity import CONTRAST, LIGHT

SIZES = [((80, 20), "vi"), ((60, 48), "en"), ((137, 33), "vi"), ((60, 80), "en")]
"""A small one in each language, and those of which no pictures are kept."""


async def test_who_walks_away_is_asked_then_forgotten_whole(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("9")
        await visitor.type("khai sinh")
        await visitor.press("1", "1", "/", "-")
        secret = visitor.app.session.command
        await visitor.wait(46)
        assert "Are you still there?" in visitor.screen
        await visitor.wait(21)

        assert visitor.place == "home"
        assert "Hôm nay ông/bà cần làm việc gì?" in visitor.screen
        for left in (BIRTH_NAME, "Birth registration", "khai sinh ", "■", "Are you still"):
            assert left not in visitor.screen
        session = visitor.app.session
        assert (session.language, session.words, session.procedure, session.have, session.trail) == (
            "vi",
            "",
            None,
            set(),
            [],
        )
        assert session.command != secret
        assert visitor.app.theme == LIGHT.name


@pytest.mark.parametrize("sign", ["key", "finger"])
async def test_a_sign_of_life_keeps_everything_and_presses_nothing(office, sign):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "1")
        await visitor.wait(50)
        assert visitor.app.warning is not None
        if sign == "key":
            await visitor.press("0")
        else:
            await visitor.click("thêm thời gian")

        assert visitor.app.warning is None
        assert visitor.place == "bring"
        assert visitor.app.session.have == {0}


async def test_the_number_goes_by_itself_and_can_be_kept(office):
    async with visiting(office) as visitor:
        await visitor.press("8", "0")
        await visitor.wait(20)
        assert "sau 10 giây" in visitor.screen or "sau 8 giây" in visitor.screen
        await visitor.press("1")
        await visitor.wait(20)
        assert visitor.place == "number"
        await visitor.wait(15)

        assert visitor.place == "home"
        assert "H001" not in visitor.screen


async def test_a_timer_of_the_visitor_before_touches_nobody(office):
    async with visiting(office) as visitor:
        await visitor.press("8", "0")
        await visitor.wait(28)
        await visitor.press("0")
        await visitor.press("8", "0")
        await visitor.wait(10)

        assert visitor.place == "number"
        assert len(tickets(office)) == 2


async def test_a_tap_on_a_place_that_is_gone_does_nothing(office):
    async with visiting(office) as visitor:
        old = visitor.tile("Nhận kết quả")
        await visitor.press("1")
        visitor.at += 5
        visitor.app.post_message(Tile.Chosen(old, old.key))
        await visitor.rest()

        assert visitor.place == "fields"


async def test_an_empty_hall_is_invited_and_the_first_touch_only_wakes(office):
    async with visiting(office) as visitor:
        await visitor.wait(61)
        assert visitor.place == "attract"
        assert "Chạm màn hình để lấy số" in visitor.screen
        assert "Touch the screen for a number" in visitor.screen
        await visitor.press("8")

        assert visitor.place == "home"
        await visitor.wait(61)
        await visitor.touch(20, 10)
        assert visitor.place == "home"
        assert tickets(office) == []


async def test_an_empty_hall_sees_whose_turn_it_is(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.wait(61)
        assert "3 người đang chờ" in visitor.screen
        officer = office.staff
        officer.set_password("nt.hoa", "mật khẩu dài")
        by = officer.sign_in("nt.hoa", "mật khẩu dài", "1", "desk-1")
        office.queue.call_next("1", by)
        await visitor.wait(6)

        assert "Quầy 1" in visitor.screen
        assert "2 người đang chờ" in visitor.screen


async def test_no_key_leads_out_and_nothing_typed_anywhere_ends_it(office):
    chance = random.Random(7)
    keys = [
        *"0123456789abcxyzđ*/+-.",
        "enter",
        "escape",
        "up",
        "down",
        "left",
        "right",
        "tab",
        "backspace",
        "ctrl+q",
        "ctrl+c",
        "f1",
    ]
    async with visiting(office) as visitor:
        for _ in range(60):
            visitor.at += chance.choice([0.1, 1])
            await visitor.press(chance.choice(keys), apart=0)
        await visitor.rest()

        assert visitor.app.is_running
        assert visitor.app.place is not None


async def test_high_contrast_is_one_key_away(office):
    async with visiting(office) as visitor:
        await visitor.press("-")
        assert visitor.app.theme == CONTRAST.name
        await visitor.click("Màu thường")
        assert visitor.app.theme == LIGHT.name


async def test_dashes_are_typed_where_codes_are_typed(office):
    async with visiting(office) as visitor:
        await visitor.press("7", "1", "-", ".")

        assert visitor.app.session.code == "1-."
        assert visitor.app.theme == LIGHT.name
        assert isinstance(visitor.app.place, FollowPlace)


async def places(visitor):
    """Every place in turn, by its own way in."""
    app = visitor.app
    yield "home"
    await visitor.press("1")
    yield "fields"
    await visitor.press("1")
    yield "procedures"
    await visitor.press("0")
    yield "more procedures"
    await visitor.press("*", "1")
    yield "bring"
    await visitor.press("1", "0")
    yield "priority"
    await visitor.press("1")
    yield "number"
    await visitor.press("0", "9")
    yield "search"
    await visitor.type("khai s")
    yield "found"
    await visitor.press("*", "7")
    yield "follow"
    await visitor.press("1", "enter", "enter")
    yield "sorry"
    await app.start_over(language=app.session.language)
    await visitor.press("+")
    yield "help"
    await visitor.press("0", "6")
    yield "other fields"
    await app.start_over(place="attract")
    await visitor.rest()
    yield "attract"


@pytest.mark.parametrize(
    ("size", "language"),
    SIZES,
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
async def test_nothing_is_cut_on_any_place(office, size, language):
    popular(office)
    async with visiting(office, size=size, language=language) as visitor:
        wrong = {}
        async for name in places(visitor):
            found = clipped(visitor.app)
            if found:
                wrong[name] = found

        assert wrong == {}


@pytest.mark.parametrize("every", [27, pytest.param(1, marks=pytest.mark.long)])
async def test_every_procedure_can_be_shown_whole(office, every):
    async with visiting(office, size=(80, 24)) as visitor:
        wrong = []
        for procedure in office.catalogue.procedures()[::every]:
            await visitor.app.start_over()
            visitor.app.session.choose(procedure)
            visitor.app.session.go("bring")
            await visitor.app._arrive()
            await visitor.rest()
            wrong += [(procedure.code, *each) for each in clipped(visitor.app)]

        assert wrong == []


async def test_a_change_of_size_keeps_the_place(office):
    popular(office)
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "1")
        await visitor.pilot.resize_terminal(60, 48)
        await visitor.rest()

        assert visitor.place == "bring"
        assert "■" in visitor.screen


def test_the_app_is_made_of_an_office_and_a_device(office):
    app = KioskApp(office)

    assert (app.front.device, app.first_language, app.front.press) == ("kiosk-1", "vi", None)
