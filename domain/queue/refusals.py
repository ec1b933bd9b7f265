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


class SamePriority(Refused):
    """The ticket already has that priority."""


class VisitorNotTold(Refused):
    """Say why, so that the visitor and the inspector can be told."""


class NothingSaid(Refused):
    """Guidance is about at least one topic."""
