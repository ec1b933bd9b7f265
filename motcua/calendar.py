"""`motcua calendar`: the deadline clock by hand, the calendars of the office, and a dossier's clock explained."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.moments import microseconds
from motcua.named_file import a_text
from motcua.opened import folder_of, opened

if TYPE_CHECKING:
    from application.calendars import Recounted
    from domain.calendar import Calendar

app = typer.Typer(help="Working days, holidays and the deadline clock.", no_args_is_help=True)

YearFile = Annotated[
    Path, typer.Argument(help="One year (JSON): year, hours, days, and seasons if any.", callback=a_text)
]

Policy = Annotated[
    str, typer.Option(help="After a supplement: restart, stopwatch or shift (with --asked and --complete).")
]


@app.command()
@answering
def due(
    limit: Annotated[str, typer.Argument(help="3wd, 15d, 8wh, same-day, or stages such as 5wd+10wd.")],
    start: Annotated[str, typer.Option("--from", help="Local moment, such as 2026-11-23T09:00.")],
    policy: Policy = "",
    asked: Annotated[str, typer.Option(help="When papers were asked for (local moment).")] = "",
    complete: Annotated[str, typer.Option(help="When the papers were complete (local moment).")] = "",
    off: Annotated[
        list[str] | None, typer.Option(help="One more day off (ISO date); may be repeated.")
    ] = None,
    on: Annotated[list[str] | None, typer.Option(help="A day that is worked after all (ISO date).")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """When a time limit that begins at a moment ends, with the calendar of the office or the product's own."""
    from domain import calendar as c
    from wording import say
    from wording.dates import moment_text

    calendar = _calendar(store, off or [], on or [])
    wanted, begins = c.parse_limit(limit), microseconds(start)
    if policy:
        if policy not in {"restart", "stopwatch", "shift"}:
            fail(say("cli.unknown_policy", language(), policy=policy), 2)
        if not (asked and complete):
            fail(say("cli.needs_pause", language()), 2)
        found = c.resume(policy, begins, wanted, microseconds(asked), microseconds(complete), calendar)  # type: ignore[arg-type]
    else:
        found = c.due(begins, wanted, calendar)
    if found is None:
        fail(say("cli.no_limit", language()))
    if json:
        print_json(
            {"due_date": found.date, "due_at": c.moment_text(found.at), "provisional": found.provisional}
        )
        return
    people().print(say("cli.due", language(), moment=moment_text(found.at, language())), markup=False)
    if found.provisional:
        people().print(say("cli.provisional", language()), markup=False)


@app.command()
@answering
def publish(file: YearFile, store: StoreOption = None, json: JsonOption = False) -> None:
    """Publish a year, and count every open dossier that crosses it again."""
    from application.calendars import publish_file

    with opened(store, to_write=True) as office:
        found = publish_file(office.core, file)
    _tell(found, json=json)


@app.command()
@answering
def revise(
    file: YearFile,
    why: Annotated[str, typer.Option(help="Why the calendar changes, with the announcement's number.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Revise a published year, and count every open dossier again; what was printed stays printed."""
    from application.calendars import revise_file

    with opened(store, to_write=True) as office:
        found = revise_file(office.core, file, why)
    _tell(found, json=json)


@app.command()
@answering
def explain(
    code: Annotated[str, typer.Argument(help="Dossier code, such as H20.321-250701-0001.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """A dossier's clock line by line: what counted, what did not and why, and whether it is on time."""
    from application.explaining import as_lines
    from application.explaining import explain as explained

    with opened(store) as office:
        found = explained(office.core, office.follower(), office.core.dossier_stream(code))
    if json:
        print_json(found)
        return
    for line in as_lines(found, language()):
        people().print(line, markup=False)


def _tell(found: "tuple[Recounted, ...]", *, json: bool) -> None:
    """Which dossiers have another date, and which only became certain or uncertain."""
    from wording import say
    from wording.dates import date_text

    if json:
        print_json(
            {
                "moved": [each for each in found if each.moved],
                "settled": [each for each in found if not each.moved],
            }
        )
        return
    tongue, out = language(), people()
    for each in found:
        key = "moved" if each.moved else "provisional" if each.after.provisional else "settled"
        before, after = date_text(each.before.date, tongue), date_text(each.after.date, tongue)
        out.print(
            say(f"cli.calendar.{key}", tongue, code=each.code, before=before, after=after), markup=False
        )
    out.print(say("cli.calendar.done", tongue, count=sum(each.moved for each in found)), markup=False)


def _calendar(store: Path | None, off: list[str], on: list[str]) -> "Calendar":
    """The office's own calendar, or the one that comes with the product; with the days typed changed."""
    import msgspec

    from domain import calendar as c
    from domain.calendar.moments import day_of

    calendar = _office_calendar(store) or _product_calendar()
    for day, kind in [(day, "public_holiday") for day in off] + [(day, "makeup_workday") for day in on]:
        number = day_of(day).year
        year = calendar.years[number]
        special = c.SpecialDay(date=day, kind=msgspec.convert(kind, c.DayKind), name="")
        days = [each for each in year.days.values() if each.date != day]
        fact = c.CalendarRevised(
            year=number,
            days=(*days, special),
            hours=year.hours,
            seasons=tuple(each.season for each in year.seasons),
            why="typed on the command line",
        )
        calendar = c.evolve(calendar, fact)
    return calendar


def _product_calendar() -> "Calendar":
    from functools import reduce

    from application.data import load_calendar
    from domain import calendar as c

    return reduce(c.evolve, load_calendar(), c.Calendar())


def _office_calendar(store: Path | None) -> "Calendar | None":
    if store is None and not (folder_of(None) / "office.db").exists():
        return None
    with opened(store) as office:
        return office.core.known().calendar
