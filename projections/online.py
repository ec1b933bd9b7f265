"""Online submissions and the working hours in which each must be answered (NĐ 45/2020 Art. 11): beside II.06a.

An answer is the first acceptance, refusal or request for papers. A past period gives the same figures for ever.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec

from projections.course import midnight
from projections.ii06a import PeriodEndsBeforeItBegins
from projections.register import OnlineRow, Register

Went = Literal["in_time", "late", "withdrawn", "waiting", "overdue"]
COLUMNS = ("carried_in", "submitted", "in_time", "late", "withdrawn", "waiting", "overdue")
CONCERNED = f"{Register().online.select} WHERE submitted_at < ? AND (answered_at = 0 OR answered_at >= ?)"


class OnlineLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row: one field, or the total, whose `field` is empty.

    `carried_in` + `submitted` = `in_time` + `late` + `withdrawn` + `waiting` + `overdue`. Withdrawn is what the
    applicant took back while there was still time to answer.
    """

    field: str
    carried_in: int = 0
    submitted: int = 0
    in_time: int = 0
    late: int = 0
    withdrawn: int = 0
    waiting: int = 0
    overdue: int = 0


class LateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A submission answered after `answer_by`, or not answered though it has passed (times in µs UTC).

    `code` is empty unless the answer was an acceptance; `answered_at` is 0 and `how` empty while nobody has answered.
    """

    id: str
    code: str
    field: str
    answer_by: int
    answered_at: int = 0
    how: str = ""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a period; `first` (empty: from the beginning) and `last` are its days (ISO), both included."""

    first: str
    last: str
    lines: tuple[OnlineLine, ...]
    total: OnlineLine
    late: tuple[LateAnswer, ...]


def answers(connection: sqlite3.Connection, first: date | None, last: date, now: int) -> Answers:
    """What was submitted online and not yet answered before the first day, or submitted until the last.

    Everything stands as at the end of the last day, or as of `now` (µs UTC) while that day is not over.
    """
    if first is not None and last < first:
        raise PeriodEndsBeforeItBegins(first=first.isoformat(), last=last.isoformat())
    begin, end = midnight(first) if first else 0, midnight(last + timedelta(days=1))
    moment = min(now, end - 1)
    columns: dict[str, dict[str, int]] = {}
    late: list[LateAnswer] = []
    for found in connection.execute(CONCERNED, (end, begin)):
        row = OnlineRow(*found)
        came = "carried_in" if row.submitted_at < begin else "submitted"
        went = _went(row, end, moment)
        counted = columns.setdefault(row.field, {})
        for column in (came, went):
            counted[column] = counted.get(column, 0) + 1
        if went in {"late", "overdue"}:
            late.append(_late(row, answered=went == "late"))
    every = tuple(OnlineLine(field=field, **counted) for field, counted in sorted(columns.items()))
    return Answers(
        first=first.isoformat() if first else "",
        last=last.isoformat(),
        lines=every,
        total=_total(every),
        late=tuple(sorted(late, key=lambda each: (each.answer_by, each.id))),
    )


def _went(row: OnlineRow, end: int, moment: int) -> Went:
    if not 0 < row.answered_at < end:
        return "overdue" if moment > row.answer_by else "waiting"
    if row.answered_at > row.answer_by:
        return "late"
    return "withdrawn" if row.answered_how == "withdrawn" else "in_time"


def _late(row: OnlineRow, *, answered: bool) -> LateAnswer:
    return LateAnswer(
        id=row.stream,
        code=row.code if answered else "",
        field=row.field,
        answer_by=row.answer_by,
        answered_at=row.answered_at if answered else 0,
        how=row.answered_how if answered else "",
    )


def _total(every: Iterable[OnlineLine]) -> OnlineLine:
    rows = tuple(every)
    return OnlineLine(field="", **{column: sum(getattr(line, column) for line in rows) for column in COLUMNS})
