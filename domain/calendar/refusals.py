"""Every way the calendar says no. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class YearAlreadyPublished(Refused):
    """The calendar of this year is published; change it by revising it."""


class YearNotPublished(Refused):
    """The calendar of this year has not been published yet."""


class CalendarUnchanged(Refused):
    """The revised calendar says exactly what the published one says."""


class WhyMissing(Refused):
    """A change of the calendar says why."""


class NotADate(Refused):
    """A date is written year-month-day, such as 2026-11-24, and must exist."""


class NotAnHour(Refused):
    """An hour is written HH:MM, from 00:00 to 23:59."""


class DayOfAnotherYear(Refused):
    """A special day belongs to the list of its own year."""


class DayListedTwice(Refused):
    """A day appears once in the list of its year."""


class AlreadyAWorkingDay(Refused):
    """A make-up working day falls on a Saturday or a Sunday."""


class HoursOutOfOrder(Refused):
    """Office hours are periods that follow one another, each closing after it opens."""


class SeasonMalformed(Refused):
    """A season has a name and two days, both written MM-DD or both as dates of its year, the first before the last."""


class SeasonsOverlap(Refused):
    """A day belongs to one season at most."""


class NotATimeLimit(Refused):
    """A time limit is written 3wd, 15d, 8wh or same-day, or stages joined by +; its number is from 1 to 1000."""


class PausedBeforeItBegan(Refused):
    """Papers are asked for after the receipt and completed after they were asked for."""
