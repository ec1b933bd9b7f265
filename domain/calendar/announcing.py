"""A year is published once and revised with a reason; the calendar is what was announced last."""

from domain.calendar.days import Calendar
from domain.calendar.facts import CalendarPublished, CalendarRevised
from domain.calendar.refusals import CalendarUnchanged, WhyMissing, YearAlreadyPublished, YearNotPublished
from domain.calendar.years import announced, check
from domain.fact import Fact


def evolve(calendar: Calendar, fact: Fact) -> Calendar:
    match fact:
        case CalendarPublished() | CalendarRevised():
            return Calendar({**calendar.years, fact.year: announced(fact)})
        case _:
            return calendar


def publish(calendar: Calendar, *, fact: CalendarPublished) -> CalendarPublished:
    if fact.year in calendar.years:
        raise YearAlreadyPublished(year=fact.year)
    check(fact)
    return fact


def revise(calendar: Calendar, *, fact: CalendarRevised) -> CalendarRevised:
    if fact.year not in calendar.years:
        raise YearNotPublished(year=fact.year)
    if not fact.why.strip():
        raise WhyMissing()
    check(fact)
    if announced(fact) == calendar.years[fact.year]:
        raise CalendarUnchanged(year=fact.year)
    return fact
