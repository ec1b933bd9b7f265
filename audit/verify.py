"""Recomputes the whole log from the stored rows and compares it with the signed head.

Trusts `ledger` and nothing else of the house, opens the store for reading only, and whatever the rows hold
answers with a verdict that names the first bad event. The checks and their order: `docs/log-format.md`.
"""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from audit.findings import Findings, Place, Problem
from audit.heads import CHECKPOINT, SIGNER, Files, Head, Log, heads_of, logs_of
from audit.opening import NotAStore, connected, octets, readable, stamp, unit_of
from audit.rows import EventReader, Growth, order_of, pages
from audit.tables import EXPECTED_TRIGGERS, check_tables
from ledger.fault import LedgerFault
from ledger.leaf import ENTRY_TAG, leaf_hash
from ledger.tiles import entries_in
from ledger.tree import EMPTY_ROOT, Frontier

__all__ = ["EXPECTED_TRIGGERS", "NotAStore", "Problem", "Verdict", "verify"]

Progress = Callable[[int, int], None]


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


def verify(store: Path, *, vkey: str | None = None, progress: Progress | None = None) -> Verdict:
    """Check every event of `store`.

    Give `vkey` when you have the log's verifier key from elsewhere: the one that lies beside the log can have
    been replaced together with it. `progress` hears how many events of how many are done.
    """
    before = stamp(store)
    verdict = _verified(store, vkey, progress)
    if not verdict.ok and stamp(store) != before:
        # The office wrote to a file that was at rest when we began: look again, now beside it.
        verdict = _verified(store, vkey, progress)
    return verdict


def _verified(store: Path, vkey: str | None, progress: Progress | None) -> Verdict:
    files, findings = Files(store), Findings()
    with readable(store) as address, closing(connected(address)) as rows:
        unit = unit_of(rows)
        schema_ok = check_tables(rows, findings)
        logs = logs_of(rows, findings)
        heads = heads_of(files, vkey, logs, findings)
        with ThreadPoolExecutor(1) as beside:
            order = beside.submit(order_of, address)
            rows.execute("BEGIN")  # the number remembered last is the one of these rows, not of later ones
            reader = EventReader(unit, findings)
            grown = _grown(rows, reader, logs, heads, findings, progress)
            order.result()(findings)
        _check_last(rows, reader.expected - 1, findings)
        for head in heads:
            _check_head(store, rows, head, grown, findings)
    if not heads and grown.position:
        findings.say(CHECKPOINT, "Nothing here is signed: there is no checkpoint that can be believed.")
    return _verdict(grown, logs[-1], heads, findings, schema_ok)


def _grown(
    rows: sqlite3.Connection,
    reader: EventReader,
    logs: list[Log],
    heads: list[Head],
    findings: Findings,
    progress: Progress | None,
) -> Growth:
    grown = Growth({log.start - 1 for log in logs[1:]}, {head.last_event for head in heads})
    try:
        (total,) = rows.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()
        for page in pages(rows):
            grown.extend(reader.leaves(page))
            if progress is not None:
                progress(grown.position, max(total, grown.position))
    except sqlite3.DatabaseError as error:
        place = Place(reader.expected)
        findings.blame("damaged", place, f"and those after it cannot be read ({error}): restore a backup.")
    grown.finish()
    return grown


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
    )
