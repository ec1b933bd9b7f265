"""The receipt a citizen takes away: what it says, and what the log commits to beside it."""

from uuid import UUID

from application.core import Core
from application.envelope import canonical
from application.views import Receipt
from domain import dossier as d
from domain.calendar import moment_text
from domain.fact import Refused


class NoSuchReceipt(Refused):
    """This dossier has not been accepted, so there is no receipt for it."""


def issued_receipt(core: Core, stream: UUID) -> Receipt:
    """The receipt as it was issued (M01)."""
    for event in core.store.read(core.store.reader(), stream, personal=True):
        if isinstance(event.fact, d.DossierAccepted):
            return _receipt(core, stream, event.fact, event.recorded_at)
    raise NoSuchReceipt(id=stream.hex)


def _receipt(core: Core, stream: UUID, fact: d.DossierAccepted, at: int) -> Receipt:
    return Receipt(
        id=stream.hex,
        code=fact.code,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant,
        received_at=at,
        due_date=fact.due.date if fact.due else "",
        due_at=fact.due.at if fact.due else 0,
        provisional=fact.due.provisional if fact.due else False,
        papers=tuple((paper.name, paper.originals, paper.copies) for paper in fact.papers),
        fee_vnd=fact.fee_vnd,
        return_channel=fact.return_channel,
        url=core.link(core.secrets.link(stream, "dossier")),
        short_code=core.secrets.short(stream),
        waived=fact.receipt_waived,
        claims=canonical(receipt_claims(fact, at)).decode(),
    )


def receipt_claims(fact: d.DossierAccepted, at: int) -> dict[str, str]:
    """What the receipt prints and a proof of it proves: no person, nothing that could be put off later."""
    claims = {"code": fact.code, "procedure": fact.procedure, "received_at": moment_text(at)}
    if fact.due is not None:
        claims["due_at"] = moment_text(fact.due.at)
    return claims
