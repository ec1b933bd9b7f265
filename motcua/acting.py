"""Who acts on the command line: the office, or an officer who types the password."""

from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import language
from motcua.secret import asked

if TYPE_CHECKING:
    from application.envelope import Actor
    from application.office import Office

DEVICE = "server"

ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        help="Sign-in name of the officer who acts; the password is asked for, or the first line of standard "
        "input where there is no terminal. Without it, the office itself.",
    ),
]


def actor(office: "Office", officer: str) -> "Actor":
    """The office, or an officer of it whose password was right."""
    from application.envelope import OFFICE
    from wording import say

    if not officer:
        return OFFICE
    typed = asked(say("appointment.password", language(), officer=officer))
    return office.staff.sign_in(officer, typed, "", DEVICE)
