"""Moments of other systems: every usual way of writing them is read, and the day comes first."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.foreign.moments import from_iso, microseconds, moment_of, read_moment, style_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HALF_PAST_EIGHT = microseconds(datetime(2026, 3, 2, 8, 30, tzinfo=HANOI))
MIDNIGHT = microseconds(datetime(2026, 3, 2, tzinfo=HANOI))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("2026-03-02T08:30", "iso"),
        ("2026-03-02 08:30:00", "iso"),
        ("2026-03-02T01:30:00Z", "iso"),
        ("2026-03-02T03:30:00+02:00", "iso"),
        ("2026/03/02 08:30", "ymd"),
        ("02/03/2026 08:30", "dmy"),
        ("2/3/2026 8:30:00", "dmy"),
        ("02-03-2026, 08:30", "dmy"),
        ("02.03.2026 08h30", "dmy"),
        ("8 giờ 30 02/03/2026".replace(" giờ ", "g"), "dmy"),
        ("08:30 ngày 02/03/2026", "dmy"),
        ("02/03/2026 08:30 AM", "dmy"),
        ("03/02/2026 08:30", "mdy"),
        ("1772415000", "epoch"),
        ("1772415000000", "epoch"),
        ("1772415000000000", "epoch"),
    ],
)
def test_the_same_moment_is_read_however_it_is_written(text, style):
    assert read_moment(text, style, HANOI) == HALF_PAST_EIGHT


def test_a_day_alone_begins_at_midnight_where_it_was_written():
    assert read_moment("02/03/2026", "dmy", HANOI) == MIDNIGHT
    assert read_moment("2026-03-02", "iso", HANOI) == MIDNIGHT


def test_afternoon_is_twelve_hours_later():
    assert read_moment("02/03/2026 08:30 PM", "dmy", HANOI) == HALF_PAST_EIGHT + 12 * 3_600_000_000
    assert read_moment("02/03/2026 12:00 AM", "dmy", HANOI) == MIDNIGHT


def test_the_day_comes_first_unless_a_date_says_otherwise():
    assert style_of(["02/03/2026", "04/05/2026"]) == "dmy"
    assert style_of(["02/03/2026", "04/25/2026"]) == "mdy"
    assert style_of(["25/03/2026", "04/05/2026"]) == "dmy"
    assert style_of(["2026/03/02 08:30"]) == "ymd"
    assert style_of(["2026-03-02T08:30:00"]) == "iso"
    assert style_of(["1772415000"]) == "epoch"
    assert style_of([]) == "iso"


@pytest.mark.parametrize(
    "text", ["", "hôm qua", "32/01/2026", "02/13/2026", "02/03/2026 25:00", "9" * 40, "0000-01-01"]
)
def test_what_is_no_moment_is_none(text):
    assert all(read_moment(text, style, HANOI) is None for style in ("iso", "ymd", "dmy", "epoch"))


@given(
    st.integers(-(10**15), 10**17),
    st.integers(-14 * 60, 14 * 60),
)
def test_iso_is_read_to_the_microsecond(moment, minutes):
    there = moment_of(moment).astimezone(timezone(timedelta(minutes=minutes)))
    at = from_iso(there.isoformat(), UTC)
    assert at == microseconds(there)
    assert moment_of(at) == there


@given(st.text(max_size=30))
def test_no_text_is_a_traceback(text):
    for style in ("iso", "ymd", "dmy", "mdy", "epoch"):
        assert read_moment(text, style, HANOI) is None or isinstance(read_moment(text, style, HANOI), int)
    assert style_of([text]) in {"iso", "ymd", "dmy", "mdy", "epoch"}
