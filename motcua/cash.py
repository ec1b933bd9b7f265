"""`motcua cash`: the day's money by officer, and what is settled with each agency."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.days import day_typed
from motcua.opened import opened

if TYPE_CHECKING:
    from application.cash_book import CashDay, CashLine, Money, Settlement

app = typer.Typer(
    help="Money: the day's cash book and the settlement with the agencies.", no_args_is_help=True
)

MONEY = ("cash", "transfer", "online", "post")


@app.command()
@answering
def report(
    day: Annotated[
        str, typer.Option("--day", help="Day: 01/07/2026 or 2026-07-01; today if not given.")
    ] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """A day's money by officer; refused, with the receipts named, if it does not add up."""
    from application.cash_book import CashBook

    with opened(store) as office:
        on = day_typed(day) if day else office.today()
        found = CashBook(office.core).day(on)
    if json:
        print_json(found)
    else:
        _print_day(found)


@app.command()
@answering
def settlement(
    first: Annotated[str, typer.Option("--from", help="First day: 01/07/2026 or 2026-07-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day, included.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What the one-stop unit settles with each agency for a quarter, or any other period."""
    from application.cash_book import CashBook

    with opened(store) as office:
        found = CashBook(office.core).settlement(day_typed(first), day_typed(last))
    if json:
        print_json(found)
    else:
        _print_settlement(found)


def _print_day(found: "CashDay") -> None:
    from wording import say
    from wording.dates import date_text

    tongue, out = language(), people()
    out.print(say("cash.title", tongue, day=date_text(found.day, tongue)), style="bold", markup=False)
    if not found.lines:
        out.print(say("cash.nothing", tongue), markup=False)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(say("cash.officer", tongue))
    for heading in (*MONEY, "refunds", "counted", "difference", "handed_over", "in_drawer"):
        table.add_column(say(f"cash.{heading}", tongue), justify="right")
    for line in found.lines:
        table.add_row(line.name or say("cash.no_officer", tongue), *_drawer_cells(line))
    table.add_section()
    table.add_row(say("cash.total", tongue), *_drawer_cells(found.total), style="bold")
    out.print(table)
    for line in found.lines:
        if line.receipts:
            who = line.name or say("cash.no_officer", tongue)
            numbers = ", ".join(line.receipts)
            out.print(say("cash.receipts", tongue, officer=who, receipts=numbers), style="dim", markup=False)
    out.print(say("cash.identity", tongue, **_identity(found.total)), style="green", markup=False)


def _drawer_cells(line: "CashLine") -> list[str]:
    from wording.dates import number_text

    tongue = language()
    counted = number_text(line.counted_vnd, tongue) if line.counted_vnd is not None else "—"
    rest = (line.difference_vnd + line.open_difference_vnd, line.handed_over_vnd, line.in_drawer_vnd)
    return [*_money_cells(line), counted, *(number_text(each, tongue) for each in rest)]


def _money_cells(line: "Money") -> list[str]:
    from wording.dates import number_text

    amounts = (line.cash_vnd, line.transfer_vnd, line.online_vnd, line.post_vnd, line.refunded_vnd)
    return [number_text(each, language()) for each in amounts]


def _identity(total: "CashLine") -> dict[str, str]:
    from wording.dates import number_text

    amounts = {
        "cash": total.cash_vnd,
        "refunds": total.cash_refunds_vnd,
        "handed_over": total.handed_over_vnd,
        "difference": total.difference_vnd,
        "in_drawer": total.in_drawer_vnd,
    }
    return {name: number_text(each, language()) for name, each in amounts.items()}


def _print_settlement(found: "Settlement") -> None:
    from wording import say
    from wording.dates import date_text, number_text

    tongue, out = language(), people()
    days = {"first": date_text(found.first, tongue), "last": date_text(found.last, tongue)}
    out.print(say("cash.settlement", tongue, **days), style="bold", markup=False)
    if not found.lines:
        out.print(say("cash.nothing", tongue), markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("agency", "field"):
        table.add_column(say(f"cash.{heading}", tongue), overflow="fold")
    for heading in ("dossiers", *MONEY, "refunds", "net"):
        table.add_column(say(f"cash.{heading}", tongue), justify="right")
    for line in found.lines:
        section = _agency(line.section) or say("cash.own", tongue)
        cells = (number_text(line.dossiers, tongue), *_money_cells(line), number_text(line.net_vnd, tongue))
        table.add_row(section, line.field, *cells)
    table.add_section()
    dossiers = number_text(sum(line.dossiers for line in found.lines), tongue)
    net = number_text(found.total.net_vnd, tongue)
    table.add_row(say("cash.total", tongue), "", dossiers, *_money_cells(found.total), net, style="bold")
    out.print(table)


def _agency(section: str) -> str:
    """The name of a section that comes with the product; others are kept by name already."""
    from application.data import load_unit, unit_names

    sections = (each for name in unit_names() for each in load_unit(name).sections)
    names = {each.key: each.name if language() == "vi" else each.name_en for each in sections}
    return names.get(section, section)
