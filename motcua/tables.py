"""Tables for people: II.06a with its identities said in words."""

from typing import TYPE_CHECKING

from rich.table import Table as Grid

from motcua.console import people
from projections.ii06a import COLUMNS
from wording import say
from wording.dates import date_text, number_text

if TYPE_CHECKING:
    from projections.ii06a import Line, Table

LEGEND = (
    ("received_total", ("received_online", "received_offline", "carried_in")),
    ("resolved_total", ("resolved_early", "resolved_on_time", "resolved_late")),
    ("pending_total", ("pending_within", "pending_overdue")),
)
NUMBER_WIDTH = 5


def print_ii06a(table: "Table", language: str) -> None:
    out = people()
    title = say(
        "report.ii06a.title",
        language,
        first=date_text(table.first, language),
        last=date_text(table.last, language),
    )
    out.print(title, style="bold", markup=False)
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    grid.add_column(say("report.ii06a.field", language), no_wrap=True)
    for number in COLUMNS.values():
        grid.add_column(f"({number})", justify="right", min_width=NUMBER_WIDTH, no_wrap=True)
    for line in table.lines:
        grid.add_row(line.field, *_cells(line, language))
    grid.add_section()
    grid.add_row(say("report.ii06a.total", language), *_cells(table.total, language), style="bold")
    out.print(grid)
    for whole, parts in LEGEND:
        sums = " + ".join(_named(part, language) for part in parts)
        out.print(f"{_named(whole, language)} = {sums}", style="dim", markup=False)
    total = table.total
    out.print(
        say(
            "report.ii06a.identity",
            language,
            received=number_text(total.received_total, language),
            resolved=number_text(total.resolved_total, language),
            pending=number_text(total.pending_total, language),
        ),
        style="green",
        markup=False,
    )
    for rate in table.rates:
        name = say(f"rate.{rate.definition}", language)
        percent = f"{number_text(float(rate.percent), language, decimals=2)} %" if rate.of else "—"
        counts = f"{number_text(rate.on_time, language)}/{number_text(rate.of, language)}"
        out.print(f"  {name}: {percent} ({counts})", markup=False)


def _cells(line: "Line", language: str) -> list[str]:
    return [number_text(getattr(line, name), language) for name in COLUMNS]


def _named(column: str, language: str) -> str:
    return f"({COLUMNS[column]}) {say(f'report.ii06a.{column}', language)}"
