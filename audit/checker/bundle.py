"""An evidence bundle: a manifest signed by the log or by an inspector, and every event proved by a file of its own."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.checker.evidence import check_proof, json_of
from audit.checker.fault import Refused, require
from audit.checker.note import LOG, NUMBER, Head, Key, head_of, key_of, note_of, signers_of, unbase64
from audit.checker.tree import extends

BUNDLE = "motcua-evidence/v1"
MANIFEST, SEAL, KEYS = "manifest.json", "manifest.note", "keys.txt"
SIGNED = (MANIFEST, SEAL)
LARGEST_BUNDLE = 1 << 30
"""A zip could promise more than a machine can hold."""

if TYPE_CHECKING:
    Files = dict[str, bytes]
    """Name and content."""


class Whole(NamedTuple):
    """A bundle that holds: who sealed it, how many events it proves, and the heads they are proved under."""

    manifest: dict[str, Any]
    sealed_by: str
    events: int
    heads: tuple[Head, ...]
    earlier: tuple[Head, ...]
    """Heads known from elsewhere, which these heads extend."""


def zipped(files: Files) -> bytes:
    """The one way a bundle is packed: names in order, nothing compressed, no dates."""
    body, index = bytearray(), bytearray()
    for name in sorted(files):
        octets, label = files[name], name.encode()
        size, code = len(octets), zlib.crc32(octets)
        shape = struct.pack("<HHHHHIIIHH", 20, 2048, 0, 0, 33, code, size, size, len(label), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, len(body))
        index += b"PK\1\2" + struct.pack("<H", 788) + shape + place + label
        body += b"PK\3\4" + shape + label + octets
    count = len(files)
    tail = struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(body), 0)
    return bytes(body + index) + b"PK\5\6" + tail


def unzipped(octets: bytes) -> Files:
    """The files in a bundle; whatever `zipped` would not have written is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed:
            listed = packed.infolist()
            require(sum(each.file_size for each in listed) <= LARGEST_BUNDLE, "packing")
            files = {each.filename: packed.read(each) for each in listed}
    except Refused:
        raise
    except Exception:
        raise Refused("packing") from None
    require(zipped(files) == octets, "packing")
    return files


def files_in(folder: str) -> Files:
    """The files of a bundle that was unpacked."""
    files = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


def keys_in(files: Files) -> list[Key]:
    """The keys that came along: to compare with the ones from elsewhere, never to trust."""
    lines = files.get(KEYS, b"").decode("utf-8", "replace").split("\n")
    return [key_of(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


def check_bundle(files: Files, keys: Sequence[Key], quorum: int) -> Whole:
    require(all(name in files for name in SIGNED), "not_a_bundle")
    manifest = json_of(files[MANIFEST], "manifest")
    sealed_by = _sealed(files, keys)
    _whole(manifest, files)
    try:
        heads, earlier = _heads(manifest, files, keys, quorum)
        events = [_event(each, manifest["heads"], heads, files, keys, quorum) for each in manifest["events"]]
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        raise Refused("manifest") from None
    proofs = [name for name in files if name.startswith(("proofs/", "events/"))]
    require(len(proofs) == 2 * len(set(events)) == 2 * len(events), "manifest")
    return Whole(manifest, sealed_by, len(events), tuple(heads), tuple(earlier))


def _sealed(files: Files, keys: Sequence[Key]) -> str:
    """Who signed the manifest: the log itself, or an inspector whose key was given."""
    text, lines = note_of(files[SEAL])
    require(text == f"{BUNDLE}\n{sha256(files[MANIFEST]).hexdigest()}\n", "seal")
    signers = signers_of(text, lines, [key for key in keys if key.kind == LOG])
    require(signers, "no_key", origin=", ".join(name for name, _, _ in lines))
    require(len(signers) == len(lines) == 1, "seal")  # a line by a stranger could be changed unnoticed
    return signers[0].name


def _whole(manifest: dict[str, Any], files: Files) -> None:
    """Nothing is missing, nothing was added, nothing was changed."""
    listed = manifest.get("files")
    require(manifest.get("bundle") == BUNDLE and isinstance(listed, dict), "manifest")
    told = dict(listed or {})
    for name in sorted(set(told) | set(files) - set(SIGNED)):
        require(name in files, "missing", file=name)
        require(name in told, "added", file=name)
        require(sha256(files[name]).hexdigest() == told[name], "changed", file=name)


def _heads(
    manifest: dict[str, Any], files: Files, keys: Sequence[Key], quorum: int
) -> tuple[list[Head], list[Head]]:
    heads, earlier = [], []
    for each in manifest["heads"]:
        name = f"heads/{each['log']}"
        head = head_of(files[f"{name}.note"], keys, quorum)
        told = {"log": each["log"], "origin": head.origin, "root": head.root.hex(), "size": head.size}
        require({**told, "start": each["start"]} == each, "manifest")
        heads.append(head)
        if f"{name}.earlier" in files:
            earlier.append(_earlier(name, head, files, keys))
    return heads, earlier


def _earlier(name: str, head: Head, files: Files, keys: Sequence[Key]) -> Head:
    """An earlier head, and the proof, written as a witness is asked (C2SP tlog-witness), that this one extends it."""
    before = head_of(files[f"{name}.earlier"], keys, 0)
    asked, blank, note = files[f"{name}.extends"].decode().partition("\n\n")
    lines = asked.split("\n")
    require(blank and note.encode() == files[f"{name}.note"], "consistency")
    require(re.fullmatch("old " + NUMBER, lines[0]) and int(lines[0][4:]) == before.size, "consistency")
    path = [unbase64(line, "consistency") for line in lines[1:]]
    require(before.origin == head.origin, "consistency")
    require(extends(before.size, head.size, path, (before.root, head.root)), "consistency")
    return before


def _event(
    told: dict[str, Any],
    listed: Sequence[dict[str, Any]],
    heads: Sequence[Head],
    files: Files,
    keys: Sequence[Key],
    quorum: int,
) -> int:
    """One event: its stored bytes, its proof, and its place in the log."""
    id = told["id"]
    name = f"{id:09d}"
    try:
        proved = check_proof(files[f"proofs/{name}.tlog-proof"], keys, quorum, files[f"events/{name}.json"])
    except Refused as refused:
        raise Refused("event", event=id, why=refused) from None
    for place, head in zip(listed, heads):  # noqa: B905 - Python 3.8
        if place["log"] == told["log"]:
            note = files[f"heads/{told['log']}.note"]
            same = head == proved.head and files[f"proofs/{name}.tlog-proof"].endswith(b"\n\n" + note)
            require(
                same and id == place["start"] + proved.place and proved.topic == told["topic"], "manifest"
            )
            return int(id)
    raise Refused("manifest")
