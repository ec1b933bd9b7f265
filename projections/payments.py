"""Money: every payment and refund of a dossier, and every officer's drawer, day by day.

Written in the same transaction as the event, so that a drawer is counted against what is really on the books.
"""

import sqlite3
from typing import Any

import msgspec

from domain.cash import (
    CashCounted,
    CashHandedOver,
    CashHandoverDeclined,
    CashHandoverOffered,
    Drawer,
    evolve,
)
from domain.dossier import local_day
from domain.dossier.facts import FeePaid, PaymentConfirmed, PaymentRefunded
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Drawer)
_encode = msgspec.json.Encoder(order="sorted").encode


class PaymentRow(msgspec.Struct, frozen=True):
    """One money event of a dossier. `amount_vnd` is never negative; `kind` is fee, payment or refund."""

    id: int
    day: str
    at: int
    officer: str
    device: str
    method: str
    amount_vnd: int
    receipt: str
    stream: str
    kind: str

    @property
    def signed_vnd(self) -> int:
        """What came in, less than 0 for what went out."""
        return -self.amount_vnd if self.kind == "refund" else self.amount_vnd


class DrawerRow(msgspec.Struct, frozen=True):
    """A drawer on a day. `state` is the domain's `Drawer` in JSON."""

    stream: str
    officer: str
    day: str
    version: int
    state: str

    def drawer(self) -> Drawer:
        return _state.decode(self.state)


class CashRow(msgspec.Struct, frozen=True):
    """A count or a hand-over, with what the books expected then; `kind` is count, offer or hand_over."""

    id: int
    at: int
    day: str
    officer: str
    to_officer: str
    counter: str
    amount_vnd: int
    expected_vnd: int
    receipt: str
    kind: str


_KINDS: dict[type, str] = {FeePaid: "fee", PaymentConfirmed: "payment", PaymentRefunded: "refund"}
_CASH = (CashCounted, CashHandoverOffered, CashHandedOver, CashHandoverDeclined)


class Payments:
    name = "payments"
    topics = frozenset(fact.NAME for fact in (FeePaid, PaymentConfirmed, PaymentRefunded, *_CASH))

    def __init__(self) -> None:
        self.rows = Rows("payment", PaymentRow, indexes=("day, officer", "receipt", "stream"))
        self.drawers = Rows("drawer", DrawerRow, indexes=("day",))
        self.cash = Rows("cash", CashRow, indexes=("day, officer", "receipt"))
        self.tables: tuple[Rows[Any], ...] = (self.rows, self.drawers, self.cash)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case FeePaid() | PaymentConfirmed() | PaymentRefunded() as fact:
                self.rows.put(_payment(seen, fact))
            case CashCounted(counted_vnd=amount, counter=counter) as fact:
                self._drawer(seen, fact)
                self.cash.put(_cash(seen, fact, "count", amount, counter=counter))
            case CashHandoverOffered() | CashHandedOver() as fact:
                self._drawer(seen, fact)
                kind = "hand_over" if isinstance(fact, CashHandedOver) else "offer"
                self.cash.put(
                    _cash(seen, fact, kind, fact.amount_vnd, to=fact.to_officer, receipt=fact.receipt)
                )
            case CashHandoverDeclined() as fact:
                self._drawer(seen, fact)

    def _drawer(
        self, seen: Seen, fact: CashCounted | CashHandoverOffered | CashHandedOver | CashHandoverDeclined
    ) -> None:
        row = self.drawers.get(seen.stream)
        drawer = evolve(row.drawer() if row is not None else Drawer(), fact)
        state = _encode(drawer).decode()
        self.drawers.put(DrawerRow(seen.stream, fact.officer, fact.day, seen.version, state))


def _payment(seen: Seen, fact: FeePaid | PaymentConfirmed | PaymentRefunded) -> PaymentRow:
    return PaymentRow(
        id=seen.id,
        day=local_day(seen.recorded_at),
        at=seen.recorded_at,
        officer=seen.actor,
        device=seen.device,
        method=fact.method,
        amount_vnd=fact.amount_vnd,
        receipt=fact.receipt,
        stream=seen.stream,
        kind=_KINDS[type(fact)],
    )


def _cash(
    seen: Seen,
    fact: CashCounted | CashHandoverOffered | CashHandedOver,
    kind: str,
    amount_vnd: int,
    *,
    counter: str = "",
    to: str = "",
    receipt: str = "",
) -> CashRow:
    return CashRow(
        id=seen.id,
        at=seen.recorded_at,
        day=fact.day,
        officer=fact.officer,
        to_officer=to,
        counter=counter,
        amount_vnd=amount_vnd,
        expected_vnd=fact.expected_vnd,
        receipt=receipt,
        kind=kind,
    )


_SELECT_PAYMENTS = Payments().rows.select
_SELECT_CASH = Payments().cash.select
_SELECT_DRAWERS = Payments().drawers.select
_CASH_TAKEN = (
    "SELECT coalesce(sum(CASE kind WHEN 'refund' THEN -amount_vnd ELSE amount_vnd END), 0) FROM payment "
    "WHERE day = ? AND officer = ? AND method = 'cash'"
)
_USED = (
    "SELECT EXISTS(SELECT 1 FROM payment WHERE receipt = ?) "
    "OR EXISTS(SELECT 1 FROM cash WHERE receipt = ? AND kind = 'hand_over')"
)


def payments_of(connection: sqlite3.Connection, first: str, last: str) -> tuple[PaymentRow, ...]:
    """Every money event from the first day (ISO) to the last, in the order of the log."""
    found = connection.execute(f"{_SELECT_PAYMENTS} WHERE day BETWEEN ? AND ? ORDER BY id", (first, last))
    return tuple(PaymentRow(*row) for row in found)


def cash_of(connection: sqlite3.Connection, day: str) -> tuple[CashRow, ...]:
    """Every count and hand-over of a day, in the order of the log."""
    found = connection.execute(f"{_SELECT_CASH} WHERE day = ? ORDER BY id", (day,))
    return tuple(CashRow(*row) for row in found)


def drawers_of(connection: sqlite3.Connection, day: str) -> dict[str, Drawer]:
    """The drawers that were counted on a day, by officer."""
    found = connection.execute(f"{_SELECT_DRAWERS} WHERE day = ?", (day,))
    return {row.officer: row.drawer() for row in (DrawerRow(*line) for line in found)}


def cash_taken(connection: sqlite3.Connection, day: str, officer: str) -> int:
    """Cash that came in less cash paid back, of one officer on one day (ISO)."""
    return int(connection.execute(_CASH_TAKEN, (day, officer)).fetchone()[0])


def receipt_is_used(connection: sqlite3.Connection, receipt: str) -> bool:
    """Whether a payment, a refund or a hand-over of money bears this number already."""
    return bool(connection.execute(_USED, (receipt, receipt)).fetchone()[0])
