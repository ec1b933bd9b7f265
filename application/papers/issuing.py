"""From an act to the paper it gives out, recorded in the same transaction: `paper_for` finds the form.

Each builder takes what is known, the fact, the dossier's stream, the moment (µs UTC) and the officer at work, and
gives the fact `paper.issued`. Builders that need the dossier's earlier facts read them on `connection`: inside a
transaction, the transaction's own.
"""

import sqlite3
from typing import Any
from uuid import UUID

from application.core import Core
from application.papers.particulars import (
    accepted_in,
    appointment_of,
    limit_of,
    link_of,
    officer_of,
    person_of,
    procedure_of,
    signer_of,
    unit_of,
)
from application.receipts import NoSuchReceipt
from application.reference import Knowledge
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier
from domain.dossier.facts import Form
from domain.fact import Fact
from papers import contents as p
from papers import digest, encode
from projections.index import code_series

EARLIER = "SELECT count(*) FROM taken_number WHERE series >= ? AND series < ?"
FORMS: dict[type[p.Content], Form] = {
    p.Receipt: "M01", p.SupplementRequest: "M02", p.Refusal: "M03", p.Apology: "M04", p.StopNotice: "M05",
}  # fmt: skip

Asked = d.IntakeSupplementRequested | d.ProcessingSupplementRequested
Turned = d.DossierRefused | d.DossierStopped | d.SupplementExpired
Ended = d.WithdrawalGranted | d.PaymentExpired | d.SupplementExpired
GIVE_A_PAPER = d.DossierAccepted | Asked | Turned | d.ApologyIssued | Ended


def paper_for(core: Core, tx: Transaction, stream: UUID, before: Dossier, fact: Fact) -> d.PaperIssued | None:
    """The paper that an act gives out by law, or None. `before` is the dossier before the act.

    Not eligible after appraisal is a refusal in writing (M03, NĐ 61/2018 Art. 19(8)), and so is a dossier that was
    never completed at intake; what is withdrawn or runs out of time in processing is a notice (M05).
    """
    if not isinstance(fact, GIVE_A_PAPER):
        return None
    known, at, officer, rows = core.known(tx), tx.now, tx.by.id, tx.connection
    match fact:
        case d.DossierAccepted() if not fact.receipt_waived:
            ordinal = register_ordinal(rows, fact)
            return receipt_paper(known, core, fact, stream, at, officer, ordinal=ordinal)
        case d.IntakeSupplementRequested() | d.ProcessingSupplementRequested():
            return supplement_paper(known, core, fact, stream, at, officer, before=before, connection=rows)
        case d.DossierRefused() | d.DossierStopped():
            return refusal_paper(known, core, fact, stream, at, officer, before=before, connection=rows)
        case d.SupplementExpired(stage="intake"):
            return refusal_paper(known, core, fact, stream, at, officer, before=before, connection=rows)
        case d.ApologyIssued():
            return apology_paper(known, core, fact, stream, at, officer, connection=rows)
        case d.WithdrawalGranted() | d.PaymentExpired() | d.SupplementExpired():
            return stop_paper(known, core, fact, stream, at, officer, before=before, connection=rows)
        case _:
            return None


def receipt_paper(
    known: Knowledge,
    core: Core,
    fact: d.DossierAccepted,
    stream: UUID,
    at: int,
    officer: str,
    *,
    received_at: int = 0,
    ordinal: int = 0,
) -> d.PaperIssued:
    """M01. `received_at` is the moment of acceptance when the receipt is made later, on request."""
    sent_out = fact.return_channel in {"postal", "home"}
    content = p.Receipt(
        unit=unit_of(known),
        made_at=at,
        code=fact.code,
        applicant=person_of(fact),
        procedure=procedure_of(
            known, fact.procedure, fact.field, fact.procedure_version, fact.procedure_name
        ),
        channel=fact.channel,
        papers=_papers_of(fact),
        sets=fact.sets,
        limit=limit_of(fact.limit),
        received_at=received_at or at,
        due=appointment_of(fact.due) if fact.due else None,
        return_channel=fact.return_channel,
        return_place=fact.address if sent_out else "",
        fee=_fee_of(fact),
        book=fact.day[:4] if ordinal else "",
        ordinal=ordinal,
        handover_record=fact.handover_record,
        visit_place=fact.visit_place,
        helper=fact.helper,
        officer=officer_of(known, officer),
        link=link_of(core, stream),
    )
    return _issued(content, fact.code)


def _papers_of(fact: d.DossierAccepted) -> tuple[p.PaperLine, ...]:
    return tuple(
        p.PaperLine(name=each.name, originals=each.originals, copies=each.copies) for each in fact.papers
    )


def _fee_of(fact: d.DossierAccepted) -> p.Fee:
    return p.Fee(
        amount_vnd=fact.fee_vnd,
        gross_vnd=fact.fee_gross_vnd,
        exemption=fact.fee_exemption,
        basis=fact.fee_basis,
    )


def requested_receipt(core: Core, tx: Transaction, stream: UUID) -> d.PaperIssued:
    """M01 for a dossier that was accepted without one and whose citizen asks for it (NĐ 61/2018 Art. 17(4))."""
    event = accepted_in(core.store.read(tx.connection, stream, personal=True))
    if event is None or not isinstance(event.fact, d.DossierAccepted):
        raise NoSuchReceipt(id=stream.hex)
    fact = event.fact
    ordinal, received = register_ordinal(tx.connection, fact), event.recorded_at
    return receipt_paper(
        core.known(tx), core, fact, stream, tx.now, event.actor.id, received_at=received, ordinal=ordinal
    )


def supplement_paper(
    known: Knowledge,
    core: Core,
    fact: Asked,
    stream: UUID,
    at: int,
    officer: str,
    *,
    before: Dossier,
    connection: sqlite3.Connection | None = None,
) -> d.PaperIssued:
    """M02, at intake or in processing."""
    intake = isinstance(fact, d.IntakeSupplementRequested)
    approver = "" if isinstance(fact, d.IntakeSupplementRequested) else fact.approved_by
    time = before.intake_supplements + 1 if isinstance(fact, d.IntakeSupplementRequested) else fact.time
    content = p.SupplementRequest(
        unit=unit_of(known),
        made_at=at,
        number=fact.number,
        code=before.code,
        stage="intake" if intake else "processing",
        time=time,
        applicant=_applicant(core, stream, connection, fact),
        procedure=_procedure(known, before, fact),
        items=_wanted(fact),
        reason=fact.reason,
        basis=fact.basis,
        answer_by=fact.answer_by,
        approved_by=officer_of(known, approver) if approver else p.Officer(),
        officer=officer_of(known, officer),
        link=link_of(core, stream),
    )
    return _issued(content, fact.number)


def refusal_paper(
    known: Knowledge,
    core: Core,
    fact: Turned,
    stream: UUID,
    at: int,
    officer: str,
    *,
    before: Dossier,
    connection: sqlite3.Connection | None = None,
) -> d.PaperIssued:
    """M03. Only a dossier that was submitted, accepted or supplemented has a page that a code could open."""
    approver = getattr(fact, "approved_by", "")
    content = p.Refusal(
        unit=unit_of(known),
        made_at=at,
        number=fact.number,
        code=before.code,
        stage="processing" if isinstance(fact, d.DossierStopped) else "intake",
        applicant=_applicant(core, stream, connection, fact),
        procedure=_procedure(known, before, fact),
        reason=fact.reason,
        basis=getattr(fact, "basis", ""),
        approved_by=officer_of(known, approver) if approver else p.Officer(),
        officer=officer_of(known, officer),
        link=link_of(core, stream) if before.lookup else None,
    )
    return _issued(content, fact.number)


def apology_paper(
    known: Knowledge,
    core: Core,
    fact: d.ApologyIssued,
    stream: UUID,
    at: int,
    officer: str,
    *,
    connection: sqlite3.Connection | None = None,
) -> d.PaperIssued:
    """M04, signed by the head or a deputy of the agency that handles the dossier."""
    event = accepted_in(core.store.read(connection or core.store.reader(), stream, personal=True))
    if event is None or not isinstance(event.fact, d.DossierAccepted):
        raise NoSuchReceipt(id=stream.hex)
    taken = event.fact
    content = p.Apology(
        unit=unit_of(known),
        made_at=at,
        number=fact.number,
        code=taken.code,
        applicant=person_of(taken),
        procedure=procedure_of(
            known, taken.procedure, taken.field, taken.procedure_version, taken.procedure_name
        ),
        received_at=event.recorded_at,
        before=appointment_of(fact.before),
        after=appointment_of(fact.after),
        reason=fact.reason,
        signer=signer_of(known, fact.signed_by, fact.signer_title),
        officer=officer_of(known, event.actor.id),
        link=link_of(core, stream),
    )
    return _issued(content, fact.number)


def stop_paper(
    known: Knowledge,
    core: Core,
    fact: Ended,
    stream: UUID,
    at: int,
    officer: str,
    *,
    before: Dossier,
    connection: sqlite3.Connection | None = None,
) -> d.PaperIssued:
    """M05. What was paid back before is told; what may still be, is for the rules of that payment to say."""
    events = list(core.store.read(connection or core.store.reader(), stream, personal=True))
    asked = [event for event in events if isinstance(event.fact, d.WithdrawalRequested)]
    withdrawn = isinstance(fact, d.WithdrawalGranted) and bool(asked)
    refunded = sum(event.fact.amount_vnd for event in events if isinstance(event.fact, d.PaymentRefunded))
    taken = accepted_in(events)
    content = p.StopNotice(
        unit=unit_of(known),
        made_at=at,
        number=fact.number,
        code=before.code,
        applicant=person_of(*(event.fact for event in events)),
        procedure=_procedure(known, before, fact),
        received_at=before.accepted_at or 0,
        why=_why(fact),
        requested_at=asked[-1].recorded_at if withdrawn else 0,
        request=getattr(asked[-1].fact, "reason", "") if withdrawn else "",
        step=before.status.identifier,
        reason=getattr(fact, "reason", ""),
        paid_vnd=before.paid_vnd + refunded,
        refund_vnd=refunded,
        consequence=_consequence(before.paid_vnd, refunded),
        signer=signer_of(known, officer),
        officer=officer_of(known, taken.actor.id) if taken else p.Officer(),
        link=link_of(core, stream) if before.lookup else None,
    )
    return _issued(content, fact.number)


def register_ordinal(connection: sqlite3.Connection, fact: d.DossierAccepted) -> int:
    """The dossier's ordinal in the year's register: those of earlier days, and its own of the day."""
    first, today = (code_series(fact.agency, day) for day in (f"{fact.day[:4]}-01-01", fact.day))
    return int(connection.execute(EARLIER, (first, today)).fetchone()[0]) + fact.ordinal


def _issued(content: p.Content, number: str) -> d.PaperIssued:
    kept = encode(content)
    return d.PaperIssued(
        form=FORMS[type(content)],
        number=number,
        template=content.TEMPLATE,
        digest=digest(kept),
        content=kept,
    )


def _applicant(core: Core, stream: UUID, connection: sqlite3.Connection | None, fact: Fact) -> p.Person:
    """The applicant from all that was ever handed in, and the present fact."""
    earlier = core.store.read(connection or core.store.reader(), stream, personal=True)
    return person_of(*(event.fact for event in earlier), fact)


def _procedure(known: Knowledge, before: Dossier, fact: Any) -> p.Procedure:
    """The fact names it at intake; later the dossier keeps it."""
    return procedure_of(
        known,
        getattr(fact, "procedure", "") or before.procedure,
        getattr(fact, "field", "") or before.field,
        getattr(fact, "procedure_version", 0) or before.procedure_version,
        before.procedure_name,
    )


def _wanted(fact: Asked) -> tuple[p.WantedLine, ...]:
    """Each item with its numbers and its article; one original where nothing more was said."""
    said = (*fact.particulars, *[d.ItemParticulars(originals=1)] * len(fact.items))
    return tuple(
        p.WantedLine(
            name=name,
            originals=each.originals,
            certified=each.certified,
            copies=each.copies,
            basis=each.basis or fact.basis,
        )
        for name, each in zip(fact.items, said, strict=False)
    )


def _why(fact: Ended) -> p.Why:
    match fact:
        case d.WithdrawalGranted():
            return "withdrawn"
        case d.PaymentExpired():
            return "payment_expired"
        case d.SupplementExpired():
            return "supplement_expired"


def _consequence(kept: int, refunded: int) -> p.Consequence:
    if refunded:
        return "refund"
    return "by_rule" if kept > 0 else "nothing_paid"
