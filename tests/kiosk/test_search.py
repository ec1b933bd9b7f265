"""What is typed at the kiosk, by plastic keys, by fingers or by a number pad, finds what somebody came for."""

import pytest

from kiosk.screens.search import QUICK
from kiosk.widgets import Tile, targets_in
from tests.kiosk.a_hall import BIRTH_NAME, clipped, visiting

SIZES = [(80, 20), (80, 24), (100, 26), (137, 33), (60, 48), (60, 80)]
BIRTH_CODE = "1.001193"


async def by_keys(visitor, text):
    """As fast as people type: a digit may still be a mark."""
    for letter in text:
        await visitor.press("space" if letter == " " else letter, apart=QUICK / 4)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("khai sinh", "khai sinh"),
        ("ddawng kys tamj trus", "đăng ký tạm trú"),
        ("d9a8ng ky1", "đăng ký"),
        ("thuowr", "thuở"),
    ],
)
async def test_plastic_keys_write_telex_and_vni(office, keys, text):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await by_keys(visitor, keys)
        assert visitor.app.session.words == text


async def test_a_digit_after_a_pause_chooses_what_wears_it(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await by_keys(visitor, "khai sinh")
        await visitor.press("1")
        assert visitor.place == "bring"
        assert visitor.app.session.procedure.code == BIRTH_CODE


async def test_in_english_nothing_is_composed(office):
    async with visiting(office, language="en") as visitor:
        await visitor.press("9")
        await by_keys(visitor, "marriage as free")
        assert visitor.app.session.words == "marriage as free"


@pytest.mark.parametrize(
    ("size", "language"),
    [*((size, "vi") for size in SIZES), *((size, "en") for size in SIZES[::4])],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
async def test_keyboard_and_results_are_whole_on_every_screen(office, size, language):
    async with visiting(office, size=size, language=language) as visitor:
        await visitor.press("9")
        assert clipped(visitor.app) == []
        await by_keys(visitor, "birth" if language == "en" else "khai s")
        assert clipped(visitor.app) == []
        found = [tile for tile in visitor.app.query(Tile) if tile.badge in {"1", "2"}]
        assert len(found) == 2
        await visitor.click("123", whole=True)
        assert clipped(visitor.app) == []


async def test_fingers_write_vietnamese_without_knowing_any_method(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        for key in ("Đ", "Ă", "N", "G", "Dấu cách", "K", "Y", "Sắc á"):
            await visitor.click(key, whole=True)
        assert visitor.app.session.words == "đăng ký"
        await visitor.click("Huyền à", whole=True)
        assert visitor.app.session.words == "đăng kỳ"
        await visitor.click("Xóa", whole=True)
        assert visitor.app.session.words == "đăng k"


async def test_figures_on_the_screen_find_a_procedure_by_its_code(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await visitor.click("123", whole=True)
        for key in BIRTH_CODE:
            await visitor.click(key, whole=True)
        assert [each.code for each in visitor.app.place.found] == [BIRTH_CODE]
        await visitor.click("ABC", whole=True)
        await visitor.click(BIRTH_NAME)
        assert visitor.place == "bring"


async def test_a_number_pad_alone_writes_and_chooses(office):
    """The pad moves over the keys; five presses what the frame is on."""
    async with visiting(office) as visitor:
        await visitor.press("9", "5")
        assert visitor.app.marked.title_text == "A"
        await visitor.press("6", "6", "6", "6", "5")
        assert visitor.app.session.words == "c"
        await visitor.press("2", "8")
        assert visitor.app.marked.title_text == "C"


async def test_one_frame_shows_where_the_arrows_are(office):
    async with visiting(office) as visitor:
        await visitor.press("9", "down", "right", "enter")
        framed = [target for target in targets_in(visitor.app.screen) if target.has_focus]
        assert len(framed) == 1
        assert visitor.app.session.words == framed[0].title_text.lower()


async def test_noise_finds_nothing_and_says_what_to_do(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await by_keys(visitor, "qqzzkk")
        assert "Chưa thấy thủ tục nào" in visitor.screen
        await visitor.click("Việc khác")
        assert visitor.place == "priority"


async def test_a_slip_of_the_finger_still_finds_it(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await by_keys(visitor, "khia sinh")
        assert BIRTH_NAME in visitor.screen


async def test_erasing_gives_back_what_was_seen_letter_by_letter(office):
    async with visiting(office) as visitor:
        await visitor.press("9")
        await by_keys(visitor, "ddaats")
        seen = []
        for _ in range(3):
            seen.append(visitor.app.session.words)
            await visitor.press("backspace")
        assert seen == ["đất", "đấ", "đ"]
