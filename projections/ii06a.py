"""Table II.06a (TT 01/2020/TT-VPCP): what came in, what was resolved, what is pending, in each field.

Every figure is found twice, from the daily counts and from the register. A table whose figures do not add up
is refused, and the dossiers missing or too many are named. A past period gives the same table for ever.

Late means after the lawful appointment: the first one, or where the clock policy moved it when papers or money
came in (NĐ 61/2018 Art. 19(4)); an apology or a changed date makes nothing punctual. Ends without a result go to
(9) when withdrawn or stopped in time, and to (10) when stopped too late. Time for which the clock lawfully stands is
nobody's delay: what ends or waits meanwhile is measured at the moment the clock had stopped.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import msgspec

from domain.fact import Refused
from projections.book import OPEN_IN_PERIOD, AsOf, concerned
from projections.counts import RESOLVED, CountedRow, DailyCounts
from projections.course import pace
from projections.rates import Rate, rates

COLUMNS: dict[str, int] = {
    "received_total": 3,
    "received_online": 4,
    "received_offline": 5,
    "carried_in": 6,
    "resolved_total": 7,
    "resolved_early": 8,
    "resolved_on_time": 9,
    "resolved_late": 10,
    "pending_total": 11,
    "pending_within": 12,
    "pending_overdue": 13,
}
"""The numeric columns and their official numbers; (1) is `row` and (2) is `field`."""

ROLLED_UP: dict[str, str] = {
    "resolved_early": "resolved_early",
    "resolved_on_time": "resolved_on_time",
    "resolved_withdrawn": "resolved_on_time",
    "resolved_stopped": "resolved_on_time",
    "resolved_late": "resolved_late",
    "resolved_stopped_late": "resolved_late",
}
"""Into which column each way of being resolved goes."""

IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("received_total", ("received_online", "received_offline", "carried_in")),
    ("resolved_total", ("resolved_early", "resolved_on_time", "resolved_late")),
    ("pending_total", ("pending_within", "pending_overdue")),
    ("received_total", ("resolved_total", "pending_total")),
)
"""Left equals the sum of the right, in every row."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row: one field, or the total, whose `field` is empty."""

    field: str
    received_total: int = 0
    received_online: int = 0
    received_offline: int = 0
    carried_in: int = 0
    resolved_total: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_late: int = 0
    pending_total: int = 0
    pending_within: int = 0
    pending_overdue: int = 0


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a period; `first` and `last` are its days (ISO), both included."""

    first: str
    last: str
    lines: tuple[Line, ...]
    total: Line
    rates: tuple[Rate, ...] = ()
    open_again: tuple[str, ...] = ()
    """Codes of dossiers resolved once, recalled or under correction at the end of the period: not pending."""

    def as_rows(self) -> tuple[dict[str, str | int], ...]:
        """Rows from the first column to the last, ready for JSON or print; the total comes last, as row 0."""
        numbered = [*enumerate(self.lines, 1), (0, self.total)]
        return tuple({"row": number} | msgspec.structs.asdict(line) for number, line in numbered)


class BrokenIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Two figures that ought to be equal and are not. `field` is empty for the total row."""

    field: str
    identity: str
    """With the official column numbers, as in `(3) = (7) + (11)`."""
    left: int
    right: int

    @property
    def difference(self) -> int:
        return self.left - self.right

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.identity}: {self.left} ≠ {self.right}"


class FiguresDoNotAddUp(Refused):
    """Counts and register disagree: codes `missing` in the register, `extra`, `differing`, and figures."""

    article = "TT 01/2020/TT-VPCP, II.06a"

    def __init__(
        self,
        *,
        missing: tuple[str, ...] = (),
        extra: tuple[str, ...] = (),
        differing: tuple[str, ...] = (),
        figures: tuple[BrokenIdentity, ...] = (),
    ) -> None:
        super().__init__(
            missing=", ".join(missing),
            extra=", ".join(extra),
            differing=", ".join(differing),
            figures="; ".join(map(str, figures)),
        )
        self.missing, self.extra, self.differing, self.figures = missing, extra, differing, figures


class PeriodEndsBeforeItBegins(Refused):
    """The last day of a period may not lie before its first."""


def report(connection: sqlite3.Connection, first: date, last: date, now: int | None = None) -> Table:
    """The table from the first day to the last, or `FiguresDoNotAddUp`.

    While the period is not over, what is pending is measured as of `now` (µs UTC), and else at its last moment.
    """
    if last < first:
        raise PeriodEndsBeforeItBegins(first=first.isoformat(), last=last.isoformat())
    with _one_moment(connection):
        book = concerned(connection, first, last, now)
        counted = _counted(connection, first, last)
        sums = _sums(connection, first, last)
    entered = {each.row.stream: _cells(each, first) for each in book}
    lines = _lines(sums, book)
    table = Table(
        first=first.isoformat(),
        last=last.isoformat(),
        lines=lines,
        total=_total(lines),
        rates=rates(book),
        open_again=tuple(
            sorted(each.row.code for each in book if each.finished and each.lasting("reopened"))
        ),
    )
    _agree(table, counted, entered, {each.row.stream: each.row.code for each in book}, first)
    return table


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read everything as of one moment, whoever may be writing meanwhile."""
    connection.execute("SAVEPOINT ii06a")
    try:
        yield
    finally:
        connection.execute("RELEASE ii06a")


# From the daily counts

_DOSSIERS = DailyCounts().dossiers.select


def _sums(connection: sqlite3.Connection, first: date, last: date) -> dict[str, dict[str, int]]:
    """Columns (4) to (6) and (8) to (10) of each field, from the counts of days alone."""
    ways = " + ".join(RESOLVED)
    sums: dict[str, dict[str, int]] = {}
    carried = (
        f"SELECT field, SUM(received_online + received_offline - ({ways})) FROM daily_count WHERE day < ?"
    )
    for field, number in connection.execute(f"{carried} GROUP BY field", (first.isoformat(),)):
        sums.setdefault(field, {})["carried_in"] = number
    counters = ("received_online", "received_offline", *RESOLVED)
    wanted = ", ".join(f"SUM({counter})" for counter in counters)
    within = f"SELECT field, {wanted} FROM daily_count WHERE day BETWEEN ? AND ? GROUP BY field"
    for field, *numbers in connection.execute(within, (first.isoformat(), last.isoformat())):
        columns = sums.setdefault(field, {})
        for counter, number in zip(counters, numbers, strict=True):
            column = ROLLED_UP.get(counter, counter)
            columns[column] = columns.get(column, 0) + number
    return sums


def _counted(connection: sqlite3.Connection, first: date, last: date) -> dict[str, CountedRow]:
    """What the counts know of each dossier open at any moment of the period; later ends are left out."""
    found = connection.execute(f"{_DOSSIERS} WHERE {OPEN_IN_PERIOD}", (last.isoformat(), first.isoformat()))
    rows = (CountedRow(*line) for line in found)
    return {row.stream: _as_of(row, last.isoformat()) for row in rows}


def _as_of(row: CountedRow, last: str) -> CountedRow:
    return msgspec.structs.replace(row, finished_day="", resolved="") if row.finished_day > last else row


# From the register


def _cells(line: AsOf, first: date) -> tuple[str, str, str]:
    """Field, and the two columns in which the register sees a dossier: how it came in, how it went out."""
    row = line.row
    if row.received_day < first.isoformat():
        came = "carried_in"
    else:
        came = "received_online" if row.channel == "online" else "received_offline"
    return row.field, came, _went(line) if line.finished else "pending_total"


def _went(line: AsOf) -> str:
    row = line.row
    if row.finished_how == "withdrawn":
        return "resolved_on_time"
    kept = pace(row.limit_unit, *line.lawful_due(row.finished_at), line.measured_end)
    if kept == "early" and row.finished_how != "result":
        return "resolved_on_time"
    return f"resolved_{kept}"


def _pending(line: AsOf) -> str:
    """Waiting for papers is within the limit by the column's own heading; so is all whose appointment had not
    passed by now, or by when the clock stopped.
    """
    if line.lasting("supplement"):
        return "pending_within"
    kept = pace(line.row.limit_unit, *line.lawful_due(line.moment), line.measured_end)
    return "pending_overdue" if kept == "late" else "pending_within"


# The table


def _lines(sums: Mapping[str, Mapping[str, int]], book: Iterable[AsOf]) -> tuple[Line, ...]:
    """The flow from the counts, the pending from the register: so (3) = (7) + (11) is a test of both."""
    columns = {field: dict(numbers) for field, numbers in sums.items()}
    for line in book:
        if not line.finished:
            pending = columns.setdefault(line.row.field, {})
            kind = _pending(line)
            pending[kind] = pending.get(kind, 0) + 1
    lines = (_line(field, numbers) for field, numbers in sorted(columns.items()))
    return tuple(line for line in lines if any(getattr(line, column) for column in COLUMNS))


def _line(field: str, numbers: Mapping[str, int]) -> Line:
    full = dict(numbers)
    for total, parts in IDENTITIES[:3]:
        full[total] = sum(full.get(part, 0) for part in parts)
    return Line(field=field, **full)


def _total(lines: Iterable[Line]) -> Line:
    every = tuple(lines)
    return Line(field="", **{column: sum(getattr(line, column) for line in every) for column in COLUMNS})


# Whether it adds up


def check(table: Table) -> tuple[BrokenIdentity, ...]:
    """Every identity that fails, row by row, on the total row, and from the rows to the total."""
    broken = [wrong for line in (*table.lines, table.total) for wrong in _check_line(line)]
    for column, number in COLUMNS.items():
        summed = sum(getattr(line, column) for line in table.lines)
        if getattr(table.total, column) != summed:
            identity = f"({number}) = Σ ({number})"
            total = getattr(table.total, column)
            broken.append(BrokenIdentity(field="", identity=identity, left=total, right=summed))
    return tuple(broken)


def follows(this: Table, following: Table) -> tuple[BrokenIdentity, ...]:
    """What is pending at the end of this period must be what the following one carries in, field by field."""
    pending = {line.field: line.pending_total for line in (*this.lines, this.total)}
    carried = {line.field: line.carried_in for line in (*following.lines, following.total)}
    return tuple(
        BrokenIdentity(
            field=field, identity="(6) = (11)", left=carried.get(field, 0), right=pending.get(field, 0)
        )
        for field in sorted(pending | carried)
        if carried.get(field, 0) != pending.get(field, 0)
    )


def _check_line(line: Line) -> Iterator[BrokenIdentity]:
    for total, parts in IDENTITIES:
        left, right = getattr(line, total), sum(getattr(line, part) for part in parts)
        if left != right:
            identity = f"({COLUMNS[total]}) = " + " + ".join(f"({COLUMNS[part]})" for part in parts)
            yield BrokenIdentity(field=line.field, identity=identity, left=left, right=right)
    for column, number in COLUMNS.items():
        if getattr(line, column) < 0:
            yield BrokenIdentity(
                field=line.field, identity=f"({number}) ≥ 0", left=getattr(line, column), right=0
            )


def _agree(
    table: Table,
    counted: Mapping[str, CountedRow],
    entered: Mapping[str, tuple[str, str, str]],
    codes: Mapping[str, str],
    first: date,
) -> None:
    """Refuse the table unless counts and register know the same dossiers, in the same columns."""
    seen = {stream: _counted_cells(row, first) for stream, row in counted.items()}
    missing = sorted(counted[stream].code for stream in seen.keys() - entered.keys())
    extra = sorted(codes[stream] for stream in entered.keys() - seen.keys())
    differing = sorted(
        codes[stream] for stream in seen.keys() & entered.keys() if seen[stream] != entered[stream]
    )
    figures = check(table) + _against_register(table, entered.values())
    if missing or extra or differing or figures:
        raise FiguresDoNotAddUp(
            missing=tuple(missing), extra=tuple(extra), differing=tuple(differing), figures=figures
        )


def _counted_cells(row: CountedRow, first: date) -> tuple[str, str, str]:
    came = row.received if row.received_day >= first.isoformat() else "carried_in"
    return row.field, came, ROLLED_UP[row.resolved] if row.finished_day else "pending_total"


def _against_register(table: Table, entered: Iterable[tuple[str, str, str]]) -> tuple[BrokenIdentity, ...]:
    """Each figure of the daily counts against the number of dossiers the register has for it."""
    tally: dict[tuple[str, str], int] = {}
    for field, came, went in entered:
        for column in (came, went):
            tally[field, column] = tally.get((field, column), 0) + 1
    figures = {
        (line.field, column): getattr(line, column)
        for line in table.lines
        for column in COLUMNS
        if column not in {"received_total", "resolved_total", "pending_within", "pending_overdue"}
    }
    return tuple(
        BrokenIdentity(
            field=field,
            identity=f"({COLUMNS[column]}) = register",
            left=figures.get((field, column), 0),
            right=tally.get((field, column), 0),
        )
        for field, column in sorted(figures.keys() | tally.keys())
        if figures.get((field, column), 0) != tally.get((field, column), 0)
    )
