"""`motcua audit bundle` and `motcua audit checker`: evidence to carry away, and the one file that checks it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.opened import opened

if TYPE_CHECKING:
    from application.envelope import Actor
    from application.office import Office
    from audit.bundling import Chosen
    from ledger.note import Signer

DEVICE = "command-line"

OutOption = Annotated[Path, typer.Option("--out", "-o", help="File to write.")]


def add_to(app: typer.Typer) -> None:
    """Below `motcua audit`."""
    app.command()(bundle)
    app.command()(checker)


@answering
def bundle(
    codes: Annotated[
        list[str] | None, typer.Argument(help="Dossier codes, such as H20.321-250701-0001.")
    ] = None,
    out: OutOption = Path("evidence.zip"),
    officer: Annotated[str, typer.Option(help="All acts of this officer (sign-in name).")] = "",
    day: Annotated[str, typer.Option(help="One day: 01/07/2026 or 2026-07-01.")] = "",
    first: Annotated[str, typer.Option("--from", help="First day.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, included.")] = "",
    unseal: Annotated[
        bool, typer.Option(help="Personal data in the clear as well; every dossier's reading is recorded.")
    ] = False,
    maker: Annotated[
        str, typer.Option("--as", help="Sign-in name of whoever makes it; the password is asked for.")
    ] = "",
    since: Annotated[
        list[Path] | None, typer.Option(help="An earlier signed head, kept elsewhere; may be repeated.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help="File with the private key that signs the bundle, if not the log's own."),
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make one signed file of evidence, with proofs and a checker inside, for a court or an inspectorate."""
    from application.envelope import OFFICE
    from audit.bundling import make_bundle
    from wording import say

    if unseal and not maker:
        fail(say("cli.bundle_who", language()), 2)
    with opened(store, to_write=True) as office:
        by = _signed_in(office, maker) if maker else OFFICE
        made = make_bundle(
            office,
            _chosen(codes or [], officer, day, first, last),
            by=by,
            unseal=unseal,
            signer=_signer(key) if key else None,
            earlier=[_read(path) for path in since or []],
        )
    _write(out, made.octets)
    if json:
        told = {"file": str(out), "manifest": made.manifest, "events": made.events, "size": made.size}
        print_json(told | {"signed_by": str(made.signed_by)})
        return
    text = say("cli.bundled", language(), file=out, events=made.events, manifest=made.manifest)
    people().print(text, markup=False)


@answering
def checker(out: OutOption = Path("motcua_check.py"), json: JsonOption = False) -> None:
    """Write the checker: one file of Python that needs nothing of this programme."""
    from audit.checker import source
    from wording import say

    _write(out, source().encode())
    if json:
        print_json({"file": str(out)})
    else:
        people().print(say("cli.checker_written", language(), file=out), markup=False)


def _chosen(codes: list[str], officer: str, day: str, first: str, last: str) -> "Chosen":
    from audit.bundling import Chosen
    from wording import say

    days = bool(day or first or last)
    if bool(codes) == (bool(officer) or days) or (day and (first or last)):
        fail(say("cli.bundle_what", language()), 2)
    return Chosen(
        codes=tuple(codes),
        officer=officer,
        first=day_typed(day or first) if day or first else None,
        last=day_typed(day or last) if day or last else None,
    )


def _signed_in(office: "Office", officer: str) -> "Actor":
    from wording import say

    password = typer.prompt(say("cli.paper_password", language(), officer=officer), hide_input=True, err=True)
    return office.staff.sign_in(officer, password, "", DEVICE)


def _signer(path: Path) -> "Signer":
    from ledger.note import Signer

    return Signer.parse(_read(path).decode("ascii", "replace").strip())


def _read(path: Path) -> bytes:
    from wording import say

    try:
        return path.read_bytes()
    except OSError:
        fail(say("cli.bundle_unreadable", language(), file=path), 2)


def _write(path: Path, octets: bytes) -> None:
    """Evidence names people: a new file is for its owner alone."""
    from wording import say

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(octets)
    except OSError:
        fail(say("cli.bundle_not_written", language(), file=path))
