"""Asking others: opinions, visits, and agencies that take part. Their slowness never stops the clock."""

from domain.dossier.codes import local_day
from domain.dossier.facts import (
    Due,
    Leg,
    OpinionOverdue,
    OpinionReceived,
    OpinionRequested,
    Outcome,
    ReferralPlanned,
    ReferralReturned,
    ReferralSent,
    Route,
    VerificationRecorded,
    VerificationScheduled,
)
from domain.dossier.intake import numbered
from domain.dossier.refusals import (
    AgencyMissing,
    AnswerByMissing,
    ClockMayNotPause,
    DossierIsLost,
    LegNotSent,
    LegSentBefore,
    LegsMissing,
    NoReferral,
    NoSuchOpinion,
    NotTheirTurn,
    NoVisit,
    OpinionPending,
    ReferralOpen,
    StillTimeToAnswer,
    VisitInThePast,
    VisitNotYet,
    VisitPending,
    WhereAndWhoMissing,
)
from domain.dossier.state import Dossier, Hand, LegState, OpenOpinion, Referral, Visit
from domain.dossier.transitions import admit, verb


def nothing_open_outside(dossier: Dossier) -> None:
    """A decision waits for what was asked; a late agency no longer holds it up once the head was told."""
    if dossier.lost:
        raise DossierIsLost(code=dossier.code)
    for opinion in dossier.opinions:
        if not opinion.overdue:
            raise OpinionPending(agency=opinion.agency, answer_by=opinion.answer_by)
    if dossier.visit is not None:
        raise VisitPending(number=dossier.visit.number)
    if dossier.referral is not None and dossier.referral.is_open:
        raise ReferralOpen(agencies=", ".join(_waiting_for(dossier.referral)))


# Opinions


@verb(OpinionRequested)
def request_opinion(
    dossier: Dossier, *, by: Hand, at: int, number: str, agency: str, answer_by: str, question: str
) -> OpinionRequested:
    """`answer_by` is the last day (ISO) in the letter; without one nobody could ever be late."""
    admit(dossier, OpinionRequested, by=by, at=at, reason=question)
    numbered(number)
    if not agency.strip():
        raise AgencyMissing()
    if answer_by < local_day(at):
        raise AnswerByMissing()
    return OpinionRequested(number=number, agency=agency, answer_by=answer_by, question=question)


@verb(OpinionReceived)
def receive_opinion(
    dossier: Dossier, *, by: Hand, at: int, request: str, answer: str = ""
) -> OpinionReceived:
    admit(dossier, OpinionReceived, by=by, at=at)
    asked = _opinion(dossier, request)
    return OpinionReceived(request=request, late=local_day(at) > asked.answer_by, answer=answer)


@verb(OpinionOverdue)
def report_overdue_opinion(dossier: Dossier, *, by: Hand, at: int, request: str) -> OpinionOverdue:
    admit(dossier, OpinionOverdue, by=by, at=at)
    asked = _opinion(dossier, request)
    if local_day(at) <= asked.answer_by:
        raise StillTimeToAnswer(answer_by=asked.answer_by)
    if asked.overdue:
        raise NoSuchOpinion(number=request)
    return OpinionOverdue(request=request)


def _opinion(dossier: Dossier, number: str) -> OpenOpinion:
    found = next((each for each in dossier.opinions if each.number == number), None)
    if found is None:
        raise NoSuchOpinion(number=number)
    return found


# Visits


@verb(VerificationScheduled)
def schedule_visit(
    dossier: Dossier, *, by: Hand, at: int, fact: VerificationScheduled
) -> VerificationScheduled:
    """Time, place and people; whether the clock stands still is the law of the procedure, not a choice."""
    admit(dossier, VerificationScheduled, by=by, at=at)
    numbered(fact.number)
    if dossier.visit is not None:
        raise VisitPending(number=dossier.visit.number)
    if fact.visit_at < at:
        raise VisitInThePast()
    if not fact.place.strip() or not fact.participants.strip():
        raise WhereAndWhoMissing()
    if fact.pauses and "external_verification" not in (dossier.limit.pauses if dossier.limit else ()):
        raise ClockMayNotPause()
    return fact


@verb(VerificationRecorded)
def record_visit(
    dossier: Dossier, *, by: Hand, at: int, record: str, findings: str, due: Due | None = None
) -> VerificationRecorded:
    """`due` is the appointment the clock policy gives, for a visit that held the clock up."""
    admit(dossier, VerificationRecorded, by=by, at=at)
    visit = _visit(dossier)
    if at < visit.visit_at:
        raise VisitNotYet(at=visit.visit_at)
    numbered(record)
    if not findings.strip():
        raise WhereAndWhoMissing()
    return VerificationRecorded(record=record, due=due if visit.pauses else None, findings=findings)


def _visit(dossier: Dossier) -> Visit:
    if dossier.visit is None:
        raise NoVisit()
    return dossier.visit


# Agencies that take part


@verb(ReferralPlanned)
def plan_referral(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    route: Route,
    lead: str,
    legs: tuple[Leg, ...],
    tasks: tuple[str, ...],
) -> ReferralPlanned:
    """Papers go round in series, data to all at once; the one-stop unit sets the order and each limit."""
    admit(dossier, ReferralPlanned, by=by, at=at)
    if dossier.referral is not None and under_way(dossier.referral):
        raise ReferralOpen(agencies=", ".join(_waiting_for(dossier.referral)))
    whole = all(leg.agency.strip() and leg.working_days > 0 for leg in legs)
    if not legs or not whole or len(tasks) != len(legs) or not all(task.strip() for task in tasks):
        raise LegsMissing()
    if lead not in {leg.agency for leg in legs}:
        raise AgencyMissing()
    return ReferralPlanned(route=route, lead=lead, legs=legs, tasks=tasks)


def under_way(referral: Referral) -> bool:
    """Some agency has been sent its part and not all are back: too late to plan otherwise."""
    return referral.is_open and any(each.sent_at is not None for each in referral.legs)


@verb(ReferralSent)
def send_leg(
    dossier: Dossier, *, by: Hand, at: int, leg: int, answer_by: str, deadline: int = 0
) -> ReferralSent:
    """`leg` counts from 1. In series the one before must be back; `deadline` is the 15:00 rule's."""
    admit(dossier, ReferralSent, by=by, at=at)
    referral, chosen = _leg(dossier, leg)
    if chosen.sent_at is not None:
        raise LegSentBefore(agency=chosen.leg.agency)
    if referral.route == "series" and any(each.returned_at is None for each in referral.legs[: leg - 1]):
        raise NotTheirTurn(agency=chosen.leg.agency)
    if answer_by < local_day(at):
        raise AnswerByMissing()
    return ReferralSent(leg=leg, agency=chosen.leg.agency, answer_by=answer_by, deadline=deadline)


@verb(ReferralReturned)
def take_leg_back(
    dossier: Dossier, *, by: Hand, at: int, leg: int, outcome: Outcome = "done", document: str = ""
) -> ReferralReturned:
    admit(dossier, ReferralReturned, by=by, at=at)
    _, chosen = _leg(dossier, leg)
    if chosen.sent_at is None or chosen.returned_at is not None:
        raise LegNotSent(agency=chosen.leg.agency)
    late = local_day(at) > chosen.answer_by
    return ReferralReturned(leg=leg, agency=chosen.leg.agency, outcome=outcome, late=late, document=document)


def _leg(dossier: Dossier, number: int) -> tuple[Referral, LegState]:
    if dossier.referral is None or not 1 <= number <= len(dossier.referral.legs):
        raise NoReferral()
    return dossier.referral, dossier.referral.legs[number - 1]


def _waiting_for(referral: Referral) -> list[str]:
    return [each.leg.agency for each in referral.legs if each.returned_at is None]
