"""The cash book: a day's money by officer, and a period's by agency; figures that do not add up are refused."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import reduce

import msgspec

from application.core import Core
from application.histories import officer_name
from domain.cash import Drawer
from domain.fact import Refused
from projections.payments import CashRow, PaymentRow, cash_of, drawers_of, payments_of

_WHERE = "SELECT stream, section, field FROM dossier WHERE stream IN (SELECT stream FROM payment)"
_REPEATED = (
    "SELECT receipt FROM (SELECT receipt FROM payment UNION ALL "
    "SELECT receipt FROM cash WHERE kind = 'hand_over') GROUP BY receipt HAVING count(*) > 1"
)


class CashDoesNotAddUp(Refused):
    """The money on the books is not what the payments come to; the receipts in question are named."""


class SettlementEndsBeforeItBegins(Refused):
    """A period of settlement ends on its first day or later."""


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """Amounts in đồng: what came in by each method, and what was paid back."""

    cash_vnd: int = 0
    transfer_vnd: int = 0
    online_vnd: int = 0
    post_vnd: int = 0
    cash_refunds_vnd: int = 0
    other_refunds_vnd: int = 0

    @property
    def received_vnd(self) -> int:
        return self.cash_vnd + self.transfer_vnd + self.online_vnd + self.post_vnd

    @property
    def refunded_vnd(self) -> int:
        return self.cash_refunds_vnd + self.other_refunds_vnd

    @property
    def net_vnd(self) -> int:
        return self.received_vnd - self.refunded_vnd


class CashLine(Money, frozen=True, kw_only=True):
    """One officer's day. In = out: cash − refunds = handed over − difference + in the drawer.

    `counted_vnd` is the latest count, None for a drawer nobody counted. `officer` is empty for what was paid
    without an officer, such as online. `difference_vnd` is that of the hand-overs, `open_difference_vnd` that of
    a count not handed over yet.
    """

    officer: str
    name: str = ""
    counted_vnd: int | None = None
    difference_vnd: int = 0
    open_difference_vnd: int = 0
    handed_over_vnd: int = 0
    in_drawer_vnd: int = 0
    receipts: tuple[str, ...] = ()


class CashDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day's cash book: a line for each officer, and their sum."""

    day: str
    lines: tuple[CashLine, ...]
    total: CashLine


class SettlementLine(Money, frozen=True, kw_only=True):
    """What one agency's procedures of one field brought in; `section` is empty for what the unit decides itself."""

    section: str
    field: str
    dossiers: int


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What the one-stop unit settles with each agency for a period (NĐ 61/2018 Art. 12(9))."""

    first: str
    last: str
    lines: tuple[SettlementLine, ...]
    total: Money


class CashBook:
    def __init__(self, core: Core) -> None:
        self.core = core

    def day(self, day: date) -> CashDay:
        """The day's money by officer; refused, with the receipts named, if it does not add up."""
        connection, on = self.core.store.reader(), day.isoformat()
        paid, cash = payments_of(connection, on, on), cash_of(connection, on)
        by_officer: dict[str, list[PaymentRow]] = {row.officer: [] for row in cash}
        for row in paid:
            by_officer.setdefault(row.officer, []).append(row)
        counts = {officer: [row for row in cash if row.officer == officer] for officer in by_officer}
        doubtful = _used_again(connection, paid, cash) | _more_back_than_paid(connection, on, paid)
        for officer, rows in by_officer.items():
            doubtful |= _counted_against_other_books(rows, counts[officer])
        if doubtful:
            raise CashDoesNotAddUp(day=on, receipts=", ".join(sorted(doubtful)))
        drawers, known = drawers_of(connection, on), self.core.known()
        lines = tuple(
            msgspec.structs.replace(
                _line(officer, rows, counts[officer], drawers.get(officer, Drawer())),
                name=officer_name(officer, known),
            )
            for officer, rows in sorted(by_officer.items())
        )
        return CashDay(day=on, lines=lines, total=_total(lines))

    def settlement(self, first: date, last: date) -> Settlement:
        """A period's money by agency and field, to the last đồng; a quarter, as the decree has it, or any other."""
        if last < first:
            raise SettlementEndsBeforeItBegins(first=first.isoformat(), last=last.isoformat())
        connection = self.core.store.reader()
        paid = payments_of(connection, first.isoformat(), last.isoformat())
        homes = {row[0]: (row[1], row[2]) for row in connection.execute(_WHERE)}
        groups: dict[tuple[str, str], list[PaymentRow]] = defaultdict(list)
        for row in paid:
            groups[homes[row.stream]].append(row)
        lines = tuple(
            SettlementLine(
                section=section,
                field=field,
                dossiers=len({row.stream for row in rows}),
                **_amounts(rows),
            )
            for (section, field), rows in sorted(groups.items())
        )
        return Settlement(
            first=first.isoformat(), last=last.isoformat(), lines=lines, total=Money(**_amounts(paid))
        )


_OF_THE_DRAWER = ("difference_vnd", "open_difference_vnd", "handed_over_vnd", "in_drawer_vnd")


def _amounts(rows: Iterable[PaymentRow]) -> dict[str, int]:
    """Amounts by the name of their column."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.kind != "refund":
            found[f"{row.method}_vnd"] += row.amount_vnd
        else:
            found["cash_refunds_vnd" if row.method == "cash" else "other_refunds_vnd"] += row.amount_vnd
    return dict(found)


def _line(officer: str, rows: list[PaymentRow], cash: list[CashRow], drawer: Drawer) -> CashLine:
    amounts = _amounts(rows)
    in_drawer = amounts.get("cash_vnd", 0) - amounts.get("cash_refunds_vnd", 0) - drawer.settled_vnd
    counts = [row for row in cash if row.kind == "count"]
    used = [row.receipt for row in rows] + [row.receipt for row in cash if row.kind == "hand_over"]
    line = CashLine(
        officer=officer,
        counted_vnd=counts[-1].amount_vnd if counts else None,
        difference_vnd=drawer.difference_vnd,
        open_difference_vnd=drawer.counted.difference_vnd if drawer.counted is not None else 0,
        handed_over_vnd=drawer.handed_over_vnd,
        in_drawer_vnd=in_drawer,
        receipts=tuple(used),
    )
    return msgspec.structs.replace(line, **amounts)


def _total(lines: Iterable[CashLine]) -> CashLine:
    return reduce(_added, lines, CashLine(officer=""))


def _added(one: CashLine, other: CashLine) -> CashLine:
    names = (*Money.__struct_fields__, *_OF_THE_DRAWER)
    counted = [each.counted_vnd for each in (one, other) if each.counted_vnd is not None]
    return msgspec.structs.replace(
        one,
        counted_vnd=sum(counted) if counted else None,
        receipts=one.receipts + other.receipts,
        **{name: getattr(one, name) + getattr(other, name) for name in names},
    )


def _used_again(
    connection: sqlite3.Connection, paid: Iterable[PaymentRow], cash: Iterable[CashRow]
) -> set[str]:
    """Receipts of the day whose number stands anywhere else in the books, too."""
    repeated = {row[0] for row in connection.execute(_REPEATED)}
    today = {row.receipt for row in paid} | {row.receipt for row in cash if row.kind == "hand_over"}
    return repeated & today


def _more_back_than_paid(connection: sqlite3.Connection, day: str, paid: Iterable[PaymentRow]) -> set[str]:
    """Receipts of refunds for dossiers that got back more than they ever paid."""
    back = {row.stream: row for row in paid if row.kind == "refund"}
    balances: Counter[str] = Counter()
    for row in payments_of(connection, "", day) if back else ():
        balances[row.stream] += row.signed_vnd
    return {row.receipt for stream, row in back.items() if balances[stream] < 0}


def _counted_against_other_books(rows: list[PaymentRow], cash: list[CashRow]) -> set[str]:
    """Receipts before a count whose payments, less what was handed over by then, are not what it was held against."""
    settled, doubtful = 0, set[str]()
    for row in cash:
        before = [each for each in rows if each.method == "cash" and each.id < row.id]
        if row.kind == "count" and row.expected_vnd != sum(each.signed_vnd for each in before) - settled:
            doubtful |= {each.receipt for each in before} or {row.officer}
        if row.kind == "hand_over":
            settled += row.expected_vnd
    return doubtful
