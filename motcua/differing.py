"""The difference of two moments as a table for people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table as Grid

from motcua.console import people
from wording import say, sayings
from wording.dates import moment_text, number_text

if TYPE_CHECKING:
    from audit.diff import Change, Difference, Point

MOST_CODES = 6
"""Codes in a row of the table; all of them are in the JSON."""


def print_difference(found: "Difference", language: str) -> None:
    """From which moment to which, then one table for each kind of change that there was."""
    out = people()
    first, second = _point(found.first, language), _point(found.second, language)
    out.print(say("audit.diff.title", language, first=first, second=second), style="bold", markup=False)
    tables = [
        _dossiers(found, language),
        _moves(found, language),
        _changes("tickets", found.tickets, language),
        _people(found, language),
        _rules(found, language),
        _changes("figures", found.figures, language),
    ]
    shown = [table for table in tables if table.row_count]
    for table in shown:
        out.print()
        out.print(table)
    if not shown:
        out.print(say("audit.diff.nothing", language), markup=False)


def _point(point: "Point", language: str) -> str:
    at = moment_text(point.at, language) if point.at else say("audit.moment.before_the_first", language)
    return say("audit.diff.point", language, at=at, size=number_text(point.size, language))


def _grid(name: str, language: str, *columns: str) -> Grid:
    grid = Grid(
        title=say(f"audit.diff.{name}", language),
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    for number, column in enumerate(columns):
        words = say(f"audit.diff.column.{column}", language) if column else ""
        grid.add_column(words, justify="right" if column in {"before", "after", "count"} else "left")
        grid.columns[number].overflow = "fold"
    return grid


def _codes(codes: Iterable[str], language: str) -> str:
    known = [code for code in codes if code]
    more = len(known) - MOST_CODES
    told = ", ".join(known[:MOST_CODES])
    return f"{told} {say('audit.diff.more', language, count=more)}" if more > 0 else told


def _dossiers(found: "Difference", language: str) -> Grid:
    grid = _grid("dossiers", language, "what", "count", "codes")
    for name in ("new", "finished", "late"):
        codes = getattr(found, name)
        if codes:
            words = say(f"audit.diff.{name}", language)
            grid.add_row(words, number_text(len(codes), language), _codes(codes, language))
    return grid


def _moves(found: "Difference", language: str) -> Grid:
    grid = _grid("moved", language, "was", "is", "count", "codes")
    by_way: dict[tuple[str, str], list[str]] = {}
    for move in found.moved:
        by_way.setdefault((move.before, move.after), []).append(move.code)
    for (before, after), codes in sorted(by_way.items(), key=lambda each: -len(each[1])):
        words = (_status(before, language), _status(after, language))
        grid.add_row(*words, number_text(len(codes), language), _codes(codes, language))
    return grid


def _status(identifier: str, language: str) -> str:
    key = f"status.{identifier}.name"
    return say(key if key in sayings(language) else "audit.diff.not_yet", language)


def _changes(name: str, changes: "dict[str, Change]", language: str) -> Grid:
    grid = _grid(name, language, "what", "before", "after")
    for each, change in changes.items():
        words = _name(name, each, language)
        grid.add_row(words, number_text(change.before, language), number_text(change.after, language))
    return grid


def _name(kind: str, name: str, language: str) -> str:
    from projections.ii06a import COLUMNS

    if kind == "figures":
        return f"({COLUMNS[name]}) {say(f'report.ii06a.{name}', language)}"
    return say(f"audit.diff.ticket.{name}", language)


def _people(found: "Difference", language: str) -> Grid:
    grid = _grid("staff", language, "officer", "what", "was", "is")
    for change in found.staff:
        grid.add_row(
            change.officer, say("audit.diff.roles", language), change.before or "—", change.after or "—"
        )
    for change in found.counters:
        grid.add_row(
            change.officer, say("audit.diff.counter", language), change.before or "—", change.after or "—"
        )
    return grid


def _rules(found: "Difference", language: str) -> Grid:
    grid = _grid("rules", language, "what", "codes", "event")
    if found.ruleset[0] != found.ruleset[1]:
        was, now = (each or "—" for each in found.ruleset)
        grid.add_row(say("audit.diff.in_force", language), f"{was} → {now}", "")
    for change in found.rules:
        grid.add_row(change.topic, change.key, str(change.event))
    return grid
