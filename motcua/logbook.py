"""What a full-screen program has to say to a technician: kept in a small file, since its terminal shows the screen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

FOLDER = "logs"
"""In the store's folder, or in that of the device."""
LARGEST, OLDER = 1 << 19, 3
"""Bytes of one file, and how many earlier ones are kept."""
LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Quiet(RotatingFileHandler):
    """A full disk costs lines of this file, and never a line on the screen."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass


@contextmanager
def logbook(root: Path, name: str) -> Iterator[Path]:
    """Warnings and worse go to `logs/NAME.log` while this lasts; nothing is written to the terminal."""
    file = root / FOLDER / f"{name}.log"
    logs, book = logging.getLogger(), _book(file)
    logs.addHandler(book)
    try:
        yield file
    finally:
        logs.removeHandler(book)
        book.close()


def _book(file: Path) -> logging.Handler:
    """None of it can be kept where the folder cannot be made."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return logging.NullHandler()
    book = Quiet(file, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", delay=True)
    book.setLevel(logging.WARNING)
    book.setFormatter(logging.Formatter(LINE))
    return book
