"""The drawer at work: counted against the books, and handed over in two signatures.

What the books expect is read in the same transaction as the act, so that no payment slips in between.
"""

from collections.abc import Callable
from uuid import UUID

from application.core import Core, in_one_of
from application.envelope import Actor
from application.store import Transaction
from domain import cash, staff
from domain.calendar import local_date
from domain.cash import Drawer
from domain.fact import Fact, Refused
from projections.payments import cash_taken, drawers_of, receipt_is_used


class ReceiptUsedBefore(Refused):
    """A receipt's number is used once."""


def receipt_used(tx: Transaction, receipt: str) -> bool:
    """Whether a payment, a refund or a hand-over of money bears this number already."""
    return receipt_is_used(tx.connection, receipt)


def never_used(tx: Transaction, receipt: str) -> None:
    """Refuse a receipt's number that was used before; spaces around it do not make it another."""
    if receipt_used(tx, receipt.strip()):
        raise ReceiptUsedBefore(receipt=receipt)


class CashDesk:
    """Every act on an officer's drawer. `day` is an ISO day, today when empty."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def drawer(self, officer: str, day: str = "") -> Drawer:
        """The drawer as it stands, empty for one that was never counted."""
        on = day or self.core.today().isoformat()
        return drawers_of(self.core.store.reader(), on).get(officer, Drawer())

    def expected(self, officer: str, day: str = "") -> int:
        """What the books say is in the drawer now, in đồng."""
        on = day or self.core.today().isoformat()
        return cash_taken(self.core.store.reader(), on, officer) - self.drawer(officer, on).settled_vnd

    def count(
        self, counted_vnd: int, by: Actor, *, why: str = "", day: str = "", command: str = ""
    ) -> Drawer:
        """The officer's own drawer. Where it differs from the books, `why` is mandatory."""

        def decide(drawer: Drawer, on: str, tx: Transaction) -> Fact:
            expected = cash_taken(tx.connection, on, by.id) - drawer.settled_vnd
            return cash.count(
                drawer,
                officer=by.id,
                by=by.id,
                day=on,
                counter=self.core.known(tx).officer(by.id).counter,
                counted_vnd=counted_vnd,
                expected_vnd=expected,
                why=why,
            )

        return self._act(by.id, day, by, decide, cash.CashCounted, command)

    def offer(self, to: str, receipt: str, by: Actor, *, day: str = "", command: str = "") -> Drawer:
        """First signature: all that was counted, to another officer, under a new receipt's number."""

        def decide(drawer: Drawer, on: str, tx: Transaction) -> Fact:
            never_used(tx, receipt)
            if to.strip():
                self.core.known(tx).officer(to)
            expected = cash_taken(tx.connection, on, by.id) - drawer.settled_vnd
            return cash.offer(drawer, by=by.id, to=to, receipt=receipt, expected_vnd=expected)

        return self._act(by.id, day, by, decide, cash.CashHandoverOffered, command)

    def take(self, officer: str, by: Actor, *, day: str = "", command: str = "") -> Drawer:
        """Second signature, by the one to whom it was offered."""

        def decide(drawer: Drawer, on: str, tx: Transaction) -> Fact:
            taken = cash.take(drawer, by=by.id)
            never_used(tx, taken.receipt)
            return taken

        return self._act(officer, day, by, decide, cash.CashHandedOver, command)

    def decline(self, officer: str, why: str, by: Actor, *, day: str = "", command: str = "") -> Drawer:
        return self._act(
            officer,
            day,
            by,
            lambda drawer, on, tx: cash.decline(drawer, by=by.id, why=why),
            cash.CashHandoverDeclined,
            command,
        )

    def _act(
        self,
        officer: str,
        day: str,
        by: Actor,
        decide: Callable[[Drawer, str, Transaction], Fact],
        kind: type[Fact],
        command: str,
    ) -> Drawer:
        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, staff.AT_COUNTERS, kind.NAME)
            on = day or local_date(tx.now)
            drawer = drawers_of(tx.connection, on).get(officer, Drawer())
            stream = self.core.stream("drawer", f"{officer}/{on}")
            tx.record(stream, tx.version(stream), decide(drawer, on, tx))
            return stream

        return self.core.write(by, command, work, lambda _: self.drawer(officer, day))
