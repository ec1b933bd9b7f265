"""C2SP checkpoints: origin, size and root in three lines, signed by the log, countersigned by witnesses."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ledger.fault import MalformedCheckpoint, UntrustedSignature
from ledger.note import (
    COSIGNATURE_V1,
    ED25519,
    Cosigner,
    Note,
    Signer,
    Verified,
    VerifyKey,
    decoded,
    encoded,
    is_name,
    verify,
)
from ledger.tree import EMPTY_ROOT, HASH_BYTES, LARGEST_SIZE

_SIZE = re.compile("0|[1-9][0-9]{0,18}")
_LINES = 3


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        lines = text.split("\n")
        if len(lines) != _LINES + 1 or lines[-1]:
            raise MalformedCheckpoint("A checkpoint is exactly three lines: origin, size, root.")
        if not is_name(lines[0]):
            raise MalformedCheckpoint("The first line of a checkpoint is the name of its log, a word.")
        if not _SIZE.fullmatch(lines[1]) or int(lines[1]) > LARGEST_SIZE:
            raise MalformedCheckpoint("The second line of a checkpoint is its size, a plain number.")
        try:
            root = decoded(lines[2])
        except ValueError:
            root = b""
        if len(root) != HASH_BYTES:
            raise MalformedCheckpoint("The third line of a checkpoint is its root, 32 bytes in base64.")
        if int(lines[1]) == 0 and root != EMPTY_ROOT:
            raise MalformedCheckpoint("A checkpoint of size 0 has the root of the empty tree.")
        return cls(lines[0], int(lines[1]), root)


class SignedCheckpoint(NamedTuple):
    """A checkpoint whose log signature holds, with the trusted witnesses that countersigned it."""

    checkpoint: Checkpoint
    log: Verified
    witnesses: tuple[Verified, ...]


def sign(checkpoint: Checkpoint, signer: Signer) -> Note:
    """The checkpoint as a note signed by its log, whose key bears the log's name."""
    if signer.key.name != checkpoint.origin:
        raise ValueError(f"the key of {signer.key.name} does not sign for {checkpoint.origin}")
    return Note(checkpoint.text, (signer.sign(checkpoint.text),))


def cosign(note: Note, cosigner: Cosigner, time: int) -> Note:
    """The note with one more witness's line, for bodies that exchange notes by hand."""
    return note._replace(signatures=(*note.signatures, cosigner.cosign(note.text, time)))


def open_checkpoint(
    note: Note | bytes, log: VerifyKey, witnesses: Iterable[VerifyKey] = ()
) -> SignedCheckpoint:
    """The checkpoint inside a note, once the log's signature holds and no trusted witness's is false.

    A witness counts once, however many names its key is listed under.
    """
    if log.algorithm != ED25519:
        raise UntrustedSignature(
            f"The key of {log.name} is not a log's signing key: give the log's verifier key."
        )
    note = Note.parse(note) if isinstance(note, bytes) else note
    trusted = [key for key in witnesses if key.algorithm == COSIGNATURE_V1]
    verified = verify(note, [log, *trusted])
    by_log = [each for each in verified if each.key == log]
    if not by_log:
        raise UntrustedSignature(f"{log.name} has not signed this checkpoint: fetch it from the log itself.")
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != log.name:
        raise UntrustedSignature(f"The key of {log.name} does not sign for {checkpoint.origin}.")
    by_public_key = {each.key.public: each for each in reversed(verified) if each.key != log}
    return SignedCheckpoint(checkpoint, by_log[0], tuple(reversed(by_public_key.values())))
