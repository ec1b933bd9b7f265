"""Early, on time or late by each of the three definitions of `projections.rates`, with the dates they compare."""

import sqlite3
from typing import Literal

import msgspec

from projections.book import AsOf
from projections.course import Pace, day_of, pace
from projections.rates import Definition, end_by_766
from projections.register import Register, RegisterRow, StretchRow

Outcome = Literal["early", "on_time", "late", "within", "overdue", "not_measured"]
Because = Literal[
    "", "waiting_for_papers", "clock_stands", "withdrawn", "ended_without_result", "ended_while_it_stood",
    "measured_at_the_stop", "asked_twice", "unfinished", "reopened", "no_limit",
]  # fmt: skip

_REGISTER = Register()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a definition says today, and why. Limits by the clock compare moments, others days."""

    definition: Definition
    outcome: Outcome
    because: Because = ""
    due_date: str = ""
    due_at: int = 0
    end_date: str = ""
    end_at: int = 0


def line_of(connection: sqlite3.Connection, stream: str, now: int) -> AsOf:
    """The dossier's line of the register with its stretches, as of this moment."""
    row = connection.execute(f"{_REGISTER.rows.select} WHERE stream = ?", (stream,)).fetchone()
    stretches = connection.execute(
        f"{_REGISTER.stretches.select} WHERE stream = ? ORDER BY from_at, ordinal", (stream,)
    ).fetchall()
    return AsOf(RegisterRow(*row), tuple(StretchRow(*each) for each in stretches), now + 1)


def verdicts(line: AsOf) -> tuple[Verdict, ...]:
    return _official(line), _kpi766(line), _strict(line)


def _official(line: AsOf) -> Verdict:
    """Table II.06a: the end against the appointment as the law moved it; time for which the clock stood is none."""
    if not line.finished:
        return _pending(line)
    row = line.row
    found = _measured("official", line, *line.lawful_due(row.finished_at), line.measured_end)
    if row.finished_how == "result":
        return found
    outcome: Outcome = "on_time" if found.outcome == "early" else found.outcome
    because: Because = "ended_without_result" if found.outcome == "early" else found.because
    if line.measured_end < row.finished_at:
        because = "ended_while_it_stood"
    if row.finished_how == "withdrawn":
        outcome, because = "on_time", "withdrawn"
    return msgspec.structs.replace(found, outcome=outcome, because=because)


def _pending(line: AsOf) -> Verdict:
    found = _measured("official", line, *line.lawful_due(line.moment), line.measured_end)
    if line.lasting("supplement"):
        return msgspec.structs.replace(found, outcome="within", because="waiting_for_papers")
    outcome: Outcome = "overdue" if found.outcome == "late" else "within"
    because: Because = "clock_stands" if line.lasting("clock") else "unfinished"
    return msgspec.structs.replace(found, outcome=outcome, because=because)


def _kpi766(line: AsOf) -> Verdict:
    """QĐ 766/QĐ-TTg, index 2.1: what is unfinished is measured as of now."""
    end = end_by_766(line)
    found = _measured("kpi766", line, *line.lawful_due(end), end)
    if len(line.started("supplement")) > 1:
        return msgspec.structs.replace(found, outcome="late", because="asked_twice")
    return msgspec.structs.replace(found, because=found.because or _because_by_766(line, end))


def _because_by_766(line: AsOf, end: int) -> Because:
    if line.finished:
        return "measured_at_the_stop" if line.measured_end < line.row.finished_at else ""
    if line.lasting("withdrawal"):
        return "withdrawn"
    return "unfinished" if end == line.moment else "waiting_for_papers"


def _strict(line: AsOf) -> Verdict:
    """The first finish against the first appointment; of results alone, and not of those taken back."""
    row = line.row
    if not line.finished or row.finished_how != "result":
        because: Because = "ended_without_result" if line.finished else "unfinished"
        return Verdict(definition="strict", outcome="not_measured", because=because)
    found = _measured("strict", line, row.due_original, row.due_original_at, row.finished_at)
    if not row.due_original:
        return msgspec.structs.replace(found, outcome="not_measured")
    if line.started("reopened"):
        return msgspec.structs.replace(found, outcome="late", because="reopened")
    return found


def _measured(definition: Definition, line: AsOf, due_date: str, due_at: int, end: int) -> Verdict:
    kept: Pace = pace(line.row.limit_unit, due_date, due_at, end)
    return Verdict(
        definition=definition,
        outcome=kept,
        because="" if due_date else "no_limit",
        due_date=due_date,
        due_at=due_at,
        end_date=day_of(end),
        end_at=end,
    )
