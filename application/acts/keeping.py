"""Keeping the files: a loss made good, and the archive."""

from application.acts.acting import Acting, UnknownDossier
from application.core import parsed_id
from application.envelope import Actor
from application.papers import requested_receipt
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Keeping(Acting):
    def issue_receipt(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        """The receipt for business that was done at once, when the citizen asks for it (NĐ 61/2018 Art. 17(4))."""
        stream = parsed_id(dossier, UnknownDossier)

        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            return d.issue_paper(state, by=hand, at=tx.now, fact=requested_receipt(self.core, tx, stream))

        self.act(dossier, by, decide, seen=seen)

    def report_loss(
        self, dossier: str, reason: str, responsible: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            if responsible:
                self.core.known(tx).officer(responsible)
            lost = d.report_loss(
                state,
                by=hand,
                at=tx.now,
                number=self.core.next_paper(tx, "PXL"),
                responsible=responsible,
                approved_by=approved_by,
                reason=reason,
            )
            return self._agreed(tx, lost, hand)

        self.act(dossier, by, decide, seen=seen)

    def restore(self, dossier: str, by: Actor, *, note: str = "", seen: int = 0) -> None:
        self.act(dossier, by, lambda s, hand, tx: d.restore(s, by=hand, at=tx.now, note=note), seen=seen)

    def archive(self, dossier: str, reference: str, by: Actor, *, place: str = "", seen: int = 0) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.archive(s, by=hand, at=tx.now, reference=reference, place=place),
            seen=seen,
        )
