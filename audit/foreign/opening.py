"""Opens a file of another system: its bytes in parts, unpacked where they are packed, up to a limit."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from application.faults import named
from audit.foreign.refusals import LogFileTooLarge, NoKnownLogFormat, NoLogFile

LARGEST = 2_000_000_000
"""Bytes after unpacking. What is larger does not fit in memory as a log, or was packed to harm."""
CHUNK = 1 << 16
PACKED = b"\x1f\x8b"
FORMATS = {
    ".xes": "xes", ".json": "ocel2", ".jsonocel": "ocel2", ".ocel": "ocel2", ".csv": "csv", ".tsv": "csv",
    ".txt": "csv",
}  # fmt: skip


def format_of(path: Path) -> str:
    """`xes`, `ocel2` or `csv`, by the name of the file. Raises `NoLogFile`, `NoKnownLogFormat`."""
    if not path.is_file():
        raise NoLogFile(file=path)
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    if not suffixes or suffixes[-1] not in FORMATS:
        raise NoKnownLogFormat(file=path.name)
    return FORMATS[suffixes[-1]]


def chunks(path: Path, largest: int = LARGEST) -> Iterator[bytes]:
    """The bytes of a file in parts, unpacked when it is gzipped.

    Raises `NoLogFile`, `LogFileTooLarge`; `EOFError` and `zlib.error` from a packed file that is cut or damaged.
    """
    read = 0
    try:
        with path.open("rb") as file:
            packed = file.read(len(PACKED)) == PACKED
            file.seek(0)
            source = gzip.GzipFile(fileobj=file) if packed else file
            while chunk := source.read(CHUNK):
                read += len(chunk)
                if read > largest:
                    raise LogFileTooLarge(file=path.name, most=largest)
                yield chunk
    except gzip.BadGzipFile as error:
        raise EOFError(str(error)) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise NoLogFile(file=path) from error
    except OSError as error:
        raise named(error, path) from error
