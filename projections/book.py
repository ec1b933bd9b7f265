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
    now: int = 0
    """The present moment (µs UTC), while that day is not over."""

    @property
    def moment(self) -> int:
        """The last moment of that day, or now: what goes on is measured at it."""
        return min(self.now, self.end - 1) if self.now else self.end - 1

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

    @property
    def measured_end(self) -> int:
        """The moment it is measured by: the same as `domain.dossier.reading.measured_end` says of its state."""
        row = self.row
        if self.finished and row.finished_how == "result":
            return row.finished_at
        since, edge = (row.finished_at, row.finished_at) if self.finished else (self.moment, 0)
        for stretch in reversed(self.started("clock")):
            if (stretch.until_at if stretch.until_at < self.end else 0) != edge:
                break
            since = edge = stretch.from_at
        return min(since, self.moment)

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


def concerned(
    connection: sqlite3.Connection, first: date, last: date, now: int | None = None
) -> tuple[AsOf, ...]:
    """What was open at any moment from the first day to the last, as it stood at the end of the last.

    `now` (µs UTC) is where a period that is not over has come to; None: it is over.
    """
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
        AsOf(row, tuple(stretches.get(row.stream, ())), end, now or 0)
        for row in lines(connection, OPEN_IN_PERIOD, *bounds)
    )
