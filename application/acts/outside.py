"""Asking others for a dossier: opinions, verification visits, and agencies that take part."""

from collections.abc import Sequence
from datetime import date

from application import timing
from application.acts.acting import Acting
from application.envelope import Actor
from application.store import Transaction
from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Outside(Acting):
    def ask_opinion(
        self, dossier: str, agency: str, question: str, answer_by: date, by: Actor, *, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "XYK")
            last = answer_by.isoformat()
            return d.request_opinion(
                state, by=hand, at=tx.now, number=number, agency=agency, answer_by=last, question=question
            )

        self.act(dossier, by, decide, seen=seen)

    def record_opinion(self, dossier: str, request: str, answer: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.receive_opinion(s, by=hand, at=tx.now, request=request, answer=answer),
            seen=seen,
        )

    def report_overdue_opinion(self, dossier: str, request: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.report_overdue_opinion(s, by=hand, at=tx.now, request=request),
            seen=seen,
        )

    def schedule_visit(
        self,
        dossier: str,
        visit_at: int,
        place: str,
        participants: str,
        by: Actor,
        *,
        applicant_present: bool = False,
        seen: int = 0,
    ) -> None:
        """The clock stands still for the visit only where the law of the procedure says so."""

        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            pauses = state.limit is not None and "external_verification" in state.limit.pauses
            fact = d.VerificationScheduled(
                number=self.core.next_paper(tx, "KHXM"),
                visit_at=visit_at,
                applicant_present=applicant_present,
                pauses=pauses,
                place=place,
                participants=participants,
            )
            return d.schedule_visit(state, by=hand, at=tx.now, fact=fact)

        self.act(dossier, by, decide, seen=seen)

    def record_visit(self, dossier: str, findings: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            record = self.core.next_paper(tx, "BBXM")
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            return d.record_visit(state, by=hand, at=tx.now, record=record, findings=findings, due=due)

        self.act(dossier, by, decide, seen=seen)

    def plan_referral(
        self,
        dossier: str,
        route: d.Route,
        lead: str,
        legs: Sequence[tuple[str, str, int, bool]],
        by: Actor,
        *,
        seen: int = 0,
    ) -> None:
        """`legs`: agency, its work, its working days, and whether it is outside the commune."""
        planned = tuple(
            d.Leg(agency=agency, working_days=days, outside=outside) for agency, _, days, outside in legs
        )
        tasks = tuple(task for _, task, _, _ in legs)
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.plan_referral(
                s, by=hand, at=tx.now, route=route, lead=lead, legs=planned, tasks=tasks
            ),
            seen=seen,
        )

    def send_leg(self, dossier: str, leg: int, by: Actor, *, seen: int = 0) -> None:
        """Its working days begin today; by when it must be with the agency is the 15:00 rule's."""

        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            known = self.core.known(tx)
            planned = state.referral.legs[leg - 1 : leg] if state.referral and leg > 0 else ()
            days = planned[0].leg.working_days if planned else 0
            return d.send_leg(
                state,
                by=hand,
                at=tx.now,
                leg=leg,
                answer_by=known.calendar.add_working_days(local_date(tx.now), days),
                deadline=timing.forward_deadline(known, tx.now),
            )

        self.act(dossier, by, decide, seen=seen)

    def take_leg_back(
        self,
        dossier: str,
        leg: int,
        by: Actor,
        *,
        outcome: d.Outcome = "done",
        document: str = "",
        seen: int = 0,
    ) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.take_leg_back(
                s, by=hand, at=tx.now, leg=leg, outcome=outcome, document=document
            ),
            seen=seen,
        )
