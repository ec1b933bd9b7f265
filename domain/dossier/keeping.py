"""Keeping the file: papers given out, a loss made good, and the archive at the end."""

from domain.dossier.facts import DossierArchived, DossierLost, DossierRestored, PaperIssued
from domain.dossier.intake import numbered
from domain.dossier.refusals import (
    ArchivedBefore,
    DossierIsLost,
    NobodyAnswers,
    NotLost,
    ReceiptGivenBefore,
)
from domain.dossier.state import Dossier, Hand
from domain.dossier.supplements import approved_by_another
from domain.dossier.transitions import admit, verb


@verb(PaperIssued)
def issue_paper(dossier: Dossier, *, by: Hand, at: int, fact: PaperIssued) -> PaperIssued:
    """`dossier` is the state after the act that the paper tells of."""
    admit(dossier, PaperIssued, by=by, at=at)
    numbered(fact.number)
    if fact.form == "M01" and dossier.receipt_given:
        raise ReceiptGivenBefore(code=dossier.code)
    return fact


@verb(DossierLost)
def report_loss(
    dossier: Dossier, *, by: Hand, at: int, number: str, responsible: str, approved_by: str, reason: str
) -> DossierLost:
    """The office finds who answers for it, pays, and apologises (NĐ 61/2018 Art. 21(2))."""
    admit(dossier, DossierLost, by=by, at=at, reason=reason)
    if dossier.lost:
        raise DossierIsLost(code=dossier.code)
    numbered(number)
    if not responsible.strip():
        raise NobodyAnswers()
    approved_by_another(approved_by, by)
    return DossierLost(number=number, responsible=responsible, approved_by=approved_by, reason=reason)


@verb(DossierRestored)
def restore(dossier: Dossier, *, by: Hand, at: int, note: str = "") -> DossierRestored:
    admit(dossier, DossierRestored, by=by, at=at)
    if not dossier.lost:
        raise NotLost()
    return DossierRestored(note=note)


@verb(DossierArchived)
def archive(dossier: Dossier, *, by: Hand, at: int, reference: str, place: str = "") -> DossierArchived:
    admit(dossier, DossierArchived, by=by, at=at)
    if dossier.archive:
        raise ArchivedBefore(reference=dossier.archive)
    if dossier.lost:
        raise DossierIsLost(code=dossier.code)
    numbered(reference)
    return DossierArchived(reference=reference, place=place)
