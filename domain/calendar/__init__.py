"""Working time: holidays, make-up Saturdays, office hours, and the deadline clock."""

from domain.calendar.clock import DueDate, LimitLike, TimeLimit, due, forward_deadline, parse_limit, resume
from domain.calendar.days import Calendar, Hours, Year, evolve, publish, revise
from domain.calendar.facts import CalendarPublished, CalendarRevised, ClockPolicy, DayKind, SpecialDay
from domain.calendar.moments import VIETNAM, local_date, local_moment, moment_text
from domain.calendar.refusals import (
    AlreadyAWorkingDay,
    CalendarUnchanged,
    DayListedTwice,
    DayOfAnotherYear,
    HoursOutOfOrder,
    NotADate,
    NotAnHour,
    NotATimeLimit,
    PausedBeforeItBegan,
    WhyMissing,
    YearAlreadyPublished,
    YearNotPublished,
)

__all__ = [
    "VIETNAM",
    "AlreadyAWorkingDay",
    "Calendar",
    "CalendarPublished",
    "CalendarRevised",
    "CalendarUnchanged",
    "ClockPolicy",
    "DayKind",
    "DayListedTwice",
    "DayOfAnotherYear",
    "DueDate",
    "Hours",
    "HoursOutOfOrder",
    "LimitLike",
    "NotADate",
    "NotATimeLimit",
    "NotAnHour",
    "PausedBeforeItBegan",
    "SpecialDay",
    "TimeLimit",
    "WhyMissing",
    "Year",
    "YearAlreadyPublished",
    "YearNotPublished",
    "due",
    "evolve",
    "forward_deadline",
    "local_date",
    "local_moment",
    "moment_text",
    "parse_limit",
    "publish",
    "resume",
    "revise",
]
