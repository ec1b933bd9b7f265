"""`motcua appointment`: hours at a counter, visits at home, and results brought home."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.days import day_typed
from motcua.moments import microseconds
from motcua.opened import opened

if TYPE_CHECKING:
    from application.appointments import AppointmentView, SheetLine

app = typer.Typer(
    help="Appointments: hours at a counter, visits at home, results brought home.", no_args_is_help=True
)

Code = Annotated[str, typer.Argument(help="Code of the appointment, such as LH-261130-004.")]
Day = Annotated[str, typer.Argument(help="Day: 30/11/2026 or 2026-11-30.")]
Kind = Annotated[str, typer.Option(help="counter, home_visit or home_return.")]
Start = Annotated[str, typer.Option(help="Local moment at which the slot begins, such as 2026-11-30T08:00.")]
Procedure = Annotated[str, typer.Option(help="Procedure code; it says which counters are meant.")]
Group = Annotated[str, typer.Option(help="Service group, where no procedure is named.")]
Site = Annotated[str, typer.Option(help="Key of the site; without it, the centre.")]
AskedBy = Annotated[str, typer.Option("--asked-by", help="Who asked for it: citizen or office.")]
Reason = Annotated[str, typer.Option(help="Why; the office must say it.")]
DAYS = 7


@app.command()
@answering
def slots(
    kind: Kind = "counter",
    first: Annotated[str, typer.Option("--from", help="First day; today without it.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day; a week later without it.")] = "",
    procedure: Procedure = "",
    group: Group = "",
    site: Site = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Hours that can still be booked."""
    from application.given import one_of
    from domain.appointment import AT_HOME
    from domain.appointment import Kind as Kinds
    from wording import say
    from wording.dates import moment_text, number_text

    with opened(store) as office:
        chosen, known = one_of(kind, Kinds), office.core.known()
        start = day_typed(first) if first else office.today()
        end = day_typed(last) if last else start + timedelta(days=DAYS)
        if procedure:
            group = known.version(procedure, office.today()).procedure.group
        if chosen not in AT_HOME:
            group = known.group(group or "other").key
        found = office.appointments.slots(chosen, start.isoformat(), end.isoformat(), group=group, site=site)
    if json:
        print_json(found)
        return
    if not found:
        people().print(say("appointment.nothing_free", language()), markup=False)
        return
    table = _table("hour", "left")
    for each in found:
        table.add_row(moment_text(each.start, language()), number_text(each.left, language()))
    people().print(table)


@app.command()
@answering
def book(
    start: Start,
    person: Annotated[str, typer.Option(help="Full name.")],
    phone: Annotated[str, typer.Option(help="Phone number.")],
    kind: Kind = "counter",
    purpose: Annotated[str, typer.Option(help="guidance, intake, return or other.")] = "other",
    procedure: Procedure = "",
    group: Group = "",
    dossier: Annotated[str, typer.Option(help="Dossier code, for a result.")] = "",
    site: Site = "",
    officer: Annotated[str, typer.Option(help="Who visits (sign-in name).")] = "",
    entitled: Annotated[
        str, typer.Option(help="Why at home: elderly, disabled, pregnant, merit, ill or far.")
    ] = "",
    address: Annotated[str, typer.Option(help="Address, for a visit at home.")] = "",
    hamlet: Annotated[str, typer.Option(help="Hamlet, for the route of the visits.")] = "",
    note: Annotated[str, typer.Option(help="What the officer should know.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Book an hour; the answer carries the link for whoever comes."""
    from application.appointments import Wanted
    from wording import say
    from wording.dates import moment_text

    with opened(store, to_write=True) as office:
        stream = office.core.dossier_stream(dossier).hex if dossier else ""
        counter = "" if procedure or kind != "counter" else "other"
        wanted = Wanted(
            kind=kind, start=microseconds(start), purpose=purpose, procedure=procedure, group=group or counter,
            dossier=stream, site=site, officer=officer, entitled=entitled, person=person, phone=phone,
            address=address, hamlet=hamlet, note=note,
        )  # fmt: skip
        view = office.appointments.book(wanted, actor(office, by))
    if json:
        print_json(view)
        return
    moment = moment_text(view.start, language())
    people().print(say("appointment.booked", language(), code=view.code, moment=moment), markup=False)
    people().print(say("appointment.link", language(), url=view.url), markup=False)


@app.command()
@answering
def move(
    code: Code,
    start: Start,
    asked_by: AskedBy = "citizen",
    reason: Reason = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Move an appointment to another free hour."""
    from wording import say
    from wording.dates import moment_text

    with opened(store, to_write=True) as office:
        view = office.appointments.move(
            code, microseconds(start), actor(office, by), asked_by=asked_by, reason=reason
        )
    moment = moment_text(view.start, language())
    _answer(view, say("appointment.moved", language(), code=view.code, moment=moment), json=json)


@app.command()
@answering
def cancel(
    code: Code,
    asked_by: AskedBy = "citizen",
    reason: Reason = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Cancel an appointment; its place is free again."""
    with opened(store, to_write=True) as office:
        view = office.appointments.cancel(code, actor(office, by), asked_by=asked_by, reason=reason)
    _done(view, json=json)


@app.command()
@answering
def kept(
    code: Code,
    ticket: Annotated[str, typer.Option(help="Hex id of the number taken at the counter.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Record that both came."""
    with opened(store, to_write=True) as office:
        view = office.appointments.keep(code, actor(office, by), ticket=ticket)
    _done(view, json=json)


@app.command()
@answering
def missed(
    code: Code,
    who: Annotated[str, typer.Option(help="Who did not come: citizen or office.")] = "citizen",
    note: Annotated[str, typer.Option(help="What is known about it.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Record that somebody did not come."""
    with opened(store, to_write=True) as office:
        view = office.appointments.miss(code, actor(office, by), missed_by=who, note=note)
    _done(view, json=json)


@app.command()
@answering
def assign(
    code: Code,
    officer: Annotated[str, typer.Argument(help="Sign-in name of who visits.")],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Assign an officer to a visit at home."""
    from wording import say

    with opened(store, to_write=True) as office:
        view = office.appointments.assign_officer(code, officer, actor(office, by))
    _answer(view, say("appointment.assigned", language(), officer=officer, code=view.code), json=json)


@app.command()
@answering
def day(
    day: Day,
    site: Site = "",
    group: Group = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The appointments at the counters of a day, with names; the reading is recorded."""
    with opened(store, to_write=True) as office:
        lines = office.appointments.day(day_typed(day).isoformat(), actor(office, by), site=site, group=group)
    _print_lines(lines, json=json)


@app.command()
@answering
def route(
    day: Day,
    officer: Annotated[str, typer.Option(help="Only the visits of this officer.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The visits of a day in the order of the way, with addresses; the reading is recorded."""
    with opened(store, to_write=True) as office:
        lines = office.appointments.route(day_typed(day).isoformat(), actor(office, by), officer=officer)
    _print_lines(lines, json=json, at_home=True)


def _print_lines(lines: "tuple[SheetLine, ...]", *, json: bool, at_home: bool = False) -> None:
    from wording import say
    from wording.dates import clock_text

    if json:
        print_json(lines)
        return
    if not lines:
        people().print(say("appointment.nothing_booked", language()), markup=False)
        return
    headings = ("officer", "address") if at_home else ("procedure",)
    table = _table("hour", "code", "person", "phone", "kind", *headings, "state", "note")
    for line in lines:
        at = line.appointment
        where = ", ".join(filter(None, (line.address, line.hamlet)))
        warning = say("appointment.closed", language()) if at.closed else ""
        table.add_row(
            f"{clock_text(at.start)}–{clock_text(at.end)}",
            at.code,
            line.person,
            line.phone,
            say(f"appointment.kind.{at.kind}", language()),
            *((at.officer, where) if at_home else (at.procedure_name,)),
            say(f"appointment.state.{at.state}", language()),
            " ".join(filter(None, (warning, line.note))),
        )
    people().print(table)


def _table(*headings: str) -> Table:
    from wording import say

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(say(f"appointment.column.{heading}", language()))
    return table


def _done(view: "AppointmentView", *, json: bool) -> None:
    from wording import say

    _answer(view, say(f"appointment.done.{view.state}", language(), code=view.code), json=json)


def _answer(view: "AppointmentView", sentence: str, *, json: bool) -> None:
    if json:
        print_json(view)
    else:
        people().print(sentence, markup=False)
