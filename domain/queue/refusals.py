"""Every way the waiting room says no. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class AlreadyIssued(Refused):
    """This ticket has been given out already."""


class UnknownSeries(Refused):
    """A series is one of the letters the board can show, and ordinals start at 1."""


class NotPossibleNow(Refused):
    """A ticket in this state does not allow that act."""


class NotAtThisCounter(Refused):
    """Another counter has called this ticket."""


class CalledEnough(Refused):
    """The ticket has been called as often as the rule allows; park it instead."""


class TooLateToRejoin(Refused):
    """The parked ticket has lapsed; the visitor takes a new number."""


class SameGroup(Refused):
    """The ticket already waits for that group."""


class SameCounter(Refused):
    """The ticket already waits for that counter or officer."""


class NothingClaimed(Refused):
    """No priority was claimed for this ticket, so there is none to confirm."""


class AlreadyConfirmed(Refused):
    """This priority has been confirmed before."""


class NoNumbersNow(Refused):
    """Numbers are given only in the hours that the unit has set."""


class NumbersUsedUp(Refused):
    """The group has given as many numbers today as the unit has set."""


class AnnouncementEmpty(Refused):
    """An announcement says something, in Vietnamese at least, and not too much for a board."""


class AnnouncementOver(Refused):
    """An announcement ends after it begins, and not in the past."""


class AlreadyWithdrawn(Refused):
    """The announcement was withdrawn before, or was never made."""


class SamePriority(Refused):
    """The ticket already has that priority."""


class VisitorNotTold(Refused):
    """Say why, so that the visitor and the inspector can be told."""


class NothingSaid(Refused):
    """Guidance is about at least one topic."""
