"""Days, hours and amounts are written as Vietnamese and English papers write them, in Vietnam's own hour."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.dates import (
    any_of,
    clock_text,
    date_text,
    duration_text,
    hour_text,
    limit_text,
    local,
    long_date_text,
    moment_text,
    money,
    number_text,
    range_text,
    weekday_text,
)


def at(year, month, day, hour, minute):
    """Microseconds UTC of an hour on a Vietnamese wall."""
    return round(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() - 7 * 3600) * 1_000_000


AFTERNOON = at(2025, 7, 1, 16, 30)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-07-01", "01/7/2025"),
        ("2026-01-05", "05/01/2026"),
        ("2026-02-15", "15/02/2026"),
        ("2026-12-31", "31/12/2026"),
    ],
)
def test_vietnamese_days_have_a_zero_before_small_days_and_the_first_two_months(day, expected):
    assert expected == date_text(day, "vi")


def test_english_days_name_the_month():
    assert date_text("2025-07-01", "en") == "1 July 2025"


def test_long_days_are_read_aloud():
    assert long_date_text("2025-07-01") == "thứ Ba, ngày 01 tháng 7 năm 2025"
    assert long_date_text("2025-07-01", "en") == "Tuesday 1 July 2025"


def test_a_moment_has_its_hour_its_weekday_and_its_day():
    assert moment_text(AFTERNOON) == "16 giờ 30, thứ Ba 01/7/2025"
    assert moment_text(AFTERNOON, "en") == "16:30, Tuesday 1 July 2025"


def test_a_full_hour_is_said_without_minutes():
    assert hour_text(at(2025, 7, 1, 8, 0)) == "8 giờ"
    assert hour_text(at(2025, 7, 1, 8, 5)) == "8 giờ 05"
    assert hour_text(at(2025, 7, 1, 8, 0), "en") == "8:00"


def test_the_wall_clock_is_the_same_in_every_language():
    assert clock_text(at(2026, 11, 22, 6, 5)) == "06:05"


def test_the_day_begins_at_midnight_in_vietnam():
    assert clock_text(at(2026, 1, 1, 0, 0)) == "00:00"
    assert local(at(2026, 1, 1, 0, 0) - 1).date().isoformat() == "2025-12-31"


def test_sunday_is_not_a_numbered_day():
    assert weekday_text("2026-11-22") == "Chủ nhật"


def test_money_is_written_with_points_in_vietnamese():
    assert money(50_000) == "50.000 đồng"
    assert money(1_234_500, "en") == "1,234,500 VND"
    assert money(0) == "không thu tiền"


def test_numbers_have_each_languages_marks():
    assert number_text(1_234_567.5, decimals=1) == "1.234.567,5"
    assert number_text(1_234_567.5, "en", decimals=1) == "1,234,567.5"


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (0, "0 phút", "0 minutes"),
        (1, "1 phút", "1 minute"),
        (60, "1 giờ", "1 hour"),
        (125, "2 giờ 5 phút", "2 hours 5 minutes"),
        (-3, "0 phút", "0 minutes"),
    ],
)
def test_durations_are_said_in_hours_and_minutes(minutes, vi, en):
    assert vi == duration_text(minutes)
    assert en == duration_text(minutes, "en")


def test_a_range_has_two_ends_unless_they_meet():
    assert range_text(15, 25) == "15–25 phút"
    assert range_text(5, 5) == "5 phút"


@pytest.mark.parametrize(
    ("limit", "vi", "en"),
    [
        (("working_day", 3), "3 ngày làm việc", "3 working days"),
        (("working_day", 1), "1 ngày làm việc", "1 working day"),
        (("calendar_day", 15), "15 ngày", "15 days"),
        (("working_hour", 8), "8 giờ làm việc", "8 working hours"),
        (("same_day", None), "trong ngày", "the same day"),
        (
            ("same_day", None, "15:00"),
            "trong ngày, nếu nhận trước 15 giờ",
            "the same day, if received before 15:00",
        ),
        (("none_stated", None), "chưa quy định thời hạn", "no time limit stated"),
    ],
)
def test_time_limits_are_said_as_the_catalogue_means_them(limit, vi, en):
    unit, value, cutoff = (*limit, None)[:3]

    assert vi == limit_text(unit, value, cutoff)
    assert en == limit_text(unit, value, cutoff, "en")


def test_choices_are_joined_by_or():
    assert any_of(()) == ""
    assert any_of(("2",)) == "2"
    assert any_of(("2", "3")) == "2 hoặc 3"
    assert any_of(("1", "2", "3"), "en") == "1, 2 or 3"


@given(st.datetimes(datetime(1975, 6, 13), datetime(2100, 1, 1)), st.sampled_from(["vi", "en"]))  # noqa: DTZ001
def test_every_moment_names_the_day_it_falls_on_in_vietnam(moment, language):
    at = round(moment.replace(tzinfo=UTC).timestamp() * 1_000_000)

    assert moment_text(at, language).endswith(date_text(local(at).date(), language))
