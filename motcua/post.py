"""`motcua post`: the hand-over records between postman and office, and what is too long on its way."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.acting import actor
from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.moments import microseconds
from motcua.named_file import a_file, a_text
from motcua.opened import opened

if TYPE_CHECKING:
    from application.post import RecordView

app = typer.Typer(help="The post: hand-over records, and envelopes past their norm.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="Number of the record, such as BBGN-2026/0007.")]


@app.command()
@answering
def record(
    file: Annotated[
        Path,
        typer.Argument(
            help="JSON file with carrier, postman, and what was brought or taken.", callback=a_text
        ),
    ],
    by: Annotated[str, typer.Option("--by", help="Sign-in name of the officer who counted and signs.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Draw up a hand-over record with the officer's signature; the postman signs with `motcua post sign`."""
    from motcua.record_file import incoming, outgoing, read
    from wording import say

    content = read(file)
    with opened(store, to_write=True) as office:
        officer = actor(office, by)
        if content.taken:
            view = office.post.offer_dispatch(outgoing(office, content), officer)
        else:
            view = office.post.offer_receipt(incoming(office, content), officer)
    _answer(view, say("postal.offered", language(), number=view.number), json=json)


@app.command()
@answering
def sign(
    number: Number,
    by: Annotated[str, typer.Option("--by", help="Sign-in name of the officer at whose desk it is signed.")],
    scan: Annotated[
        Path | None,
        typer.Option(help="Scan of the signed paper; without it, signed on the screen.", callback=a_file),
    ] = None,
    at: Annotated[str, typer.Option(help="When the postman signed (local moment); now without it.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The postman's signature: from this moment what was brought is submitted."""
    from wording import say
    from wording.dates import moment_text

    digest = _digest(scan) if scan is not None else ""
    with opened(store, to_write=True) as office:
        view = office.post.sign(
            number,
            actor(office, by),
            medium="paper" if digest else "screen",
            digest=digest,
            signed_at=microseconds(at) if at else 0,
        )
    moment = moment_text(view.signed_at, language())
    _answer(view, say("postal.signed", language(), number=view.number, moment=moment), json=json)


@app.command()
@answering
def decline(
    number: Number,
    by: Annotated[str, typer.Option("--by", help="Sign-in name of the officer.")],
    reason: Annotated[str, typer.Option(help="Why it is not signed.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Void a record that is not signed."""
    from wording import say

    with opened(store, to_write=True) as office:
        view = office.post.decline(number, actor(office, by), reason=reason)
    _answer(view, say("postal.declined", language(), number=view.number), json=json)


@app.command("list")
@answering
def show_all(
    direction: Annotated[str, typer.Option(help="in or out; both without it.")] = "",
    first: Annotated[str, typer.Option("--from", help="Drawn up since this day.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Hand-over records, without names."""
    from wording import say
    from wording.dates import moment_text, number_text

    since = microseconds(f"{day_typed(first).isoformat()}T00:00") if first else 0
    with opened(store) as office:
        found = office.post.records(direction=direction, since=since)
    if json:
        print_json(found)
        return
    if not found:
        people().print(say("postal.none", language()), markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("number", "direction", "state", "signed", "lines", "used"):
        table.add_column(say(f"postal.column.{heading}", language()))
    for each in found:
        table.add_row(
            each.number,
            say(f"postal.direction.{each.direction}", language()),
            say(f"postal.state.{each.state}", language()),
            moment_text(each.signed_at, language()) if each.signed_at else "",
            number_text(each.lines, language()),
            number_text(each.used, language()),
        )
    people().print(table)


@app.command()
@answering
def late(
    first: Annotated[str, typer.Option("--from", help="First day.")],
    last: Annotated[str, typer.Option("--to", help="Last day, included.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Envelopes that were longer on their way than the carrier's norm allows."""
    from wording import say
    from wording.dates import date_text, number_text

    with opened(store) as office:
        found = office.post.past_norm(day_typed(first), day_typed(last))
    if json:
        print_json(found)
        return
    if not found:
        people().print(say("postal.none_past", language()), markup=False)
    for each in found:
        sentence = say(
            "postal.past",
            language(),
            number=each.item.number,
            line=each.item.line,
            days=number_text(each.days_past, language()),
            day=date_text(each.last_day, language()),
        )
        people().print(sentence, markup=False)


def _digest(scan: Path) -> str:
    from wording import say

    try:
        return sha256(scan.read_bytes()).hexdigest()
    except OSError:
        fail(say("postal.no_scan", language(), file=scan), 2)


def _answer(view: "RecordView", sentence: str, *, json: bool) -> None:
    if json:
        print_json(view)
    else:
        people().print(sentence, markup=False)
