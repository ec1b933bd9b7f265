"""Bringing results to people by post or to the home, and what becomes of those that nobody takes."""

from datetime import date, timedelta
from uuid import UUID

from application import timing
from application.acts.acting import Acting
from application.envelope import Actor
from application.post import dispatch_record
from application.store import Transaction
from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import Dossier, Hand
from domain.fact import Fact


class Delivery(Acting):
    def dispatch_result(
        self,
        dossier: str,
        channel: d.Channel,
        by: Actor,
        *,
        record: str = "",
        tracking: str = "",
        seen: int = 0,
    ) -> None:
        """By post the dossier must stand on a hand-over record that the postman has signed; its tracking is kept."""

        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            line = dispatch_record(tx, record, UUID(hex=dossier)) if channel == "postal" and record else None
            return d.dispatch_result(
                state,
                by=hand,
                at=tx.now,
                channel=channel,
                record=record,
                tracking=tracking or (line.slip if line else ""),
            )

        self.act(dossier, by, decide, seen=seen)

    def attempt_delivery(self, dossier: str, by: Actor, *, note: str = "", seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            known = self.core.known(tx)
            return d.attempt_delivery(
                state,
                by=hand,
                at=tx.now,
                working_days_since_last=timing.working_days_since(known, state.invited_at, tx.now),
                rules=known.guards(state.accepted_at or tx.now, state.procedure, state.field),
                note=note,
            )

        self.act(dossier, by, decide, seen=seen)

    def bring_back(self, dossier: str, reason: str, by: Actor, *, record: str = "", seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            rules = self.core.known(tx).guards(state.accepted_at or tx.now, state.procedure, state.field)
            return d.bring_back(state, by=hand, at=tx.now, reason=reason, rules=rules, record=record)

        self.act(dossier, by, decide, seen=seen)

    def list_unclaimed(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            return d.list_unclaimed(
                state,
                by=hand,
                at=tx.now,
                days_since_due=_days_since(_promised(state, tx.now), tx.now),
                reason=reason,
                rules=self.core.known(tx).guards(state.accepted_at or tx.now, state.procedure, state.field),
            )

        self.act(dossier, by, decide, seen=seen)


def _promised(state: Dossier, now: int) -> str:
    """The day the result could be fetched from; the day it was signed when that is later, or without an appointment."""
    signed = local_date(state.finished_at or now)
    return max(state.due_current.date, signed) if state.due_current else signed


def _days_since(day: str, now: int) -> int:
    return (date.fromisoformat(local_date(now)) - date.fromisoformat(day)) // timedelta(days=1)
