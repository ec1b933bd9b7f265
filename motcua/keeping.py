"""A kiosk that does not stop: an office that may be out of reach, and a watchdog that starts the screen again."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import err
from motcua.logbook import logbook
from motcua.opened import PUBLIC_URL

if TYPE_CHECKING:
    from application.ports import OfficePort
    from kiosk.hardening import PublicApp
    from kiosk.keeping import KeptOffice

log = logging.getLogger("motcua.watch")

WATCH = "--watch"
WatchOption = Annotated[
    bool, typer.Option(WATCH, help="Start the kiosk again whenever it dies or stands still.")
]
FOLDER = "kiosks"
"""Beside the store: what each kiosk keeps for when the office is out of reach."""


@contextmanager
def kept(opening: "Callable[[], OfficePort]", root: Path, device: str) -> "Iterator[KeptOffice]":
    """The office for a kiosk. The first time it must be there; later it may come when it likes."""
    from application.ports import UnitView
    from kiosk.keeping import KeptOffice, Safe

    safe = Safe(root / FOLDER / device)
    if safe.recall("unit", UnitView) is None:
        first = opening()
        office = KeptOffice(lambda: first, safe, device)
    else:
        office = KeptOffice(opening, safe, device)
    try:
        yield office
    finally:
        office.close()


def here(root: Path) -> "OfficePort":
    """The office of a folder, in this process."""
    from application.office import PUBLIC_URL as HERE
    from application.office import Office

    return Office.at(root, public_url=os.environ.get(PUBLIC_URL, HERE))


def run(screen: "PublicApp") -> None:
    """Until it ends; the exit code is the screen's own, so that whoever watches starts it again after a crash."""
    screen.run()
    if screen.return_code:
        raise typer.Exit(screen.return_code)


def watch(root: Path, device: str) -> None:
    """Run this very command under a watchdog; never returns."""
    from kiosk.watchdog import Watchdog

    def tell(text: str) -> None:
        err.print(text, markup=False)
        log.warning(text)

    arguments = [each for each in sys.argv[1:] if each != WATCH]
    command = [sys.executable, "-m", "motcua", *arguments]
    with logbook(root, f"{device}-watch"):
        raise typer.Exit(Watchdog(command, tell=tell).run())
