"""`motcua rules`: the dated rule sets, who signed them off, and which value comes from which of them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.days import day_typed
from motcua.named_file import a_text
from motcua.opened import opened

if TYPE_CHECKING:
    from application.rules import Explained
    from domain.rules import RulesAdopted

app = typer.Typer(
    help="Dated rule sets with their overlays: list, show, adopt, confirm, explain.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="Name of the rule set, such as nd118-2025.")]


@app.command("list")
@answering
def show_all(store: StoreOption = None, json: JsonOption = False) -> None:
    """Every rule set, by the day it comes into force, and whether somebody signed it off."""
    from application.rules import RuleDesk
    from wording import say

    with opened(store) as office:
        sets = RuleDesk(office.core).sets()
    if json:
        print_json(sets)
        return
    tongue = language()
    table = Table(box=None, pad_edge=False)
    for heading in ("ruleset", "level", "from", "until", "about", "confirmed"):
        table.add_column(say(f"cli.rules.{heading}", tongue), overflow="fold")
    for each in sets:
        level = say(f"rules.level.{each.level}", tongue)
        dates = (_day(each.valid_from), _day(each.valid_to))
        table.add_row(each.ruleset, f"{level} {each.scope}".strip(), *dates, _about(each), _signed(each))
    people().print(table)


@app.command()
@answering
def show(name: Name, store: StoreOption = None, json: JsonOption = False) -> None:
    """One rule set: each parameter with the provision it was taken from."""
    from application.rules import RuleDesk
    from wording import say

    with opened(store) as office:
        found = RuleDesk(office.core).named(name)
    if json:
        print_json(found)
        return
    tongue, out = language(), people()
    out.print(found.ruleset, style="bold", markup=False)
    lines = [
        ("level", f"{say(f'rules.level.{found.level}', tongue)} {found.scope}".strip()),
        ("from", _day(found.valid_from)),
        ("until", _day(found.valid_to)),
        ("about", _about(found)),
        ("source", found.source),
        ("confirmed", _signed(found)),
    ]
    for heading, text in lines:
        if text:
            out.print(f"{say(f'cli.rules.{heading}', tongue)}: {text}", markup=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("parameter", "value", "basis", "certainty"):
        table.add_column(say(f"cli.rules.{heading}", tongue), overflow="fold")
    for parameter, value in found.parameters.items():
        known = "unread" if parameter in found.uncertain or not found.confirmed_by else "read"
        table.add_row(
            parameter_text(parameter, tongue),
            setting_text(value, tongue),
            found.basis.get(parameter, found.source),
            say(f"rules.{known}", tongue),
        )
    out.print(table)


@app.command()
@answering
def adopt(
    file: Annotated[
        Path,
        typer.Argument(help="A rule set (JSON), like those that come with the product.", callback=a_text),
    ],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Adopt a rule set from a day to come on; what was received before that day keeps its rules."""
    from application.rules import RuleDesk
    from wording import say

    with opened(store, to_write=True) as office:
        adopted = RuleDesk(office.core).adopt_file(file)
    if json:
        print_json(adopted)
        return
    blanks = {"ruleset": adopted.ruleset, "day": _day(adopted.valid_from)}
    people().print(say("cli.rules.adopted", language(), **blanks), markup=False)


@app.command()
@answering
def confirm(
    name: Name,
    by: Annotated[str, typer.Option("--by", help="Full name of whoever compared it with the instrument.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Sign a rule set off: a named person compared it with the instrument."""
    from application.rules import RuleDesk
    from wording import say

    with opened(store, to_write=True) as office:
        desk = RuleDesk(office.core)
        desk.confirm(name, by)
        confirmed = desk.named(name)
    if json:
        print_json(confirmed)
        return
    blanks = {"ruleset": name, "name": confirmed.confirmed_by, "day": _day(confirmed.confirmed_at)}
    people().print(say("cli.rules.signed_off", language(), **blanks), markup=False)


@app.command()
@answering
def withdraw(
    name: Name,
    until: Annotated[str, typer.Option("--until", help="First day without it: 01/03/2027 or 2027-03-01.")],
    why: Annotated[str, typer.Option("--why", help="Why it is withdrawn.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """End a rule set on a day to come; what was received before that day keeps it."""
    from application.rules import RuleDesk
    from wording import say

    day = day_typed(until)
    with opened(store, to_write=True) as office:
        desk = RuleDesk(office.core)
        desk.withdraw(name, day, why)
        ended = desk.named(name)
    if json:
        print_json(ended)
        return
    blanks = {"ruleset": name, "day": _day(ended.valid_to)}
    people().print(say("cli.rules.withdrawn", language(), **blanks), markup=False)


@app.command()
@answering
def explain(
    procedure: Annotated[str, typer.Argument(help="Procedure code, such as 1.001193.")],
    on: Annotated[str, typer.Option("--on", help="Day of receipt; today if not given.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Which value holds for a procedure on a day, and which rule set said so under which provision."""
    from application.rules import RuleDesk

    with opened(store) as office:
        day = day_typed(on) if on else office.today()
        found = RuleDesk(office.core).explain(procedure, day)
    if json:
        print_json(_document(found))
    else:
        _print_explained(found)


def _document(found: "Explained") -> dict[str, object]:
    said = found.parameters
    return {
        "procedure": found.procedure.code,
        "field": found.procedure.field,
        "day": said.day,
        "ruleset": said.ruleset,
        "limit": found.limit,
        "values": said.values,
    }


def _print_explained(found: "Explained") -> None:
    from wording import say
    from wording.dates import date_text, limit_text

    tongue, out, said = language(), people(), found.parameters
    name = found.procedure.name if tongue == "vi" else found.procedure.name_en
    out.print(f"{found.procedure.code}  {name}", style="bold", markup=False)
    out.print(
        say("cli.rules.governs", tongue, day=date_text(said.day, tongue), ruleset=said.ruleset), markup=False
    )
    limit = limit_text(
        found.limit.unit, found.limit.value, found.limit.cutoff, tongue, stages=found.limit.stages
    )
    out.print(f"{say('cli.column.limit', tongue)}: {limit}", markup=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("parameter", "value", "ruleset", "level", "basis", "certainty"):
        table.add_column(say(f"cli.rules.{heading}", tongue), overflow="fold")
    for parameter, value in said.values.items():
        table.add_row(
            parameter_text(parameter, tongue),
            setting_text(value.value, tongue),
            value.ruleset,
            say(f"rules.level.{value.level}", tongue),
            value.basis,
            say("rules.read" if value.confirmed else "rules.unread", tongue),
        )
    out.print(table)


def parameter_text(parameter: str, tongue: str) -> str:
    """A parameter in words; one that the product does not know is shown as the file has it."""
    from wording import say, sayings

    key = f"rules.parameter.{parameter}"
    return say(key, tongue) if key in sayings(tongue) else parameter


def setting_text(value: str | int | bool, tongue: str) -> str:
    """A value in words, where it is a limit or one of a few choices; numbers and hours as they stand."""
    from domain.rules import read_limit
    from wording import say, sayings
    from wording.dates import limit_text

    limit = read_limit(value) if isinstance(value, str) else None
    if limit is not None:
        return limit_text(limit.unit, limit.value, limit.cutoff, tongue)
    key = f"rules.setting.{value}"
    return say(key, tongue) if key in sayings(tongue) else str(value)


def _day(text: str) -> str:
    from wording.dates import date_text

    return date_text(date.fromisoformat(text), language()) if text else ""


def _about(rules: "RulesAdopted") -> str:
    from wording import say

    return ", ".join(rules.procedures or rules.fields) or say("cli.rules.everything", language())


def _signed(rules: "RulesAdopted") -> str:
    from wording import say

    if not rules.confirmed_by:
        return say("cli.rules.nobody", language())
    return f"{rules.confirmed_by}, {_day(rules.confirmed_at)}" if rules.confirmed_at else rules.confirmed_by
