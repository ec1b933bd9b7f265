"""`motcua site`: the places where the unit receives its citizens."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.opened import opened

if TYPE_CHECKING:
    from application.sites import SiteView

app = typer.Typer(help="Sites: where the unit receives its citizens.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="Key of the site, such as buu-cuc-my-tan.")]
Name = Annotated[str, typer.Option(help="Name in Vietnamese.")]
NameEn = Annotated[str, typer.Option("--name-en", help="Name in English.")]
Place = Annotated[str, typer.Option(help="Address.")]
Counters = Annotated[list[str] | None, typer.Option("--counter", help="A counter there; may be repeated.")]
Hours = Annotated[
    list[str] | None,
    typer.Option("--hours", help="Own hours, such as 07:30-11:30; may be repeated; the unit's without it."),
]
Weekdays = Annotated[
    list[int] | None,
    typer.Option("--weekday", help="0 (Monday) to 6; may be repeated; every working day without it."),
]
Why = Annotated[str, typer.Option(help="Why; the public reads it.")]


@app.command("list")
@answering
def show_all(store: StoreOption = None, json: JsonOption = False) -> None:
    """Every site, and the devices that stand there."""
    from wording import say

    with opened(store) as office:
        found = (office.sites.centre(), *office.sites.all())
    if json:
        print_json(found)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("key", "name", "kind", "place", "counters", "devices"):
        table.add_column(say(f"site.column.{heading}", language()))
    for each in found:
        kind = say(f"site.kind.{each.kind}", language())
        table.add_row(
            each.key,
            each.name if language() == "vi" else each.name_en,
            kind if each.open else f"{kind} ({say('site.shut', language())})",
            each.place,
            ", ".join(each.counters),
            ", ".join(each.devices),
        )
    people().print(table)


@app.command("open")
@answering
def open_one(
    key: Key,
    name: Name,
    name_en: NameEn,
    place: Place,
    kind: Annotated[str, typer.Option(help="centre, post_office or mobile.")] = "post_office",
    counter: Counters = None,
    hours: Hours = None,
    weekday: Weekdays = None,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Open a site of this unit; its officers act for the unit, under the unit's own codes."""
    from application.given import one_of
    from domain.site import SiteKind, SiteOpened

    with opened(store, to_write=True) as office:
        fact = SiteOpened(
            site=key, name=name, name_en=name_en, kind=one_of(kind, SiteKind), place=place,
            counters=tuple(counter or ()), hours=_hours(hours), weekdays=tuple(weekday or ()),
        )  # fmt: skip
        view = office.sites.open(fact, actor(office, by))
    _answer(view, "opened", json=json)


@app.command()
@answering
def change(
    key: Key,
    name: Name,
    name_en: NameEn,
    place: Place,
    why: Why,
    counter: Counters = None,
    hours: Hours = None,
    weekday: Weekdays = None,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Say anew what the public is told of a site, and why it changed."""
    from domain.site import SiteChanged

    fact = SiteChanged(
        name=name, name_en=name_en, place=place, counters=tuple(counter or ()), hours=_hours(hours),
        weekdays=tuple(weekday or ()), why=why,
    )  # fmt: skip
    with opened(store, to_write=True) as office:
        view = office.sites.change(key, fact, actor(office, by))
    _answer(view, "changed", json=json)


@app.command()
@answering
def place(
    key: Key,
    device: Annotated[str, typer.Argument(help="A registered device, such as desk-2.")],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Place a device at a site."""
    with opened(store, to_write=True) as office:
        view = office.sites.place_device(key, device, actor(office, by))
    _answer(view, "placed", device=device, json=json)


@app.command()
@answering
def close(key: Key, why: Why, by: ByOption = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """Close a site once nobody has an appointment there any more."""
    with opened(store, to_write=True) as office:
        view = office.sites.close(key, why, actor(office, by))
    _answer(view, "closed", json=json)


def _hours(typed: list[str] | None) -> tuple[tuple[str, str], ...]:
    from wording import say

    found = []
    for text in typed or ():
        begin, dash, end = text.replace("–", "-").partition("-")
        if not dash:
            fail(say("site.not_hours", language(), text=text), 2)
        found.append((begin.strip(), end.strip()))
    return tuple(found)


def _answer(view: "SiteView", done: str, *, json: bool, device: str = "") -> None:
    from wording import say

    if json:
        print_json(view)
        return
    name = view.name if language() == "vi" else view.name_en
    people().print(say(f"site.{done}", language(), name=name, device=device), markup=False)
