"""The reports behind `motcua report`: each takes the store, the period and whether JSON is wanted."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.console import language, people, print_json
from motcua.days import day_typed
from motcua.feedback import report as feedback
from motcua.opened import opened
from wording import say
from wording.dates import date_text, moment_text, number_text

if TYPE_CHECKING:
    from rich.table import Table as Grid

    from application.reports import WaitingLine
    from projections.online import Answers

NUMBER_WIDTH = 5
"""Of a figure such as 1.962."""

Report = Callable[[Path | None, str, str, bool], None]


def ii06a(store: Path | None, first: str, last: str, json: bool) -> None:
    """Table II.06a of a period."""
    from motcua.tables import print_ii06a

    begins, ends = day_typed(first), day_typed(last)
    with opened(store) as office:
        table = office.reports.ii06a(begins, ends)
    if json:
        print_json({"first": table.first, "last": table.last, "rows": table.as_rows(), "rates": table.rates})
    else:
        print_ii06a(table, language())


def paused(store: Path | None, first: str, last: str, json: bool) -> None:
    """Dossiers that wait now, each under its documented status; a period would be of no use."""
    from domain.dossier import Status

    with opened(store) as office:
        lines = office.reports.paused()
    if json:
        print_json({"paused": [_as_json(line) for line in lines]})
        return
    tongue, out = language(), people()
    out.print(say("report.paused.title", tongue, count=len(lines)), style="bold", markup=False)
    for line in lines:
        wait = line.wait
        blanks = {
            "code": line.code or line.id[:8],
            "status": say(f"status.{Status(line.status).identifier}.name", tongue),
            "since": moment_text(wait.since, tongue),
            "why": say(f"report.paused.why.{wait.why}", tongue),
            "number": wait.number or "—",
            "article": wait.article,
            "clock": say(f"report.paused.{'stands' if wait.clock_stands else 'runs'}", tongue),
        }
        out.print(say("report.paused.line", tongue, **blanks), markup=False)


def intake(store: Path | None, first: str, last: str, json: bool) -> None:
    """Online submissions, answered in time or not; without days everything until today."""
    begins = day_typed(first) if first else None
    ends = day_typed(last) if last else None
    with opened(store) as office:
        found = office.reports.intake(begins, ends)
    if json:
        print_json(_intake_json(found))
        return
    tongue, out = language(), people()
    out.print(_intake_title(found, tongue), style="bold", markup=False)
    out.print(_intake_grid(found, tongue))
    key = "report.intake.late_ones" if found.late else "report.intake.none_late"
    out.print(say(key, tongue, count=len(found.late)), markup=False)
    for each in found.late:
        how = say(
            f"report.intake.how.{each.how or 'waiting'}", tongue, at=moment_text(each.answered_at, tongue)
        )
        told = say(
            "report.intake.line",
            tongue,
            code=each.code or each.id,
            field=each.field,
            answer_by=moment_text(each.answer_by, tongue),
            how=how,
        )
        out.print(f"  {told}", markup=False)


def _intake_title(found: "Answers", tongue: str) -> str:
    last = date_text(found.last, tongue)
    if not found.first:
        return say("report.intake.title_until", tongue, last=last)
    return say("report.intake.title", tongue, first=date_text(found.first, tongue), last=last)


def _intake_grid(found: "Answers", tongue: str) -> "Grid":
    from rich.table import Table as Grid

    from projections.online import COLUMNS

    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    grid.add_column(say("report.intake.field", tongue))
    for column in COLUMNS:
        heading = say(f"report.intake.{column}", tongue)
        widest = max(NUMBER_WIDTH, *map(len, heading.split()))
        grid.add_column(heading, justify="right", min_width=widest)
    for line in (*found.lines, found.total):
        cells = (number_text(getattr(line, column), tongue) for column in COLUMNS)
        name, style = (line.field, "") if line.field else (say("report.intake.total", tongue), "bold")
        grid.add_row(name, *cells, style=style)
    return grid


def _intake_json(found: "Answers") -> dict[str, object]:
    """The document as it is printed, with moments in words that machines read."""
    import msgspec

    from domain.calendar import moment_text as moment_iso

    late = [
        msgspec.structs.asdict(each)
        | {"answer_by": moment_iso(each.answer_by)}
        | {"answered_at": moment_iso(each.answered_at) if each.answered_at else ""}
        for each in found.late
    ]
    return msgspec.structs.asdict(found) | {"late": late}


def _as_json(line: "WaitingLine") -> dict[str, object]:
    import msgspec

    from domain.calendar import moment_text

    told = {"id": line.id, "code": line.code, "status": line.status} | msgspec.structs.asdict(line.wait)
    return told | {"since": moment_text(line.wait.since)}


REPORTS: dict[str, Report] = {"ii06a": ii06a, "paused": paused, "intake": intake, "feedback": feedback}
