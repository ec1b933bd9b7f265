"""A keyboard is one widget: its keys fill their lines, and are pressed where they are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from kiosk.widgets import Key, Keys, targets_in, themes
from kiosk.widgets.keyboard import code_keys, digit_pad, letter_keys
from tests import screens
from tests.kiosk.pictures import words
from wording.identity import LIGHT

BOARDS = {
    "letters": lambda: letter_keys("vi", rows=12),
    "flat letters": lambda: letter_keys("vi", rows=8),
    "dense letters": lambda: letter_keys("en", rows=6),
    "figures": lambda: letter_keys("vi", rows=12, numbers=True),
    "codes": lambda: code_keys("vi", 4),
    "flat codes": lambda: code_keys("en", 2),
    "narrow codes": lambda: code_keys("vi", 3, narrow=True),
    "digits": lambda: digit_pad("vi", 4),
}


class Hall(App):
    def __init__(self, keys):
        super().__init__()
        self.keys, self.pressed = keys, []
        for theme in themes():
            self.register_theme(theme)
        self.theme = LIGHT.name

    def get_theme_variable_defaults(self):
        return LIGHT.variables()

    def compose(self):
        yield self.keys

    def on_tile_chosen(self, chosen):
        self.pressed.append(chosen.target)


@pytest.mark.parametrize("board", BOARDS)
async def test_every_key_is_pressed_wherever_it_is_seen(board):
    app = Hall(BOARDS[board]())
    async with app.run_test(size=(100, 20)) as pilot:
        for key in app.keys:
            inside = key.within
            assert {app.keys.under(at) for at in (inside.offset, inside.bottom_right_inclusive)} == {key}
        for key in list(app.keys)[::15]:
            await pilot.click(offset=key.region.offset)
            assert app.pressed.pop() is key


@pytest.mark.parametrize("board", BOARDS)
async def test_no_two_keys_lie_upon_each_other_and_none_is_cut(board):
    app = Hall(BOARDS[board]())
    async with app.run_test(size=(80, 20)):
        regions = [key.region for key in app.keys]
        assert not any(a.overlaps(b) for at, a in enumerate(regions) for b in regions[:at])
        assert all(app.keys.region.contains_region(region) for region in regions)
        assert app.keys.cut() == []
        assert targets_in(app.screen) == list(app.keys)


async def test_a_word_that_is_too_long_for_its_key_is_found():
    app = Hall(Keys([[Key("key:a", "A"), Key("key:long", "Xóa hết những gì đã gõ")]], 3))
    async with app.run_test(size=(20, 5)):
        assert [key.key for key in app.keys.cut()] == ["key:long"]


async def test_only_the_key_that_arrows_led_to_is_framed():
    app = Hall(code_keys("vi", 3))
    async with app.run_test(size=(100, 12)):
        assert "▛" not in words(app)
        app.keys.marked = next(key for key in app.keys if key.title_text == "K")
        app.set_focus(app.keys)
        await screens.rest(app)
        [top, middle, *_] = [line for line in words(app).split("\n") if "▛" in line or "▌" in line]
        assert (top.count("▛"), middle[middle.index("▌") + 1 : middle.index("▐")].strip()) == (1, "K")


@given(
    room=st.integers(20, 200),
    shares=st.lists(st.tuples(st.integers(1, 20), st.integers(1, 8)), min_size=1, max_size=14),
)
def test_a_line_is_filled_and_no_key_gets_less_than_it_needs(room, shares):
    line = [Key(str(at), "x", share=share, least=least) for at, (share, least) in enumerate(shares)]
    if sum(key.least for key in line) > room:
        return
    laid = dict(Keys([line], 3)._lay(room))
    assert laid[line[0]].x == 0
    assert laid[line[-1]].right == room
    assert all(
        after.x == before.right for before, after in zip(laid.values(), list(laid.values())[1:], strict=False)
    )
    assert all(region.width >= key.least - 1 for key, region in laid.items())
