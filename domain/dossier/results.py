"""From the draft to the citizen's hand: drafted by one, signed by another, brought, told, returned."""

from typing import get_args

from domain.dossier.delivery import AT_THE_UNIT, SENT_OUT, told_when_early
from domain.dossier.facts import (
    About,
    Channel,
    Checked,
    CorrectionOpened,
    Medium,
    NoticeSent,
    ResolvedAtCounter,
    ResultDrafted,
    ResultReady,
    ResultRecalled,
    ResultReturned,
    ResultSentBack,
    ResultSigned,
)
from domain.dossier.intake import numbered
from domain.dossier.outside import nothing_open_outside
from domain.dossier.refusals import (
    AlreadyReady,
    AlreadySigned,
    FourEyes,
    IdentityNotChecked,
    NoDraft,
    NotDelegated,
    NotDispatched,
    NotReady,
    NotSigned,
    RecipientMissing,
)
from domain.dossier.state import Dossier, Hand
from domain.dossier.supplements import approved_by_another
from domain.dossier.transitions import admit, verb


@verb(ResultDrafted)
def draft_result(
    dossier: Dossier, *, by: Hand, at: int, favourable: bool = True, document: str = "", digest: str = ""
) -> ResultDrafted:
    admit(dossier, ResultDrafted, by=by, at=at)
    nothing_open_outside(dossier)
    return ResultDrafted(favourable=favourable, document=document, digest=digest, drafted_by=by.officer)


@verb(ResultSentBack)
def send_back(dossier: Dossier, *, by: Hand, at: int, reason: str) -> ResultSentBack:
    admit(dossier, ResultSentBack, by=by, at=at, reason=reason)
    if not dossier.result.drafted:
        raise NoDraft()
    return ResultSentBack(reason=reason)


@verb(ResultSigned)
def sign_result(
    dossier: Dossier, *, by: Hand, at: int, number: str, document: str = "", digest: str = ""
) -> ResultSigned:
    """Without a document of its own the signed result is the draft."""
    admit(dossier, ResultSigned, by=by, at=at)
    draft = dossier.result
    if draft.signed:
        raise AlreadySigned(number=draft.number)
    if not draft.drafted:
        raise NoDraft()
    if draft.drafted_by == by.officer and not dossier.delegated:
        raise FourEyes()
    nothing_open_outside(dossier)
    numbered(number)
    return ResultSigned(
        number=number,
        signed_by=by.officer,
        document=document,
        digest=digest or draft.digest,
    )


@verb(ResolvedAtCounter)
def resolve_at_counter(
    dossier: Dossier, *, by: Hand, at: int, number: str, document: str = "", digest: str = ""
) -> ResolvedAtCounter:
    admit(dossier, ResolvedAtCounter, by=by, at=at)
    if not dossier.delegated:
        raise NotDelegated(procedure=dossier.procedure)
    nothing_open_outside(dossier)
    numbered(number)
    return ResolvedAtCounter(number=number, document=document, digest=digest)


@verb(ResultReady)
def make_ready(dossier: Dossier, *, by: Hand, at: int, place: str = "") -> ResultReady:
    admit(dossier, ResultReady, by=by, at=at)
    if not dossier.result.signed:
        raise NotSigned()
    if dossier.delivery != "not_ready":
        raise AlreadyReady()
    return ResultReady(place=place)


@verb(NoticeSent)
def notify(dossier: Dossier, *, by: Hand, at: int, about: About, channel: Medium) -> NoticeSent:
    admit(dossier, NoticeSent, by=by, at=at)
    if about in {"result_ready", "early"} and dossier.delivery not in AT_THE_UNIT:
        raise NotReady()
    return NoticeSent(about=about, channel=channel)


@verb(ResultReturned)
def return_result(
    dossier: Dossier,
    *,
    by: Hand,
    at: int,
    channel: Channel,
    checked: Checked,
    recipient: str = "",
    ticket: str = "",
) -> ResultReturned:
    """`recipient` is asked for when somebody else than the owner takes the result."""
    admit(dossier, ResultReturned, by=by, at=at)
    if not dossier.result.signed:
        raise NotSigned()
    _is_where_it_is_returned(dossier, channel)
    told_when_early(dossier, at)
    if checked not in get_args(Checked) or (checked == "post" and channel != "postal"):
        raise IdentityNotChecked()
    if checked == "authorised" and not recipient.strip():
        raise RecipientMissing()
    return ResultReturned(channel=channel, checked=checked, ticket=ticket, recipient=recipient)


def _is_where_it_is_returned(dossier: Dossier, channel: Channel) -> None:
    """By post and at home the result has left the unit under a record; at the counter it lies there."""
    if channel in SENT_OUT and dossier.delivery != "dispatched":
        raise NotDispatched()
    if channel not in SENT_OUT and dossier.delivery not in AT_THE_UNIT:
        raise NotReady()


@verb(ResultRecalled)
def recall_result(dossier: Dossier, *, by: Hand, at: int, reason: str, approved_by: str) -> ResultRecalled:
    admit(dossier, ResultRecalled, by=by, at=at, reason=reason)
    approved_by_another(approved_by, by)
    return ResultRecalled(approved_by=approved_by, reason=reason)


@verb(CorrectionOpened)
def open_correction(
    dossier: Dossier, *, by: Hand, at: int, reason: str, approved_by: str
) -> CorrectionOpened:
    admit(dossier, CorrectionOpened, by=by, at=at, reason=reason)
    approved_by_another(approved_by, by)
    return CorrectionOpened(approved_by=approved_by, reason=reason)
