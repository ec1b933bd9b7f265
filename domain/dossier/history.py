"""From facts to the dossier they make. Total: a recorded fact always leads to a state, never to a refusal.

Whether a fact may happen is asked in `transitions`; here it has happened, so any log can be replayed.
No step looks at a sealed field: it reads as its default here, and a state keeps nothing about a person.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, TypeVar

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.state import (
    Dossier,
    Offer,
    Pause,
    PauseReason,
    PaymentRequest,
    Result,
    Status,
    SupplementRequest,
)
from domain.fact import Fact

F = TypeVar("F", bound=Fact)
Step = Callable[[Dossier, F, int], Dossier]

_STEPS: dict[type[Fact], Step[Any]] = {}


def evolve(dossier: Dossier, fact: Fact, at: int) -> Dossier:
    """The dossier once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    step = _STEPS.get(type(fact))
    if step is None:
        raise AssertionError(f"{type(fact).__name__} does not happen to a dossier")
    if isinstance(fact, f.LookupPerformed):
        return dossier
    return replace(step(dossier, fact, at), changed_at=at)


def replay(pairs: Iterable[tuple[Fact, int]]) -> Dossier:
    return reduce(lambda dossier, pair: evolve(dossier, *pair), pairs, Dossier())


def _after(kind: type[F]) -> Callable[[Step[F]], Step[F]]:
    def register(step: Step[F]) -> Step[F]:
        _STEPS[kind] = step
        return step

    return register


def _pause(dossier: Dossier, at: int, why: PauseReason) -> Dossier:
    running = _resume(dossier, at)
    if dossier.accepted_at is None:
        return running
    return replace(running, paused=(*running.paused, Pause(start=at, why=why)))


def _resume(dossier: Dossier, at: int) -> Dossier:
    ended = tuple(replace(pause, end=at) if pause.end is None else pause for pause in dossier.paused)
    return replace(dossier, paused=ended)


def _moved_by_law(dossier: Dossier, due: f.Due | None) -> Dossier:
    return dossier if due is None else replace(dossier, due_lawful=due, due_current=due)


def _finish(dossier: Dossier, at: int, status: Status) -> Dossier:
    """An end: nothing stays open, and the first finish is the one that counts."""
    first = at if dossier.finished_at is None else dossier.finished_at
    closed = _resume(dossier, at)
    return replace(
        closed,
        status=status,
        finished_at=first,
        offered=None,
        supplement=None,
        payment=None,
        withdrawing=False,
    )


def _end_in_writing(dossier: Dossier, at: int, status: Status, *, number: str, basis: str = "") -> Dossier:
    return replace(_finish(dossier, at, status), notice=number, basis=basis)


# Intake


@_after(f.DossierSubmitted)
def _submitted(dossier: Dossier, fact: f.DossierSubmitted, at: int) -> Dossier:
    return replace(
        dossier,
        status=Status.NEWLY_REGISTERED,
        procedure=fact.procedure,
        procedure_version=fact.procedure_version,
        field=fact.field,
        channel=fact.channel,
        submitted_at=at,
        answer_by=fact.answer_by,
        lookup=fact.lookup,
    )


@_after(f.DossierAccepted)
def _accepted(dossier: Dossier, fact: f.DossierAccepted, at: int) -> Dossier:
    taken_in = replace(
        dossier,
        status=Status.ACCEPTED,
        code=fact.code,
        procedure=fact.procedure,
        procedure_version=fact.procedure_version,
        procedure_name=fact.procedure_name,
        field=fact.field,
        channel=fact.channel,
        return_channel=fact.return_channel,
        ruleset=fact.ruleset,
        limit=fact.limit,
        delegated=fact.delegated,
    )
    return replace(
        taken_in,
        submitted_at=fact.submitted_at,
        accepted_at=at,
        due_original=fact.due,
        due_lawful=fact.due,
        due_current=fact.due,
        supplement=None,
        ticket=fact.ticket or dossier.ticket,
        lookup=fact.lookup or dossier.lookup,
    )


@_after(f.DossierRefused)
def _refused(dossier: Dossier, fact: f.DossierRefused, at: int) -> Dossier:
    ended = _end_in_writing(dossier, at, Status.NOT_ACCEPTED, number=fact.number, basis=fact.basis)
    return replace(
        ended,
        procedure=fact.procedure,
        field=fact.field,
        channel=fact.channel,
        ticket=fact.ticket or dossier.ticket,
    )


@_after(f.IntakeSupplementRequested)
def _intake_supplement_requested(dossier: Dossier, fact: f.IntakeSupplementRequested, at: int) -> Dossier:
    asked = SupplementRequest(stage="intake", number=fact.number, requested_at=at, answer_by=fact.answer_by)
    return replace(
        dossier,
        status=Status.SUPPLEMENT_REQUESTED,
        procedure=fact.procedure,
        procedure_version=fact.procedure_version,
        field=fact.field,
        channel=fact.channel,
        supplement=asked,
        intake_supplements=dossier.intake_supplements + 1,
        notice=fact.number,
        ticket=fact.ticket or dossier.ticket,
        lookup=fact.lookup or dossier.lookup,
    )


# Supplements


@_after(f.ProcessingSupplementRequested)
def _supplement_requested(dossier: Dossier, fact: f.ProcessingSupplementRequested, at: int) -> Dossier:
    asked = SupplementRequest(
        stage="processing", number=fact.number, requested_at=at, answer_by=fact.answer_by
    )
    return replace(
        _pause(dossier, at, "supplement"),
        status=Status.SUPPLEMENT_REQUESTED,
        supplement=asked,
        processing_supplements=dossier.processing_supplements + 1,
        notice=fact.number,
    )


@_after(f.SupplementProvided)
def _supplement_provided(dossier: Dossier, fact: f.SupplementProvided, at: int) -> Dossier:
    if dossier.stage == "intake" and fact.channel == "online":
        return replace(dossier, status=Status.NEWLY_REGISTERED, supplement=None)
    if dossier.supplement is None:
        return dossier
    return replace(dossier, supplement=replace(dossier.supplement, provided=True))


@_after(f.SupplementCompleted)
def _supplement_completed(dossier: Dossier, fact: f.SupplementCompleted, at: int) -> Dossier:
    running = replace(_resume(dossier, at), status=Status.IN_PROCESS, supplement=None)
    return _moved_by_law(running, fact.due)


@_after(f.SupplementExpired)
def _supplement_expired(dossier: Dossier, fact: f.SupplementExpired, at: int) -> Dossier:
    end = Status.NOT_ACCEPTED if fact.stage == "intake" else Status.STOPPED
    return _end_in_writing(dossier, at, end, number=fact.number)


# Hands


@_after(f.DossierForwarded)
def _forwarded(dossier: Dossier, fact: f.DossierForwarded, at: int) -> Dossier:
    return replace(dossier, status=Status.IN_PROCESS, section=fact.section, holder="")


@_after(f.DossierAssigned)
def _assigned(dossier: Dossier, fact: f.DossierAssigned, at: int) -> Dossier:
    return replace(dossier, holder=fact.officer, section=fact.section or dossier.section, offered=None)


@_after(f.HandoverOffered)
def _handover_offered(dossier: Dossier, fact: f.HandoverOffered, at: int) -> Dossier:
    return replace(dossier, offered=Offer(fact.from_officer, fact.to_officer, fact.section))


@_after(f.HandoverAccepted)
def _handover_accepted(dossier: Dossier, fact: f.HandoverAccepted, at: int) -> Dossier:
    return replace(
        dossier,
        status=Status.IN_PROCESS,
        holder=fact.to_officer,
        section=fact.section or dossier.section,
        offered=None,
    )


@_after(f.HandoverDeclined)
def _handover_declined(dossier: Dossier, fact: f.HandoverDeclined, at: int) -> Dossier:
    return replace(dossier, offered=None)


# Money, withdrawal, stop


@_after(f.PaymentRequested)
def _payment_requested(dossier: Dossier, fact: f.PaymentRequested, at: int) -> Dossier:
    held = _pause(dossier, at, "financial_obligation") if fact.pauses else dossier
    asked = PaymentRequest(
        number=fact.number, amount_vnd=fact.amount_vnd, requested_at=at, pauses=fact.pauses
    )
    return replace(held, status=Status.FINANCIAL_OBLIGATION, payment=asked)


@_after(f.PaymentConfirmed)
def _payment_confirmed(dossier: Dossier, fact: f.PaymentConfirmed, at: int) -> Dossier:
    paid = replace(dossier, payment=None, paid_vnd=dossier.paid_vnd + fact.amount_vnd)
    moved = _moved_by_law(paid, fact.due)
    if fact.final:
        return _finish(moved, at, Status.PROCESSED)
    return replace(_resume(moved, at), status=Status.IN_PROCESS)


@_after(f.PaymentExpired)
def _payment_expired(dossier: Dossier, fact: f.PaymentExpired, at: int) -> Dossier:
    return _end_in_writing(dossier, at, Status.STOPPED, number=fact.number)


@_after(f.FeePaid)
def _fee_paid(dossier: Dossier, fact: f.FeePaid, at: int) -> Dossier:
    return replace(dossier, paid_vnd=dossier.paid_vnd + fact.amount_vnd)


@_after(f.WithdrawalRequested)
def _withdrawal_requested(dossier: Dossier, fact: f.WithdrawalRequested, at: int) -> Dossier:
    held = _pause(dossier, at, "withdrawal_pending")
    return replace(held, status=Status.WITHDRAWAL_REQUESTED, withdrawing=True)


@_after(f.WithdrawalGranted)
def _withdrawal_granted(dossier: Dossier, fact: f.WithdrawalGranted, at: int) -> Dossier:
    return _end_in_writing(dossier, at, Status.STOPPED, number=fact.number)


@_after(f.WithdrawalDeclined)
def _withdrawal_declined(dossier: Dossier, fact: f.WithdrawalDeclined, at: int) -> Dossier:
    running = replace(
        _resume(dossier, at), status=Status.IN_PROCESS, withdrawing=False, supplement=None, payment=None
    )
    return _moved_by_law(running, fact.due)


@_after(f.DossierStopped)
def _stopped(dossier: Dossier, fact: f.DossierStopped, at: int) -> Dossier:
    return _end_in_writing(dossier, at, Status.STOPPED, number=fact.number, basis=fact.basis)


# Time


@_after(f.DeadlineChanged)
def _deadline_changed(dossier: Dossier, fact: f.DeadlineChanged, at: int) -> Dossier:
    return replace(dossier, due_current=fact.after)


@_after(f.ApologyIssued)
def _apology_issued(dossier: Dossier, fact: f.ApologyIssued, at: int) -> Dossier:
    return replace(dossier, due_current=fact.after, apologies=dossier.apologies + 1)


# The result


@_after(f.ResultDrafted)
def _drafted(dossier: Dossier, fact: f.ResultDrafted, at: int) -> Dossier:
    draft = Result(
        drafted=True,
        drafted_by=fact.drafted_by,
        favourable=fact.favourable,
        digest=fact.digest,
    )
    return replace(dossier, result=draft)


@_after(f.ResultSentBack)
def _sent_back(dossier: Dossier, fact: f.ResultSentBack, at: int) -> Dossier:
    return replace(dossier, result=Result())


@_after(f.ResultSigned)
def _signed(dossier: Dossier, fact: f.ResultSigned, at: int) -> Dossier:
    signed = replace(
        dossier.result,
        signed=True,
        signed_by=fact.signed_by,
        number=fact.number,
        digest=fact.digest or dossier.result.digest,
    )
    return replace(_finish(dossier, at, Status.PROCESSED), result=signed)


@_after(f.ResolvedAtCounter)
def _resolved_at_counter(dossier: Dossier, fact: f.ResolvedAtCounter, at: int) -> Dossier:
    signed = Result(signed=True, number=fact.number, digest=fact.digest)
    return replace(_finish(dossier, at, Status.PROCESSED), result=signed, delivery="ready")


@_after(f.ResultReady)
def _ready(dossier: Dossier, fact: f.ResultReady, at: int) -> Dossier:
    return replace(dossier, delivery="ready")


@_after(f.NoticeSent)
def _notice_sent(dossier: Dossier, fact: f.NoticeSent, at: int) -> Dossier:
    return dossier


@_after(f.ResultReturned)
def _returned(dossier: Dossier, fact: f.ResultReturned, at: int) -> Dossier:
    return replace(dossier, status=Status.RETURNED, delivery="delivered", returned_at=at)


@_after(f.ResultRecalled)
def _recalled(dossier: Dossier, fact: f.ResultRecalled, at: int) -> Dossier:
    reopened = replace(dossier, status=Status.IN_PROCESS, result=Result(), delivery="not_ready")
    return replace(reopened, recalls=dossier.recalls + 1)


@_after(f.CorrectionOpened)
def _correction_opened(dossier: Dossier, fact: f.CorrectionOpened, at: int) -> Dossier:
    reopened = replace(dossier, status=Status.IN_PROCESS, result=Result(), delivery="not_ready")
    return replace(reopened, corrections=dossier.corrections + 1)


@_after(f.LookupPerformed)
def _looked_up(dossier: Dossier, fact: f.LookupPerformed, at: int) -> Dossier:
    return dossier
