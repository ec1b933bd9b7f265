"""Every act on a dossier after it was taken in: load, ask the domain, write the answer."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from application import timing
from application.core import in_role, parsed_id
from application.envelope import Actor
from application.intake import DossierIntake
from application.reading import DossierReading
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.dossier.refusals import ApprovalMissing
from domain.dossier.results import About, Checked, Medium
from domain.dossier.transitions import DECIDES, OFFICE, SECTION
from domain.fact import Fact, Refused
from projections.status import read_state

FIND = "SELECT state, version, updated_by, updated_at, topic FROM dossier WHERE stream = ?"

Approved = TypeVar(
    "Approved", d.DossierStopped, d.ProcessingSupplementRequested, d.ResultRecalled, d.CorrectionOpened
)
"""Facts that name the supervisor who agreed."""
Decision = Callable[[Dossier, Hand, Transaction], Fact]


class UnknownDossier(Refused):
    """There is no such dossier in this office."""


class NotDossierStaff(Refused):
    """Somebody in none of the roles that could go on with the dossier cannot be given it."""


class Overtaken(Refused):
    """Somebody else acted on the dossier first, and what was asked is no longer possible."""


class Dossiers(DossierIntake, DossierReading):
    """The acts; taking in and reading are in their own modules."""

    def act(self, dossier: str, by: Actor, decide: Decision, *, seen: int = 0, command: str = "") -> None:
        """Decide on the latest state under the write lock; tell the officer who was quicker, if somebody was."""
        stream = parsed_id(dossier, UnknownDossier)

        def work(transaction: Transaction) -> UUID:
            rows = transaction.rows(FIND, stream.hex)
            if not rows:
                raise UnknownDossier(id=dossier)
            state, version, last_by, last_at, topic = rows[0]
            try:
                dossier_state = read_state(state)
                fact = in_role(
                    self.core, by, transaction, lambda hand: decide(dossier_state, hand, transaction)
                )
            except Refused as refused:
                if seen and seen != version:
                    raise Overtaken(by=last_by, at=last_at, topic=topic) from refused
                raise
            transaction.record(stream, version, fact)
            return stream

        self.core.write(by, command, work, lambda _: None)

    def _worker(self, tx: Transaction, officer: str, roles: frozenset[str]) -> str:
        """The section of somebody who can go on with a dossier: an inspector could not even open it."""
        found = self.core.known(tx).officer(officer)
        if roles.isdisjoint(found.roles):
            raise NotDossierStaff(officer=officer)
        return found.section

    def _agreed(self, tx: Transaction, fact: Approved, hand: Hand) -> Approved:
        """Who agreed is an officer of this office who may decide, and not whoever acts."""
        if not fact.approved_by:
            return fact  # the domain has refused already where somebody had to agree
        if fact.approved_by == hand.officer:
            raise ApprovalMissing
        if DECIDES.isdisjoint(self.core.known(tx).officer(fact.approved_by).roles):
            raise ApprovalMissing
        return fact

    # ---- hands

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

    # ---- supplements during processing

    def ask_supplement(
        self,
        dossier: str,
        items: Sequence[str],
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
                    items=tuple(items),
                    basis=basis,
                    answer_by=timing.answer_by(known, tx.now),
                    applicant_at_fault=applicant_at_fault,
                    approved_by=approved_by,
                    reason=reason,
                ),
                working_days_since_acceptance=timing.working_days_since(known, state.accepted_at, tx.now),
                rules=known.rules_of(state.ruleset),
            )
            return self._agreed(tx, asked, hand)

        self.act(dossier, by, decide, seen=seen)

    def hand_in(
        self, dossier: str, papers: Sequence[tuple[str, int, int]], by: Actor, *, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            channel: d.Channel = "online" if hand.role == "citizen" else "counter"
            handed = tuple(
                d.Paper(name=name, originals=first, copies=second) for name, first, second in papers
            )
            return d.provide_supplement(state, by=hand, at=tx.now, papers=handed, channel=channel)

        self.act(dossier, by, decide, seen=seen)

    def complete_supplement(self, dossier: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            return d.complete_supplement(state, by=hand, at=tx.now, due=due)

        self.act(dossier, by, decide, seen=seen)

    def expire_supplement(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TBD")
            return d.expire_supplement(state, by=hand, at=tx.now, number=number, reason=reason)

        self.act(dossier, by, decide, seen=seen)

    # ---- money

    def ask_payment(self, dossier: str, amount_vnd: int, basis: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TBNVTC")
            return d.request_payment(
                state, by=hand, at=tx.now, amount_vnd=amount_vnd, basis=basis, number=number
            )

        self.act(dossier, by, decide, seen=seen)

    def confirm_payment(
        self, dossier: str, receipt: str, by: Actor, *, final: bool = False, seen: int = 0
    ) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            due = timing.due_after_pause(self.core.known(tx), state, tx.now)
            amount = state.payment.amount_vnd if state.payment else 0
            return d.confirm_payment(
                state, by=hand, at=tx.now, amount_vnd=amount, receipt=receipt, final=final, due=due
            )

        self.act(dossier, by, decide, seen=seen)

    def expire_payment(self, dossier: str, reason: str, by: Actor, *, seen: int = 0) -> None:
        def decide(state: Dossier, hand: Hand, tx: Transaction) -> Fact:
            number = self.core.next_paper(tx, "TBD")
            return d.expire_payment(state, by=hand, at=tx.now, number=number, reason=reason)

        self.act(dossier, by, decide, seen=seen)

    def pay_fee(self, dossier: str, amount_vnd: int, receipt: str, by: Actor, *, seen: int = 0) -> None:
        self.act(
            dossier,
            by,
            lambda s, hand, tx: d.pay_fee(s, by=hand, at=tx.now, amount_vnd=amount_vnd, receipt=receipt),
            seen=seen,
        )

    # ---- withdrawal and stop

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
            number = self.core.next_paper(tx, "TBD")
            stopped = d.stop(
                state, by=hand, at=tx.now, number=number, basis=basis, reason=reason, approved_by=approved_by
            )
            return self._agreed(tx, stopped, hand)

        self.act(dossier, by, decide, seen=seen)

    # ---- time

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
                days_before_expiry=timing.days_before(state.due_current, tx.now),
                rules=known.rules_of(state.ruleset),
            )

        self.act(dossier, by, decide, seen=seen)

    # ---- result

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
