"""Judges what logs ask: countersigns a head that extends the last one, and nothing else (C2SP tlog-witness).

The checks come in the order of the specification, each with the status it names.
"""

import os
import sqlite3
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple, cast

from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault, UntrustedSignature
from ledger.note import ED25519, Cosigner, Note, VerifyKey
from ledger.policy import anybody_signs
from ledger.request import SIZE_TYPE, AddCheckpoint
from ledger.tree import verify_consistency
from witness.evidence import FORKED, UNPROVED, Evidence, Refused
from witness.memory import Memory, Remembered, keep_in, last_in

PLAIN = "text/plain; charset=utf-8"
KEY_FILE, VKEY_FILE, MEMORY_FILE, EVIDENCE_FOLDER = "witness.key", "witness.vkey", "witness.db", "evidence"


class Answer(NamedTuple):
    status: HTTPStatus
    body: bytes
    kind: str = PLAIN
    refused: Refused | None = None
    """What was kept as evidence; the operator is told."""


class WitnessExists(Exception):  # noqa: N818 - an answer, not an error of the program
    """There is a witness in this folder already; a second beginning would forget what it countersigned."""


class NoWitness(Exception):  # noqa: N818 - an answer, not an error of the program
    """There is no witness in this folder."""


def found(folder: Path, name: str, seed: bytes) -> Cosigner:
    """A new witness that signs as `name` with the key that `seed` (32 bytes) makes."""
    key = Cosigner(name, seed)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WitnessExists(str(folder)) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.private + "\n")
    (folder / VKEY_FILE).write_text(key.vkey + "\n", encoding="ascii")
    Memory(folder / MEMORY_FILE).create()
    return key


class Witness:
    """A witness in its folder. `clock` tells the seconds since 1970."""

    def __init__(self, folder: Path, clock: Callable[[], int]) -> None:
        if not (folder / KEY_FILE).is_file():
            raise NoWitness(str(folder))
        self.key = cast(Cosigner, Cosigner.parse((folder / KEY_FILE).read_text(encoding="ascii").strip()))
        self.memory, self.evidence = Memory(folder / MEMORY_FILE), Evidence(folder / EVIDENCE_FOLDER)
        self.clock = clock

    def follow(self, key: VerifyKey) -> bool:
        """Countersign for the log of this key from now on; whether that is new. Raises `UntrustedSignature`."""
        if key.algorithm != ED25519 or anybody_signs(key):
            raise UntrustedSignature(
                f"The key of {key.name} is not a log's signing key: ask the office for it."
            )
        return self.memory.trust(key)

    def shown(self, origin: str) -> bytes | None:
        """The last head of a log as a note with the log's signature and this witness's."""
        held = self.memory.last(origin)
        return held.note if held else None

    def add_checkpoint(self, body: bytes) -> Answer:
        """Judge one request. A head is on the disk before its countersignature leaves this method."""
        try:
            asked = AddCheckpoint.parse(body)
        except LedgerFault as fault:
            return _said(HTTPStatus.BAD_REQUEST, str(fault))
        origin = asked.note.text.split("\n", 1)[0]
        keys = self.memory.keys_of(origin)
        if not keys:
            return _said(HTTPStatus.NOT_FOUND, f"This witness does not follow the log {origin}.")
        try:
            head = Checkpoint.parse(asked.note.text)
            signed = _signed_lines(asked.note, keys)
        except UntrustedSignature as fault:
            return _said(HTTPStatus.FORBIDDEN, str(fault))
        except LedgerFault as fault:
            return _said(HTTPStatus.BAD_REQUEST, str(fault))
        if asked.old > head.size:
            return _said(HTTPStatus.BAD_REQUEST, "The old size is larger than the head's.")
        with self.memory.alone() as connection:
            answer = self._decide(connection, asked, head, signed, body)
        if answer.status == HTTPStatus.OK:
            self.evidence.settled(head)
        return answer

    def _decide(
        self,
        connection: sqlite3.Connection,
        asked: AddCheckpoint,
        head: Checkpoint,
        signed: Note,
        body: bytes,
    ) -> Answer:
        held = last_in(connection, head.origin)
        refused = None
        if held is not None and held.size == head.size and held.root != head.root:
            refused = self.evidence.keep(FORKED, head, body, held)  # proof by itself, whatever the old size
        if asked.old != (held.size if held else 0):
            return Answer(HTTPStatus.CONFLICT, f"{held.size if held else 0}\n".encode(), SIZE_TYPE, refused)
        if refused is not None or not _extends(asked, head, held):
            if refused is None and held is not None:
                refused = self.evidence.keep(UNPROVED, head, body, held)
            sentence = "This head is not shown to extend the one that was countersigned last."
            return _said(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, refused)
        now = self.clock()
        if now <= 0 or (held is not None and now < held.time):
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, "The clock of this witness is wrong: set it.")
        line = self.key.cosign(signed.text, now)
        note = bytes(signed._replace(signatures=(*signed.signatures, line)))
        keep_in(connection, Remembered(head.origin, head.size, head.root, now, note))
        return Answer(HTTPStatus.OK, str(line).encode())


def _signed_lines(note: Note, keys: tuple[VerifyKey, ...]) -> Note:
    """The note with the log's own lines alone, all of which hold. Raises `UntrustedSignature` where there is none."""
    known = {(key.name, key.id): key for key in keys}
    named = [known[line.name, line.key_id] for line in note.signatures if (line.name, line.key_id) in known]
    lines = tuple(open_checkpoint(note, key).log.signature for key in named)
    if not lines:
        raise UntrustedSignature("No key that this witness trusts for this log has signed the head.")
    return note._replace(signatures=lines)


def _extends(asked: AddCheckpoint, head: Checkpoint, held: Remembered | None) -> bool:
    """Nothing has to be shown to extend no leaves at all; whatever is sent along then is refused."""
    if held is None or held.size == 0:
        return not asked.hashes
    return verify_consistency(held.size, head.size, asked.hashes, held.root, head.root)


def _said(status: HTTPStatus, sentence: str, refused: Refused | None = None) -> Answer:
    return Answer(status, sentence.encode() + b"\n", PLAIN, refused)
