"""A proof file and a receipt code (section 7 of the log format)."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from audit.checker.fault import Refused, require
from audit.checker.note import (
    HASH_BYTES,
    ID_BYTES,
    LARGEST_NOTE,
    LARGEST_NUMBER,
    LOG,
    NUMBER,
    WITNESS,
    Head,
    Key,
    head_of,
    note_of,
    unbase64,
)
from audit.checker.tree import entry_of, leaf_hash, root_from

MAGIC = "c2sp.org/tlog-proof@v1"
OPENS = "hoso-event/v1"
PREFIX = "HS1:"
LONGEST_CODE = 4296
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MOST_HASHES, MOST_WITNESSES = 63, 15


class Proved(NamedTuple):
    """What is proved: an event with this name, at this place, under this head; `claims` is what the receipt said."""

    unit: str
    topic: str
    claims: dict[str, Any]
    place: int
    head: Head
    opening: dict[str, Any]


def canonical(value: Any) -> bytes:
    """JSON in the one way it is written: keys sorted, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def json_of(octets: bytes, word: str) -> dict[str, Any]:
    """The object these bytes are the canonical writing of."""
    try:
        told = json.loads(octets.decode())
        same = isinstance(told, dict) and canonical(told) == octets
    except (ValueError, RecursionError):
        same = False
    require(same, word)
    return dict(told)


def opening_of(octets: bytes) -> dict[str, Any]:
    """What opens the leaf, as it travels in the `extra` line."""
    told = json_of(octets, "opening")
    texts = {
        "opens",
        "unit",
        "topic",
        "stream",
        "nonce",
        "claims",
        "state" if "state" in told else "state_hash",
    }
    require(set(told) == texts | {"version"}, "opening")
    require(all(type(told[name]) is str for name in texts) and type(told["version"]) is int, "opening")
    require(told["opens"] == OPENS and 0 < told["version"] <= LARGEST_NUMBER, "opening")
    require(told.get("state", "some"), "opening")
    for name, letters in (("stream", 32), ("nonce", 32), ("state_hash", 64)):
        if name in told:
            require(re.fullmatch(f"[0-9a-f]{{{letters}}}", told[name]), "opening")
    return told


def check_proof(octets: bytes, keys: Sequence[Key], quorum: int, state: bytes | None = None) -> Proved:
    """Judge a `.tlog-proof`. `state` are the stored bytes of the event, where they travel beside it."""
    index, path, extra, note = _parts(octets)
    told = opening_of(extra)
    state_hash = bytes.fromhex(told["state_hash"]) if "state_hash" in told else _hash(told["state"].encode())
    require(state is None or _hash(state) == state_hash, "state")
    stream, nonce, claims = (
        bytes.fromhex(told["stream"]),
        bytes.fromhex(told["nonce"]),
        told["claims"].encode(),
    )
    entry = entry_of(told["unit"], stream, told["version"], told["topic"], state_hash, claims, nonce)
    head = head_of(note, keys, quorum)
    require(root_from(leaf_hash(entry), index, head.size, path) == head.root, "path")
    return Proved(told["unit"], told["topic"], _claimed(claims), index, head, told)


def _hash(octets: bytes) -> bytes:
    return sha256(octets).digest()


def _claimed(claims: bytes) -> dict[str, Any]:
    """What is bound is the bytes, whatever they hold; what can be read is shown."""
    try:
        told = json.loads(claims.decode())
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _parts(octets: bytes) -> tuple[int, list[bytes], bytes, bytes]:
    """Index, path, extra and note of a proof that is written in its one way."""
    require(len(octets) <= LARGEST_NOTE, "proof")
    head, _, note = octets.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Refused("proof") from None
    require(lines.pop(0) == MAGIC, "proof")
    require(lines and lines[0].startswith("extra "), "opening")
    extra = unbase64(lines.pop(0)[len("extra ") :], "proof")
    match = re.fullmatch("index " + NUMBER, lines.pop(0)) if lines else None
    if match is None:
        raise Refused("proof")
    index, path = int(match.group(1)), [unbase64(line, "proof") for line in lines]
    require(index <= LARGEST_NUMBER and len(path) <= MOST_HASHES, "proof")
    require(all(len(each) == HASH_BYTES for each in path), "proof")
    note_of(note)
    return index, path, extra, note


def unbase45(text: str) -> bytes:
    """RFC 9285."""
    octets = bytearray()
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        require(len(part) > 1 and all(letter in BASE45 for letter in part), "code")
        number = sum(BASE45.index(letter) * 45**place for place, letter in enumerate(part))
        require(not number >> 8 * (len(part) - 1), "code")
        octets += number.to_bytes(len(part) - 1, "big")
    return bytes(octets)


class _Cut:
    """Takes a code apart from front to back."""

    def __init__(self, octets: bytes) -> None:
        self.rest = io.BytesIO(octets)

    def take(self, width: int) -> bytes:
        octets = self.rest.read(width)
        require(len(octets) == width, "code")
        return octets

    def number(self, width: int, largest: int = LARGEST_NUMBER) -> int:
        value = int.from_bytes(self.take(width), "big")
        require(value <= largest, "code")
        return value

    def text(self) -> str:
        try:
            return self.take(self.number(1)).decode()
        except UnicodeDecodeError:
            raise Refused("code") from None


def check_code(text: str, keys: Sequence[Key], quorum: int) -> Proved:
    """Judge an `HS1:` code: the root is recomputed, the head rebuilt from it, and the signatures must fit that."""
    require(text.startswith(PREFIX) and len(text) <= LONGEST_CODE, "code")
    cut = _Cut(unbase45(text[len(PREFIX) :]))
    require(cut.take(3) == b"HS\x01", "code")
    log_id, unit, topic = cut.take(ID_BYTES), cut.text(), cut.text()
    stream, version, index, size = cut.take(16), cut.number(8), cut.number(8), cut.number(8)
    nonce, state_hash, claims = cut.take(16), cut.take(HASH_BYTES), cut.take(cut.number(2))
    path = [cut.take(HASH_BYTES) for _ in range(cut.number(1, MOST_HASHES))]
    signatures = [(log_id, LOG, cut.take(64))]
    for _ in range(cut.number(1, MOST_WITNESSES)):
        id, second = cut.take(ID_BYTES), cut.number(8)
        signatures.append((id, WITNESS, struct.pack(">Q", second) + cut.take(64)))
    require(not cut.rest.read(1) and len({each[0] for each in signatures}) == len(signatures), "code")
    entry = entry_of(unit, stream, version, topic, state_hash, claims, nonce)
    root = root_from(leaf_hash(entry), index, size, path)
    lines = [f"\u2014 {_named(id, kind, keys)} {_text(id + octets)}\n" for id, kind, octets in signatures]
    note = f"{_named(log_id, LOG, keys)}\n{size}\n{_text(root)}\n\n{''.join(lines)}"
    return Proved(unit, topic, _claimed(claims), index, head_of(note.encode(), keys, quorum), {})


def _named(id: bytes, kind: int, keys: Sequence[Key]) -> str:
    for key in keys:
        if (key.id, key.kind) == (id, kind):
            return key.name
    raise Refused("no_key", origin=id.hex())


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
