"""`motcua key`: the log's keys: shown, printed for the notice board, changed; and a new log when one has to begin."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, err, fail, language, people, print_json
from motcua.named_file import a_text
from motcua.opened import folder_of, opened

if TYPE_CHECKING:
    from application.closing import NewLog
    from application.office import Office

app = typer.Typer(
    help="Keys of the log: show, print for the notice board, change; begin a new log.", no_args_is_help=True
)

Why = Annotated[str, typer.Option("--why", help="The reason, in writing; it is kept in the log, sealed.")]


@app.command()
@answering
def show(
    all_keys: Annotated[bool, typer.Option("--all", help="The keys of closed logs as well.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The public key that checks the log: alone on standard output, with fingerprint and code for people beside it."""
    from motcua.demonstration import qr_text
    from wording import say

    with opened(store) as office:
        keys, here, waiting = office.log_keys.posted(), office.log_keys.here, office.signer.unsigned()
        current = office.log_keys.verifying(office.signer.log().origin)
    shown = keys if all_keys else [current]
    if json:
        told = [
            {"origin": key.name, "vkey": str(key), "fingerprint": key.fingerprint, "current": key == current}
            for key in shown
        ]
        print_json({"vkey": str(current), "keys": told, "signing": here, "unsigned": waiting})
        return
    for key in shown:
        people().print(str(key), markup=False)
        err.print(say("key.fingerprint", language(), fingerprint=key.fingerprint), markup=False)
    if err.is_terminal:
        err.print(qr_text(str(current)), markup=False)
    if not here:
        err.print(say("key.away", language(), count=waiting), markup=False)


@app.command("print")
@answering
def print_sheet(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="PDF file to write.")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """One A4 page for the notice board: fingerprint, verifier key and its code."""
    from papers.notice import KeyNotice, notice_pdf
    from wording import say

    with opened(store) as office:
        unit, keys = office.unit, office.log_keys.posted()
        current = office.log_keys.verifying(office.signer.log().origin)
        notice = KeyNotice(
            unit=unit.name,
            superior=unit.superior,
            simulated=unit.simulated,
            origin=current.name,
            vkey=str(current),
            fingerprint=current.fingerprint,
            earlier=tuple((key.name, key.fingerprint) for key in keys if key != current),
            made_at=office.now(),
        )
    file = out or Path(f"{say('key.sheet.file', language())}.pdf")
    try:
        file.write_bytes(notice_pdf(notice))
    except OSError:
        fail(say("cli.paper_not_written", language(), file=file))
    if json:
        print_json({"file": str(file), "origin": notice.origin, "fingerprint": notice.fingerprint})
    else:
        people().print(say("cli.paper_written", language(), file=file), markup=False)


@app.command()
@answering
def rotate(
    why: Why = "",
    lost: Annotated[
        bool, typer.Option("--lost", help="The private key is gone: begin without its last signature.")
    ] = False,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Change the key. It belongs to one log's name, so the log is closed and the next one begins under the new key."""
    from application.closing import rotate_key

    with opened(store, to_write=True) as office:
        _tell(office, rotate_key(office, why, actor(office, by), lost=lost), json=json)


@app.command("close-year")
@answering
def close_year(store: StoreOption = None, json: JsonOption = False) -> None:
    """Close the log of an earlier year and begin this year's; nothing happens when it is this year's already."""
    from application.closing import turn_year
    from wording import say

    with opened(store, to_write=True) as office:
        new = turn_year(office)
        if new is not None:
            _tell(office, new, json=json)
        elif json:
            print_json({"closed": ""})
        else:
            origin = office.signer.log().origin
            people().print(say("key.nothing_to_close", language(), origin=origin), markup=False)


@app.command()
@answering
def reopen(
    why: Why = "",
    head: Annotated[
        Path | None,
        typer.Option(help="The last signed head of this log that a witness has, as a file.", callback=a_text),
    ] = None,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Begin a new log after events were lost: its first event names the last head that was seen outside."""
    from application.closing import reopen as begin

    seen = head.read_bytes() if head is not None else b""
    with opened(store, to_write=True) as office:
        _tell(office, begin(office, why, seen, actor(office, by)), json=json)


def _tell(office: "Office", new: "NewLog", *, json: bool) -> None:
    from wording import say
    from wording.dates import number_text

    fact, tongue = new.fact, language()
    if json:
        told = {"closed": fact.origin, "size": fact.size, "kept": fact.kept, "begun": fact.begins}
        print_json(told | {"vkey": str(new.key), "fingerprint": new.key.fingerprint})
        return
    blanks = {"closed": fact.origin, "size": number_text(fact.size, tongue), "begun": fact.begins}
    people().print(say("key.begun", tongue, **blanks), markup=False)
    people().print(str(new.key), markup=False)
    people().print(say("key.fingerprint", tongue, fingerprint=new.key.fingerprint), markup=False)
    people().print(say("key.post_it", tongue, store=folder_of(office.folder.root)), markup=False)
