"""`motcua staff`: officers and their passwords."""

from typing import Annotated, get_args

import msgspec
import typer
from rich.table import Table

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.opened import opened
from motcua.secret import asked

app = typer.Typer(help="Officers: who works here, and their passwords.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Sign-in name, such as nt.hoa.")]


@app.command("list")
@answering
def show_all(store: StoreOption = None, json: JsonOption = False) -> None:
    """Everybody who works here; names, titles and phones are public by law."""
    from wording import say

    with opened(store) as office:
        officers = office.staff.officers()
    if json:
        print_json(officers)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("officer", "name", "title", "roles", "phone"):
        table.add_column(say(f"cli.column.{heading}", language()))
    for each in officers:
        roles = ", ".join(say(f"audit.role.{role}", language()) for role in each.roles)
        table.add_row(each.officer, each.name, each.title, roles, each.phone)
    people().print(table)


@app.command()
@answering
def password(officer: Name, store: StoreOption = None) -> None:
    """Set an officer's password; it is asked for twice and never shown."""
    from wording import say

    with opened(store, to_write=True) as office:
        office.core.known().officer(officer)  # nobody types a password twice for a name that is not there
        typed = asked(say("cli.new_password", language()), say("cli.repeat_password", language()))
        office.staff.set_password(officer, typed)
    people().print(say("cli.password_set", language(), officer=officer), markup=False)


@app.command()
@answering
def appoint(
    officer: Name,
    name: Annotated[str, typer.Option(help="Full name.")],
    title: Annotated[str, typer.Option(help="Title.")],
    role: Annotated[
        list[str], typer.Option(help="reception, specialist, leader, head, inspector, technician.")
    ],
    section: Annotated[str, typer.Option(help="Section.")] = "",
    phone: Annotated[str, typer.Option(help="Public phone.")] = "",
    store: StoreOption = None,
) -> None:
    """Appoint an officer."""
    from domain.staff import OfficerAppointed, Role
    from wording import say

    try:
        roles = msgspec.convert(role, tuple[Role, ...])
    except msgspec.ValidationError:
        fail(say("cli.unknown_role", language(), roles=", ".join(get_args(Role))), 2)
    fact = OfficerAppointed(
        officer=officer, name=name, title=title, roles=roles, section=section, phone=phone
    )
    with opened(store, to_write=True) as office:
        office.staff.appoint(fact)
    people().print(say("cli.appointed", language(), officer=officer), markup=False)
