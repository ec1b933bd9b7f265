"""`motcua audit bundle` and `motcua audit checker`: evidence to carry away, and the one file that checks it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import WRONG_USE, JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.days import day_typed
from motcua.named_file import a_text
from motcua.opened import opened
from motcua.secret import asked

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


Codes = Annotated[list[str] | None, typer.Argument(help="Dossier codes, such as H20.321-250701-0001.")]
UnsealOption = Annotated[
    bool, typer.Option(help="Personal data in the clear as well; every dossier's reading is recorded.")
]
MakerOption = Annotated[
    str,
    typer.Option(
        "--as",
        help="Sign-in name of whoever makes it; the password is asked for, or read from standard input.",
    ),
]
SinceOption = Annotated[
    list[Path] | None,
    typer.Option(help="An earlier signed head, kept elsewhere; may be repeated.", callback=a_text),
]
SignerOption = Annotated[
    Path | None,
    typer.Option(
        help="File with the private key that signs the bundle, if not the log's own.", callback=a_text
    ),
]


@answering
def bundle(
    codes: Codes = None,
    out: OutOption = Path("evidence.zip"),
    officer: Annotated[str, typer.Option(help="All acts of this officer (sign-in name).")] = "",
    day: Annotated[str, typer.Option(help="One day: 01/07/2026 or 2026-07-01.")] = "",
    first: Annotated[str, typer.Option("--from", help="First day.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, included.")] = "",
    unseal: UnsealOption = False,
    maker: MakerOption = "",
    since: SinceOption = None,
    key: SignerOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make one signed file of evidence, with proofs and a checker inside, for a court or an inspectorate."""
    from application.envelope import OFFICE
    from audit.bundling import make_bundle
    from wording import say

    if unseal and not maker:
        fail(say("cli.bundle_who", language()), WRONG_USE)
    with opened(store, to_write=True) as office:
        if officer:
            office.core.known().officer(officer)  # refused when there is nobody of that name
        by = _signed_in(office, maker) if maker else OFFICE
        made = make_bundle(
            office,
            _chosen(codes or [], officer, day, first, last),
            by=by,
            unseal=unseal,
            signer=_signer(key) if key else None,
            earlier=[path.read_bytes() for path in since or []],
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
    from domain.flagging import must_be_a_period
    from wording import say

    days = bool(day or first or last)
    if bool(codes) == (bool(officer) or days) or (day and (first or last)):
        fail(say("cli.bundle_what", language()), WRONG_USE)
    begins, ends = (day_typed(text) if text else None for text in (day or first, day or last))
    must_be_a_period(*(each.isoformat() if each else "" for each in (begins, ends)))
    return Chosen(codes=tuple(codes), officer=officer, first=begins, last=ends)


def _signed_in(office: "Office", officer: str) -> "Actor":
    from wording import say

    password = asked(say("cli.paper_password", language(), officer=officer))
    return office.staff.sign_in(officer, password, "", DEVICE)


def _signer(path: Path) -> "Signer":
    from ledger.note import Signer

    return Signer.parse(path.read_bytes().decode("ascii", "replace").strip())


def _write(path: Path, octets: bytes) -> None:
    """Evidence names people: a new file is for its owner alone."""
    from wording import say

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(octets)
    except OSError:
        fail(say("cli.bundle_not_written", language(), file=path))
