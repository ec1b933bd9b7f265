"""A year as the office published it, a storm that makes a day of it a day off, and a dossier that is open then."""

from application.data import load_calendar
from domain.calendar import CalendarRevised, SpecialDay
from tests.application.an_office import HOA, intake

STORM = SpecialDay(date="2026-03-04", kind="swap_off", name="Nghỉ vì bão", name_en="Day off for the storm")


def year_of(number):
    return next(each for each in load_calendar() if each.year == number)


def revised(*days, year=2026, why="Công điện 12 của tỉnh"):
    now = year_of(year)
    kept = [each for each in now.days if each.date not in {day.date for day in days}]
    return CalendarRevised(year=year, days=(*kept, *days), hours=now.hours, why=why)


def limited(office, unit, value):
    return next(
        code
        for code, each in office.catalogue.in_force().items()
        if (each.limit.unit, each.limit.value) == (unit, value)
    )


def accepted(office, unit="working_day", value=3):
    return office.dossiers.accept(intake(office, limited(office, unit, value)), HOA)
