"""Working time: holidays, make-up Saturdays, office hours by season, the deadline clock and its account."""

from domain.calendar.account import Account, Stretch, Why, account
from domain.calendar.announcing import evolve, publish, revise
from domain.calendar.clock import due, forward_deadline, resume, stage_dues
from domain.calendar.days import Calendar
from domain.calendar.facts import (
    CalendarPublished,
    CalendarRevised,
    ClockPolicy,
    DayKind,
    Season,
    SpecialDay,
)
from domain.calendar.legs import DueDate
from domain.calendar.limits import LimitLike, TimeLimit, parse_limit
from domain.calendar.moments import VIETNAM, local_date, local_moment, moment_text
from domain.calendar.pauses import Pause
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
    SeasonMalformed,
    SeasonsOverlap,
    WhyMissing,
    YearAlreadyPublished,
    YearNotPublished,
)
from domain.calendar.years import Hours, Year

__all__ = [
    "VIETNAM",
    "Account",
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
    "Pause",
    "PausedBeforeItBegan",
    "Season",
    "SeasonMalformed",
    "SeasonsOverlap",
    "SpecialDay",
    "Stretch",
    "TimeLimit",
    "Why",
    "WhyMissing",
    "Year",
    "YearAlreadyPublished",
    "YearNotPublished",
    "account",
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
    "stage_dues",
]
