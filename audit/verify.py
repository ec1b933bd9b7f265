"""Recomputes the whole log from the stored rows and compares it with the signed head.

Trusts `ledger` and nothing else of the house, opens the store for reading only, and whatever the rows hold
answers with a verdict that names the first bad event. The checks and their order: `docs/log-format.md`.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from audit.findings import Findings, Place, Problem
from audit.heads import CHECKPOINT, SIGNER, Files, Head, Log, heads_of, logs_of
from audit.opening import NotAStore, connected, octets, readable, stamp, unit_of
from audit.order import check_order, damage_of
from audit.resuming import Memory
from audit.scanning import Progress, Scan, scan
from audit.spans import Cuts, Growth
from audit.tables import EXPECTED_TRIGGERS, check_tables
from ledger.fault import LedgerFault
from ledger.leaf import ENTRY_TAG, leaf_hash
from ledger.tiles import entries_in
from ledger.tree import EMPTY_ROOT, Frontier

__all__ = ["EXPECTED_TRIGGERS", "NotAStore", "Problem", "Verdict", "Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the stored rows say about themselves. `ok` means that every check passed."""

    ok: bool
    events: int
    signed_size: int
    unsigned: int
    """Events after the last checkpoint: checked against their leaves, and not yet signed for."""
    root: str
    """The root recomputed at the signed size; over all events when nothing is signed."""
    origin: str
    first_bad: Problem | None
    problems: tuple[Problem, ...]
    problem_count: int
    """May be more than the problems listed."""
    schema_ok: bool
    frontier: tuple[str, ...] = ()
    """The complete subtrees (hex) of the signed leaves, the largest first."""
    checked: int = 0
    """Events that were read; fewer than there are when some were verified before."""
    declared: tuple[Problem, ...] = ()
    """Losses that the log itself owns up to: nothing was hidden, and something is not there."""


class Verified(NamedTuple):
    """How far a log was verified before: as many signed leaves, and the subtrees over them (hex)."""

    origin: str
    size: int
    frontier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _How:
    vkey: str | None
    progress: Progress | None
    jobs: int
    state: Path | None
    resume: bool
    since: Verified | None


def verify(
    store: Path,
    *,
    vkey: str | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    state: Path | None = None,
    resume: bool = False,
    since: Verified | None = None,
) -> Verdict:
    """Check every event of `store`.

    Give `vkey` when you have the log's verifier key from elsewhere: the one that lies beside the log can have
    been replaced together with it. `progress` hears how many events of how many are done. `jobs` processes share
    the work. What is finished is remembered in the file `state`; with `resume` the next verification goes on from
    there. `since` leaves out what was verified before, which is for the office itself.
    """
    how = _How(vkey, progress, jobs, state, resume, since)
    before = stamp(store)
    verdict = _verified(store, how)
    if not verdict.ok and stamp(store) != before:
        # The office wrote to a file that was at rest when we began: look again, now beside it.
        verdict = _verified(store, how)
    return verdict


def _verified(store: Path, how: _How) -> Verdict:
    files, findings = Files(store), Findings()
    with readable(store) as address, closing(connected(address)) as rows:
        unit = unit_of(rows)
        schema_ok = check_tables(rows, findings)
        logs = logs_of(rows, findings)
        heads = heads_of(files, how.vkey, logs, findings, rows)
        cuts = Cuts([log.start for log in logs], {head.last_event for head in heads})
        grown = _begun(how.since, cuts, logs, heads)
        with ThreadPoolExecutor(1) as beside:
            # Not for the office itself, which asks about what came since: this reads every page of the file.
            # On one core it comes afterwards: taking turns with the rows would cost both their caches.
            asked = not grown.start
            damage = beside.submit(damage_of, address) if asked and how.jobs > 1 else None
            rows.execute("BEGIN")  # the number remembered last is the one of these rows, not of later ones
            memory = Memory(how.state, rows, resume=how.resume)
            scanned = scan(rows, Scan(address, unit, cuts, memory, how.jobs, how.progress), grown, findings)
            grown.finish()
            found = damage.result() if damage else damage_of(address) if asked else ""
            check_order(rows, scanned, grown.start, found, findings)
        _check_last(rows, scanned.last, findings)
        for head in heads:
            _check_head(store, rows, head, grown, findings)
    if not heads and grown.position:
        findings.say(CHECKPOINT, "Nothing here is signed: there is no checkpoint that can be believed.")
    memory.forget()
    return _verdict(grown, logs[-1], heads, findings, schema_ok)


def _begun(since: Verified | None, cuts: Cuts, logs: list[Log], heads: list[Head]) -> Growth:
    """The trees as far as they were verified before; from the beginning where that is of no use."""
    log = logs[-1]
    if since is None or since.origin != log.origin or len(since.frontier) != since.size.bit_count():
        return Growth(cuts)
    position = log.start - 1 + since.size
    if not any(head.log == log for head in heads) or any(
        head.log == log and head.last_event < position for head in heads
    ):
        return Growth(cuts)  # what was signed is smaller than what was verified: one of them was put back
    widths = [1 << height for height in reversed(range(since.size.bit_length())) if since.size >> height & 1]
    return Growth(cuts, position, list(zip(widths, map(bytes.fromhex, since.frontier), strict=True)))


def _check_last(rows: sqlite3.Connection, last: int, findings: Findings) -> None:
    """The number SQLite would go on from. One that was lost or put back hides events cut off the end."""
    try:
        remembered = rows.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchall()
    except sqlite3.DatabaseError:
        remembered = [("nothing that can be read",)]
    if remembered == [(last,)] or (not remembered and not last):
        return
    number = remembered[0][0] if len(remembered) == 1 else None
    if isinstance(number, int) and number > last:
        what = f"is gone: the database remembers numbers up to {number}, so events were removed."
        findings.blame("removed", Place(last + 1), what)
        return
    told = ", ".join(str(row[0]) for row in remembered) or "nothing"
    findings.say(
        "sequence",
        f"The database remembers {told} as the number of the last event, which is {last}: it was meddled with.",
    )


def _check_head(store: Path, rows: sqlite3.Connection, head: Head, grown: Growth, findings: Findings) -> None:
    if head.last_event < grown.start:
        return  # of a log that was closed before what was verified then
    if head.last_event > grown.position:
        what = f"was signed for in {head.source!r} and is gone: events were removed."
        findings.blame("removed", Place(grown.position + 1), what)
    elif _root_under(head, grown) != head.root:
        findings.say("root", f"The events are not the ones signed for in {head.source!r}: the roots differ.")
        _point_at_rewritten(store, rows, head, findings)


def _root_under(head: Head, grown: Growth) -> bytes | None:
    return grown.roots.get(head.last_event) if head.size else EMPTY_ROOT


def _point_at_rewritten(store: Path, rows: sqlite3.Connection, head: Head, findings: Findings) -> None:
    """Whoever rewrites an event and its leaf leaves the exported tiles as they were, and those still name it.

    They are believed only if they lead to the signed root.
    """
    signed, first = Frontier(), None
    leaves = rows.execute("SELECT id, commitment FROM leaf WHERE id >= ? ORDER BY id", (head.log.start,))
    try:
        kept = entries_in(lambda path: octets(store / "tiles" / path), head.size)
        for entry, (event, commitment) in zip(kept, leaves, strict=False):
            signed.append(leaf_hash(entry))
            if first is None and entry != ENTRY_TAG + commitment:
                first = event
        if first is None or signed.size != head.size or signed.root() != head.root:
            return
        query = "SELECT id, stream, version, CAST(topic AS BLOB) FROM event WHERE id = ?"
        row = rows.execute(query, (first,)).fetchone() or (first,)
    except (LedgerFault, sqlite3.DatabaseError, TypeError):
        return
    findings.blame("rewritten", Place(*row), "was rewritten together with its leaf after it was signed.")


def _verdict(grown: Growth, log: Log, heads: list[Head], findings: Findings, schema_ok: bool) -> Verdict:
    signed = [head for head in heads if head.source != SIGNER]
    size = next((head.size for head in signed if head.log == log), 0)
    covered = max((head.last_event for head in signed), default=0)
    shown = covered if covered in grown.roots else grown.position
    frontier = next((grown.frontiers.get(head.last_event, ()) for head in signed if head.log == log), ())
    return Verdict(
        ok=findings.count == 0,
        events=grown.position,
        signed_size=size,
        unsigned=max(0, grown.position - covered),
        root=grown.roots[shown].hex(),
        origin=log.origin,
        first_bad=findings.first_bad,
        problems=tuple(findings.problems),
        problem_count=findings.count,
        schema_ok=schema_ok,
        frontier=tuple(peak.hex() for peak in frontier),
        checked=grown.position - grown.start,
        declared=tuple(findings.declared),
    )
