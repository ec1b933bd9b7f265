"""Three ways to say «on time», side by side, because one alone can be made to shine.

official: table II.06a, (8) + (9) of (7); whatever was withdrawn or stopped in time counts as on time.
kpi766: QĐ 766/QĐ-TTg, index 2.1, of everything open in the period. Asked twice for papers is late; what is
unfinished is measured at the end of the period (now, while it is not over), against the appointment as the clock
policy moved it; what was stopped, when it was stopped, however long the clock had stood still.
strict: of results alone, first finished by the first appointment and not taken back by the end of the period.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from projections.book import AsOf
from projections.course import pace

Definition = Literal["official", "kpi766", "strict"]


class Rate(msgspec.Struct, frozen=True):
    """So many of so many. Words: `rate.<definition>`."""

    definition: Definition
    on_time: int
    of: int

    @property
    def percent(self) -> str:
        """Two decimals, half up; empty when there was nothing to count."""
        if not self.of:
            return ""
        hundredths = (20_000 * self.on_time + self.of) // (2 * self.of)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def rates(book: Iterable[AsOf]) -> tuple[Rate, ...]:
    """The three rates of a period from its lines, as they stood at its end."""
    every = tuple(book)
    resolved = [line for line in every if line.finished]
    results = [line for line in resolved if line.row.finished_how == "result" and line.row.due_original]
    return (
        Rate("official", sum(map(_official, resolved)), len(resolved)),
        Rate("kpi766", sum(map(_kpi766, every)), len(every)),
        Rate("strict", sum(map(_strict, results)), len(results)),
    )


def _official(line: AsOf) -> bool:
    row = line.row
    if row.finished_how == "withdrawn":
        return True
    return pace(row.limit_unit, *line.lawful_due(row.finished_at), line.measured_end) != "late"


def _strict(line: AsOf) -> bool:
    return _kept_the_first_appointment(line) and not line.started("reopened")


def _kept_the_first_appointment(line: AsOf) -> bool:
    row = line.row
    return pace(row.limit_unit, row.due_original, row.due_original_at, row.finished_at) != "late"


def _kpi766(line: AsOf) -> bool:
    if len(line.started("supplement")) > 1:
        return False
    end = end_by_766(line)
    return pace(line.row.limit_unit, *line.lawful_due(end), end) != "late"


def end_by_766(line: AsOf) -> int:
    """The finish; else when the applicant asked to withdraw, or was asked for papers and is silent.

    Statuses in the index's own order: 9 > 10 > 8 > 7 > 5. A stop comes before what was waited for.
    """
    if line.finished:
        return line.row.finished_at
    withdrawing = line.lasting("withdrawal")
    if withdrawing:
        return withdrawing.from_at
    asked = line.lasting("supplement")
    if asked and not 0 < asked.answered_at < line.end:
        return asked.from_at
    return line.moment
