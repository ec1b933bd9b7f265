"""From hand to hand inside the unit."""

from application import timing
from application.acts.acting import Acting
from application.envelope import Actor
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.dossier.transitions import OFFICE, SECTION
from domain.fact import Fact


class Hands(Acting):
    def forward(self, dossier: str, section: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            deadline = timing.forward_deadline(self.core.known(tx), state.accepted_at or tx.now)
            return d.forward(state, by=hand, at=tx.now, section=section, deadline=deadline)

        self.act(dossier, by, decide, seen=seen)

    def assign(self, dossier: str, officer: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            section = self._worker(tx, officer, SECTION)
            return d.assign(state, by=hand, at=tx.now, officer=officer, section=section)

        self.act(dossier, by, decide, seen=seen)

    def offer(self, dossier: str, to: str, by: Actor, *, note: str = "", seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            section = self._worker(tx, to, OFFICE)
            return d.offer_handover(state, by=hand, at=tx.now, to_officer=to, section=section, note=note)

        self.act(dossier, by, decide, seen=seen)

    def take_over(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        self.act(dossier, by, lambda s, hand, tx: d.accept_handover(s, by=hand, at=tx.now), seen=seen)

    def decline(self, dossier: str, why: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier, by, lambda s, hand, tx: d.decline_handover(s, by=hand, at=tx.now, why=why), seen=seen
        )
