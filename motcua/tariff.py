"""`motcua tariff`: what a procedure costs on a day, line by line, and who pays less."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.named_file import a_text
from motcua.opened import opened

if TYPE_CHECKING:
    from domain.tariff import Charge, Exemption, TariffAdopted, TariffLine

app = typer.Typer(help="Fees by dated tariff: list, show, adopt.", no_args_is_help=True)

Amount = Annotated[int | None, typer.Option(min=0, max=100_000)]
Groups = Annotated[
    list[str] | None,
    typer.Option(
        "--group", help="merit, poor, disabled, elderly, children, ethnic_minority; may be repeated."
    ),
]


@app.command("list")
@answering
def show_all(store: StoreOption = None, json: JsonOption = False) -> None:
    """Every tariff adopted; procedures without one cost what the catalogue says."""
    from application.tariffs import TariffDesk
    from wording import say
    from wording.dates import date_text

    with opened(store) as office:
        found = TariffDesk(office.core).all()
    if json:
        print_json(found)
        return
    for each in found:
        dates = say("cli.tariff.since", language(), day=date_text(each.valid_from, language()))
        if each.valid_to:
            until = say("cli.tariff.until", language(), day=date_text(each.valid_to, language()))
            dates = f"{dates}, {until}"
        people().print(f"{each.tariff}: {', '.join(each.procedures)} ({dates})", markup=False)


@app.command()
@answering
def show(
    code: Annotated[str, typer.Argument(help="Procedure code, such as 2.000815.")],
    on: Annotated[str, typer.Option("--on", help="Day of receipt; today if not given.")] = "",
    pages: Amount = None,
    copies: Amount = None,
    cases: Amount = None,
    group: Groups = None,
    channel: Annotated[str, typer.Option(help="counter, online, postal or home.")] = "counter",
    variant: Annotated[str, typer.Option(help="One case of a tariff that has several.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What a procedure costs: the tariff of a day, and the sum for pages, copies and a person's group."""
    from application.tariffs import TariffDesk
    from domain.tariff import AmountNotStated, Channel, Group, VariantMissing

    _one_of(group or [], get_args(Group))
    _one_of([channel], get_args(Channel))
    typed = {"page": pages, "copy": copies, "case": cases}
    quantities = {unit: number for unit, number in typed.items() if number is not None}
    charge: Charge | None = None
    with opened(store) as office:
        day = day_typed(on) if on else office.today()
        desk = TariffDesk(office.core)
        found = desk.on(code, day)
        try:
            charge = desk.charge(
                code, day, quantities=quantities, groups=group or [], channel=channel, variant=variant
            )
        except (AmountNotStated, VariantMissing):
            if quantities or group or variant:
                raise  # a sum was asked for; without one the tariff itself is the answer
    if json:
        print_json({"tariff": found, "charge": charge})
        return
    _print_tariff(found)
    if charge is not None:
        _print_charge(charge)


@app.command()
@answering
def adopt(
    file: Annotated[
        Path,
        typer.Argument(help="Tariffs (a JSON list), like those that come with the product.", callback=a_text),
    ],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Adopt tariffs from a day to come on: every one of the file, or none."""
    from application.tariffs import TariffDesk
    from wording import say

    with opened(store, to_write=True) as office:
        adopted = TariffDesk(office.core).adopt_file(file)
    if json:
        print_json(adopted)
        return
    names = ", ".join(each.tariff for each in adopted)
    people().print(say("cli.tariff.adopted", language(), names=names), markup=False)


def _one_of(typed: list[str], choices: tuple[str, ...]) -> None:
    from wording import say

    for text in typed:
        if text not in choices:
            fail(say("cli.tariff.not_a_choice", language(), text=text, choices=", ".join(choices)), 2)


def _print_tariff(tariff: "TariffAdopted") -> None:
    from wording import say

    tongue, out = language(), people()
    for line in tariff.lines:
        out.print(_line_text(line, tongue), markup=False)
    for each in tariff.exemptions:
        out.print(_exemption_text(each, tongue), markup=False)
    sure = say(f"tariff.certainty.{tariff.certainty}", tongue)
    basis = tariff.basis or tariff.source
    out.print(say("cli.tariff.basis", tongue, basis=basis, certainty=sure), style="dim", markup=False)


def _line_text(line: "TariffLine", tongue: str) -> str:
    from wording import say
    from wording.dates import money

    per = say(f"tariff.per.{line.per}", tongue)
    amount = money(line.amount_vnd, tongue) if line.amount_vnd is not None else say("cli.fee_unknown", tongue)
    parts = [f"{amount} {per}" if line.amount_vnd else amount]
    unit = say(f"tariff.unit.{line.per}", tongue) if line.steps else ""
    for step in line.steps:
        cost = money(step.amount_vnd, tongue)
        parts.append(say("cli.tariff.step", tongue, unit=unit, first=step.first, amount=cost))
    if line.most_vnd is not None:
        parts.append(say("cli.tariff.most", tongue, amount=money(line.most_vnd, tongue)))
    if line.online_vnd is not None:
        parts.append(say("cli.tariff.online", tongue, amount=money(line.online_vnd, tongue)))
    name = f"{line.name} [{line.variant}]" if line.variant else line.name
    note = f" ({line.note})" if line.note else ""
    return f"{name}: {'; '.join(parts)}{note}"


def _exemption_text(exemption: "Exemption", tongue: str) -> str:
    from wording import say
    from wording.dates import money

    amount = exemption.amount_vnd
    return say(
        "cli.tariff.exemption",
        tongue,
        group=say(f"tariff.group.{exemption.group}", tongue),
        less=money(amount, tongue) if amount is not None else f"{exemption.percent}%",
        instrument=exemption.instrument,
        certainty=say(f"tariff.certainty.{exemption.certainty}", tongue),
    )


def _print_charge(charge: "Charge") -> None:
    from wording import say
    from wording.dates import money

    tongue, out = language(), people()
    out.print(say("cli.tariff.gross", tongue, amount=money(charge.gross_vnd, tongue)), markup=False)
    if charge.exempted_vnd:
        out.print(say("cli.tariff.exempted", tongue, amount=money(charge.exempted_vnd, tongue)), markup=False)
    out.print(say("cli.tariff.net", tongue, amount=money(charge.net_vnd, tongue)), style="bold", markup=False)
