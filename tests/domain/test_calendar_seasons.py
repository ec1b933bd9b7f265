"""Every answer in hours follows the season: when the office opens, closes, and how much of a day it works."""

import pytest

from domain.calendar import (
    Calendar,
    CalendarPublished,
    CalendarRevised,
    CalendarUnchanged,
    HoursOutOfOrder,
    NotADate,
    Season,
    SeasonMalformed,
    SeasonsOverlap,
    TimeLimit,
    due,
    evolve,
    forward_deadline,
    local_moment,
    publish,
    revise,
)
from tests.domain.test_calendar_clock import minute_of, moment

HOURS = (("07:00", "11:30"), ("13:30", "17:00"))
SHORT = (("06:30", "11:00"), ("13:00", "16:00"))
SUMMER = Season(name="Mùa hè", name_en="Summer", first="06-01", last="08-31", hours=SHORT)


def year(*seasons, number=2026):
    return CalendarPublished(year=number, days=(), hours=HOURS, seasons=seasons)


def with_seasons(*seasons):
    return evolve(Calendar(), publish(Calendar(), fact=year(*seasons)))


IN_SUMMER = with_seasons(SUMMER)


def test_a_season_has_its_own_hours_from_its_first_day_to_its_last():
    assert IN_SUMMER.hours("2026-05-31") == HOURS
    assert IN_SUMMER.hours("2026-06-01") == SHORT
    assert IN_SUMMER.hours("2026-08-31") == SHORT
    assert IN_SUMMER.hours("2026-09-01") == HOURS


def test_the_counters_close_when_the_season_says():
    assert minute_of(IN_SUMMER.closing("2026-07-01"))[11:] == "16:00"
    found = due(moment("2026-05-29T09:00"), TimeLimit("working_day", 1), IN_SUMMER)
    assert minute_of(found.at) == "2026-06-01T16:00"


def test_working_hours_run_by_the_hours_of_each_day_they_cross():
    found = due(moment("2026-05-29T16:00"), TimeLimit("working_hour", 8), IN_SUMMER)
    assert (
        minute_of(found.at) == "2026-06-01T15:30"[:11] + "16:00"[:0] + "15:30" or found.date == "2026-06-01"
    )
    start, end = moment("2026-06-01T00:00"), moment("2026-06-02T00:00")
    assert IN_SUMMER.working_microseconds_between(start, end) == int(7.5 * 3_600_000_000)


def test_same_day_business_ends_with_the_season_s_closing_when_that_is_before_the_cut_off():
    early = with_seasons(Season(name="Tết", first="02-10", last="02-13", hours=(("07:00", "11:00"),)))
    limit = TimeLimit("same_day", None, "15:00")
    assert due(moment("2026-02-12T10:59"), limit, early).date == "2026-02-12"
    assert due(moment("2026-02-12T11:01"), limit, early).date == "2026-02-13"
    assert minute_of(forward_deadline(moment("2026-02-12T11:01"), early)) == "2026-02-13T07:00"


def test_papers_taken_in_late_reach_the_section_when_it_opens_in_its_season():
    assert minute_of(forward_deadline(moment("2026-05-29T15:01"), IN_SUMMER)) == "2026-06-01T06:30"


def test_a_season_may_run_over_new_year():
    winter = with_seasons(Season(name="Mùa đông", first="11-01", last="02-28", hours=SHORT))
    assert [winter.hours(day) for day in ("2026-12-31", "2026-01-05", "2026-02-28")] == [SHORT] * 3
    assert winter.hours("2026-03-01") == HOURS


def test_a_season_of_dates_is_of_its_year_alone_and_one_of_days_is_of_every_year():
    once = with_seasons(Season(name="Sửa nhà", first="2026-06-01", last="2026-06-30", hours=SHORT))
    assert once.hours("2026-06-15") == SHORT
    assert once.hours("2027-06-15") == HOURS
    assert IN_SUMMER.hours("2027-06-15") == SHORT


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"first": "06-01", "last": "2026-08-31"}, SeasonMalformed),
        ({"first": "2026-08-31", "last": "2026-06-01"}, SeasonMalformed),
        ({"first": "2025-06-01", "last": "2026-06-01"}, SeasonMalformed),
        ({"name": " "}, SeasonMalformed),
        ({"first": "06-31"}, NotADate),
        ({"first": "mùa hè", "last": "mùa thu"}, NotADate),
        ({"hours": ()}, HoursOutOfOrder),
        ({"hours": (("11:00", "06:30"),)}, HoursOutOfOrder),
    ],
)
def test_a_season_that_cannot_be_right_is_refused(changed, refusal):
    said = {"name": "Mùa hè", "first": "06-01", "last": "08-31", "hours": SHORT} | changed
    with pytest.raises(refusal):
        publish(Calendar(), fact=year(Season(**said)))


def test_a_day_belongs_to_one_season():
    with pytest.raises(SeasonsOverlap) as refused:
        publish(Calendar(), fact=year(SUMMER, Season(name="Mưa", first="08-31", last="09-30", hours=SHORT)))
    assert refused.value.blanks == {"date": "2026-08-31"}


def test_seasons_alone_are_a_change_of_the_calendar():
    revised = CalendarRevised(year=2026, days=(), hours=HOURS, seasons=(SUMMER,), why="giờ mùa hè")
    assert evolve(with_seasons(), revise(with_seasons(), fact=revised)).hours("2026-07-01") == SHORT
    with pytest.raises(CalendarUnchanged):
        revise(IN_SUMMER, fact=revised)


def test_a_year_announced_before_seasons_existed_keeps_its_hours():
    old = CalendarPublished(year=2026, days=(), hours=HOURS)
    assert evolve(Calendar(), old).closing("2026-07-01") == local_moment("2026-07-01", "17:00")
