"""`motcua audit import` and `motcua audit export`: logs of other systems, and our own for other programs."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.named_file import a_file, a_text
from motcua.opened import folder_of, opened

if TYPE_CHECKING:
    from audit.exporting import LogExport
    from audit.foreign.examined import Examination

TILES = "tiles"
ZONE = "Asia/Ho_Chi_Minh"


def add_to(app: typer.Typer) -> None:
    app.command("import")(read)
    app.command()(export)


@answering
def read(
    file: Annotated[
        Path,
        typer.Argument(help="XES (.xes, .xes.gz), OCEL 2.0 (.json, .jsonocel) or CSV.", callback=a_file),
    ],
    map: Annotated[
        list[str] | None,
        typer.Option("--map", help="What a column stands for: COLUMN=MEANING; may be repeated."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="Allowed steps and rules (TOML, see docs/foreign-logs.md).", callback=a_text),
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone of moments that do not say theirs.")] = ZONE,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Report as one HTML page.")] = None,
    json: JsonOption = False,
) -> None:
    """Read another system's log, check it, and ask it every question that its columns allow."""
    from audit.foreign.telling import report_text
    from wording import say

    examined = _examined(file, map or [], model, zone)
    if out is not None:
        from audit.foreign.page import page
        from audit.writing import whole_file

        with whole_file(out) as written:
            written.write_text(page(examined, language()), encoding="utf-8")
    if json:
        print_json(examined)
        return
    people().print(report_text(examined, language()), markup=False)
    if out is not None:
        people().print(say("foreign.reported", language(), file=out), markup=False)


def _examined(file: Path, said: list[str], model: Path | None, zone: str) -> "Examination":
    from zoneinfo import ZoneInfo

    from application.clock import SystemClock
    from audit.flags.running import run
    from audit.foreign import read_log
    from audit.foreign.columns import parsed_mapping
    from audit.foreign.examined import examine
    from audit.foreign.model import read_model
    from audit.foreign.refusals import ZoneUnknown

    try:
        where = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ZoneUnknown(zone=zone) from None
    allowed = read_model(model) if model is not None else None
    imported = read_log(file, parsed_mapping(said), where)
    return examine(imported, flagging=run, now=SystemClock().now(), model=allowed)


@answering
def export(
    format: Annotated[
        str, typer.Option(help="tiles (the log itself), or dossiers and tickets as xes, ocel2, csv, parquet.")
    ] = TILES,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; not for tiles.")] = None,
    pseudonym_key: Annotated[
        Path | None,
        typer.Option(
            help="Secret of the inspectorate under which officers are renamed; else nobody keeps one.",
            callback=a_file,
        ),
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder of the tiles; else the store's own.")] = None,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write the log as static tiles that anybody may check, or as a file for other programs (`--format`)."""
    if format == TILES:
        _tiles(folder, store, json)
        return
    from audit.exporting import ExportNeedsAFile, chosen, export_log

    wanted = chosen(format, TILES)
    if out is None:
        raise ExportNeedsAFile()
    with opened(store, to_write=os.access(folder_of(store), os.W_OK)) as office:
        written = export_log(office, out, wanted, key=pseudonym_key, by=actor(office, by))
    if json:
        print_json(written)
    else:
        _tell(written)


def _tell(written: "LogExport") -> None:
    from wording import say
    from wording.dates import number_text

    tongue = language()
    figures = {name: number_text(getattr(written, name), tongue) for name in ("cases", "events")}
    sentences = [
        say("foreign.exported", tongue, file=written.file, digest=written.digest, **figures),
        say("foreign.remembered" if written.recorded else "foreign.not_remembered", tongue),
        say("foreign.key_kept" if written.kept_key else "foreign.key_gone", tongue),
    ]
    people().print("\n".join(sentences), markup=False)


def _tiles(folder: Path | None, store: Path | None, json: bool) -> None:
    from audit.export import export_tiles
    from wording import say

    with opened(store, to_write=True) as office:
        exported = export_tiles(office, folder)
    if json:
        print_json(exported)
        return
    text = say(
        "cli.exported", language(), files=len(exported.written), folder=exported.folder, size=exported.size
    )
    people().print(text, markup=False)
