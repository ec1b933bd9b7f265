"""What was signed for: the checkpoint, the checkpoints of closed logs, and what the signer remembers."""

import json
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from audit.chain import Link, Log, links_of
from audit.findings import Findings, Place
from audit.opening import octets
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault, MalformedKey
from ledger.note import VerifyKey
from ledger.tree import Frontier

__all__ = ["CHECKPOINT", "KEY", "SIGNER", "Files", "Head", "Log", "heads_of", "logs_of"]

CHECKPOINT = "checkpoint"
SIGNER = "signer.json"
KEY = "log.vkey"
REMEMBERED = frozenset({"origin", "size", "frontier", "next", "closed"})
"""What `signer.json` may hold."""


class Head(NamedTuple):
    """A claim about a log: so many leaves, under this root; `source` is the file that makes it."""

    log: Log
    size: int
    root: bytes
    source: str

    @property
    def last_event(self) -> int:
        return self.log.start - 1 + self.size


def logs_of(rows: sqlite3.Connection, findings: Findings) -> list[Log]:
    query = "SELECT number, CAST(origin AS BLOB), start FROM log ORDER BY number"
    logs = [
        Log(number, bytes(origin).decode("utf-8", "replace"), start)
        for number, origin, start in rows.execute(query)
    ]
    starts = [log.start for log in logs]
    in_turn = [log.number for log in logs] == list(range(1, len(logs) + 1)) and starts == sorted(set(starts))
    if logs and in_turn and starts[0] == 1:
        return logs
    findings.say("log", "The table 'log' does not say where each log starts: restore the store.")
    return [Log(1, logs[-1].origin if logs else "", 1)]


class Files:
    """The signed files of a store as they were before the rows were read: rows only ever become more."""

    def __init__(self, store: Path) -> None:
        self.vkey = octets(store / "keys" / KEY)
        self._heads = {path.name: octets(path) for path in (*store.glob(f"{CHECKPOINT}*"), store / SIGNER)}

    def read(self, name: str) -> bytes | None:
        return self._heads.get(name)


def heads_of(
    files: Files,
    vkey: str | None,
    logs: list[Log],
    findings: Findings,
    rows: sqlite3.Connection | None = None,
) -> list[Head]:
    """Every head that can be believed; tells about those that cannot, and with `rows` about logs not in a chain."""
    keys = _keys(vkey if vkey is not None else (files.vkey or b"").decode("utf-8", "replace"), findings)
    links = {} if rows is None else links_of(rows, logs, keys, findings)
    heads = []
    for log, following in zip(logs, [*logs[1:], None], strict=True):
        link = links.get(log.number)
        name = CHECKPOINT if following is None else f"{CHECKPOINT}.{log.number}"
        note = files.read(name)
        if following is None and note is not None and _left_over(note, links.get(log.number - 1)):
            note = None
        vouched = link is not None and log.origin not in keys  # the log that follows is enough to judge by
        head = None if vouched else _signed(note, log, keys, name, findings)
        if head is not None and (following is None or head.last_event < following.start):
            heads.append(head)
        if following is None:
            continue
        if link is not None:
            heads.append(Head(log, link.kept, link.kept_root, f"event {link.start}"))
        if not vouched and (link is None or link.whole):
            _check_closed(head, log, link, following, name, findings)
    signed = next((head for head in heads if head.source == CHECKPOINT), None)
    return heads + _remembered(files.read(SIGNER), logs[-1], signed, links, findings)


def _left_over(note: bytes, link: Link | None) -> bool:
    """A crash right after a log was closed leaves its last head where the first one of the next log will be."""
    return link is not None and note.startswith(link.head.text.encode() + b"\n")


def _check_closed(
    head: Head | None, log: Log, link: Link | None, following: Log, name: str, findings: Findings
) -> None:
    if head is None or head.last_event != following.start - 1:
        findings.say(CHECKPOINT, f"{name!r} does not cover the whole of the log it closes: restore it.")
    elif link is not None and (head.size, head.root) != (link.head.size, link.head.root):
        findings.blame("chain", Place(following.start), f"does not name the head in {name!r}.")


def _keys(text: str, findings: Findings) -> dict[str, VerifyKey]:
    keys = {}
    for line in text.split():
        try:
            key = VerifyKey.parse(line)
        except MalformedKey as fault:
            findings.say("key", str(fault))
        else:
            keys[key.name] = key
    return keys


def _signed(
    note: bytes | None, log: Log, keys: dict[str, VerifyKey], name: str, findings: Findings
) -> Head | None:
    if note is None:
        return None  # whether that is wrong depends on how many events there are
    if log.origin not in keys:
        findings.say("key", f"There is no verifier key for the log {log.origin!r}: give it with --vkey.")
        return None
    try:
        checkpoint = open_checkpoint(note, keys[log.origin]).checkpoint
    except LedgerFault as fault:
        findings.say(CHECKPOINT, f"{name!r} cannot be believed. {fault}")
        return None
    return Head(log, checkpoint.size, checkpoint.root, name)


def _remembered(
    octets: bytes | None, log: Log, signed: Head | None, links: dict[int, Link], findings: Findings
) -> list[Head]:
    """The signer's memory. A crash may leave it ahead of the checkpoint; nothing honest leaves it behind."""
    if octets is None:
        if signed is not None:
            findings.say("signer", f"{SIGNER!r} is missing: sign nothing until it is restored.")
        return []
    try:
        told = json.loads(octets)
        frontier = Frontier.restore(told["size"], _peaks(told))
        head = Checkpoint.parse(Checkpoint(told["origin"], frontier.size, frontier.root()).text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        findings.say("signer", f"{SIGNER!r} cannot be read: restore it from the signer's backup.")
        return []
    if head.origin != log.origin and _next_of(told) == log.origin:
        return []  # a crash right after the log before was closed
    if head.origin != log.origin:
        findings.say("signer", f"{SIGNER!r} is about {head.origin!r}, and the log is {log.origin!r}.")
        return []
    closed = told.get("closed", {})
    if any(closed.get(link.head.origin) != link.head.size for link in links.values()):
        findings.say("signer", f"{SIGNER!r} does not remember the logs that were closed: restore it.")
    if signed is not None and head.size < signed.size:
        findings.say("signer", f"{SIGNER!r} is older than the checkpoint: one of the two was put back.")
    return [Head(log, head.size, head.root, SIGNER)]


def _peaks(told: dict[str, Any]) -> list[bytes]:
    """The subtrees, if this is written in the one way in which a signer writes."""
    peaks = [bytes.fromhex(peak) for peak in told["frontier"]]
    strange = told.keys() - REMEMBERED or not isinstance(told.get("closed", {}), dict)
    if strange or [peak.hex() for peak in peaks] != told["frontier"]:
        raise ValueError("it was not written by a signer")
    return peaks


def _next_of(told: dict[str, object]) -> object:
    following = told.get("next")
    return following.get("origin") if isinstance(following, dict) else None
