"""`motcua device`: kiosks, boards and desks that reach the office over the network, and their credentials."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, err, fail, language, people, print_json
from motcua.opened import opened

app = typer.Typer(
    help="Devices: which kiosks, boards and desks may reach this office over the network.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="Name of the device, such as kiosk-2.")]


@app.command()
@answering
def enroll(
    device: Name,
    kind: Annotated[str, typer.Option(help="kiosk, board or desk.")],
    place: Annotated[str, typer.Option(help="Where it stands.")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="New file for the credential, for its owner alone.")
    ] = None,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Give a device its credential. It is shown this once; the office keeps only its hash."""
    from wording import say

    with opened(store, to_write=True) as office, _file_for_one(output) as file:
        credential = office.devices.enroll(device, kind, place, actor(office, by))
        if file is not None:
            file.write(credential + "\n")
    if json:
        shown = {} if output else {"credential": credential}
        print_json({"device": device, "kind": kind, "place": place, "file": str(output or "")} | shown)
    elif output:
        people().print(say("device.enrolled_to", language(), device=device, path=output), markup=False)
    else:
        people().print(credential, markup=False)
        err.print(say("device.shown_once", language(), device=device), markup=False)


@app.command("list")
@answering
def show_all(store: StoreOption = None, json: JsonOption = False) -> None:
    """Every device that ever held a credential."""
    from wording import say

    with opened(store) as office:
        found = office.devices.list()
    if json:
        print_json(
            [
                {"device": d.device, "kind": d.kind, "place": d.place, "enrolled": bool(d.digest)}
                for d in found
            ]
        )
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("device", "kind", "place", "state"):
        table.add_column(say(f"device.column.{heading}", language()))
    for each in found:
        state = say(f"device.state.{'enrolled' if each.digest else 'revoked'}", language())
        table.add_row(each.device, say(f"history.word.kind.{each.kind}", language()), each.place, state)
    people().print(table)


@app.command()
@answering
def revoke(
    device: Name,
    reason: Annotated[str, typer.Option(help="Why; only the office reads it.")],
    by: ByOption = "",
    store: StoreOption = None,
) -> None:
    """Take a device's credential back: from then on it reaches nothing."""
    from wording import say

    with opened(store, to_write=True) as office:
        office.devices.revoke(device, reason, actor(office, by))
    people().print(say("device.revoked", language(), device=device), markup=False)


@contextmanager
def _file_for_one(path: Path | None) -> Iterator[IO[str] | None]:
    """A new file that only its owner may read, made before anything is recorded; gone again if nothing was."""
    from wording import say

    if path is None:
        yield None
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        fail(say("device.no_file", language(), path=path))
    try:
        with os.fdopen(descriptor, "w") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise
