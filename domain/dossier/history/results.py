"""From the draft to the archive."""

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.history.steps import after, finish, reopen
from domain.dossier.state import Dossier, Result, Status


@after(f.ResultDrafted)
def _drafted(dossier: Dossier, fact: f.ResultDrafted, at: int) -> Dossier:
    draft = Result(
        drafted=True,
        drafted_by=fact.drafted_by,
        favourable=fact.favourable,
        digest=fact.digest,
    )
    return replace(dossier, result=draft)


@after(f.ResultSentBack)
def _sent_back(dossier: Dossier, fact: f.ResultSentBack, at: int) -> Dossier:
    return replace(dossier, result=Result())


@after(f.ResultSigned)
def _signed(dossier: Dossier, fact: f.ResultSigned, at: int) -> Dossier:
    signed = replace(
        dossier.result,
        signed=True,
        signed_by=fact.signed_by,
        number=fact.number,
        digest=fact.digest or dossier.result.digest,
    )
    return replace(finish(dossier, at, Status.PROCESSED), result=signed)


@after(f.ResolvedAtCounter)
def _resolved_at_counter(dossier: Dossier, fact: f.ResolvedAtCounter, at: int) -> Dossier:
    signed = Result(signed=True, number=fact.number, digest=fact.digest)
    return replace(
        finish(dossier, at, Status.PROCESSED), result=signed, delivery="ready", decided_at_counter=True
    )


@after(f.ResultReady)
def _ready(dossier: Dossier, fact: f.ResultReady, at: int) -> Dossier:
    return replace(dossier, delivery="ready")


@after(f.NoticeSent)
def _notice_sent(dossier: Dossier, fact: f.NoticeSent, at: int) -> Dossier:
    told = 1 if fact.about in {"result_ready", "early"} else 0
    return replace(dossier, notices=dossier.notices + told)


@after(f.ResultDispatched)
def _dispatched(dossier: Dossier, fact: f.ResultDispatched, at: int) -> Dossier:
    return replace(dossier, delivery="dispatched", invitations=0, invited_at=None)


@after(f.DeliveryAttempted)
def _attempted(dossier: Dossier, fact: f.DeliveryAttempted, at: int) -> Dossier:
    return replace(dossier, invitations=fact.time, invited_at=at)


@after(f.ResultUndeliverable)
def _undeliverable(dossier: Dossier, fact: f.ResultUndeliverable, at: int) -> Dossier:
    return replace(dossier, delivery="undeliverable")


@after(f.ResultUnclaimed)
def _unclaimed(dossier: Dossier, fact: f.ResultUnclaimed, at: int) -> Dossier:
    return replace(dossier, delivery="unclaimed")


@after(f.ResultReturned)
def _returned(dossier: Dossier, fact: f.ResultReturned, at: int) -> Dossier:
    return replace(dossier, status=Status.RETURNED, delivery="delivered", returned_at=at)


@after(f.ResultRecalled)
def _recalled(dossier: Dossier, fact: f.ResultRecalled, at: int) -> Dossier:
    return replace(reopen(dossier), recalls=dossier.recalls + 1)


@after(f.CorrectionOpened)
def _correction_opened(dossier: Dossier, fact: f.CorrectionOpened, at: int) -> Dossier:
    return replace(reopen(dossier), corrections=dossier.corrections + 1)
