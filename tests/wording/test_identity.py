"""Everyone can read the screens: AAA contrast for every text, 3:1 for every border and picture, in every palette."""

import pytest

from wording.identity import (
    LIGHT,
    PALETTES,
    PAPER_BLACK,
    PAPER_WHITE,
    READING_CONTRAST,
    SHAPE_CONTRAST,
    contrast,
    rgb,
)

BY_NAME = pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)


@BY_NAME
def test_every_text_can_be_read_where_it_stands(palette):
    weak = {pair: contrast(*pair) for pair in palette.reading_pairs() if contrast(*pair) < READING_CONTRAST}

    assert weak == {}


@BY_NAME
def test_every_border_and_picture_stands_out(palette):
    weak = {pair: contrast(*pair) for pair in palette.shape_pairs() if contrast(*pair) < SHAPE_CONTRAST}

    assert weak == {}


@BY_NAME
def test_every_colour_is_six_capital_hex_digits(palette):
    for colour in palette.variables().values():
        assert colour == "#{:02X}{:02X}{:02X}".format(*rgb(colour))


@BY_NAME
def test_style_sheets_find_every_colour_under_its_own_name(palette):
    assert palette.variables().keys() == LIGHT.variables().keys()
    assert palette.band_text == palette.variables()["mc-band-text"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#FF0000", "#FFFFFF", 4.0)],
)
def test_contrast_is_the_ratio_of_the_guidelines(a, b, expected):
    assert expected == pytest.approx(contrast(a, b), abs=0.01)
    assert contrast(a, b) == contrast(b, a)


def test_a_colour_has_no_contrast_with_itself():
    assert contrast(PAPER_BLACK, PAPER_BLACK) == 1.0
    assert pytest.approx(contrast(PAPER_BLACK, PAPER_WHITE)) == 21.0
