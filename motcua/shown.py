"""`motcua audit shown`: what the citizen's page, the officer's screens and the hall's board said at a moment."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.opened import opened

if TYPE_CHECKING:
    from application.folder import StoreFolder

NUMBER = re.compile(r"[A-Za-z]\d{3,4}")
"""A ticket's number; anything else is a dossier's code."""


PageOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write the citizen's page as one HTML file.")
]
PicturesOption = Annotated[
    Path | None, typer.Option(help="Draw the screens of the desk and the hall as SVG files in this folder.")
]
UnsealOption = Annotated[
    str,
    typer.Option(help="Read personal data as this officer: asks for the password and records the reading."),
]
MirrorOption = Annotated[
    Path | None, typer.Option("--from-mirror", help="A mirror written by `audit mirror`, instead of a store.")
]
VkeyOption = Annotated[
    str, typer.Option(help="Public key of the log, from the notice board; else the one beside the log.")
]


@answering
def shown(
    what: Annotated[str, typer.Argument(help="Dossier code, or the number of a ticket.")],
    at: Annotated[str, typer.Option(help="Local moment, such as 2025-09-30T10:00.")],
    day: Annotated[str, typer.Option(help="Day of a ticket; the day of the moment unless you say.")] = "",
    out: PageOption = None,
    pictures: PicturesOption = None,
    unseal: UnsealOption = "",
    from_mirror: MirrorOption = None,
    vkey: VkeyOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What was to be seen of a dossier or a ticket at a moment, drawn from the log by the product's own pages."""
    from audit.shown import office_then
    from motcua.days import day_typed
    from motcua.moments import microseconds
    from motcua.replaying import source_of
    from motcua.showing import look, written
    from wording import say

    if unseal and from_mirror is not None:
        fail(say("audit.shown.mirror_is_sealed", language()), 2)
    moment, on = microseconds(at), day_typed(day).isoformat() if day else ""
    is_ticket = NUMBER.fullmatch(what.strip()) is not None
    with (
        _keys(store, what, unseal) as keys,
        source_of(store, from_mirror, vkey) as source,
        office_then(source, moment, unsealed_by=keys) as office,
    ):
        seen = look(office, what.strip(), on, language(), is_ticket=is_ticket, sealed=keys is None)
        files = written(office, seen, out, pictures, language())
    if json:
        print_json(seen.document() | {"files": files})
        return
    people().print(seen.text(language()), markup=False)
    for file in files:
        people().print(say("cli.paper_written", language(), file=file), markup=False)


@contextmanager
def _keys(store: Path | None, code: str, officer: str) -> "Iterator[StoreFolder | None]":
    """The keys of the real office, once an officer who may read the dossier has said so and that is recorded."""
    from motcua.acting import actor

    if not officer:
        yield None
        return
    with opened(store, to_write=True) as office:
        by = actor(office, officer)
        office.dossiers.open(office.dossiers.find(code), by, "check")
        yield office.folder
