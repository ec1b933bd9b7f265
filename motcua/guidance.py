"""`motcua guidance`: what was explained away from the queue, and how much guidance was given in all."""

from typing import Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.days import day_typed
from motcua.opened import opened

app = typer.Typer(help="Guidance: what was explained, by channel and field.", no_args_is_help=True)

COUNTS = ("given", "with_sample", "with_missing", "with_ticket")


@app.command()
@answering
def give(
    channel: Annotated[str, typer.Option(help="counter, hotline, portal, social, letter, sample or home.")],
    topic: Annotated[
        list[str],
        typer.Option(help="papers, process, fees, online, other_agency or other; may be repeated."),
    ],
    procedure: Annotated[str, typer.Option(help="Procedure code.")] = "",
    dossier: Annotated[str, typer.Option(help="Dossier code, where it was about one.")] = "",
    appointment: Annotated[str, typer.Option(help="Code of the visit at which it was said.")] = "",
    sample: Annotated[bool, typer.Option("--sample", help="A sample dossier or video was shown.")] = False,
    missing: Annotated[
        list[str] | None, typer.Option(help="A missing paper; may be repeated, all of them at once.")
    ] = None,
    person: Annotated[str, typer.Option(help="Who asked, if they said so.")] = "",
    phone: Annotated[str, typer.Option(help="Their phone, if they gave it.")] = "",
    note: Annotated[str, typer.Option(help="What was said.")] = "",
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Keep what was explained to somebody without a ticket."""
    from application.guidance import Guided
    from wording import say

    with opened(store, to_write=True) as office:
        stream = office.core.dossier_stream(dossier).hex if dossier else ""
        said = Guided(
            channel=channel, topics=tuple(topic), procedure=procedure, dossier=stream,
            appointment=appointment, sample_shown=sample, missing=tuple(missing or ()), person=person,
            phone=phone, note=note,
        )  # fmt: skip
        enquiry = office.guidance.give(said, actor(office, by))
    if json:
        print_json({"id": enquiry})
    else:
        people().print(say("guidance.given", language()), markup=False)


@app.command()
@answering
def report(
    first: Annotated[str, typer.Option("--from", help="First day.")],
    last: Annotated[str, typer.Option("--to", help="Last day, included.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Guidance of a period by channel and field; none of it counts as a dossier received."""
    from wording import say
    from wording.dates import number_text

    with opened(store) as office:
        lines = office.guidance.report(day_typed(first), day_typed(last))
    if json:
        print_json(lines)
        return
    if not lines:
        people().print(say("guidance.none", language()), markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("channel", "field"):
        table.add_column(say(f"guidance.column.{heading}", language()))
    for heading in COUNTS:
        table.add_column(say(f"guidance.column.{heading}", language()), justify="right")
    for line in lines:
        table.add_row(
            say(f"guidance.channel.{line.channel}", language()),
            line.field or say("guidance.no_field", language()),
            *(number_text(getattr(line, count), language()) for count in COUNTS),
        )
    sums = (sum(getattr(line, count) for line in lines) for count in COUNTS)
    table.add_section()
    table.add_row(say("guidance.total", language()), "", *(number_text(each, language()) for each in sums))
    people().print(table)
