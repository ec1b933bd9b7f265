"""Withdrawal, stop, and the apology for being late."""

from datetime import date

from application import timing
from application.acts.acting import Acting
from application.envelope import Actor
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Ends(Acting):
    def ask_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.request_withdrawal(s, by=hand, at=tx.now, reason=reason),
            seen=seen,
        )

    def grant_withdrawal(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            return d.grant_withdrawal(state, by=hand, at=tx.now, number=self.core.next_paper(tx, "TBD"))

        self.act(dossier, by, decide, seen=seen)

    def decline_withdrawal(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            return d.decline_withdrawal(state, by=hand, at=tx.now, reason=reason, due=due)

        self.act(dossier, by, decide, seen=seen)

    def stop(
        self, dossier: str, reason: str, basis: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TCTN")
            stopped = d.stop(
                state, by=hand, at=tx.now, number=number, basis=basis, reason=reason, approved_by=approved_by
            )
            return self._agreed(tx, stopped, hand)

        self.act(dossier, by, decide, seen=seen)

    def apologise(self, dossier: str, reason: str, new_due: date, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            known = self.core.known(tx)
            return d.apologise(
                state,
                by=hand,
                at=tx.now,
                number=self.core.next_paper(tx, "PXL"),
                reason=reason,
                due=timing.due_on(known, new_due),
                rules=known.guards(state.accepted_at or tx.now, state.procedure, state.field),
                signer_title=known.officer(hand.officer).title,
            )

        self.act(dossier, by, decide, seen=seen)
