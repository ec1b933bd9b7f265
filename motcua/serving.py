"""`motcua serve`: the owner of the store, with the web in front of it and its watches beside it."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from motcua.console import StoreOption, answering, err, fail, language
from motcua.fsck import NightWatch, at_start
from motcua.logbook import logbook
from motcua.office import Host, Port
from motcua.opened import folder_of, opened
from motcua.witnessed import pushing

if TYPE_CHECKING:
    from application.office import Office

LOCK = "serving.lock"
"""In the store's folder; locked, and with the owner's name in it, for as long as a server runs."""
DEVICE = "serve"
TECHNICAL = ("uvicorn", "uvicorn.access")
"""Loggers of the web server: in English, and for technicians."""


class Owner(msgspec.Struct, frozen=True):
    """Who serves a store now."""

    pid: int
    host: str
    port: int


def add_to(app: typer.Typer) -> None:
    app.command()(serve)


@answering
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8080,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show the web server's technical log, in English.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """The office as a server: store, projections, signer, and the web pages that QR codes open."""
    from application.folder import StoreFolder
    from web.server import serve as run
    from wording import say

    root = folder_of(store)
    StoreFolder.at(root).must_exist()
    with logbook(root, DEVICE), owned(root, host, port) as claim:
        sound = at_start(root).ok
        with opened(store, to_write=sound, read_only=not sound) as office, ExitStack() as watches:
            if sound:
                _begin(office, watches)

            def ready(bound: int) -> None:
                if not verbose:
                    _to_the_logbook()
                _claim(claim, Owner(os.getpid(), host, bound))
                err.print(say("cli.serving", language(), host=host, port=bound), markup=False)

            run(office, host, port, ready=ready)


@contextmanager
def owned(root: Path, host: str, port: int) -> Iterator[int]:
    """The store is this process's to serve; the open file that says so, or -1 where no file may be written.

    The claim is a lock on that file: the system takes it back when the process ends, however it ends.
    """
    from wording import say

    try:
        claim = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a store that may only be read: nobody can harm it
        yield -1
        return
    try:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail(say("cli.served_already", language(), **_owner(claim)))
        _claim(claim, Owner(os.getpid(), host, port))
        yield claim
    finally:
        os.close(claim)


def _claim(claim: int, owner: Owner) -> None:
    if claim < 0:
        return
    with suppress(OSError):  # a full disk: the lock holds, only the name is missing
        os.ftruncate(claim, 0)
        os.pwrite(claim, msgspec.json.encode(owner), 0)


def _owner(claim: int) -> dict[str, object]:
    try:
        owner = msgspec.json.decode(os.pread(claim, 4096, 0), type=Owner)
    except (OSError, msgspec.DecodeError):
        return {"pid": "?", "host": "?", "port": "?"}  # it has only just begun
    return {"pid": str(owner.pid), "host": owner.host, "port": str(owner.port)}


def _to_the_logbook() -> None:
    """Nothing of the web server's own on the terminal; what it warns of goes where all warnings go."""
    for name in TECHNICAL:
        technical = logging.getLogger(name)
        technical.handlers.clear()
        technical.propagate = True


def _begin(office: "Office", watches: ExitStack) -> None:
    """What was left over from earlier days is settled before anybody is served; the watches see to the days to come."""
    from application.closing import turn_year
    from application.digesting import DayWatch
    from wording import say

    office.queue.end_earlier_days()
    if office.may_sign:
        turn_year(office)
    elif not office.log_keys.here:
        err.print(say("key.away", language(), count=office.signer.unsigned()), markup=False)
    for watch in (pushing(office), DayWatch(office.digesting), NightWatch(office)):
        watches.enter_context(watch)
