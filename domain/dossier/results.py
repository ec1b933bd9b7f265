"""From the draft to the citizen's hand: drafted by one, signed by another, brought, told, returned."""

from typing import Literal, get_args

from domain.dossier.facts import (
    Channel,
    CorrectionOpened,
    NoticeSent,
    ResolvedAtCounter,
    ResultDrafted,
    ResultReady,
    ResultRecalled,
    ResultReturned,
    ResultSentBack,
    ResultSigned,
)
from domain.dossier.refusals import (
    AlreadyReady,
    AlreadySigned,
    FourEyes,
    IdentityNotChecked,
    NoDraft,
    NotDelegated,
    NotReady,
    NotSigned,
    NumberMissing,
    RecipientMissing,
)
from domain.dossier.state import Dossier, Hand
from domain.dossier.supplements import approved_by_another
from domain.dossier.transitions import admit

Checked = Literal["owner", "authorised", "post"]
About = Literal["result_ready", "supplement", "apology", "payment", "stopped", "early"]
Medium = Literal["sms", "email", "phone", "post", "counter", "zalo"]


def draft_result(
    dossier: Dossier, *, by: Hand, at: int, favourable: bool = True, document: str = "", digest: str = ""
) -> ResultDrafted:
    admit(dossier, ResultDrafted, by=by, at=at)
    return ResultDrafted(favourable=favourable, document=document, digest=digest, drafted_by=by.officer)


def send_back(dossier: Dossier, *, by: Hand, at: int, reason: str) -> ResultSentBack:
    admit(dossier, ResultSentBack, by=by, at=at, reason=reason)
    if not dossier.result.drafted:
        raise NoDraft()
    return ResultSentBack(reason=reason)


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
    _numbered(number)
    return ResultSigned(
        number=number,
        signed_by=by.officer,
        document=document,
        digest=digest or draft.digest,
    )


def resolve_at_counter(
    dossier: Dossier, *, by: Hand, at: int, number: str, document: str = "", digest: str = ""
) -> ResolvedAtCounter:
    admit(dossier, ResolvedAtCounter, by=by, at=at)
    if not dossier.delegated:
        raise NotDelegated(procedure=dossier.procedure)
    _numbered(number)
    return ResolvedAtCounter(number=number, document=document, digest=digest)


def make_ready(dossier: Dossier, *, by: Hand, at: int, place: str = "") -> ResultReady:
    admit(dossier, ResultReady, by=by, at=at)
    if not dossier.result.signed:
        raise NotSigned()
    if dossier.delivery != "not_ready":
        raise AlreadyReady()
    return ResultReady(place=place)


def notify(dossier: Dossier, *, by: Hand, at: int, about: About, channel: Medium) -> NoticeSent:
    admit(dossier, NoticeSent, by=by, at=at)
    if about in {"result_ready", "early"} and dossier.delivery != "ready":
        raise NotReady()
    return NoticeSent(about=about, channel=channel)


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
    if dossier.delivery != "ready":
        raise NotReady()
    if checked not in get_args(Checked):
        raise IdentityNotChecked()
    if checked == "authorised" and not recipient.strip():
        raise RecipientMissing()
    return ResultReturned(channel=channel, checked=checked, ticket=ticket, recipient=recipient)


def recall_result(dossier: Dossier, *, by: Hand, at: int, reason: str, approved_by: str) -> ResultRecalled:
    admit(dossier, ResultRecalled, by=by, at=at, reason=reason)
    approved_by_another(approved_by, by)
    return ResultRecalled(approved_by=approved_by, reason=reason)


def open_correction(
    dossier: Dossier, *, by: Hand, at: int, reason: str, approved_by: str
) -> CorrectionOpened:
    admit(dossier, CorrectionOpened, by=by, at=at, reason=reason)
    approved_by_another(approved_by, by)
    return CorrectionOpened(approved_by=approved_by, reason=reason)


def _numbered(number: str) -> None:
    if not number.strip():
        raise NumberMissing()
