"""`motcua dossier`: where a dossier stands, and everything that happened to it."""

from pathlib import Path
from typing import Annotated

import typer

from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.opened import opened

app = typer.Typer(help="One dossier: its status and its trail.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Dossier code, such as H20.321-250701-0001.")]


@app.command()
@answering
def show(code: Code, store: StoreOption = None, json: JsonOption = False) -> None:
    """Where a dossier stands; nothing personal is read."""
    import msgspec

    from domain.dossier import Status
    from wording import say
    from wording.dates import date_text

    with opened(store) as office:
        row = office.reports.status(code)
    if json:
        print_json({**msgspec.structs.asdict(row), "state": msgspec.json.decode(row.state)})
        return
    tongue, out = language(), people()
    status = Status(row.status)
    out.print(f"{row.code}  {row.procedure_name}", style="bold", markup=False)
    out.print(say(f"status.{status.identifier}.name", tongue), markup=False)
    if row.due_date:
        out.print(say("cli.due_on", tongue, day=date_text(row.due_date, tongue)), markup=False)
    out.print(say(f"status.{status.identifier}.next", tongue), markup=False)


@app.command()
@answering
def trail(code: Code, store: StoreOption = None, json: JsonOption = False) -> None:
    """Every event of a dossier, with who, when, and its position in the log."""
    print_trail(code, store, json=json)


def print_trail(code: str, store: Path | None, *, json: bool) -> None:
    from audit.trail import as_json, as_text

    with opened(store) as office:
        rows = office.reports.trail(code)
        document, text = as_json(office, rows), as_text(office, rows, language())
    if json:
        print_json(document)
    else:
        people().print(text, markup=False)
