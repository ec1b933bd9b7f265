"""C2SP tlog-witness messages: what a log asks of a witness, and the lines or the size it is answered with.

The same bytes go over a network and, as files, on a stick.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from ledger.fault import LedgerFault, MalformedRequest
from ledger.note import LARGEST_NOTE, Note, Signature, decoded, encoded
from ledger.proof import MOST_HASHES
from ledger.tree import HASH_BYTES, LARGEST_SIZE

ADD_CHECKPOINT = "add-checkpoint"
"""Below a witness's submission prefix."""
SIZE_TYPE = "text/x.tlog.size"
"""Of the answer that tells which size the witness countersigned last."""
LARGEST_REQUEST = LARGEST_NOTE + 64 * 64

_OLD = re.compile("old (0|[1-9][0-9]{0,18})")
_SIZE = re.compile("(0|[1-9][0-9]{0,18})\n")


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """«Countersign this head; here is why it extends the one of `old` leaves that you countersigned last.»"""

    old: int
    hashes: tuple[bytes, ...]
    note: Note

    def __bytes__(self) -> bytes:
        proof = "".join(f"{encoded(each)}\n" for each in self.hashes)
        return f"old {self.old}\n{proof}\n".encode() + bytes(self.note)

    @classmethod
    def parse(cls, octets: bytes) -> "AddCheckpoint":
        if len(octets) > LARGEST_REQUEST:
            raise MalformedRequest(f"A request has at most {LARGEST_REQUEST} bytes, not {len(octets)}.")
        head, _, below = octets.partition(b"\n\n")
        try:
            first, *lines = head.decode("ascii").split("\n")
            hashes = tuple(decoded(line) for line in lines)
            note = Note.parse(below)
        except LedgerFault as fault:
            raise MalformedRequest(f"This is not a whole request. {fault}") from None
        except ValueError:
            raise MalformedRequest("A line of the request cannot be read: make it again.") from None
        old = _OLD.fullmatch(first)
        if old is None or int(old[1]) > LARGEST_SIZE:
            raise MalformedRequest("A request begins with a line 'old' and a plain number.")
        if len(hashes) > MOST_HASHES or any(len(each) != HASH_BYTES for each in hashes):
            raise MalformedRequest(f"A request has at most {MOST_HASHES} hashes of {HASH_BYTES} bytes.")
        return cls(int(old[1]), hashes, note)


def origin_path(origin: str) -> str:
    """Where a witness shows the last head it countersigned, below its monitoring prefix."""
    return f"{sha256(origin.encode()).hexdigest()}/checkpoint"


def signature_lines(answer: bytes, text: str) -> tuple[Signature, ...]:
    """The lines of an answer, read as lines under the checkpoint `text`; whose they are is not judged."""
    try:
        return Note.parse(text.encode() + b"\n" + answer).signatures
    except LedgerFault as fault:
        raise MalformedRequest(f"The witness's answer cannot be read. {fault}") from None


def size_of(answer: bytes) -> int:
    """The size in an answer of kind `text/x.tlog.size`."""
    match = _SIZE.fullmatch(answer.decode("latin-1"))
    if match is None or int(match[1]) > LARGEST_SIZE:
        raise MalformedRequest("The witness's answer is not a plain number: ask its operator.")
    return int(match[1])


def with_lines(note: Note, lines: Sequence[Signature], most: int) -> Note:
    """The note with those `lines` it does not have yet, as long as there are no more than `most` in all."""
    there = {(each.name, each.key_id) for each in note.signatures}
    fresh = [each for each in lines if (each.name, each.key_id) not in there]
    return note._replace(signatures=(*note.signatures, *fresh)[:most])
