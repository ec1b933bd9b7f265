"""Opens a store for reading only: writes nothing beside it, and sees what the office has just written."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

DATABASE = "office.db"
FORMAT = "1"

_SECONDS_TO_WAIT = 10
_BESIDE = ("-wal", "-journal")


class NotAStore(Exception):  # noqa: N818 - an answer, not an error of the program
    """There is nothing here to verify. The text says why and what to do."""


@contextmanager
def readable(store: Path) -> Iterator[str]:
    """The address under which the database can be read.

    At rest it is read as it lies, so that even a read-only folder will do. When the office is writing, its
    journal is read too; where SQLite cannot do that without writing, from a copy.
    """
    path = store / DATABASE
    if not store.is_dir():
        raise NotAStore(f"There is no folder {store}: give the folder of a store with --store.")
    if not path.is_file():
        raise NotAStore(f"There is no {DATABASE} in {store}: give the folder of a store with --store.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise NotAStore(f"{path} cannot be read: {error.strerror}. Ask for the right to read it.") from None
    if not any(_written(path, suffix) for suffix in _BESIDE):
        yield _address(path, "mode=ro&immutable=1")
    elif _opens(_address(path, "mode=ro")):
        yield _address(path, "mode=ro")
    else:
        with TemporaryDirectory(prefix="motcua-verify-") as folder:
            yield _address(_copied(path, Path(folder)), "mode=rw")


def connected(address: str) -> sqlite3.Connection:
    """A connection in which bytes that are no text stop nobody: they arrive with a mark in their place."""
    connection = sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    connection.text_factory = lambda octets: octets.decode("utf-8", "replace")
    connection.execute("PRAGMA mmap_size = 0")  # a file cut short while mapped would end the process
    return connection


def stamp(store: Path) -> tuple[object, ...]:
    """Changes whenever the database was written to."""
    path = store / DATABASE
    files = (path, *(path.with_name(path.name + suffix) for suffix in _BESIDE))
    return tuple((file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else None for file in files)


def octets(path: Path) -> bytes | None:
    """What a file holds, or None when it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def unit_of(rows: sqlite3.Connection) -> bytes:
    """The unit code the store was opened for, as bytes. Refuses what is no store of this format."""
    try:
        meta = dict(rows.execute("SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM meta"))
        rows.execute("SELECT id, stream, version, topic, recorded_at, state FROM event LIMIT 0")
        rows.execute("SELECT id, nonce, claims, commitment FROM leaf LIMIT 0")
        rows.execute("SELECT number, origin, start FROM log LIMIT 0")
    except sqlite3.DatabaseError as error:
        raise NotAStore(f"{DATABASE} is not a store ({error}): give another folder, or restore it.") from None
    found = bytes(meta.get(b"format", b"")).decode("utf-8", "replace")
    if found != FORMAT:
        raise NotAStore(f"The store has format {found!r}, not {FORMAT!r}: use the program that wrote it.")
    if b"unit" not in meta:
        raise NotAStore("The store does not say which unit it belongs to: restore it from a backup.")
    return bytes(meta[b"unit"])


def _address(path: Path, how: str) -> str:
    return f"file:{quote(str(path.resolve()))}?{how}"


def _written(path: Path, suffix: str) -> bool:
    beside = path.with_name(path.name + suffix)
    return beside.exists() and beside.stat().st_size > 0


def _opens(address: str) -> bool:
    try:
        with closing(connected(address)) as rows:
            rows.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True  # it opens and is damaged: that is for the reader to say
    return True


def _copied(path: Path, folder: Path) -> Path:
    for suffix in ("", *_BESIDE):
        if suffix == "" or _written(path, suffix):
            shutil.copyfile(path.with_name(path.name + suffix), folder / (path.name + suffix))
    return folder / path.name
