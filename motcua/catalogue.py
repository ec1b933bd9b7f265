"""`motcua catalogue`: what the office offers, and taking in a new list of procedures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.named_file import a_text
from motcua.opened import opened

if TYPE_CHECKING:
    from domain.catalogue import Changes

app = typer.Typer(help="The procedures on offer: import, diff, list, show.", no_args_is_help=True)

File = Annotated[
    Path,
    typer.Argument(
        help="A catalogue file (JSON): ours, or an export of the national database.", callback=a_text
    ),
]


@app.command("import")
@answering
def take_in(
    file: File,
    repeal_missing: Annotated[
        bool, typer.Option("--repeal-missing", help="Repeal what the file no longer lists.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Yes, repeal all of them.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Take in a whole file and show what changed; a file with a broken row changes nothing."""
    from application.catalogue_file import read_catalogue
    from wording import say

    with opened(store, to_write=True) as office:
        names = {code: each.name for code, each in office.catalogue.in_force().items()}
        if repeal_missing and not yes:
            gone = office.catalogue.compare(read_catalogue(file)).gone
            if gone:
                fail(say("cli.repeal_many", language(), count=len(gone)), 2)
        changes = office.catalogue.import_file(file, repeal_missing=repeal_missing)
    _tell(changes, names, json=json, gone="repealed" if repeal_missing else "kept")


@app.command()
@answering
def diff(file: File, store: StoreOption = None, json: JsonOption = False) -> None:
    """What a file would change, without changing it."""
    from application.catalogue_file import read_catalogue

    with opened(store) as office:
        names = {code: each.name for code, each in office.catalogue.in_force().items()}
        changes = office.catalogue.compare(read_catalogue(file))
    _tell(changes, names, json=json, gone="kept")


@app.command("list")
@answering
def show_all(
    words: Annotated[str, typer.Argument(help="Search, with or without diacritics.")] = "",
    field: Annotated[str, typer.Option(help="Only this field.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Every procedure offered today, or those that words find."""
    from wording import say
    from wording.dates import limit_text

    with opened(store) as office:
        found = office.catalogue.search(words) if words else office.catalogue.procedures(field=field)
    if json:
        print_json(found)
        return
    if not found:
        fail(say("cli.nothing_found", language()))
    table = Table(box=None, pad_edge=False)
    for heading in ("code", "procedure", "field", "limit"):
        table.add_column(say(f"cli.column.{heading}", language()))
    for each in found:
        name = each.name if language() == "vi" else each.name_en
        table.add_row(
            each.code,
            name,
            each.field,
            limit_text(
                each.limit.unit, each.limit.value, each.limit.cutoff, language(), stages=each.limit.stages
            ),
        )
    people().print(table)


@app.command()
@answering
def show(
    code: Annotated[str, typer.Argument(help="Procedure code, such as 1.001193.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """One procedure as it is posted today: papers, time limit, fee, legal basis."""
    from wording import say
    from wording.dates import limit_text, money, sheets_text

    with opened(store) as office:
        found = office.catalogue.procedure(code)
    if json:
        print_json(found)
        return
    tongue, out = language(), people()
    out.print(f"{found.code}  {found.name}", style="bold", markup=False)
    out.print(found.name_en, style="dim", markup=False)
    fee = money(found.fee_vnd, tongue) if found.fee_vnd is not None else say("cli.fee_unknown", tongue)
    lines = [
        (say("cli.column.field", tongue), found.field),
        (
            say("cli.column.limit", tongue),
            limit_text(
                found.limit.unit, found.limit.value, found.limit.cutoff, tongue, stages=found.limit.stages
            ),
        ),
        (say("cli.column.fee", tongue), fee),
        (say("cli.column.result", tongue), found.result),
        (say("cli.column.basis", tongue), "; ".join(found.legal_basis)),
    ]
    for heading, text in lines:
        out.print(f"{heading}: {text}", markup=False)
    for document in found.documents:
        sheets = sheets_text(document.originals, document.copies, tongue)
        out.print(f"  - {document.name}" + (f" ({sheets})" if sheets else ""), markup=False)
    if found.uncertain:
        fields = ", ".join(say(f"cli.procedure_field.{each}", tongue) for each in found.uncertain)
        out.print(say("cli.uncertain", tongue, fields=fields), markup=False)


def _tell(changes: "Changes", names: dict[str, str], *, json: bool, gone: str) -> None:
    from wording import say

    if json:
        print_json(
            {
                "published": [each.code for each in changes.new],
                "revised": {each.procedure.code: each.fields for each in changes.changed},
                gone: changes.gone,
                "unchanged": len(changes.unchanged),
            }
        )
        return
    tongue, out = language(), people()
    for each in changes.new:
        out.print(f"+ {each.code}  {each.name}", style="green", markup=False)
    for change in changes.changed:
        fields = ", ".join(change.fields)  # the names of the file's own columns
        out.print(
            f"~ {change.procedure.code}  {change.procedure.name}  ({fields})", style="yellow", markup=False
        )
    for code in changes.gone if gone == "repealed" else ():
        out.print(f"- {code}  {names.get(code, '')}", style="red", markup=False)
    out.print(
        say(
            "cli.changes",
            tongue,
            new=len(changes.new),
            changed=len(changes.changed),
            unchanged=len(changes.unchanged),
            gone=len(changes.gone),
        ),
        markup=False,
    )
