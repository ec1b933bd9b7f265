"""How the board is drawn on any screen: nothing is cut, and the newest call is read from afar."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.board import telling
from kiosk.board.layout import laid_out
from kiosk.board.picture import arrow, beside, drawn_scale, width_of
from tests.kiosk.a_board import SIZES, a_board
from wording import languages


@given(st.integers(40, 240), st.integers(20, 120))
def test_every_screen_has_a_layout_whose_parts_fit(columns, rows):
    layout = laid_out(columns, rows)
    calls = layout.down * 5 + layout.titled - 1

    assert layout.earlier >= 1
    if columns >= 60 and rows >= (46 if layout.upright else 24):
        panel = layout.panel_rows if layout.upright else 0
        assert layout.head + layout.plate + 1 + calls + panel + layout.foot <= rows
        widest = width_of("" if layout.upright else "A000", "0", layout.counter_scale)
        assert widest <= columns - 2
        assert layout.calls_columns + layout.panel_columns <= columns or layout.upright


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_a_wide_screen_shows_the_newest_call_in_figures_of_twelve_rows_and_four_more(size):
    layout = laid_out(*size)

    assert layout.scale * 4 == 12
    assert layout.earlier >= 4


@pytest.mark.parametrize(("size", "upright"), [((120, 34), False), ((60, 48), True), ((60, 80), True)])
def test_a_screen_on_its_side_is_noticed_and_can_be_told(size, upright):
    assert laid_out(*size).upright is upright
    assert laid_out(*size, upright=not upright).upright is not upright


def test_a_long_number_is_drawn_smaller_and_never_cut():
    for number, counter in (("A012", "3"), ("A012", "12"), ("A1000", "12")):
        scale = drawn_scale(number, counter, 3, 118)
        picture = beside(number, counter, scale)
        assert len(picture[0]) <= 118
        assert len(picture) == 8 * scale


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_the_arrow_points_from_the_number_to_the_counter(scale):
    lengths = [sum(map(bool, row)) for row in arrow(scale)]

    assert max(lengths) == 4 * scale
    assert lengths == lengths[::-1]
    assert all(row == tuple(sorted(row, reverse=True)) for row in arrow(scale))


@pytest.mark.parametrize("language", languages())
def test_what_stands_there_all_day_fits_one_line_of_the_narrowest_board(language):
    for columns, rows in SIZES:
        layout = laid_out(columns, rows)
        many = a_board(missed=tuple(f"A{n:03d}" for n in range(30)))
        assert len(telling.missed_line(many, language, layout)) <= columns - 2


@given(
    st.text(alphabet="aăâ bcđ, nghiêng.", min_size=1, max_size=600), st.integers(20, 120), st.integers(1, 4)
)
def test_a_long_announcement_is_told_page_by_page_and_whole(text, width, rows):
    told = telling.pages(text, width, rows)

    assert all(len(line) <= width for page in told for line in page.split("\n"))
    assert all(len(page.split("\n")) <= rows for page in told)
    assert re.sub(r"\s", "", "".join(told)) == re.sub(r"\s", "", text)
