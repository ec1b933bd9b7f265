"""The register, read as it stood at the end of any day: later facts change nothing about an earlier day."""

import sqlite3
from datetime import date, timedelta

import msgspec

from projections.course import midnight
from projections.register import Register, RegisterRow, StretchRow

_REGISTER = Register()

OPEN_IN_PERIOD = "received_day != '' AND received_day <= ? AND (finished_day = '' OR finished_day >= ?)"
"""Received by the last day and not finished before the first; the last day comes first."""


class AsOf(msgspec.Struct, frozen=True):
    """A line of the register with its stretches, to be read as of the end of a day."""

    row: RegisterRow
    stretches: tuple[StretchRow, ...]
    end: int
    """The first moment after that day (µs UTC)."""

    @property
    def finished(self) -> bool:
        return 0 < self.row.finished_at < self.end

    def started(self, kind: str) -> tuple[StretchRow, ...]:
        """The stretches of a kind that had begun by then."""
        return tuple(
            stretch for stretch in self.stretches if stretch.kind == kind and stretch.from_at < self.end
        )

    def lasting(self, kind: str) -> StretchRow | None:
        """The stretch of a kind that had begun and not yet ended by then."""
        for stretch in self.started(kind):
            if kind != "appointment" and (not stretch.until_at or stretch.until_at >= self.end):
                return stretch
        return None

    def lawful_due(self, at: int) -> tuple[str, int]:
        """The appointment at a moment: the first one, or where the clock policy had moved it."""
        moved = [stretch for stretch in self.started("appointment") if stretch.from_at <= at]
        if moved:
            return moved[-1].due_date, moved[-1].due_at
        return self.row.due_original, self.row.due_original_at


def lines(connection: sqlite3.Connection, where: str = "1", *values: str | int) -> tuple[RegisterRow, ...]:
    """Lines of the register under a condition on its columns, in the order of the book."""
    order = "ORDER BY year, ordinal, stream"
    found = connection.execute(f"{_REGISTER.rows.select} WHERE {where} {order}", values)
    return tuple(RegisterRow(*line) for line in found)


def received_between(connection: sqlite3.Connection, first: date, last: date) -> tuple[RegisterRow, ...]:
    """The book of a period: what was received from the first day to the last."""
    return lines(connection, "received_day BETWEEN ? AND ?", first.isoformat(), last.isoformat())


def concerned(connection: sqlite3.Connection, first: date, last: date) -> tuple[AsOf, ...]:
    """What was open at any moment from the first day to the last, as it stood at the end of the last."""
    bounds = (last.isoformat(), first.isoformat())
    stretches: dict[str, list[StretchRow]] = {}
    wanted = f"WHERE stream IN (SELECT stream FROM register WHERE {OPEN_IN_PERIOD})"
    for line in connection.execute(
        f"{_REGISTER.stretches.select} {wanted} ORDER BY from_at, ordinal", bounds
    ):
        stretch = StretchRow(*line)
        stretches.setdefault(stretch.stream, []).append(stretch)
    end = midnight(last + timedelta(days=1))
    return tuple(
        AsOf(row, tuple(stretches.get(row.stream, ())), end)
        for row in lines(connection, OPEN_IN_PERIOD, *bounds)
    )
