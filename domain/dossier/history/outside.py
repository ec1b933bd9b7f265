"""Opinions, visits and other agencies."""

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.history.steps import after, moved_by_law, pause, resume
from domain.dossier.state import Dossier, LegState, OpenOpinion, Referral, Visit


@after(f.OpinionRequested)
def _opinion_requested(dossier: Dossier, fact: f.OpinionRequested, at: int) -> Dossier:
    asked = OpenOpinion(number=fact.number, agency=fact.agency, answer_by=fact.answer_by)
    return replace(dossier, opinions=(*dossier.opinions, asked))


@after(f.OpinionReceived)
def _opinion_received(dossier: Dossier, fact: f.OpinionReceived, at: int) -> Dossier:
    left = tuple(each for each in dossier.opinions if each.number != fact.request)
    return replace(dossier, opinions=left)


@after(f.OpinionOverdue)
def _opinion_overdue(dossier: Dossier, fact: f.OpinionOverdue, at: int) -> Dossier:
    marked = tuple(
        replace(each, overdue=True) if each.number == fact.request else each for each in dossier.opinions
    )
    return replace(dossier, opinions=marked)


@after(f.VerificationScheduled)
def _visit_scheduled(dossier: Dossier, fact: f.VerificationScheduled, at: int) -> Dossier:
    held = pause(dossier, at, "external_verification") if fact.pauses else dossier
    return replace(held, visit=Visit(number=fact.number, visit_at=fact.visit_at, pauses=fact.pauses))


@after(f.VerificationRecorded)
def _visit_recorded(dossier: Dossier, fact: f.VerificationRecorded, at: int) -> Dossier:
    running = resume(dossier, at) if dossier.visit and dossier.visit.pauses else dossier
    return replace(moved_by_law(running, fact.due), visit=None)


@after(f.ReferralPlanned)
def _referral_planned(dossier: Dossier, fact: f.ReferralPlanned, at: int) -> Dossier:
    legs = tuple(LegState(leg=leg) for leg in fact.legs)
    return replace(dossier, referral=Referral(route=fact.route, lead=fact.lead, legs=legs))


@after(f.ReferralSent)
def _referral_sent(dossier: Dossier, fact: f.ReferralSent, at: int) -> Dossier:
    return _with_leg(dossier, fact.leg, sent_at=at, answer_by=fact.answer_by)


@after(f.ReferralReturned)
def _referral_returned(dossier: Dossier, fact: f.ReferralReturned, at: int) -> Dossier:
    return _with_leg(dossier, fact.leg, returned_at=at)


def _with_leg(dossier: Dossier, number: int, **changed: object) -> Dossier:
    """`number` counts from 1; a leg that was never planned changes nothing."""
    if dossier.referral is None:
        return dossier
    legs = tuple(
        replace(each, **changed) if place == number else each
        for place, each in enumerate(dossier.referral.legs, 1)
    )
    return replace(dossier, referral=replace(dossier.referral, legs=legs))
