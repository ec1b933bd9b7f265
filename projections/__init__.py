"""READING. Answers to questions, folded from events alone; every table can be dropped and rebuilt."""

from projections.appointments import AppointmentBook
from projections.board import Announcements, QueueBoard
from projections.fold import Fold
from projections.index import Commands, Leased, Lookups, Numbers, Reference
from projections.payments import Payments
from projections.post import PostBook
from projections.sites import Sites
from projections.staff import Staff
from projections.status import CurrentStatus


def inline_folds() -> list[Fold]:
    """What is written in the same transaction as the event, so that whoever acted reads what they wrote."""
    return [
        Commands(),
        Numbers(),
        Leased(),
        Lookups(),
        Reference(),
        Staff(),
        QueueBoard(),
        Announcements(),
        CurrentStatus(),
        AppointmentBook(),
        PostBook(),
        Sites(),
        Payments(),
    ]


def following_folds() -> list[Fold]:
    """What follows the log in batches, in a database of its own that may be dropped at any time."""
    from projections.counts import DailyCounts
    from projections.feedback import FeedbackBook
    from projections.guidance import GuidanceBook
    from projections.inspections import InspectionBook
    from projections.register import Register
    from projections.trail import AuditTrail

    return [AuditTrail(), Register(), DailyCounts(), GuidanceBook(), FeedbackBook(), InspectionBook()]
