"""`motcua paper`: the papers of the law, M01 to M07, printed again exactly as they were given out.

They tell about people: whoever prints one signs in, and the reading is recorded and shown to the citizen.
"""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.opened import opened
from motcua.secret import asked

if TYPE_CHECKING:
    from application.envelope import Actor
    from application.office import Office
    from papers import Content, Proof

app = typer.Typer(
    help="Papers of the law: receipts, notices, control slips, the register.", no_args_is_help=True
)

DEVICE = "command-line"

Code = Annotated[str, typer.Argument(help="Dossier code, such as H20.321-250701-0001.")]
OfficerOption = Annotated[
    str,
    typer.Option(
        "--officer",
        help="Sign-in name of whoever prints; the password is asked for, or read from standard input.",
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="File to write; named after the paper if not given.")
]
LanguageOption = Annotated[str, typer.Option("--language", help="vi, or en for a translation.")]
TextOption = Annotated[bool, typer.Option("--text", help="Plain text on standard output instead of a PDF.")]
A4Option = Annotated[bool, typer.Option("--a4", help="A4 instead of A5.")]
EventOption = Annotated[
    int | None, typer.Option("--at-event", help="As of this event of the log; the latest one if not given.")
]


@app.command("list")
@answering
def show_all(code: Code, store: StoreOption = None, json: JsonOption = False) -> None:
    """Which papers were given out for a dossier; nothing personal is read."""
    from application.papers import issued_papers
    from wording import say
    from wording.dates import moment_text

    with opened(store) as office:
        found = issued_papers(office.core, office.core.dossier_stream(code))
        known = office.core.known().officers
        names = {name: officer.name for name, officer in known.items()}
    if json:
        print_json(found)
        return
    if not found:
        people().print(say("cli.no_papers", language(), code=code), markup=False)
    for each in found:
        moment = moment_text(each.issued_at, language())
        by = names.get(each.by, each.by)
        line = say(
            "cli.paper_line", language(), form=each.form, number=each.number, moment=moment, officer=by
        )
        people().print(line, markup=False)


@app.command("print")
@answering
def print_again(
    code: Code,
    number: Annotated[str, typer.Argument(help="Number of the paper; the latest one if not given.")] = "",
    officer: OfficerOption = "",
    out: OutOption = None,
    tongue: LanguageOption = "vi",
    text: TextOption = False,
    a4: A4Option = False,
    with_proof: Annotated[
        bool, typer.Option("--proof", help="Below a receipt, the code that proves it; not part of the paper.")
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Print a paper exactly as it was given out."""
    from application.papers import NoSuchPaper, issued_papers

    _known(tongue)
    with opened(store, to_write=True) as office:
        stream = office.core.dossier_stream(code)
        by = _signed_in(office, officer)
        listed = issued_papers(office.core, stream)
        if not listed:
            raise NoSuchPaper(number=number or "—")
        wanted = number or listed[-1].number
        content = office.dossiers.paper(stream.hex, wanted, by)
        proof = _proof(office, stream, content) if with_proof else None
    _give(content, wanted, out, tongue, text=text, a4=a4, json=json, proof=proof)


@app.command()
@answering
def control_slip(
    code: Code,
    officer: OfficerOption = "",
    out: OutOption = None,
    tongue: LanguageOption = "vi",
    text: TextOption = False,
    at_event: EventOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The control slip (M06): every hand a dossier went through, as of an event of the log."""
    from application.papers import control_slip as slip

    _known(tongue)
    with opened(store, to_write=True) as office:
        stream = office.core.dossier_stream(code)
        by = _signed_in(office, officer)
        content = slip(office.core, stream, at_event)
        _record_reading(office, stream, by)
    _give(content, f"{content.code}-M06", out, tongue, text=text, a4=True, json=json)


@app.command()
@answering
def register(
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=9998, help="The whole volume of a year.")
    ] = None,
    first: Annotated[str, typer.Option("--from", help="First day: 01/07/2026 or 2026-07-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, included, of the same year.")] = "",
    officer: OfficerOption = "",
    out: OutOption = None,
    tongue: LanguageOption = "vi",
    text: TextOption = False,
    at_event: EventOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The register (M07) of a year or of some of its days; every dossier in it counts as read."""
    from application.papers import register_pages

    _known(tongue)
    with opened(store, to_write=True) as office:
        start, end = _days(office.today(), year, first, last)
        by = _signed_in(office, officer)
        content = register_pages(office.core, start, end, at_event)
        with office.store.together():
            for line in content.lines:
                _record_reading(office, office.core.dossier_stream(line.code), by)
    _give(content, f"M07-{content.first}-{content.last}", out, tongue, text=text, a4=True, json=json)


def _days(today: date, year: int | None, first: str, last: str) -> tuple[date, date]:
    """The days asked for; of the present year where no year is named."""
    of = year or today.year
    start = day_typed(first) if first else date(of, 1, 1)
    return start, day_typed(last) if last else date(start.year, 12, 31)


def _known(tongue: str) -> None:
    """A language there are words in, before anybody is asked for a password."""
    from wording import languages, say

    if tongue not in languages():
        fail(say("cli.paper_language", language(), wanted=tongue, languages=", ".join(languages())), 2)


def _signed_in(office: "Office", officer: str) -> "Actor":
    """The officer who prints, once the password was right."""
    from wording import say

    if not officer:
        fail(say("cli.paper_officer", language()), 2)
    password = asked(say("cli.paper_password", language(), officer=officer))
    return office.staff.sign_in(officer, password, "", DEVICE)


def _proof(office: "Office", stream: UUID, content: "Content") -> "Proof | None":
    """What is printed below a receipt, once a signed head covers it."""
    from papers.contents import Receipt

    return office.proofs.to_print(stream.hex) if isinstance(content, Receipt) else None


def _record_reading(office: "Office", stream: UUID, by: "Actor") -> None:
    """Printing is a reading of personal data, recorded before anything is shown."""
    office.dossiers.open(stream.hex, by, "receipt")


def _give(
    content: "Content",
    name: str,
    out: Path | None,
    tongue: str,
    *,
    text: bool,
    a4: bool,
    json: bool,
    proof: "Proof | None" = None,
) -> None:
    """Write the file, or print the text."""
    import msgspec

    from papers import render_pdf, render_text
    from wording import say

    if text and out is None and not json:
        people().print(render_text(content, tongue, proof), markup=False, end="")
        return
    suffix = "txt" if text else "pdf"
    file = out or Path(f"{name.replace('/', '-')}.{suffix}")
    made = (
        render_text(content, tongue, proof).encode()
        if text
        else render_pdf(content, tongue, "a4" if a4 else "a5", proof)
    )
    try:
        _write(file, made)
    except OSError:
        fail(say("cli.paper_not_written", language(), file=file))
    if json:
        print_json({"file": str(file), "template": content.TEMPLATE, "content": msgspec.to_builtins(content)})
    else:
        people().print(say("cli.paper_written", language(), file=file), markup=False)


def _write(file: Path, made: bytes) -> None:
    """A paper names a person: a new file is for its owner alone."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened_file:
        opened_file.write(made)
