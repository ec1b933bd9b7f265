"""The account of a clock leaves no moment unsaid, and what it counts last is the due date."""

from itertools import pairwise

from domain.calendar import Pause, SpecialDay, TimeLimit, account, due, evolve, local_date, parse_limit
from domain.calendar.facts import CalendarRevised
from tests.domain.test_calendar_clock import HOURS, A, minute_of, moment
from tests.domain.test_calendar_pauses import lives
from tests.laws import tried

V21 = ("2026-11-05T10:00", "2026-11-10T14:00")


def pauses(*stretches, why="supplement", restarts=True):
    return tuple(
        Pause(start=moment(asked), end=moment(complete), why=why, restarts=restarts)
        for asked, complete in stretches
    )


def told(start, limit, policy="restart", *stops, calendar=A):
    return account(moment(start), parse_limit(limit), calendar, policy=policy, pauses=stops)


def days(found):
    """Each stretch as its first day, whether it counted, why, and its number."""
    return [(local_date(each.start)[5:], each.counted, each.why, each.number) for each in found.stretches]


def test_a_plain_limit_is_told_day_by_day():
    assert days(told("2026-11-20T09:00", "3wd")) == [
        ("11-20", False, "received", 0),
        ("11-21", False, "weekend", 0),
        ("11-23", True, "working_day", 1),
        ("11-24", False, "day_off", 0),
        ("11-25", True, "working_day", 2),
        ("11-26", True, "working_day", 3),
    ]


def test_days_off_and_make_up_saturdays_have_their_names():
    names = {"2026-08-22": "Làm bù cho ngày 31/8", "2026-08-31": "Nghỉ hoán đổi"}
    listed = tuple(
        SpecialDay(
            date=date, kind="makeup_workday" if date == "2026-08-22" else "swap_off", name=name, name_en="x"
        )
        for date, name in names.items()
    )
    calendar = evolve(A, CalendarRevised(year=2026, days=listed, hours=HOURS, why="tên"))
    found = told("2026-08-21T09:00", "7wd", calendar=calendar)
    made_up = [(each.why, each.name) for each in found.stretches if each.name]
    assert made_up == [("makeup_workday", "Làm bù cho ngày 31/8"), ("day_off", "Nghỉ hoán đổi")]
    assert found.due.date == "2026-09-01"


def test_a_last_day_on_a_day_off_is_carried_over():
    assert days(told("2026-11-09T09:00", "15d"))[-3:] == [
        ("11-23", True, "calendar_day", 14),
        ("11-24", True, "calendar_day", 15),
        ("11-25", True, "carried_over", 0),
    ]


def test_the_stop_watch_leaves_out_the_days_of_the_pause():
    assert days(told("2026-11-02T09:00", "10wd", "stopwatch", *pauses(V21)))[:6] == [
        ("11-02", False, "received", 0),
        ("11-03", True, "working_day", 1),
        ("11-04", True, "working_day", 2),
        ("11-05", True, "working_day", 3),
        ("11-06", False, "paused", 0),
        ("11-11", True, "working_day", 4),
    ]


def test_a_restart_says_what_was_counted_in_vain_and_counts_from_one_again():
    assert days(told("2026-11-02T09:00", "10wd", "restart", *pauses(V21)))[3:7] == [
        ("11-05", True, "working_day", 3),
        ("11-05", False, "paused", 0),
        ("11-10", False, "restarted", 0),
        ("11-11", True, "working_day", 1),
    ]


def test_a_limit_that_ran_out_before_the_papers_were_asked_for_says_so():
    late = ("2026-11-05T10:00", "2026-11-10T14:00")
    found = told("2026-11-02T09:00", "1wd", "restart", *pauses(late))
    assert days(found)[1:4] == [
        ("11-03", True, "working_day", 1),
        ("11-03", False, "lapsed", 0),
        ("11-05", False, "paused", 0),
    ]
    idle = told("2026-11-02T09:00", "1wd", "stopwatch", *pauses(late))
    assert (idle.due.date, idle.without_effect) == ("2026-11-03", pauses(late))


def test_a_shift_makes_up_for_each_day_of_the_pause():
    found = told("2026-11-02T09:00", "10wd", "shift", *pauses(V21))
    assert days(found)[-8:] == [
        ("11-16", True, "working_day", 10),
        ("11-17", True, "made_up", 1),
        ("11-18", True, "made_up", 2),
        ("11-19", True, "made_up", 3),
        ("11-20", True, "made_up", 4),
        ("11-21", True, "made_up", 5),
        ("11-22", False, "weekend", 0),
        ("11-23", True, "carried_over", 0),
    ]
    assert {each.pause for each in found.stretches if each.why == "made_up"} == {"supplement"}


def test_hours_are_told_period_by_period():
    found = told("2026-11-20T16:00", "8wh", "stopwatch", *pauses(("2026-11-23T08:00", "2026-11-23T09:00")))
    assert [(minute_of(each.start)[5:], each.why) for each in found.stretches] == [
        ("11-20T16:00", "office_time"),
        ("11-20T17:00", "closed"),
        ("11-21T00:00", "weekend"),
        ("11-23T00:00", "closed"),
        ("11-23T07:00", "office_time"),
        ("11-23T08:00", "paused"),
        ("11-23T09:00", "office_time"),
        ("11-23T11:30", "closed"),
        ("11-23T13:30", "office_time"),
    ]
    assert found.stretches[-1].number == 8 * 3_600_000_000
    assert minute_of(found.due.at) == "2026-11-23T17:00"


def test_same_day_business_after_the_cut_off_is_told():
    assert days(told("2026-11-23T15:01", "same-day")) == [
        ("11-23", False, "after_cutoff", 0),
        ("11-24", False, "day_off", 0),
        ("11-25", True, "same_day", 1),
    ]


def test_each_stage_counts_its_own_days():
    found = told("2026-11-02T09:00", "2wd+3d")
    assert [(each.stage, each.why, each.number) for each in found.stretches] == [
        (0, "received", 0),
        (0, "working_day", 1),
        (0, "working_day", 2),
        (1, "handed_on", 0),
        (1, "calendar_day", 1),
        (1, "calendar_day", 2),
        (1, "calendar_day", 3),
        (1, "weekend", 0),
        (1, "carried_over", 0),
    ]
    assert [each.date for each in found.stages] == ["2026-11-04", "2026-11-09"]


def test_days_that_may_still_change_are_marked():
    found = told("2027-02-01T09:00", "3wd")
    assert [(local_date(each.start)[5:], each.why) for each in found.stretches if each.provisional] == [
        ("02-04", "day_off"),
        ("02-08", "day_off"),
        ("02-11", "working_day"),
    ]
    assert found.due.provisional


def test_there_is_nothing_to_tell_where_no_limit_is_stated():
    assert account(0, TimeLimit("none_stated"), A) is None


@tried(lives())
def test_the_account_ends_where_the_clock_ends_and_counts_no_more_than_the_limit(life):
    found = account(life.start, life.limit, A, policy=life.policy, pauses=life.pauses)
    stretches = found.stretches
    assert found.due == due(life.start, life.limit, A, policy=life.policy, pauses=life.pauses)
    assert stretches[0].start == life.start
    assert all(before.end == after.start for before, after in pairwise(stretches))
    assert all(each.start < each.end for each in stretches)
    last = [each for each in stretches if each.counted][-1]
    assert (last, last.end) == (stretches[-1], found.due.at)
    assert reached(stretches, life.limit)


ONE = {"working_day": 1, "calendar_day": 1, "working_hour": 3_600_000_000, "same_day": 1}
COUNTS = {"working_day", "makeup_workday", "calendar_day", "office_time", "same_day"}


def reached(stretches, limit):
    """Each stage counted in the end exactly as much as the limit gives it."""
    counted = {each.stage: each.number for each in stretches if each.why in COUNTS}
    stages = limit.stages or (limit,)
    return counted == {number: (stage.value or 1) * ONE[stage.unit] for number, stage in enumerate(stages)}
