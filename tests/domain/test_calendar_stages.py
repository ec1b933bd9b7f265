"""A limit in stages is several limits in a row, and a pause belongs to the stage it interrupts."""

import pytest

from domain.calendar import NotATimeLimit, TimeLimit, account, due, parse_limit, stage_dues
from tests.domain.test_calendar_clock import A, B, minute_of, moment
from tests.domain.test_calendar_pauses import paused

COMMUNE_PROVINCE_COMMUNE = parse_limit("5wd+10wd+2wd")


def ends(limit, policy="restart", *pauses, calendar=A):
    found = stage_dues(moment("2026-11-02T09:00"), limit, calendar, policy=policy, pauses=paused(*pauses))
    return [each.date[5:] for each in found]


def test_stages_of_working_days_add_up():
    assert ends(COMMUNE_PROVINCE_COMMUNE) == ["11-09", "11-23", "11-26"]
    assert due(moment("2026-11-02T09:00"), COMMUNE_PROVINCE_COMMUNE, A) == due(
        moment("2026-11-02T09:00"), TimeLimit("working_day", 17), A
    )


def test_each_stage_has_its_own_unit():
    limit = parse_limit("2wd + 3d + 8wh + same-day")
    assert ends(limit) == ["11-04", "11-09", "11-10", "11-11"]


def test_every_stage_ends_on_a_working_day_of_its_own():
    assert ends(parse_limit("5d+5d")) == ["11-09", "11-16"]
    assert ends(parse_limit("10d")) == ["11-12"]


def test_the_stop_watch_lengthens_the_stage_that_was_interrupted_and_puts_off_the_later_ones():
    asked = ("2026-11-11T10:00", "2026-11-13T14:00")
    assert ends(COMMUNE_PROVINCE_COMMUNE, "stopwatch", asked) == ["11-09", "11-26", "11-30"]
    assert ends(COMMUNE_PROVINCE_COMMUNE, "shift", asked) == ["11-09", "11-25", "11-30"]


def test_complete_papers_begin_the_whole_limit_anew_with_its_first_stage():
    asked = ("2026-11-11T10:00", "2026-11-13T14:00")
    assert ends(COMMUNE_PROVINCE_COMMUNE, "restart", asked) == ["11-20", "12-07", "12-09"]


def test_a_pause_in_each_stage_counts_in_each():
    first, second = ("2026-11-04T10:00", "2026-11-06T14:00"), ("2026-11-16T10:00", "2026-11-17T14:00")
    assert ends(COMMUNE_PROVINCE_COMMUNE, "stopwatch", first, second) == ["11-11", "11-27", "12-01"]


def test_an_undecided_holiday_in_any_stage_leaves_the_end_open():
    for calendar, expected in ((A, "2027-02-12"), (B, "2027-02-12")):
        found = due(moment("2027-02-01T09:00"), parse_limit("2wd+2wd"), calendar)
        assert (found.date, found.provisional) == (expected, True)


def test_the_account_of_a_late_stage_begins_where_the_one_before_ends():
    found = account(moment("2026-11-02T09:00"), parse_limit("1wd+8wh"), A)
    assert [(minute_of(each.start)[5:], each.stage) for each in found.stretches if each.counted] == [
        ("11-03T00:00", 0),
        ("11-04T07:00", 1),
        ("11-04T13:30", 1),
    ]


@pytest.mark.parametrize("text", ["5wd+", "+", "5wd++2wd", "5wd+soon", "5wd+0d"])
def test_stages_that_mean_nothing_are_refused(text):
    with pytest.raises(NotATimeLimit):
        parse_limit(text)


@pytest.mark.parametrize(
    "limit",
    [
        TimeLimit("staged"),
        TimeLimit("staged", stages=(TimeLimit("none_stated"), TimeLimit("working_day", 1))),
        TimeLimit("staged", stages=(COMMUNE_PROVINCE_COMMUNE,)),
        TimeLimit("staged", stages=(TimeLimit("working_day", 1), TimeLimit("working_day", 0))),
    ],
)
def test_stages_that_cannot_be_counted_are_refused(limit):
    with pytest.raises(NotATimeLimit):
        due(0, limit, A)
