"""The office examines itself: the log, the books made from it, the published tiles, the signer's memory, the vault.

The quick form is for every start: from where the log was verified last to its end, and the heads. The full form
trusts nothing that was found before.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from application.clock import Clock, SystemClock
from application.faults import Fault
from application.files import replace_file
from application.withholding import UNSOUND, Withheld, release, withheld, withhold
from audit.books import check_books, check_vault
from audit.findings import Findings, Problem
from audit.heads import Files
from audit.opening import connected, readable
from audit.published import check_tiles
from audit.scanning import Progress
from audit.verify import Verdict, Verified, verify
from ledger.leaf import HASH_BYTES

if TYPE_CHECKING:
    from application.office import Office

Form = Literal["quick", "full"]

BOOK = "logs/fsck.jsonl"
"""One line for each examination, in the store's folder."""
MOST_LINES = 400
POINT = "verified.json"
"""How far the log was verified, for the quick form. Who forges it is found by the signed root."""


class Fsck(msgspec.Struct, frozen=True, kw_only=True):
    """What an examination found. `at` is µs UTC; `checked` of `events` were read."""

    at: int
    form: Form
    ok: bool
    events: int = 0
    checked: int = 0
    files: int = 0
    """Published tiles that were compared."""
    keys: int = 0
    """Keys in the vault that were opened."""
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0


def quick(root: Path, clock: Clock | None = None) -> Fsck:
    """What the owner of a store asks at every start. A failure is looked into from the beginning."""
    started, at = time.perf_counter(), (clock or SystemClock()).now()
    verdict = verify(root, since=_point(root))
    if not verdict.ok and verdict.checked < verdict.events:
        verdict = verify(root)
    _remember(root, verdict)
    return _kept(root, _of(verdict, "quick", at, Findings(), started))


def full(office: "Office", *, jobs: int = 1, progress: Progress | None = None) -> Fsck:
    """Everything, from the first event on. Of an open office, which may go on working meanwhile."""
    started, at = time.perf_counter(), office.now()
    root, findings = office.folder.root, Findings()
    verdict = verify(root, jobs=jobs, progress=progress)
    tiles = keys = 0
    with readable(root) as address, closing(connected(address)) as rows:
        vkeys = (Files(root).vkey or b"").decode("utf-8", "replace")
        tiles = _tried(findings, "tiles", lambda: check_tiles(root, rows, vkeys, findings))
    _tried(findings, "books", lambda: check_books(office, findings))
    keys = _tried(findings, "vault", lambda: check_vault(office, findings))
    _remember(root, verdict)
    found = _of(verdict, "full", at, findings, started)
    return _kept(root, msgspec.structs.replace(found, files=tiles, keys=keys))


def settle(root: Path, found: Fsck) -> None:
    """A store in which something is wrong does not sign; one that was found whole again may."""
    why = withheld(root)
    if not found.ok and why is None:
        withhold(root, Withheld(UNSOUND))
    elif found.ok and found.form == "full" and why is not None and why.why == UNSOUND:
        release(root, sound=True)


def last(root: Path) -> Fsck | None:
    """The latest examination in the log book."""
    lines = _lines(root)
    return msgspec.json.decode(lines[-1], type=Fsck) if lines else None


def _of(verdict: Verdict, form: Form, at: int, findings: Findings, started: float) -> Fsck:
    first = (verdict.first_bad,) if verdict.first_bad is not None else ()
    others = tuple(each for each in (*verdict.problems, *findings.problems) if each not in first)
    return Fsck(
        at=at,
        form=form,
        ok=verdict.ok and not findings.count,
        events=verdict.events,
        checked=verdict.checked,
        seconds=round(time.perf_counter() - started, 3),
        problems=(*first, *others)[:20],
        problem_count=verdict.problem_count + findings.count,
    )


def _tried(findings: Findings, kind: str, work: Callable[[], int]) -> int:
    """A part that cannot even be looked at is a finding, too."""
    try:
        return work()
    except (Fault, sqlite3.Error, OSError) as error:
        findings.say(kind, f"This part could not be examined: {error}.")
        return 0


def _remember(root: Path, verdict: Verdict) -> None:
    if verdict.ok and verdict.signed_size and os.access(root, os.W_OK):
        point = Verified(verdict.origin, verdict.signed_size, verdict.frontier)
        replace_file(root / POINT, msgspec.json.encode(point), mode=0o600)


def _point(root: Path) -> Verified | None:
    try:
        point = msgspec.json.decode((root / POINT).read_bytes(), type=Verified)
        return point if all(len(bytes.fromhex(peak)) == HASH_BYTES for peak in point.frontier) else None
    except (OSError, ValueError, RecursionError):
        return None


def _kept(root: Path, found: Fsck) -> Fsck:
    """Write an examination into the log book, where it may be written."""
    with suppress(OSError):
        lines = [*_lines(root)[1 - MOST_LINES :], msgspec.json.encode(found)]
        (root / BOOK).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(root / BOOK, b"".join(line + b"\n" for line in lines), mode=0o600)
    return found


def _lines(root: Path) -> list[bytes]:
    try:
        return (root / BOOK).read_bytes().splitlines()
    except OSError:
        return []
