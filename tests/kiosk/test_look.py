"""The page about the look says what is so: its contrasts are those of the palettes, its pictures are there.

`MOTCUA_KEEP_PICTURES=1` writes the table anew.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.queue import NoNumbersNow
from kiosk.phrases import balanced, rows_of, with_days
from tests.kiosk.a_hall import visiting
from wording.identity import PALETTES, READING_CONTRAST, SHAPE_CONTRAST, Palette, contrast

PAGE = Path(__file__).parents[2] / "docs" / "look.md"
BEGIN, END = "<!-- measured by tests/kiosk/test_look.py -->", "<!-- end -->"
GROUNDS = ("ground", "surface", "panel")
READ = (
    *(
        (ink, ground)
        for ink in ("text", "muted", "heading", "good", "warning", "error")
        for ground in GROUNDS
    ),
    ("band_text", "band"),
    ("button_text", "button"),
    ("plate_text", "plate"),
)
SHAPES = (
    *((line, ground) for line in ("border", "focus", "picture") for ground in GROUNDS),
    ("picture_accent", "surface"),
    ("picture_accent", "ground"),
    ("button", "ground"),
    ("plate", "band"),
)


def table() -> str:
    names = [f"{palette.name}" for palette in PALETTES]
    lines = ["", f"| | on | at least | {' | '.join(names)} |", f"| --- | --- | --- |{' --- |' * len(names)}"]
    for pairs, least in ((READ, READING_CONTRAST), (SHAPES, SHAPE_CONTRAST)):
        for ink, ground in pairs:
            figures = [f"{measured(palette, ink, ground):.1f}" for palette in PALETTES]
            lines.append(f"| {ink} | {ground} | {least:.0f} | {' | '.join(figures)} |")
    tokens = ["", f"| token | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    for token in PALETTES[0].variables():
        values = [f"`{palette.variables()[token]}`" for palette in PALETTES]
        tokens.append(f"| `${token}` | {' | '.join(values)} |")
    return "\n".join([*lines, "", "## Colours", *tokens, ""])


def measured(palette: Palette, ink: str, ground: str) -> float:
    return contrast(getattr(palette, ink), getattr(palette, ground))


def test_the_table_of_contrasts_is_what_is_measured():
    before, _, rest = PAGE.read_text().partition(BEGIN)
    kept, _, after = rest.partition(END)
    if os.environ.get("MOTCUA_KEEP_PICTURES") == "1":
        kept = f"\n{table()}\n"
        PAGE.write_text(f"{before}{BEGIN}{kept}{END}{after}")

    assert kept.strip() == table().strip()


def test_the_table_has_every_pair_that_the_palettes_are_held_to():
    for palette in PALETTES:
        assert {(getattr(palette, a), getattr(palette, b)) for a, b in READ} == {*palette.reading_pairs()}
        assert {(getattr(palette, a), getattr(palette, b)) for a, b in SHAPES} == {*palette.shape_pairs()}


def test_every_contrast_is_enough():
    for palette in PALETTES:
        assert min(measured(palette, *pair) for pair in READ) >= READING_CONTRAST
        assert min(measured(palette, *pair) for pair in SHAPES) >= SHAPE_CONTRAST


def test_every_picture_of_the_page_is_there():
    for name in re.findall(r"\((pictures/[a-z-]+\.png)\)", PAGE.read_text()):
        assert (PAGE.parent / name).is_file(), name


# ---- words in their room


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(9, 40))
def test_balanced_lines_keep_their_words_and_their_number(words, width):
    text = " ".join(words)
    lines = balanced(text, width).split("\n")

    assert " ".join(lines) == text
    assert len(lines) == rows_of(text, width)
    assert max(map(len, lines)) <= width


def test_no_word_of_the_head_is_left_alone():
    assert balanced("Trung tâm Phục vụ hành chính công xã Tân Phước 1", 46).split("\n")[1] != "1"


@pytest.mark.parametrize(
    ("told", "language", "words"),
    [
        ("2026-03-02 13:00", "vi", "13 giờ, thứ Hai 02/3/2026"),
        ("2026-03-02 13:00", "en", "13:00, Monday 2 March 2026"),
        ("2026-03-02", "vi", "02/3/2026"),
        ("A 001", "vi", "A 001"),
        (7, "vi", 7),
    ],
)
def test_days_and_hours_of_a_refusal_are_written_as_people_write_them(told, language, words):
    assert with_days({"opens": told}, language) == {"opens": words}


async def test_who_comes_after_hours_is_told_when_and_offered_no_number_in_vain(office):
    async with visiting(office) as visitor:
        app = visitor.app
        app._apologise(NoNumbersNow(opens="2026-03-02 13:00"))
        await app.show()
        await visitor.rest()
        assert "13 giờ, thứ Hai 02/3/2026" in visitor.screen
        assert "Ông/bà vẫn xem được thủ tục" in visitor.screen
        assert "Lấy số" not in visitor.screen
        await visitor.press("0")
        assert visitor.place == "home"
