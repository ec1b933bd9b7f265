"""What was signed for: the checkpoint, the checkpoints of closed logs, and what the signer remembers."""

import json
import sqlite3
from pathlib import Path
from typing import NamedTuple

from audit.findings import Findings
from audit.opening import octets
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault, MalformedKey
from ledger.note import VerifyKey
from ledger.tree import Frontier

CHECKPOINT = "checkpoint"
SIGNER = "signer.json"
KEY = "log.vkey"


class Log(NamedTuple):
    """One row of `log`: event `start` and those after it belong to `origin`, until the next log starts."""

    number: int
    origin: str
    start: int


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


def heads_of(files: Files, vkey: str | None, logs: list[Log], findings: Findings) -> list[Head]:
    """Every head that can be believed; tells about those that cannot."""
    keys = _keys(vkey if vkey is not None else (files.vkey or b"").decode("utf-8", "replace"), findings)
    heads = []
    for log, following in zip(logs, [*logs[1:], None], strict=True):
        name = CHECKPOINT if following is None else f"{CHECKPOINT}.{log.number}"
        head = _signed(files.read(name), log, keys, name, findings)
        if head is not None:
            heads.append(head)
        if following is not None and (head is None or head.last_event != following.start - 1):
            findings.say(CHECKPOINT, f"{name!r} does not cover the whole of the log it closes: restore it.")
    signed = heads[-1] if heads and heads[-1].log == logs[-1] else None
    return heads + _remembered(files.read(SIGNER), logs[-1], signed, findings)


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


def _remembered(octets: bytes | None, log: Log, signed: Head | None, findings: Findings) -> list[Head]:
    """The signer's memory. A crash may leave it ahead of the checkpoint; nothing honest leaves it behind."""
    if octets is None:
        if signed is not None:
            findings.say("signer", f"{SIGNER!r} is missing: sign nothing until it is restored.")
        return []
    try:
        told = json.loads(octets)
        frontier = Frontier.restore(told["size"], [bytes.fromhex(peak) for peak in told["frontier"]])
        head = Checkpoint.parse(Checkpoint(told["origin"], frontier.size, frontier.root()).text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        findings.say("signer", f"{SIGNER!r} cannot be read: restore it from the signer's backup.")
        return []
    if head.origin != log.origin:
        findings.say("signer", f"{SIGNER!r} is about {head.origin!r}, and the log is {log.origin!r}.")
        return []
    if signed is not None and head.size < signed.size:
        findings.say("signer", f"{SIGNER!r} is older than the checkpoint: one of the two was put back.")
    return [Head(log, head.size, head.root, SIGNER)]
