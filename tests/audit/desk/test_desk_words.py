"""How the desk writes: one order, one form of a day, and how long by the calendar."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.desk.words import (
    DAY,
    LETTERS,
    MINUTE,
    day,
    field_title,
    in_order,
    lasting,
    moment,
    short_moment,
    within,
)
from domain.calendar import local_moment


def in_turn(*texts):
    mixed = [*texts[1::2], *texts[::2]]
    return sorted(mixed, key=in_order) == list(texts)


def test_names_stand_in_the_order_of_a_vietnamese_dictionary():
    assert in_turn("Bảo trợ xã hội", "Chứng thực", "Dân tộc", "Đất đai", "Hộ tịch", "Thành lập")
    assert in_turn("An", "Ăn", "Ân", "Bình", "Cúc", "Đông", "Em")
    assert in_turn("ma", "mà", "mả", "mã", "má", "mạ", "me")
    assert in_turn("on", "ôn", "ơn", "pin", "un", "ưng")
    assert in_turn("Nguyễn An", "Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Nguyễn Văn An")


@given(st.text(alphabet=LETTERS + LETTERS.upper() + " -()0123456789áạẩữ"))
def test_the_order_asks_neither_for_the_size_of_letters_nor_for_how_they_are_composed(text):
    assert in_order(text) == in_order(unicodedata.normalize("NFD", text))
    assert in_order(text.lower())[0] == in_order(text.upper())[0]


@given(st.lists(st.sampled_from(LETTERS + " "), min_size=1).map("".join), st.sampled_from(LETTERS))
def test_what_goes_on_stands_after_what_ends(text, letter):
    assert in_order(text) < in_order(text + letter)


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (25, "25 phút", "25 minutes"),
        (90, "1 giờ 30 phút", "1 hour 30 minutes"),
        (DAY, "1 ngày", "1 day"),
        (DAY + 325, "1 ngày 5 giờ 25 phút", "1 day 5 hours 25 minutes"),
        (2 * DAY + 1, "2 ngày 1 phút", "2 days 1 minute"),
    ],
)
def test_how_long_is_told_to_the_minute(minutes, vi, en):
    assert lasting(0, minutes * MINUTE, "vi") == vi
    assert lasting(0, minutes * MINUTE, "en") == en


def test_a_day_has_one_form_in_each_language():
    at = local_moment("2025-07-02", "08:10")
    assert (day("2025-07-02", "vi"), day("2025-07-02", "en")) == ("02/7/2025", "2 Jul 2025")
    for language in ("vi", "en"):
        on = day("2025-07-02", language)
        assert (moment(at, language), short_moment(at, language)) == (f"08:10:00 {on}", f"08:10 {on}")
    assert day("", "vi") == moment(0, "vi") == short_moment(0, "vi") == "—"


def test_a_field_has_its_official_name_and_an_english_one_where_there_is_one():
    assert field_title("Hộ tịch", "vi") == "Hộ tịch"
    assert field_title("Hộ tịch", "en") == "Birth, marriage, death"
    assert field_title("Chưa ai đặt tên", "en") == "Chưa ai đặt tên"


def test_a_stage_in_the_middle_of_a_sentence_is_written_small():
    assert within("Đang xử lý") == "đang xử lý"
    assert within("") == ""
