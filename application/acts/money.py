"""Taxes, charges, fees, and money back."""

from application import timing
from application.acts.acting import Acting
from application.cash import never_used
from application.envelope import Actor
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Money(Acting):
    def ask_payment(self, dossier: str, amount_vnd: int, basis: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TBNVTC")
            return d.request_payment(
                state,
                by=hand,
                at=tx.now,
                amount_vnd=amount_vnd,
                basis=basis,
                number=number,
                pauses=state.limit is not None and "financial_obligation" in state.limit.pauses,
                pay_by=timing.pay_by(self.core.known(tx), tx.now, received=state.accepted_at),
            )

        self.act(dossier, by, decide, seen=seen)

    def confirm_payment(
        self,
        dossier: str,
        receipt: str,
        by: Actor,
        *,
        final: bool = False,
        method: d.Method = "cash",
        seen: int = 0,
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            never_used(tx, receipt)
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            amount = state.payment.amount_vnd if state.payment else 0
            return d.confirm_payment(
                state,
                by=hand,
                at=tx.now,
                amount_vnd=amount,
                receipt=receipt.strip(),
                final=final,
                due=due,
                method=method,
            )

        self.act(dossier, by, decide, seen=seen)

    def expire_payment(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TBD")
            return d.expire_payment(state, by=hand, at=tx.now, number=number, reason=reason)

        self.act(dossier, by, decide, seen=seen)

    def pay_fee(
        self,
        dossier: str,
        amount_vnd: int,
        receipt: str,
        by: Actor,
        *,
        method: d.Method = "cash",
        seen: int = 0,
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            never_used(tx, receipt)
            return d.pay_fee(
                state, by=hand, at=tx.now, amount_vnd=amount_vnd, receipt=receipt.strip(), method=method
            )

        self.act(dossier, by, decide, seen=seen)

    def refund(
        self,
        dossier: str,
        amount_vnd: int,
        receipt: str,
        basis: str,
        reason: str,
        by: Actor,
        *,
        method: d.Method = "cash",
        seen: int = 0,
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            never_used(tx, receipt)
            return d.refund(
                state,
                by=hand,
                at=tx.now,
                amount_vnd=amount_vnd,
                receipt=receipt.strip(),
                basis=basis,
                reason=reason,
                method=method,
            )

        self.act(dossier, by, decide, seen=seen)
