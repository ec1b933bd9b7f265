"""The language can be changed at any moment: the place, the page, what was typed and what was ticked all stay."""

import pytest

from kiosk.widgets import Tile, targets_in
from tests.kiosk.a_hall import BIRTH_NAME, clipped, popular, visiting
from tests.wording.a_language import spoken_as_well

OURS = {"search", "search found", "search figures", "bring", "notice", "notice fields", "notice page"}
"""Places laid out here; a language three tenths longer than Vietnamese fits them."""


async def places(visitor):
    """Every kind of place in turn, each with something in it to be lost."""
    app = visitor.app
    yield "home"
    await visitor.press("1")
    yield "fields"
    await visitor.press("1", "0")
    yield "procedures, second page"
    await visitor.press("*", "1", "1", "2")
    yield "bring"
    await visitor.press(".", "9")
    yield "notice page"
    await visitor.press("*", "*", "0")
    yield "priority"
    await visitor.press("1")
    yield "number"
    await app.start_over(language=app.session.language)
    await visitor.press("9")
    yield "search"
    await visitor.type("khai s")
    yield "search found"
    figures = next(key for key in targets_in(app.screen) if key.key == "key:page")
    visitor.at += 2
    await visitor.touch(*figures.region.center)
    yield "search figures"
    await app.start_over(language=app.session.language)
    await visitor.press("7", "1", "2", "3")
    yield "follow"
    await app.start_over(language=app.session.language)
    await visitor.press("+")
    yield "help"
    for name in ("notice", "services"):
        await app.start_over(language=app.session.language)
        app.session.go(name)
        await app._arrive()
        await visitor.pilot.pause()
        yield name
    await app.start_over(language=app.session.language)
    app.session.go("notice")
    await app._arrive()
    await visitor.press("6")
    yield "notice fields"


def kept(session):
    return (
        session.place,
        session.page,
        list(session.trail),
        session.words,
        session.keys,
        session.figures,
        session.code,
        session.short_code,
        set(session.have),
        session.priority,
        session.procedure,
        session.ticket,
    )


async def test_a_change_of_language_loses_nothing_anywhere(office):
    popular(office)
    async with visiting(office) as visitor:
        async for name in places(visitor):
            session, before = visitor.app.session, kept(visitor.app.session)
            for language in ("en", "vi"):
                await visitor.press("/", apart=0.5)
                assert session.language == language, name
                assert kept(session) == before, name


async def test_what_is_half_typed_in_one_language_goes_on_in_the_other(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await visitor.type("ddawng k")
        await visitor.press("/")
        await visitor.type("y")
        assert visitor.app.session.words == "đăng ky"
        await visitor.press("/")
        await visitor.type("s")
        assert visitor.app.session.words.startswith("đăng k")


async def test_the_language_that_is_pressed_is_the_one_that_comes(office, tmp_path):
    with spoken_as_well(tmp_path):
        async with visiting(office) as visitor:
            tile = next(tile for tile in visitor.app.query(Tile) if tile.key == "foot:language:xx")
            visitor.at += 2
            await visitor.touch(*tile.region.center)
            assert visitor.app.session.language == "xx"


async def test_on_a_narrower_screen_the_foot_leads_from_language_to_language(office, tmp_path):
    with spoken_as_well(tmp_path):
        async with visiting(office, size=(80, 24)) as visitor:
            came = []
            for _ in range(3):
                (tile,) = [each for each in visitor.app.query(Tile) if each.key.startswith("foot:language:")]
                visitor.at += 2
                await visitor.touch(*tile.region.center)
                came.append(visitor.app.session.language)
            assert came == ["en", "xx", "vi"]


@pytest.mark.parametrize("size", [(100, 26), (60, 48)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_third_much_longer_language_works_everywhere(office, tmp_path, size):
    popular(office)
    with spoken_as_well(tmp_path):
        async with visiting(office, size=size, language="xx") as visitor:
            wrong = {}
            async for name in places(visitor):
                assert visitor.app.session.language == "xx"
                found = [each for each in clipped(visitor.app) if _in_place(each[0])]
                if found:
                    wrong[name] = [(str(getattr(each[0], "content", each[0])), *each[1:]) for each in found]
            assert not OURS & wrong.keys(), wrong


def _in_place(widget):
    return any(parent.has_class("place") for parent in widget.ancestors if hasattr(parent, "has_class"))


async def test_the_notice_is_read_in_the_language_it_is_switched_to(office):
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", ".")
        assert "Giấy tờ cần nộp" in visitor.screen
        await visitor.press("/")
        assert "Papers to hand in" in visitor.screen
        assert BIRTH_NAME not in visitor.screen
