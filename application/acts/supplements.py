"""Papers asked for while a dossier is worked on."""

from collections.abc import Sequence
from uuid import UUID

from application import timing
from application.acts.acting import Acting
from application.envelope import Actor
from application.hand_over import use_line
from application.intake import particulars_of, wanted_names
from application.ports import Wanted
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Supplements(Acting):
    def ask_supplement(
        self,
        dossier: str,
        items: Sequence[str | Wanted],
        reason: str,
        basis: str,
        by: Actor,
        *,
        applicant_at_fault: bool = False,
        approved_by: str = "",
        seen: int = 0,
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            known = self.core.known(tx)
            asked = d.request_supplement(
                state,
                by=hand,
                at=tx.now,
                fact=d.ProcessingSupplementRequested(
                    number=self.core.next_paper(tx, "YCBS"),
                    time=0,
                    items=wanted_names(items),
                    particulars=particulars_of(items),
                    basis=basis,
                    answer_by=timing.answer_by(known, tx.now, received=state.accepted_at),
                    applicant_at_fault=applicant_at_fault,
                    approved_by=approved_by,
                    reason=reason,
                ),
                working_days_since_acceptance=timing.working_days_since(known, state.accepted_at, tx.now),
                rules=known.guards(state.accepted_at or tx.now, state.procedure, state.field),
            )
            return self._agreed(tx, asked, hand)

        self.act(dossier, by, decide, seen=seen)

    def hand_in(
        self,
        dossier: str,
        papers: Sequence[tuple[str, int, int]],
        by: Actor,
        *,
        record: str = "",
        record_line: int = 0,
        seen: int = 0,
    ) -> None:
        """Papers from the portal, over the counter, or by post on a line of a hand-over record that both signed."""

        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            channel: d.Channel = "postal" if record else "online" if hand.role == "citizen" else "counter"
            handed = tuple(
                d.Paper(name=name, originals=first, copies=second) for name, first, second in papers
            )
            fact = d.provide_supplement(state, by=hand, at=tx.now, papers=handed, channel=channel)
            if record:
                use_line(tx, record, record_line, UUID(hex=dossier))
            return fact

        self.act(dossier, by, decide, seen=seen)

    def complete_supplement(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            return d.complete_supplement(state, by=hand, at=tx.now, due=due)

        self.act(dossier, by, decide, seen=seen)

    def expire_supplement(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TCTN" if state.stage == "intake" else "TBD")
            return d.expire_supplement(state, by=hand, at=tx.now, number=number, reason=reason)

        self.act(dossier, by, decide, seen=seen)
