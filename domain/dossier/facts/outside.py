"""Work that others do for a dossier: opinions, visits, and other agencies (liên thông). The clock runs on."""

from typing import Literal

import msgspec

from domain.dossier.facts.shapes import Due
from domain.fact import Fact, recorded_as

Route = Literal["series", "parallel"]
"""Papers go round one after the other, data to all at once (NĐ 61/2018 Art. 19(6))."""
Outcome = Literal["done", "refused"]


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that takes part, and its number of working days; `outside` the commune's own agencies."""

    agency: str
    working_days: int
    outside: bool = True


@recorded_as("opinion.requested", sealed=("question",))
class OpinionRequested(Fact, frozen=True, kw_only=True):
    """Another agency is consulted, in writing and with a last day (ISO) (NĐ 61/2018 Art. 19(5))."""

    number: str
    agency: str
    answer_by: str
    question: str = ""


@recorded_as("opinion.received", sealed=("answer",))
class OpinionReceived(Fact, frozen=True, kw_only=True):
    """`request` is the number of the letter that asked."""

    request: str
    late: bool = False
    answer: str = ""


@recorded_as("opinion.overdue")
class OpinionOverdue(Fact, frozen=True, kw_only=True):
    """The agency did not answer in time; the head of the one-stop unit is told, and the work goes on."""

    request: str


@recorded_as("verification.scheduled", sealed=("place", "participants"))
class VerificationScheduled(Fact, frozen=True, kw_only=True):
    """A visit to see for oneself; time, place and people are in the system (NĐ 61/2018 Art. 19(3)).

    `pauses` only where the law of the procedure says that the visit is not counted.
    """

    number: str
    visit_at: int
    applicant_present: bool = False
    pauses: bool = False
    place: str = ""
    participants: str = ""


@recorded_as("verification.recorded", sealed=("findings",))
class VerificationRecorded(Fact, frozen=True, kw_only=True):
    """The record of the visit is kept in the file. `due` is set when the visit held the clock up."""

    record: str
    due: Due | None = None
    findings: str = ""


@recorded_as("referral.planned", sealed=("tasks",))
class ReferralPlanned(Fact, frozen=True, kw_only=True):
    """Which agencies take part, in which order, who leads, and what each does until when."""

    route: Route
    lead: str
    legs: tuple[Leg, ...]
    tasks: tuple[str, ...] = ()
    """What each agency is asked to do, in the order of `legs`."""


@recorded_as("referral.sent")
class ReferralSent(Fact, frozen=True, kw_only=True):
    """One leg goes out, to that agency's own one-stop unit; `deadline` is the 15:00 rule's (µs UTC)."""

    leg: int
    agency: str
    answer_by: str
    deadline: int = 0


@recorded_as("referral.returned", sealed=("document",))
class ReferralReturned(Fact, frozen=True, kw_only=True):
    """The agency's part comes back to the receiving unit (NĐ 61/2018 Art. 19(7)); `leg` counts from 1."""

    leg: int
    agency: str
    outcome: Outcome = "done"
    late: bool = False
    document: str = ""
