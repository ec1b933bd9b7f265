"""`motcua queue`: the end of the day, the hours to come, the rules in force, and whether all was fair."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import (
    JsonOption,
    StoreOption,
    answering,
    fail,
    language,
    people,
    print_json,
    progress_bar,
)
from motcua.days import day_typed
from motcua.moments import microseconds
from motcua.opened import opened
from motcua.rules import parameter_text, setting_text

if TYPE_CHECKING:
    from motcua.simulation.figures import Figures

app = typer.Typer(
    help="The waiting room: end its day, its quiet hours, its rules, its fairness.", no_args_is_help=True
)

On = Annotated[str, typer.Option("--on", help="Day: 30/11/2026 or 2026-11-30; today without it.")]


@app.command()
@answering
def close(by: ByOption = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """End the day: numbers that still wait, are called, held or missed expire and stay in the log."""
    from wording import say

    with opened(store, to_write=True) as office:
        ended = office.queue.close_day(actor(office, by))
    if json:
        print_json({"expired": ended})
    else:
        people().print(say("queue.closed", language(), count=ended), markup=False)


@app.command()
@answering
def forecast(on: On = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """When people come on a day, from the weeks before, and its quiet hour."""
    from wording import say
    from wording.dates import number_text

    with opened(store) as office:
        found = office.queue.forecast(day_typed(on).isoformat() if on else "")
    if json:
        print_json(found)
        return
    if not found.half_hours:
        people().print(say("queue.no_history", language()), markup=False)
        return
    table, most = _table("hour", "expected", "came"), max(each.expected for each in found.half_hours)
    for each in found.half_hours:
        bar = "█" * round(24 * each.expected / most) if most else ""
        expected = f"{number_text(each.expected, language(), decimals=1):>6} {bar}"
        table.add_row(each.begins, expected, number_text(each.came, language()) if each.came else "")
    people().print(table)
    said = say("queue.quiet", language(), quiet=found.quiet or "—", busiest=found.busiest, days=found.days)
    people().print(said, markup=False)


@app.command()
@answering
def rules(on: On = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """The rules of the waiting room on a day, and which rule set says so; a unit may set its own."""
    from application.waiting import policy_on
    from domain.calendar import local_moment
    from domain.queue import PREFIX
    from wording import say

    with opened(store) as office:
        day, known = day_typed(on) if on else office.today(), office.core.known()
        policy = policy_on(known, day.isoformat())
        values = known.effective(local_moment(day.isoformat(), "12:00")).values
    if json:
        print_json({"day": day, "rules": policy})
        return
    table = _table("rule", "value", "source")
    for name in policy.__struct_fields__:
        said = values.get(PREFIX + name)
        source = f"{said.ruleset}: {said.basis}" if said else say("queue.by_default", language())
        table.add_row(
            parameter_text(PREFIX + name, language()), setting_text(getattr(policy, name), language()), source
        )
    people().print(table)


@app.command()
@answering
def fairness(on: On = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """Every overtaking of a day with its reason, read from the log; ends with 1 if one has none."""
    from wording import say
    from wording.dates import clock_text, date_text

    with opened(store) as office:
        day = (day_typed(on) if on else office.today()).isoformat()
        found, claims = office.queue.fairness(day), office.queue.priority_claims(day, day)
    if json:
        unexplained = len(found.without_reason)
        print_json({"day": day, "fairness": found, "without_reason": unexplained, "claims": claims})
    else:
        table = _table("hour", "counter", "called", "over", "waited", "reason")
        for each in found.overtakings:
            reason = say(f"queue.reason.{each.reason or 'none'}", language())
            table.add_row(
                clock_text(each.at)[:5], each.counter, each.called, each.over, f"{each.waited}'", reason
            )
        people().print(table)
        blanks = {
            "day": date_text(day, language()),
            "count": len(found.overtakings),
            "none": len(found.without_reason),
            "row": found.shares.longest_row,
            "longest": found.shares.longest_ordinary_wait,
        }
        people().print(say("queue.fair", language(), **blanks), markup=False)
        for claim in claims.devices:
            people().print(
                say(
                    "queue.claims",
                    language(),
                    who=claim.who,
                    claimed=claim.claimed,
                    confirmed=claim.confirmed,
                    withdrawn=claim.withdrawn,
                ),
                markup=False,
            )
    if found.without_reason:
        raise typer.Exit(1)


@app.command()
@answering
def skills(
    officer: Annotated[str, typer.Argument(help="Sign-in name of the officer.")],
    why: Annotated[str, typer.Option(help="Why; powers are never changed without it.")],
    group: Annotated[list[str] | None, typer.Option(help="A service group the officer serves.")] = None,
    procedure: Annotated[list[str] | None, typer.Option(help="A procedure the officer serves.")] = None,
    since: Annotated[str, typer.Option("--from", help="First day; today without it.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What an officer serves from a day on; without groups and procedures: everything again."""
    from wording import say

    groups, procedures = tuple(group or ()), tuple(procedure or ())
    first = day_typed(since).isoformat() if since else ""
    with opened(store, to_write=True) as office:
        who = actor(office, by)
        office.staff.set_skills(officer, why, who, groups=groups, procedures=procedures, since=first)
    if json:
        print_json({"officer": officer, "groups": groups, "procedures": procedures, "since": first})
    else:
        people().print(say("queue.skilled", language(), officer=officer), markup=False)


@app.command()
@answering
def announce(
    text: Annotated[str, typer.Argument(help="What the hall is told, in Vietnamese.")],
    english: Annotated[str, typer.Option("--en", help="The same in English.")] = "",
    since: Annotated[str, typer.Option("--from", help="Local moment; now without it.")] = "",
    until: Annotated[str, typer.Option("--until", help="Local moment; the end of today without it.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Tell the hall something on the board."""
    from wording import say
    from wording.dates import moment_text

    first, last = (microseconds(each) if each else 0 for each in (since, until))
    with opened(store, to_write=True) as office:
        told = office.queue.announce(text, actor(office, by), text_en=english, since=first, until=last)
    if json:
        print_json(told)
    else:
        ends = moment_text(told.until, language())
        people().print(say("queue.announced", language(), until=ends, id=told.id), markup=False)


@app.command()
@answering
def withdraw(
    announcement: Annotated[str, typer.Argument(help="Id of the announcement, as `announce` gave it.")],
    by: ByOption = "",
    store: StoreOption = None,
) -> None:
    """Take an announcement from the board before its end."""
    from wording import say

    with opened(store, to_write=True) as office:
        office.queue.withdraw_announcement(announcement, actor(office, by))
    people().print(say("queue.withdrawn", language()), markup=False)


@app.command()
@answering
def simulate(
    citizens: Annotated[int, typer.Option(min=1, help="How many people come.")] = 10_000,
    days: Annotated[int, typer.Option(min=1, max=250, help="Over so many working days.")] = 22,
    seed: Annotated[int, typer.Option(help="The same seed makes the same month.")] = 1,
    json: JsonOption = False,
) -> None:
    """A month in the waiting room in an office of its own, thrown away afterwards; ends with 1 if it was not fair."""
    from motcua.simulation.month import simulate as run
    from wording import say

    with TemporaryDirectory(prefix="motcua-queue-") as folder, progress_bar() as bar:
        task = bar.add_task(say("queue.simulating", language()), total=days)
        found = run(
            Path(folder) / "office",
            citizens=citizens,
            days=days,
            seed=seed,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if json:
        print_json(found)
    else:
        _print(found)
    if not found.sound:
        fail(say("queue.unsound", language()))


def _print(found: "Figures") -> None:
    from wording import say
    from wording.dates import number_text

    told = language()
    names = ("citizens", "tickets", "served", "expired", "lost", "doubled", "gaps")
    counts = {name: number_text(getattr(found, name), told) for name in names}
    people().print(say("queue.month", told, **counts), markup=False)
    people().print(
        say(
            "queue.month_fair",
            told,
            overtakings=number_text(found.overtakings, told),
            none=found.without_reason,
            row=found.longest_row,
            allowed=found.row_allowed,
        ),
        markup=False,
    )
    table = _table("part", "told", "share", "width", "wait", "error")
    parts = (("hour", found.by_hour), ("group", found.by_group), ("ahead", found.by_length))
    rows = [(say("queue.part.all", told), found.coverage)]
    rows += [
        (f"{say(f'queue.part.{part}', told)} {name}", row)
        for part, each in parts
        for name, row in each.items()
    ]
    for name, row in rows:
        figures = (number_text(row[key], told, decimals=1) for key in ("width", "waited", "error"))
        share = f"{number_text(100 * row['share'], told, decimals=1)} %"
        table.add_row(name, number_text(row["told"], told), share, *figures)
    people().print(table)


def _table(*columns: str) -> Table:
    from wording import say

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(say(f"queue.column.{column}", language()), overflow="fold")
    return table
