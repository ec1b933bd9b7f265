"""From the draft to the signed result, and what was wrong with it."""

from application.acts.acting import Acting
from application.envelope import Actor
from application.store import Transaction
from domain import dossier as d
from domain.dossier import About, Checked, Dossier, Hand, Medium
from domain.fact import Fact


class Results(Acting):
    def draft_result(
        self, dossier: str, document: str, by: Actor, *, favourable: bool = True, seen: int = 0
    ) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.draft_result(
                s, by=hand, at=tx.now, favourable=favourable, document=document
            ),
            seen=seen,
        )

    def sign_result(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            return d.sign_result(state, by=hand, at=tx.now, number=self.core.next_paper(tx, "KQ"))

        self.act(dossier, by, decide, seen=seen)

    def send_back(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier, by, lambda s, hand, tx: d.send_back(s, by=hand, at=tx.now, reason=reason), seen=seen
        )

    def resolve_at_counter(self, dossier: str, document: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "KQ")
            return d.resolve_at_counter(state, by=hand, at=tx.now, number=number, document=document)

        self.act(dossier, by, decide, seen=seen)

    def make_ready(self, dossier: str, by: Actor, *, place: str = "", seen: int = 0) -> None:
        self.act(dossier, by, lambda s, hand, tx: d.make_ready(s, by=hand, at=tx.now, place=place), seen=seen)

    def notify(self, dossier: str, about: About, channel: Medium, by: Actor) -> None:
        self.act(
            dossier, by, lambda s, hand, tx: d.notify(s, by=hand, at=tx.now, about=about, channel=channel)
        )

    def return_result(
        self,
        dossier: str,
        by: Actor,
        *,
        channel: d.Channel = "counter",
        checked: Checked = "owner",
        recipient: str = "",
        ticket: str = "",
        seen: int = 0,
    ) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.return_result(
                s, by=hand, at=tx.now, channel=channel, checked=checked, recipient=recipient, ticket=ticket
            ),
            seen=seen,
        )

    def recall_result(self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            recalled = d.recall_result(state, by=hand, at=tx.now, reason=reason, approved_by=approved_by)
            return self._agreed(tx, recalled, hand)

        self.act(dossier, by, decide, seen=seen)

    def open_correction(
        self, dossier: str, reason: str, approved_by: str, by: Actor, *, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            opened = d.open_correction(state, by=hand, at=tx.now, reason=reason, approved_by=approved_by)
            return self._agreed(tx, opened, hand)

        self.act(dossier, by, decide, seen=seen)
