"""Verifier keys, signed notes and signed tree heads, in the strict profile of the log format (section 5)."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from audit.checker.curve import signed_by
from audit.checker.fault import Refused, require

LOG, WITNESS = 1, 4
"""Kinds of keys: a log signs its heads, a witness countersigns them with the second."""
LARGEST_NOTE = 16_384
LARGEST_NUMBER = 2**63 - 1
MOST_SIGNATURES = 16
NUMBER = "(0|[1-9][0-9]{0,18})"
HASH_BYTES, KEY_BYTES, ID_BYTES = 32, 33, 4
PARTS_OF_KEY = 3
LINES_OF_HEAD = 3

if TYPE_CHECKING:
    Line = tuple[str, bytes, bytes]
    """One signature: name, key id, and what follows the id."""


def unbase64(text: str, word: str) -> bytes:
    """The bytes of a text in its one canonical writing."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Refused(word) from None
    require(base64.b64encode(octets).decode() == text, word)
    return octets


def is_name(name: str) -> bool:
    return bool(name) and name.isprintable() and not any(each.isspace() or each == "+" for each in name)


class Key(NamedTuple):
    """A public key and the name it signs under."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:ID_BYTES]


def key_of(text: str) -> Key:
    """A key as it is printed: name+id+base64."""
    parts = text.split("+", 2)
    require(len(parts) == PARTS_OF_KEY and is_name(parts[0]), "key", key=text)
    octets = unbase64(parts[2], "key")
    require(len(octets) == KEY_BYTES, "key", key=text)
    key = Key(parts[0], octets[0], octets[1:])
    require(parts[1] == key.id.hex(), "key", key=text)
    return key


def note_of(octets: bytes) -> tuple[str, list[Line]]:
    """The text of a signed note and the lines under it."""
    require(len(octets) <= LARGEST_NOTE, "note")
    try:
        whole = octets.decode()
    except UnicodeDecodeError:
        raise Refused("note") from None
    require(not any(each != "\n" and (each < " " or each in "\x7f\ufeff") for each in whole), "note")
    text, blank, below = whole.rpartition("\n\n")
    require(blank and below.endswith("\n"), "note")
    lines = [_line(line) for line in below[:-1].split("\n")]
    require(len(lines) <= MOST_SIGNATURES and len({line[:2] for line in lines}) == len(lines), "note")
    return text + "\n", lines


def _line(line: str) -> Line:
    match = re.fullmatch("\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})", line)
    if match is None or not is_name(match.group(1)):
        raise Refused("note")
    payload = unbase64(match.group(2), "note")
    require(len(payload) > ID_BYTES, "note")
    return match.group(1), payload[:ID_BYTES], payload[ID_BYTES:]


def signers_of(text: str, lines: Sequence[Line], keys: Sequence[Key]) -> list[Key]:
    """The known keys that signed. A false signature by a known key spoils the whole; strangers are passed over."""
    known = {(key.name, key.id): key for key in keys}
    found = []
    for name, id, payload in lines:
        key = known.get((name, id))
        if key is not None:
            message, signature = text.encode(), payload
            if key.kind == WITNESS:
                second, signature = int.from_bytes(payload[:8], "big"), payload[8:]
                require(second <= LARGEST_NUMBER, "signature", name=name)
                message = f"cosignature/v1\ntime {second}\n{text}".encode()
            holds = key.kind in (LOG, WITNESS) and _holds(key.public, signature, message)
            require(holds, "signature", name=name)
            found.append(key)
    return found


_SEEN: dict[tuple[bytes, bytes, bytes], bool] = {}


def _holds(*what: bytes) -> bool:
    """Every proof of a bundle leads to the same few heads: each signature is computed once."""
    if what not in _SEEN:
        _SEEN[what[0], what[1], what[2]] = signed_by(*what)
    return _SEEN[what[0], what[1], what[2]]


class Head(NamedTuple):
    """A signed tree head: so many leaves of a log, under this root."""

    origin: str
    size: int
    root: bytes
    witnesses: tuple[str, ...]


def head_of(octets: bytes, keys: Sequence[Key], quorum: int) -> Head:
    """The head in a note, signed by the log it names and by at least `quorum` known witnesses."""
    text, lines = note_of(octets)
    told = text.split("\n")
    log = next((key for key in keys if key.kind == LOG and key.name == told[0]), None)
    if log is None:
        raise Refused("no_key", origin=told[0])
    signers = signers_of(text, lines, [log, *(key for key in keys if key.kind == WITNESS)])
    require(log in signers, "no_signature", origin=told[0])
    require(len(told) == LINES_OF_HEAD + 1 and not told[3] and re.fullmatch(NUMBER, told[1]), "head")
    size, root = int(told[1]), unbase64(told[2], "head")
    require(size <= LARGEST_NUMBER and len(root) == HASH_BYTES, "head")
    require(size or root == sha256(b"").digest(), "head")
    witnesses = {key.public: key.name for key in reversed(signers) if key.kind == WITNESS}
    require(len(witnesses) >= quorum, "quorum", count=len(witnesses), wanted=quorum)
    return Head(told[0], size, root, tuple(sorted(witnesses.values())))
