"""At the counter: a dossier is submitted, then accepted, refused, or sent back once for what is missing.

Acts with many particulars take the proposed fact itself and return it once it may happen.
"""

from domain.dossier.codes import format_code, local_day
from domain.dossier.facts import (
    DossierAccepted,
    DossierRefused,
    DossierSubmitted,
    IntakeSupplementRequested,
)
from domain.dossier.refusals import (
    AskedBefore,
    BasisMissing,
    CodeDoesNotMatch,
    DueDateMissing,
    ItemsMissing,
    NothingHandedIn,
    NotSubmitted,
    NumberMissing,
    OnlyOnline,
    PlaceMissing,
    PostalRecordMissing,
    ReceiptDue,
    SubmittedAfterAcceptance,
    SubmittedForAnother,
    VisitOfAnotherDay,
)
from domain.dossier.state import Dossier, Hand, Rules, Status
from domain.dossier.transitions import admit, verb


@verb(DossierSubmitted)
def submit(dossier: Dossier, *, by: Hand, at: int, fact: DossierSubmitted) -> DossierSubmitted:
    admit(dossier, DossierSubmitted, by=by, at=at)
    if fact.channel != "online":
        raise OnlyOnline(channel=fact.channel)
    return fact


@verb(DossierAccepted)
def accept(dossier: Dossier, *, by: Hand, at: int, fact: DossierAccepted) -> DossierAccepted:
    """`fact.day` is the ISO date of acceptance in Vietnam; the code must follow from it."""
    admit(dossier, DossierAccepted, by=by, at=at)
    _comes_in_order(dossier, fact.channel, fact.procedure)
    if fact.day != local_day(at) or fact.code != format_code(fact.agency, fact.day, fact.ordinal):
        raise CodeDoesNotMatch(code=fact.code, day=fact.day, ordinal=fact.ordinal)
    if fact.submitted_at > at:
        raise SubmittedAfterAcceptance(code=fact.code)
    if fact.due is None and fact.limit.unit != "none_stated":
        raise DueDateMissing(code=fact.code)
    if fact.receipt_waived and not _resolved_at_once(fact):
        raise ReceiptDue(code=fact.code)
    _moment_is_proved(fact, at)
    return fact


def _resolved_at_once(fact: DossierAccepted) -> bool:
    return fact.delegated or (fact.due is not None and fact.due.date == fact.day)


def _moment_is_proved(fact: DossierAccepted, at: int) -> None:
    """By post the signed record proves the moment of submission; at home the place, entered the same day."""
    if fact.channel == "postal" and not fact.handover_record.strip():
        raise PostalRecordMissing()
    if fact.channel == "home":
        if not fact.visit_place.strip():
            raise PlaceMissing()
        if local_day(fact.submitted_at) != local_day(at):
            raise VisitOfAnotherDay(day=local_day(fact.submitted_at))


@verb(DossierRefused)
def refuse(dossier: Dossier, *, by: Hand, at: int, fact: DossierRefused) -> DossierRefused:
    """At once, or once the papers that were asked for are in; whoever has not answered yet has their time."""
    admit(dossier, DossierRefused, by=by, at=at, reason=fact.reason)
    _comes_in_order(dossier, fact.channel, fact.procedure)
    if dossier.supplement is not None and not dossier.supplement.provided:
        raise NothingHandedIn()
    in_writing(fact.number, fact.basis)
    return fact


@verb(IntakeSupplementRequested)
def request_intake_supplement(
    dossier: Dossier, *, by: Hand, at: int, fact: IntakeSupplementRequested, rules: Rules
) -> IntakeSupplementRequested:
    admit(dossier, IntakeSupplementRequested, by=by, at=at, reason=fact.reason)
    _comes_in_order(dossier, fact.channel, fact.procedure)
    if dossier.intake_supplements >= rules.intake_supplements:
        raise AskedBefore(times=dossier.intake_supplements)
    all_listed(fact.items)
    in_writing(fact.number, fact.basis)
    return fact


def in_writing(number: str, basis: str) -> None:
    """A notice that says no, or not yet, has a number and names its basis."""
    numbered(number)
    if not basis.strip():
        raise BasisMissing()


def numbered(number: str) -> None:
    """Whatever is given out in writing has a number of its own."""
    if not number.strip():
        raise NumberMissing()


def all_listed(items: tuple[str, ...]) -> None:
    if not items or any(not item.strip() for item in items):
        raise ItemsMissing()


def _comes_in_order(dossier: Dossier, channel: str, procedure: str) -> None:
    if dossier.status is Status.NONE:
        if channel == "online":
            raise NotSubmitted()
    elif procedure != dossier.procedure:
        raise SubmittedForAnother(submitted=dossier.procedure, accepted=procedure)
