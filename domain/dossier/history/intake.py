"""Coming in, and papers asked for."""

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.history.steps import after, end_in_writing, moved_by_law, pause, resume
from domain.dossier.state import Dossier, Status, SupplementRequest


@after(f.DossierSubmitted)
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


@after(f.DossierAccepted)
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
        receipt_waived=fact.receipt_waived,
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


@after(f.DossierRefused)
def _refused(dossier: Dossier, fact: f.DossierRefused, at: int) -> Dossier:
    ended = end_in_writing(dossier, at, Status.NOT_ACCEPTED, number=fact.number, basis=fact.basis)
    return replace(
        ended,
        procedure=fact.procedure,
        field=fact.field,
        channel=fact.channel,
        ticket=fact.ticket or dossier.ticket,
    )


@after(f.IntakeSupplementRequested)
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


@after(f.ProcessingSupplementRequested)
def _supplement_requested(dossier: Dossier, fact: f.ProcessingSupplementRequested, at: int) -> Dossier:
    asked = SupplementRequest(
        stage="processing", number=fact.number, requested_at=at, answer_by=fact.answer_by
    )
    return replace(
        pause(dossier, at, "supplement"),
        status=Status.SUPPLEMENT_REQUESTED,
        supplement=asked,
        processing_supplements=dossier.processing_supplements + 1,
        notice=fact.number,
    )


@after(f.SupplementProvided)
def _supplement_provided(dossier: Dossier, fact: f.SupplementProvided, at: int) -> Dossier:
    if dossier.stage == "intake" and fact.channel == "online":
        return replace(dossier, status=Status.NEWLY_REGISTERED, supplement=None)
    if dossier.supplement is None:
        return dossier
    return replace(dossier, supplement=replace(dossier.supplement, provided=True))


@after(f.SupplementCompleted)
def _supplement_completed(dossier: Dossier, fact: f.SupplementCompleted, at: int) -> Dossier:
    running = replace(resume(dossier, at), status=Status.IN_PROCESS, supplement=None)
    return moved_by_law(running, fact.due)


@after(f.SupplementExpired)
def _supplement_expired(dossier: Dossier, fact: f.SupplementExpired, at: int) -> Dossier:
    end = Status.NOT_ACCEPTED if fact.stage == "intake" else Status.STOPPED
    return end_in_writing(dossier, at, end, number=fact.number)
