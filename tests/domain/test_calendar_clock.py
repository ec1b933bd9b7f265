"""A time limit ends on the day the law says, whichever way it is counted and whatever interrupts it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import (
    Calendar,
    CalendarPublished,
    NotATimeLimit,
    Pause,
    PausedBeforeItBegan,
    SpecialDay,
    TimeLimit,
    due,
    evolve,
    forward_deadline,
    local_date,
    local_moment,
    moment_text,
    parse_limit,
    resume,
)

HOURS = (("07:00", "11:30"), ("13:30", "17:00"))
MINUTE = 60_000_000
OFF = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-06 02-07 04-16 04-30 05-01 05-03 09-02 11-24",
}
MADE_UP = {2025: "04-26", 2026: "01-10 08-22", 2027: ""}
PLAN_A = (("02-04 02-05 02-08 02-09 02-10", "public_holiday"), ("02-11", "workday"))
PLAN_B = (("02-05 02-08 02-09 02-10 02-11", "public_holiday"), ("02-04", "workday"))


def announced(year, undecided=()):
    settled = ((OFF[year], "public_holiday"), (MADE_UP[year], "makeup_workday"))
    days = [(each, kind, False) for dates, kind in settled for each in dates.split()]
    days += [(each, kind, True) for dates, kind in undecided for each in dates.split()]
    return CalendarPublished(
        year=year,
        hours=HOURS,
        days=tuple(
            SpecialDay(date=f"{year}-{each}", kind=kind, name=kind, provisional=open)
            for each, kind, open in days
        ),
    )


def calendar_with(tet_2027):
    calendar = Calendar()
    for fact in (announced(2025), announced(2026), announced(2027, tet_2027)):
        calendar = evolve(calendar, fact)
    return calendar


A, B = calendar_with(PLAN_A), calendar_with(PLAN_B)


def moment(text):
    day, hour = text.split("T")
    return local_moment(day, hour)


def minute_of(at):
    return moment_text(at)[:16]


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-23T09:00", 3, "2026-11-27"),
        ("2026-08-21T10:00", 1, "2026-08-22"),
        ("2026-08-28T14:00", 2, "2026-09-04"),
        ("2026-02-13T09:00", 5, "2026-02-27"),
        ("2025-12-31T10:00", 2, "2026-01-06"),
        ("2026-01-09T16:30", 1, "2026-01-10"),
        ("2025-04-29T08:00", 1, "2025-05-05"),
        ("2025-04-25T08:00", 1, "2025-04-26"),
        ("2025-08-29T08:00", 1, "2025-09-03"),
        ("2026-04-24T08:00", 1, "2026-04-28"),
    ],
)
def test_working_days_pass_over_holidays_and_use_make_up_saturdays(start, days, expected):
    found = due(moment(start), TimeLimit("working_day", days), A)
    assert (found.date, minute_of(found.at), found.provisional) == (expected, f"{expected}T17:00", False)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-23T15:00", "2026-11-23"),
        ("2026-11-23T15:01", "2026-11-25"),
        ("2026-04-29T15:30", "2026-05-04"),
        ("2026-08-21T15:30", "2026-08-22"),
        ("2026-11-22T09:00", "2026-11-23"),
        ("2026-11-22T20:00", "2026-11-23"),
    ],
)
def test_same_day_business_moves_to_the_next_working_day_strictly_after_the_cut_off(start, expected):
    found = due(moment(start), TimeLimit("same_day", cutoff="15:00"), A)
    assert (found.date, minute_of(found.at)) == (expected, f"{expected}T17:00")


def test_same_day_business_without_a_cut_off_moves_on_after_closing():
    limit = TimeLimit("same_day")
    assert due(moment("2026-11-23T16:59"), limit, A).date == "2026-11-23"
    assert due(moment("2026-11-23T17:01"), limit, A).date == "2026-11-25"


@pytest.mark.parametrize(
    ("start", "expected"), [("2026-04-16T09:00", "2026-05-04"), ("2026-11-09T09:00", "2026-11-25")]
)
def test_calendar_days_that_end_on_a_holiday_end_on_the_next_working_day(start, expected):
    assert due(moment(start), TimeLimit("calendar_day", 15), A).date == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-20T16:00", "2026-11-23T16:00"),
        ("2026-11-23T16:30", "2026-11-25T16:30"),
        ("2026-11-21T20:00", "2026-11-23T17:00"),
        ("2026-11-20T12:15", "2026-11-23T11:30"),
    ],
)
def test_working_hours_run_only_while_the_office_is_open(start, expected):
    found = due(moment(start), TimeLimit("working_hour", 8), A)
    assert (minute_of(found.at), found.date) == (expected, expected[:10])


@pytest.mark.parametrize(
    ("policy", "expected"), [("restart", "2026-11-25"), ("stopwatch", "2026-11-19"), ("shift", "2026-11-23")]
)
def test_the_three_conventions_after_a_supplement_give_three_days(policy, expected):
    start, limit = moment("2026-11-02T09:00"), TimeLimit("working_day", 10)
    assert due(start, limit, A).date == "2026-11-16"
    asked, complete = moment("2026-11-05T10:00"), moment("2026-11-10T14:00")
    assert resume(policy, start, limit, asked, complete, A).date == expected


@pytest.mark.parametrize(("calendar", "expected"), [(A, "2027-02-11"), (B, "2027-02-04")])
def test_a_due_date_that_hangs_on_an_unannounced_plan_is_provisional(calendar, expected):
    found = due(moment("2027-02-01T09:00"), TimeLimit("working_day", 3), calendar)
    assert (found.date, found.provisional) == (expected, True)


def test_a_due_date_is_settled_when_no_open_question_lies_on_its_way():
    assert not due(moment("2027-01-25T09:00"), TimeLimit("working_day", 3), A).provisional
    assert not due(moment("2027-02-01T09:00"), TimeLimit("calendar_day", 20), A).provisional
    assert due(moment("2027-02-01T09:00"), TimeLimit("calendar_day", 4), A).provisional
    assert due(moment("2027-02-03T16:00"), TimeLimit("working_hour", 8), A).provisional


def test_a_due_date_in_a_year_nobody_has_announced_is_provisional():
    found = due(moment("2027-12-30T09:00"), TimeLimit("working_day", 5), A)
    assert (found.date, found.provisional) == ("2028-01-06", True)


def test_a_procedure_without_a_stated_limit_has_no_due_date():
    limit = TimeLimit("none_stated")
    assert due(moment("2026-11-23T09:00"), limit, A) is None
    assert resume("stopwatch", 0, limit, 1, 2, A) is None


def test_hours_stopped_for_papers_go_on_where_they_stopped():
    start, limit = moment("2026-11-20T08:00"), TimeLimit("working_hour", 8)
    asked, complete = moment("2026-11-20T10:00"), moment("2026-11-23T10:00")
    assert minute_of(resume("stopwatch", start, limit, asked, complete, A).at) == "2026-11-25T08:00"
    assert minute_of(resume("restart", start, limit, asked, complete, A).at) == "2026-11-25T10:00"
    assert minute_of(resume("shift", start, limit, asked, complete, A).at) == "2026-11-26T08:00"


def test_a_second_pause_moves_the_appointment_the_first_one_left():
    start, limit = moment("2026-11-02T09:00"), TimeLimit("working_day", 10)
    first = Pause(start=moment("2026-11-05T10:00"), end=moment("2026-11-10T14:00"))
    asked, complete = moment("2026-11-12T08:00"), moment("2026-11-13T08:00")
    again = resume("stopwatch", start, limit, asked, complete, A, earlier=(first,))
    assert again.date == "2026-11-20"


def test_same_day_business_begins_afresh_with_the_complete_papers():
    limit = TimeLimit("same_day", cutoff="15:00")
    start, asked, complete = map(moment, ("2026-11-19T09:00", "2026-11-19T10:00", "2026-11-20T15:30"))
    for policy in ("restart", "stopwatch", "shift"):
        assert resume(policy, start, limit, asked, complete, A).date == "2026-11-23"


@pytest.mark.parametrize(("asked", "complete"), [(5, 20), (20, 15)])
def test_a_pause_out_of_order_is_refused(asked, complete):
    with pytest.raises(PausedBeforeItBegan):
        resume("restart", 10, TimeLimit("working_day", 1), asked, complete, A)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-23T15:00", "2026-11-23T17:00"),
        ("2026-11-23T15:01", "2026-11-25T07:00"),
        ("2026-11-22T09:00", "2026-11-23T07:00"),
    ],
)
def test_papers_reach_the_section_the_same_day_or_when_the_next_one_opens(received, expected):
    assert minute_of(forward_deadline(moment(received), A)) == expected


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3wd", TimeLimit("working_day", 3)),
        (" 15D ", TimeLimit("calendar_day", 15)),
        ("8 wh", TimeLimit("working_hour", 8)),
        ("same-day", TimeLimit("same_day", None, "15:00")),
    ],
)
def test_a_limit_is_read_as_it_is_typed(text, limit):
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["", "wd", "3", "0wd", "1001d", "-3wd", "3 weeks", "3wd 4", "٣wd", "none"])
def test_a_limit_that_means_nothing_is_refused(text):
    with pytest.raises(NotATimeLimit):
        parse_limit(text)


@pytest.mark.parametrize(
    "limit", [TimeLimit("working_day"), TimeLimit("fortnight", 1), TimeLimit("calendar_day", 0)]
)
def test_a_limit_that_cannot_be_counted_is_refused(limit):
    with pytest.raises(NotATimeLimit):
        due(0, limit, A)


EARLIEST, LATEST = moment("2025-01-01T00:00"), moment("2027-06-30T23:59")
starts = st.integers(EARLIEST, LATEST)
limits = st.one_of(
    st.builds(
        TimeLimit, st.sampled_from(["working_day", "calendar_day", "working_hour"]), st.integers(1, 60)
    ),
    st.just(TimeLimit("same_day", None, "15:00")),
)
OPEN_MINUTES = tuple(
    minute
    for opening, closing in HOURS
    for minute in range(*(int(hour[:2]) * 60 + int(hour[3:]) for hour in (opening, closing)))
)


def open_on(day):
    special = f"{day:%m-%d}"
    undecided = special in PLAN_A[0][0].split() and day.year == 2027
    made_up = special in MADE_UP[day.year].split()
    return made_up or (day.weekday() < 5 and special not in OFF[day.year].split() and not undecided)


def walked_to(start, limit):
    """The last day, found by walking one day or one minute at a time."""
    day = date.fromisoformat(local_date(start))
    left = limit.value or 0
    if limit.unit == "working_hour":
        return walked_minutes(start, left * 60)
    if limit.unit == "same_day":
        late = start > local_moment(day.isoformat(), limit.cutoff)
        day += timedelta(days=late)
    while left:
        day += timedelta(days=1)
        left -= open_on(day) if limit.unit == "working_day" else 1
    while not open_on(day):
        day += timedelta(days=1)
    return local_moment(day.isoformat(), "17:00")


def walked_minutes(start, left):
    at = start
    while True:
        day = date.fromisoformat(local_date(at))
        midnight = local_moment(day.isoformat(), "00:00")
        for minute in OPEN_MINUTES if open_on(day) else ():
            if midnight + minute * MINUTE >= at:
                left -= 1
                if not left:
                    return midnight + (minute + 1) * MINUTE
        at = midnight + 24 * 60 * MINUTE


@settings(max_examples=300, deadline=None)
@given(starts.map(lambda at: at - at % MINUTE), limits)
def test_the_clock_agrees_with_walking_there(start, limit):
    found = due(start, limit, A)
    assert found.at == walked_to(start, limit)
    assert found.date == local_date(found.at)


@settings(max_examples=300, deadline=None)
@given(starts, starts, limits)
def test_whoever_comes_later_is_never_served_a_due_date_earlier(one, other, limit):
    first, last = due(min(one, other), limit, A), due(max(one, other), limit, A)
    assert (first.date, first.at) <= (last.date, last.at)


@settings(max_examples=200, deadline=None)
@given(starts, limits.filter(lambda limit: limit.value), st.integers(1, 60))
def test_a_longer_limit_never_ends_earlier(start, limit, more):
    longer = TimeLimit(limit.unit, limit.value + more)
    assert due(start, limit, A).at <= due(start, longer, A).at


@settings(max_examples=200, deadline=None)
@given(starts, limits)
def test_a_due_moment_is_never_before_the_start_and_always_while_the_office_is_open(start, limit):
    found = due(start, limit, A)
    assert found.at >= start
    assert A.is_working_day(found.date)
    assert (
        A.working_microseconds_between(found.at - MINUTE, found.at) == MINUTE or limit.unit == "working_hour"
    )


@settings(max_examples=200, deadline=None)
@given(
    starts,
    limits,
    st.integers(0, 20 * 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 20 * 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.sampled_from(["restart", "stopwatch", "shift"]),
)
def test_waiting_for_papers_never_brings_the_appointment_forward(
    start, limit, until_asked, until_complete, policy
):
    asked = start + until_asked
    complete = asked + until_complete
    before, after = due(start, limit, A), resume(policy, start, limit, asked, complete, A)
    assert after.at >= before.at or policy == "restart"
    assert after.at >= min(before.at, complete)


@settings(max_examples=100, deadline=None)
@given(starts, st.integers(0, 40))
def test_adding_working_days_and_counting_them_are_inverse(start, count):
    first = A.add_working_days(local_date(start), 0)
    assert A.working_days_between(first, A.add_working_days(first, count)) == count
