"""Reaching an office that runs on another machine: its address, and the credential of this device."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from motcua.console import err, fail, language
from motcua.named_file import a_text

if TYPE_CHECKING:
    from application.remote import RemoteOffice

ServerOption = Annotated[
    str,
    typer.Option(
        help="Address of the office's server, such as https://motcua.xa.vn; without it, the office in --store."
    ),
]
CredentialOption = Annotated[
    Path | None,
    typer.Option(help="File with this device's credential, from motcua device enroll.", callback=a_text),
]
HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@contextmanager
def reached(server: str, credential: Path | None) -> Iterator[tuple["RemoteOffice", str]]:
    """The office behind an address, and the name under which this device was enrolled."""
    from application.remote import RemoteOffice

    secret = check_way(server, credential)
    office = RemoteOffice(server.rstrip("/"), secret)
    try:
        yield office, secret.partition(".")[0]
    finally:
        office.close()


def check_way(server: str, credential: Path | None) -> str:
    """The credential, once the address can be one; what cannot is said before any screen is drawn."""
    _check_address(server)
    return _read(credential)


def _check_address(server: str) -> None:
    from wording import say

    try:
        parts = urlsplit(server)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or not server.isascii():
        fail(say("cli.not_an_address", language(), text=server), 2)
    if parts.scheme == "http" and host not in HERE:
        err.print(say("cli.plain_http", language(), server=server), markup=False)


def _read(credential: Path | None) -> str:
    from wording import say

    if credential is None:
        fail(say("cli.server_without_credential", language()), 2)
    try:
        secret = credential.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        fail(say("cli.credential_unreadable", language(), path=credential))
    if not all(secret.partition(".")) or not secret.isprintable() or " " in secret:
        fail(say("cli.credential_unreadable", language(), path=credential))
    return secret
