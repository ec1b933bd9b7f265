"""The office works on the days and hours announced for each year, and says so for any day it is asked about."""

from datetime import date

import pytest

from domain.calendar import (
    AlreadyAWorkingDay,
    Calendar,
    CalendarPublished,
    CalendarRevised,
    CalendarUnchanged,
    DayListedTwice,
    DayOfAnotherYear,
    HoursOutOfOrder,
    NotADate,
    NotAnHour,
    SpecialDay,
    WhyMissing,
    YearAlreadyPublished,
    YearNotPublished,
    evolve,
    local_date,
    local_moment,
    moment_text,
    publish,
    revise,
)
from domain.office import OfficeOpened

HOURS = (("07:00", "11:30"), ("13:30", "17:00"))
HOUR = 3_600_000_000


def day(date, kind="public_holiday", **more):
    return SpecialDay(date=date, kind=kind, name=kind, **more)


CULTURE_DAY = day("2026-11-24")
MAKE_UP_SATURDAY = day("2026-08-22", "makeup_workday")


def year_2026(*days, hours=HOURS):
    return CalendarPublished(year=2026, days=days, hours=hours)


def revised_2026(*days, hours=HOURS, why="thông báo mới"):
    return CalendarRevised(year=2026, days=days, hours=hours, why=why)


@pytest.fixture
def calendar():
    return evolve(Calendar(), publish(Calendar(), fact=year_2026(CULTURE_DAY, MAKE_UP_SATURDAY)))


def test_a_holiday_is_no_working_day_and_a_make_up_saturday_is(calendar):
    assert not calendar.is_working_day("2026-11-24")
    assert calendar.is_working_day("2026-08-22")
    assert calendar.is_working_day("2026-11-23")
    assert not calendar.is_working_day("2026-11-22")


def test_the_next_working_day_is_never_the_day_itself(calendar):
    assert calendar.next_working_day("2026-11-23") == "2026-11-25"
    assert calendar.next_working_day("2026-08-21") == "2026-08-22"


def test_zero_working_days_later_is_the_day_itself_when_the_office_is_open(calendar):
    assert calendar.add_working_days("2026-11-23", 0) == "2026-11-23"
    assert calendar.add_working_days("2026-11-24", 0) == "2026-11-25"


def test_working_days_are_counted_after_the_first_day_up_to_the_last(calendar):
    assert calendar.working_days_between("2026-11-23", "2026-11-27") == 3
    assert calendar.working_days_between("2026-11-27", "2026-11-23") == -3
    assert calendar.working_days_between("2026-11-27", "2026-11-27") == 0


def test_working_time_stops_for_lunch_nights_and_holidays(calendar):
    start, end = local_moment("2026-11-23", "16:00"), local_moment("2026-11-25", "12:30")
    assert calendar.working_microseconds_between(start, end) == int(5.5 * HOUR)
    assert calendar.working_microseconds_between(end, start) == -int(5.5 * HOUR)


def test_a_year_nobody_has_announced_is_an_ordinary_one_that_may_still_change(calendar):
    assert calendar.is_working_day("2031-11-24")
    assert calendar.hours("2031-11-24") == HOURS
    assert calendar.unsettled(date(2031, 11, 24), date(2031, 11, 24))


def test_an_office_without_any_calendar_has_no_hours():
    with pytest.raises(YearNotPublished):
        Calendar().closing("2026-11-24")


def test_a_special_day_can_be_asked_for_by_name(calendar):
    assert calendar.special("2026-11-24") == CULTURE_DAY
    assert calendar.special("2026-11-23") is None


@pytest.mark.parametrize("text", ["2026-13-01", "24/11/2026", "20261124", "2026-02-30", "hôm nay", ""])
def test_a_date_that_does_not_exist_is_refused(calendar, text):
    with pytest.raises(NotADate):
        calendar.is_working_day(text)


@pytest.mark.parametrize("text", ["24:00", "7:00", "07.00", "07:60", ""])
def test_an_hour_that_does_not_exist_is_refused(text):
    with pytest.raises(NotAnHour):
        local_moment("2026-11-24", text)


def test_a_year_is_published_once(calendar):
    with pytest.raises(YearAlreadyPublished):
        publish(calendar, fact=year_2026())


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ([day("2027-01-01")], DayOfAnotherYear),
        ([day("2026-09-02"), day("2026-09-02", "swap_off")], DayListedTwice),
        ([day("2026-08-21", "makeup_workday")], AlreadyAWorkingDay),
        ([day("2026-02-30")], NotADate),
    ],
)
def test_a_list_of_days_that_cannot_be_right_is_refused(days, refusal):
    with pytest.raises(refusal):
        publish(Calendar(), fact=year_2026(*days))


@pytest.mark.parametrize(
    "hours",
    [(), (("11:30", "07:00"),), (("07:00", "07:00"),), (("13:30", "17:00"), ("07:00", "11:30"))],
)
def test_hours_that_do_not_follow_one_another_are_refused(hours):
    with pytest.raises(HoursOutOfOrder):
        publish(Calendar(), fact=year_2026(hours=hours))


def test_a_revised_year_replaces_the_published_one(calendar):
    moved = revise(calendar, fact=revised_2026(day("2026-11-23", "swap_off"), hours=(("07:30", "12:00"),)))
    after = evolve(calendar, moved)
    assert after.is_working_day("2026-11-24")
    assert not after.is_working_day("2026-11-23")
    assert after.hours("2026-11-24") == (("07:30", "12:00"),)


def test_a_revision_says_why_changes_something_and_follows_a_publication(calendar):
    with pytest.raises(WhyMissing):
        revise(calendar, fact=revised_2026(why=" "))
    with pytest.raises(CalendarUnchanged):
        revise(calendar, fact=revised_2026(CULTURE_DAY, MAKE_UP_SATURDAY))
    with pytest.raises(YearNotPublished):
        revise(Calendar(), fact=revised_2026())


def test_a_fact_of_another_capability_changes_no_calendar(calendar):
    opened = OfficeOpened(unit="28321", agency="H20.321", name="Trung tâm", name_en="Centre")
    assert evolve(calendar, opened) is calendar


def test_a_moment_late_in_the_evening_utc_is_already_tomorrow_in_vietnam():
    assert local_date(0) == "1970-01-01"
    assert local_date(17 * HOUR) == "1970-01-02"
    assert local_date(-7 * HOUR - 1) == "1969-12-31"


def test_a_moment_is_written_with_its_local_hour_and_offset():
    assert moment_text(local_moment("2026-11-24", "16:05")) == "2026-11-24T16:05:00+07:00"
