"""Asking for more papers, through the one-stop unit, as rarely as the law allows."""

from msgspec.structs import replace

from domain.dossier.codes import local_day
from domain.dossier.facts import (
    Channel,
    Due,
    Paper,
    ProcessingSupplementRequested,
    SupplementCompleted,
    SupplementExpired,
    SupplementProvided,
)
from domain.dossier.intake import all_listed, in_writing, numbered
from domain.dossier.refusals import (
    ApplicantNotAtFault,
    ApprovalMissing,
    AskedBefore,
    ItemsMissing,
    NothingHandedIn,
    StillTimeToAnswer,
    TooLateToAsk,
)
from domain.dossier.state import Dossier, Hand, Rules
from domain.dossier.transitions import admit, verb


@verb(ProcessingSupplementRequested)
def request_supplement(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    fact: ProcessingSupplementRequested,
    working_days_since_acceptance: int,
    rules: Rules,
) -> ProcessingSupplementRequested:
    """The fact's `time` is set here: 1 for the first request, 2 for the second."""
    admit(dossier, ProcessingSupplementRequested, by=by, at=at, reason=fact.reason)
    all_listed(fact.items)
    in_writing(fact.number, fact.basis)
    if dossier.processing_supplements >= rules.processing_supplements:
        _may_ask_again(dossier, by, fact, rules)
    elif working_days_since_acceptance > rules.processing_supplement_working_days:
        raise TooLateToAsk(working_days=rules.processing_supplement_working_days)
    return replace(fact, time=dossier.processing_supplements + 1)


def _may_ask_again(dossier: Dossier, by: Hand, fact: ProcessingSupplementRequested, rules: Rules) -> None:
    if dossier.processing_supplements >= rules.processing_supplements_hard:
        raise AskedBefore(times=dossier.processing_supplements)
    if not fact.applicant_at_fault:
        raise ApplicantNotAtFault()
    approved_by_another(fact.approved_by, by)


def approved_by_another(approver: str, by: Hand) -> None:
    if not approver.strip() or approver == by.officer:
        raise ApprovalMissing()


@verb(SupplementProvided)
def provide_supplement(
    dossier: Dossier, *, by: Hand, at: int, papers: tuple[Paper, ...], channel: Channel = "counter"
) -> SupplementProvided:
    admit(dossier, SupplementProvided, by=by, at=at)
    if not papers:
        raise ItemsMissing()
    return SupplementProvided(papers=papers, channel=channel)


@verb(SupplementCompleted)
def complete_supplement(dossier: Dossier, *, by: Hand, at: int, due: Due | None) -> SupplementCompleted:
    """`due` is the appointment the dossier's own clock policy gives now; None when there is no limit."""
    admit(dossier, SupplementCompleted, by=by, at=at)
    if dossier.supplement is None or not dossier.supplement.provided:
        raise NothingHandedIn()
    return SupplementCompleted(due=due)


@verb(SupplementExpired)
def expire_supplement(dossier: Dossier, *, by: Hand, at: int, number: str, reason: str) -> SupplementExpired:
    admit(dossier, SupplementExpired, by=by, at=at, reason=reason)
    answer_by = dossier.supplement.answer_by if dossier.supplement else ""
    if answer_by and local_day(at) <= answer_by:
        raise StillTimeToAnswer(answer_by=answer_by)
    numbered(number)
    return SupplementExpired(stage=dossier.stage, number=number, reason=reason)
