"""`motcua erase`: takes a person out of the log for good, after saying what is lost."""

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from motcua.acting import ByOption, actor
from motcua.console import (
    WRONG_USE,
    JsonOption,
    StoreOption,
    answering,
    err,
    fail,
    language,
    people,
    print_json,
)
from motcua.days import day_typed
from motcua.opened import opened

if TYPE_CHECKING:
    from application.erasing import Erased, Grounds, ToErase
    from domain.erasure import Ground


def add_to(app: typer.Typer) -> None:
    app.command()(erase)


@answering
def erase(
    code: Annotated[str, typer.Argument(help="Code of the dossier, or its hex id where it has none.")],
    ground: Annotated[str, typer.Option(help="request, period_over, decision or unlawful.")],
    reason: Annotated[str, typer.Option("--why", help="The reason, in words; it is sealed.")],
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="Sign-in name of the officer who approves it.")
    ],
    kept_until: Annotated[
        str, typer.Option("--kept-until", help="Last day on which the file had to be kept.")
    ] = "",
    decision: Annotated[str, typer.Option(help="Number of the authority's decision.")] = "",
    basis: Annotated[str, typer.Option(help="Articles of law, if others than usual.")] = "",
    confirm: Annotated[
        str, typer.Option("--confirm", help="The code once more, instead of typing it when asked.")
    ] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Erase the person of a dossier: the keys are destroyed, the course and its proofs stay."""
    from application.erasing import Grounds
    from wording import say

    if not by:
        fail(say("erase.who", language()), WRONG_USE)
    day = day_typed(kept_until).isoformat() if kept_until else ""
    grounds = Grounds(_ground(ground), reason, approved_by, day, decision, basis)
    with opened(store, to_write=True) as office:
        by_whom = actor(office, by)
        lost = office.erasing.look(code)
        office.erasing.must_be_allowed(lost, grounds, by_whom)
        for line in _told(lost, grounds):
            err.print(line, markup=False)
        name = lost.code or lost.id
        _must_be_typed(name, confirm)
        done = office.erasing.erase(lost.id, grounds, by_whom)
    if json:
        print_json(done)
    else:
        _tell(done, name)


def _must_be_typed(name: str, confirm: str) -> None:
    """The code once more, by hand or by the option: nobody erases by a slip."""
    from wording import say

    typed = confirm or typer.prompt(say("erase.type_code", language(), code=name), err=True)
    if typed.strip().upper() != name.upper():
        fail(say("erase.not_typed", language()))


def _ground(text: str) -> "Ground":
    from domain.erasure import Ground
    from wording import say

    known: tuple[Ground, ...] = get_args(Ground)
    found = next((each for each in known if each == text), None)
    if found is None:
        fail(say("erase.unknown_ground", language(), ground=text, grounds=", ".join(known)), WRONG_USE)
    return found


def _told(lost: "ToErase", grounds: "Grounds") -> list[str]:
    """What is lost and what remains, before anybody confirms it."""
    from domain.erasure import BASIS
    from wording import say

    tongue, name = language(), lost.code or lost.id
    said = {"code": name, "procedure": lost.procedure_name}
    about = (
        say("erase.about", tongue, ended=_day(lost.ended), **said)
        if lost.ended
        else say("erase.about_open", tongue, **said)
    )
    named = say(f"erase.ground_name.{grounds.ground}", tongue)
    return [
        about,
        say("erase.ground", tongue, ground=named, basis=grounds.basis or BASIS[grounds.ground]),
        say("erase.lost", tongue, facts=lost.facts, papers=lost.papers),
        say("erase.remains", tongue),
        *(say("erase.shared", tongue, number=number) for number in lost.shared),
        say("erase.elsewhere", tongue),
    ]


def _tell(done: "Erased", name: str) -> None:
    from wording import say

    text = say("erase.done", language(), code=name, keys=done.keys, event=done.event)
    people().print(text, style="green", markup=False)
    if not done.wiped:
        err.print(say("erase.not_wiped", language()), style="bold red", markup=False)


def _day(iso: str) -> str:
    from datetime import date

    from wording.dates import date_text

    return date_text(date.fromisoformat(iso), language())
