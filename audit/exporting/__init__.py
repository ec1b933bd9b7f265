"""Our own log as a file for other programs: XES, OCEL 2.0, CSV or Parquet, and the log remembers its digest."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from application.envelope import OFFICE, Actor
from application.exporting import record_export
from audit.cases import CaseLog, from_office, pseudonyms
from audit.exporting.ocel import ocel
from audit.exporting.parquet import write_parquet
from audit.exporting.plain import exportable
from audit.exporting.table import table
from audit.exporting.xes import xes
from audit.writing import whole_file
from domain.exporting import ExportFormat, LogExported
from domain.fact import Refused

if TYPE_CHECKING:
    from application.office import Office

FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
KEY_BYTES = 32
"""A shorter key could be found by trying."""

PUBLIC = re.compile(
    rb"\s*(?:[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+(?:\s|\Z)"
    rb"|-----BEGIN [A-Z ]*(?:PUBLIC KEY|CERTIFICATE)|(?:ssh|ecdsa)-\S+ )"
)
"""How the public keys that lie about begin: a log's or a witness's, of TLS, of SSH."""

_TEXTS: dict[str, Callable[[CaseLog], Iterator[str]]] = {"xes": xes, "ocel2": ocel, "csv": table}


class ExportFormatUnknown(Refused):
    """A log is exported in one of a few formats."""

    wrong_use = True


class ExportNeedsAFile(Refused):
    """Whoever exports says into which file."""

    wrong_use = True


class PseudonymKeyTooShort(Refused):
    """Whoever guesses the key knows which officer is which: it has at least 32 bytes."""


class PseudonymKeyIsPublic(Refused):
    """What anybody may read hides nobody: the key is a secret."""


class PseudonymKeyNotThere(Refused):
    """The file with the key is there and can be read."""


class LogExport(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was written. `size` is the number of events of the log it speaks for."""

    file: str
    format: str
    digest: str
    size: int
    cases: int
    events: int
    recorded: bool
    """Whether the log remembers it: a store that may only be read cannot."""
    kept_key: bool
    """Whether officers can be told apart by whoever holds the key; without one it was thrown away."""


def chosen(format: str, *others: str) -> ExportFormat:
    """The format of that name; `others` are names that the caller knows besides. Raises `ExportFormatUnknown`."""
    for each in FORMATS:
        if each == format:
            return each
    raise ExportFormatUnknown(format=format, known=", ".join((*others, *FORMATS)))


def key_from(path: Path | None, office: "Office") -> bytes:
    """The key of the pseudonyms, from the inspectorate's file, or one for this file alone that nobody keeps."""
    if path is None:
        return office.chance.draw(KEY_BYTES)
    try:
        key = path.read_bytes()
    except OSError as error:
        raise PseudonymKeyNotThere(file=path) from error
    if PUBLIC.match(key):
        raise PseudonymKeyIsPublic(file=path)
    if len(key) < KEY_BYTES:
        raise PseudonymKeyTooShort(file=path, least=KEY_BYTES)
    return key


def export_log(
    office: "Office", path: Path, format: ExportFormat, *, key: Path | None = None, by: Actor = OFFICE
) -> LogExport:
    """Write the dossiers and tickets of the log into `path`; the log remembers the file before it is there.

    Raises `NothingToExport`, `ParquetNeedsPyarrow`, `NowhereToWrite`, `PseudonymKeyTooShort`, `PseudonymKeyIsPublic`,
    `PseudonymKeyNotThere`; a file that was there before stays as it was when anything goes wrong.
    """
    size = office.store.last_id()
    log = exportable(from_office(office, size=size, officer=pseudonyms(key_from(key, office))))
    with whole_file(path) as written:
        write(log, written, format)
        fact = LogExported(
            format=format,
            digest=digest_of(written),
            size=size,
            cases=len(log.cases),
            events=sum(len(case.events) for case in log.cases),
        )
        if not office.read_only:
            record_export(office.core, fact, by)
    return LogExport(
        file=str(path),
        format=format,
        digest=fact.digest,
        size=size,
        cases=fact.cases,
        events=fact.events,
        recorded=not office.read_only,
        kept_key=key is not None,
    )


def write(log: CaseLog, path: Path, format: ExportFormat) -> None:
    """A log that is `exportable`, in a format."""
    if format == "parquet":
        write_parquet(log, path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_TEXTS[format](log))


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 16):
            digest.update(chunk)
    return digest.hexdigest()
