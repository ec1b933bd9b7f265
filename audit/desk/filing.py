"""Files to take away: a proof, and a thread with everything that is needed to check it."""

from pathlib import Path

import msgspec

from application.faults import StoreReadOnly
from application.inspections import is_signed
from application.inspections_door import ThreadEntry, ThreadFile
from application.signer import replace_file
from audit.desk.proofs import Proved
from domain import inspection as i
from domain.fact import Refused

FORMAT = "motcua-inspection-file/v1"


class NotAnInspectionFile(Refused):
    """The file is no thread that was saved at the inspector's desk."""


class SavedThread(msgspec.Struct, frozen=True, kw_only=True):
    """A thread for the inspectorate. Every entry's words can be checked against what was signed."""

    format: str
    code: str
    vkey: str
    """The inspector's verifier key."""
    entries: tuple[ThreadEntry, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a saved thread: whether its signature and its words hold; an answer has no signature of its own."""

    entry: ThreadEntry
    signed: bool
    words: bool


def save_proof(proved: Proved, folder: Path) -> Path:
    """Write the `.tlog-proof` of an event; the path it was written to."""
    return _write(folder / f"{proved.event}.tlog-proof", proved.octets)


def save_thread(file: ThreadFile, vkey: str, folder: Path) -> Path:
    """Write a thread as one JSON document."""
    saved = SavedThread(format=FORMAT, code=file.line.code, vkey=vkey, entries=file.entries)
    octets = msgspec.json.format(msgspec.json.encode(saved), indent=2) + b"\n"
    return _write(folder / f"{file.line.code}.json", octets)


def check_thread(path: Path, vkey: str = "") -> tuple[SavedThread, tuple[Checked, ...]]:
    """A saved thread, each entry checked against `vkey`, or against the key in the file when none is given."""
    try:
        saved = msgspec.json.decode(path.read_bytes(), type=SavedThread)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        raise NotAnInspectionFile(path=path) from None
    if saved.format != FORMAT:
        raise NotAnInspectionFile(path=path)
    return saved, tuple(_checked(entry, vkey or saved.vkey) for entry in saved.entries)


def _checked(entry: ThreadEntry, vkey: str) -> Checked:
    if entry.kind == "answer":
        return Checked(entry=entry, signed=True, words=True)
    try:
        said = i.parse(entry.statement)
    except i.NotAStatement:
        return Checked(entry=entry, signed=False, words=False)
    return Checked(
        entry=entry,
        signed=is_signed(entry.statement, entry.signature, vkey),
        words=i.digest_of(entry.words, entry.salt) == said.words,
    )


def _write(path: Path, octets: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, octets)
    except OSError as error:
        raise StoreReadOnly(path=path) from error
    return path
