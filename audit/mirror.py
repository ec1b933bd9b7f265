"""The whole log as static files: tiles, signed heads, and every event with what opens its leaf.

A mirror needs no database and no key. Reading one believes nothing: signatures, tiles, entries and events must
fit together, hash by hash. The layout is in `docs/log-format.md`, section 11.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from application.envelope import StoredState
from application.faults import Fault
from application.signer import LogContradicted
from audit.heads import CHECKPOINT, Head, Log
from audit.opening import octets
from audit.sources import Line
from ledger.checkpoint import open_checkpoint
from ledger.fault import LedgerFault
from ledger.leaf import ENTRY_TAG, NONCE_BYTES, STREAM_BYTES
from ledger.note import VerifyKey
from ledger.tiles import WIDTH, Tile, bundles_for, entries_in, root_of

FORMAT = "motcua-mirror/v1"
LIST = "mirror.json"
KEYS = "log.vkey"


class MirrorDamaged(Fault):
    """A file of a mirror is missing, or does not fit the others."""

    key = "mirror_damaged"


class NotAMirror(Fault):
    """There is no mirror in that folder."""

    key = "not_a_mirror"


class Contents(msgspec.Struct, frozen=True):
    """`mirror.json`: whose log this is, and which logs (number, origin, first event) it has."""

    format: str
    logs: tuple[tuple[int, str, int], ...]
    unit: str


def folder_of(root: Path, log: Log) -> Path:
    """Each log is a folder of its own, which anyone may serve as it is."""
    return root / str(log.number)


def events_path(tile: Tile) -> str:
    """Events are filed like the entries that stand for them."""
    return tile.path.replace("tile/entries/", "event/", 1)


def packed(line: Line) -> bytes:
    """An event as a mirror holds it: all that opens its leaf, apart from the unit."""
    record = line.stream + line.version.to_bytes(8, "big") + line.nonce
    record += b"".join(map(_framed, (line.topic.encode(), line.claims, line.state)))
    return _framed(record)


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


class _Opened(NamedTuple):
    """A log of a mirror, whose tiles were found to lead to its signed head."""

    head: Head
    entries: list[bytes]


class MirrorSource:
    """A mirror, read file by file. Its signatures and tiles are checked before anything is answered.

    Give `vkeys` when you have the log's verifier keys from elsewhere: those beside the mirror can have been
    replaced together with it.
    """

    def __init__(self, root: Path, vkeys: str | None = None) -> None:
        self.root = root
        contents = contents_of(root)
        self.unit = contents.unit
        self.logs: Sequence[Log] = [Log(*each) for each in contents.logs]
        text = vkeys if vkeys is not None else (octets(root / KEYS) or b"").decode("utf-8", "replace")
        try:
            self._keys = {key.name: key for key in map(VerifyKey.parse, text.split())}
        except LedgerFault as fault:
            raise MirrorDamaged(path=root / KEYS) from fault
        self._opened = [self._open(log) for log in self.logs]
        follow = zip(self._opened, self._opened[1:], strict=False)
        starts_well = bool(self.logs) and self.logs[0].start == 1
        if not starts_well or any(one.head.last_event != two.head.log.start - 1 for one, two in follow):
            raise MirrorDamaged(path=root / LIST)
        self._bundle = lru_cache(64)(self._read_bundle)

    def _open(self, log: Log) -> _Opened:
        folder = folder_of(self.root, log)
        note, key = octets(folder / CHECKPOINT), self._keys.get(log.origin)
        if note is None or key is None:
            raise MirrorDamaged(path=folder / CHECKPOINT if note is None else self.root / KEYS)

        def read(path: str) -> bytes | None:
            return octets(folder / path)

        try:
            head = open_checkpoint(note, key).checkpoint
            if root_of(read, head.size) != head.root:
                raise MirrorDamaged(path=folder / CHECKPOINT)
            return _Opened(Head(log, head.size, head.root, CHECKPOINT), list(entries_in(read, head.size)))
        except LedgerFault as fault:
            raise MirrorDamaged(path=f"{folder} ({fault})") from fault

    def last(self) -> int:
        return self._opened[-1].head.last_event

    def recorded_at(self, event: int) -> int:
        line = next(self.lines(event - 1, event), None)
        if line is None:
            raise LogContradicted(event=event)
        try:
            return _envelope.decode(line.state).recorded_at
        except (msgspec.MsgspecError, ValueError) as error:
            raise LogContradicted(event=event) from error

    def lines(self, after: int, until: int) -> Iterator[Line]:
        for place, opened in enumerate(self._opened):
            start, last = opened.head.log.start, opened.head.last_event
            for tile in bundles_for(opened.head.size):
                first = start + tile.number * WIDTH
                if first + tile.width > after + 1 and first <= until:
                    yield from (line for line in self._bundle(place, tile) if after < line.id <= until)
            if until <= last:
                return

    def of_topic(self, topic: str) -> Iterator[Line]:
        return (line for line in self.lines(0, self.last()) if line.topic == topic)

    def leaves(self, after: int, until: int) -> Iterator[bytes]:
        for opened in self._opened:
            start = opened.head.log.start
            for event, each in enumerate(opened.entries, start):
                if after < event <= until:
                    yield each.removeprefix(ENTRY_TAG)

    def heads(self) -> list[Head]:
        return [opened.head for opened in self._opened]

    def _read_bundle(self, place: int, tile: Tile) -> list[Line]:
        opened = self._opened[place]
        path = folder_of(self.root, opened.head.log) / events_path(tile)
        content = octets(path)
        if content is None:
            path = folder_of(self.root, opened.head.log) / events_path(tile.full)
            content = octets(path)
        if content is None:
            raise MirrorDamaged(path=path)
        try:
            lines = list(unpacked(content))
        except (ValueError, IndexError) as error:
            raise MirrorDamaged(path=path) from error
        if len(lines) < tile.width:
            raise MirrorDamaged(path=path)
        first = tile.number * WIDTH
        leaves = opened.entries[first : first + tile.width]
        return [
            line._replace(id=opened.head.log.start + first + number, commitment=leaf.removeprefix(ENTRY_TAG))
            for number, (line, leaf) in enumerate(zip(lines, leaves, strict=False))
        ]


_envelope = msgspec.json.Decoder(StoredState)


def contents_of(root: Path) -> Contents:
    try:
        found = msgspec.json.decode(octets(root / LIST) or b"", type=Contents)
    except (msgspec.MsgspecError, ValueError):
        raise NotAMirror(path=root) from None
    if found.format != FORMAT:
        raise NotAMirror(path=root)
    return found


def unpacked(content: bytes) -> Iterator[Line]:
    """The events of a bundle, still without their place and their leaf; `ValueError` when it is no such thing."""
    at = 0
    while at < len(content):
        record, at = _part(content, at)
        fixed = STREAM_BYTES + 8 + NONCE_BYTES
        stream, version = (
            record[:STREAM_BYTES],
            int.from_bytes(record[STREAM_BYTES : STREAM_BYTES + 8], "big"),
        )
        nonce = record[STREAM_BYTES + 8 : fixed]
        topic, end = _part(record, fixed)
        claims, end = _part(record, end)
        state, end = _part(record, end)
        if end != len(record):
            raise ValueError("bytes follow the event")
        yield Line(0, stream, version, topic.decode(), state, nonce, claims, None)


def _part(content: bytes, at: int) -> tuple[bytes, int]:
    end = at + 4 + int.from_bytes(content[at : at + 4], "big")
    if at + 4 > len(content) or end > len(content):
        raise ValueError("it ends inside an event")
    return content[at + 4 : end], end
