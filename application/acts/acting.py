"""One way to act on a dossier: load it under the write lock, ask the domain, write the answer and its paper."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from application.core import Core, in_role, parsed_id
from application.envelope import Actor
from application.papers import paper_for
from application.store import Transaction
from domain import dossier as d
from domain.dossier import Dossier, Hand
from domain.dossier.refusals import ApprovalMissing
from domain.dossier.transitions import DECIDES
from domain.fact import Fact, Refused
from projections.status import read_state

FIND = "SELECT state, version, updated_by, updated_at, topic FROM dossier WHERE stream = ?"

Approved = TypeVar(
    "Approved",
    d.DossierStopped,
    d.ProcessingSupplementRequested,
    d.ResultRecalled,
    d.CorrectionOpened,
    d.DossierLost,
)
"""Facts that name the supervisor who agreed."""
Decision = Callable[[Dossier, Hand, Transaction], Fact]


class UnknownDossier(Refused):
    """There is no such dossier in this office."""


class NotDossierStaff(Refused):
    """Somebody in none of the roles that could go on with the dossier cannot be given it."""


class Overtaken(Refused):
    """Somebody else acted on the dossier first, and what was asked is no longer possible."""


def with_paper(
    core: Core, tx: Transaction, stream: UUID, before: Dossier, fact: Fact, hand: Hand
) -> tuple[Fact, ...]:
    """The fact, and the paper of the law that it gives out, when it gives one out."""
    issued = paper_for(core, tx, stream, before, fact)
    if issued is None:
        return (fact,)
    after = d.evolve(before, fact, tx.now)
    return fact, d.issue_paper(after, by=hand, at=tx.now, fact=issued)


class Acting:
    core: Core

    def act(
        self,
        dossier: str,
        by: Actor,
        decide: Decision,
        *,
        seen: int = 0,
        command: str = "",
    ) -> None:
        """Decide on the latest state under the write lock; tell the officer who was quicker, if somebody was.

        The paper that the act gives out by law is recorded in the same transaction.
        """
        stream = parsed_id(dossier, UnknownDossier)

        def work(transaction: Transaction) -> UUID:
            rows = transaction.rows(FIND, stream.hex)
            if not rows:
                raise UnknownDossier(id=dossier)
            state, version, last_by, last_at, topic = rows[0]
            try:
                before = read_state(state)

                def decided(hand: Hand) -> tuple[Fact, ...]:
                    fact = decide(before, hand, transaction)
                    return with_paper(self.core, transaction, stream, before, fact, hand)

                facts = in_role(self.core, by, transaction, decided)
            except Refused as refused:
                if seen and seen != version:
                    raise Overtaken(by=last_by, at=last_at, topic=topic) from refused
                raise
            transaction.record(stream, version, *facts)
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
