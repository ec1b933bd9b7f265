"""Backups: an image of the store, every file under its own hash, and the keys apart from it.

The image holds no key, so it may be kept for years. The file with the keys is made only on request, and older ones
beside it are destroyed: an erased person's key must not live on in a copy.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from application.clock import new_id
from application.envelope import OFFICE, Actor
from application.faults import Fault, named
from application.files import sync_folder
from application.folder import StoreFolder
from application.key_file import destroy_older, erased_streams, write_key_file
from application.store import Transaction
from application.withholding import UNSOUND, withheld
from domain.backup import StoreBackedUp

if TYPE_CHECKING:
    from application.office import Office

FORMAT = 1
MANIFEST, SEAL, ERASED = "manifest.json", "manifest.sha256", "erased.txt"
VKEY = "keys/log.vkey"

_LEFT_OUT = frozenset(
    {"keys", "logs", "kiosks", "tickets", "views.db", "vault.db"}
    | {"signer.lock", "serving.lock", "no-sign", "verified.json"}
)
"""Keys and what they open; what devices keep for themselves; what is made again; what is true of this folder alone."""
_ENDINGS_LEFT_OUT = ("-wal", "-shm", "-journal", ".new")
_SQLITE = b"SQLite format 3\x00"
_PIECE = 1 << 20

Progress = Callable[[int, int], None]
"""Called with (files done, of)."""


class BackupExists(Fault):
    """A backup goes into a folder of its own."""

    key = "backup_exists"


class BackupInside(Fault):
    """A backup lies outside the store, and the keys outside the backup."""

    key = "backup_inside"


class NotABackup(Fault):
    """There is no backup in this folder."""

    key = "not_a_backup"


class BackupDamaged(Fault):
    """A file of the backup is not the one that was written."""

    key = "backup_damaged"


class Kept(msgspec.Struct, frozen=True):
    """One file of the image: SHA-256 (hex) and length of its content."""

    sha256: str
    octets: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    format: int
    unit: str
    made_at: int
    """µs UTC."""
    events: int
    files: dict[str, Kept]
    """By path in the image, with slashes."""
    damaged: bool = False
    """The store's own examination had found something wrong: the image is whole, what it shows may not be."""

    @property
    def octets(self) -> int:
        return sum(each.octets for each in self.files.values())

    def __bytes__(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """What was made: the manifest's hash is the backup's name in the log."""

    folder: str
    manifest: str
    events: int
    files: int
    octets: int
    keys: str = ""
    destroyed: tuple[str, ...] = ()
    """Older files of keys that were destroyed."""
    damaged: bool = False
    """As in the manifest."""


def back_up(
    office: "Office",
    folder: Path,
    keys: Path | None = None,
    by: Actor = OFFICE,
    progress: Progress | None = None,
) -> BackedUp:
    """Make a backup in `folder`, which must be new or empty, while the office goes on; record it in the log.

    With `keys`, the keys go into that file. A store that is known to be damaged is copied like any other, and the
    backup says so. Raises `BackupExists`, `BackupInside`, and the store's faults when the disk fails.
    """
    _must_be_apart(office.folder.root, folder, keys)
    try:
        manifest, seal = _written(office, folder, keys, progress)
    except OSError as error:
        raise named(error, folder) from error
    destroyed: tuple[str, ...] = ()
    if keys is not None and not manifest.damaged:  # a damaged vault may need an older file of keys
        destroyed = destroy_older(keys, manifest.unit, manifest.made_at)
    made = BackedUp(
        folder=str(folder),
        manifest=seal,
        events=manifest.events,
        files=len(manifest.files),
        octets=manifest.octets,
        keys=str(keys or ""),
        destroyed=destroyed,
        damaged=manifest.damaged,
    )
    _record(office, made, by)
    return made


def _must_be_apart(store: Path, folder: Path, keys: Path | None) -> None:
    """A folder of its own outside the store, and the keys away from both."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupExists(path=folder)
    for inner, outer in ((folder, store), (keys, folder), (keys, store)):
        if inner is not None and inner.resolve().is_relative_to(outer.resolve()):
            raise BackupInside(path=inner, outer=outer)


def _written(
    office: "Office", folder: Path, keys: Path | None, progress: Progress | None
) -> tuple[Manifest, str]:
    """The image under another name until it is whole, then under its own; its manifest, and the hash of that."""
    half = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    manifest = _image(office, half, progress)
    seal = sha256(bytes(manifest)).hexdigest()
    (half / SEAL).write_text(f"{seal}\n")
    if keys is not None:
        write_key_file(office.folder, keys, manifest.unit, manifest.made_at)
    if folder.exists():
        folder.rmdir()
    os.replace(half, folder)
    sync_folder(folder.parent)
    return manifest, seal


def check_backup(folder: Path, progress: Progress | None = None) -> Manifest:
    """The manifest of a backup, once every byte of every file is the one that was written.

    Raises `NotABackup`, or `BackupDamaged` with the name of the first file that is missing, changed or not listed.
    """
    try:
        octets, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_bytes()
    except OSError:
        raise NotABackup(path=folder) from None
    if seal != f"{sha256(octets).hexdigest()}\n".encode():
        raise BackupDamaged(path=folder, file=MANIFEST)
    try:
        manifest = msgspec.json.decode(octets, type=Manifest)
    except msgspec.DecodeError:
        raise BackupDamaged(path=folder, file=MANIFEST) from None
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for file in sorted(there ^ {*manifest.files, MANIFEST, SEAL}):
        raise BackupDamaged(path=folder, file=file)
    for done, (file, kept) in enumerate(sorted(manifest.files.items()), 1):
        if hash_of(folder / file) != kept:
            raise BackupDamaged(path=folder, file=file)
        if progress is not None:
            progress(done, len(manifest.files))
    return manifest


def hash_of(path: Path) -> Kept:
    digest, octets = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            octets += len(piece)
    return Kept(digest.hexdigest(), octets)


def erased_in(folder: Path) -> set[UUID]:
    """Whose keys had been destroyed when a backup was made."""
    return {UUID(hex=line) for line in (folder / ERASED).read_text().split()}


def _image(office: "Office", half: Path, progress: Progress | None) -> Manifest:
    """Signed files first and rows afterwards: rows only ever become more, so the heads are never ahead of them."""
    root = office.folder.root
    found = sorted(_files(root), key=lambda path: (_is_database(path), path))
    for done, path in enumerate(found, 1):
        copy = half / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_database(path):
            copy_database(path, copy)
        else:
            shutil.copyfile(path, copy)
        if progress is not None:
            progress(done, len(found))
    (half / "keys").mkdir(exist_ok=True, mode=0o700)
    shutil.copyfile(office.folder.log_vkey, half / VKEY)
    (half / ERASED).write_text("".join(f"{each.hex}\n" for each in erased_streams(office.folder)))
    files = {path.relative_to(half).as_posix(): hash_of(path) for path in half.rglob("*") if path.is_file()}
    why = withheld(root)
    manifest = Manifest(
        format=FORMAT,
        unit=office.store.unit,
        made_at=office.now(),
        events=_events(half),
        files=files,
        damaged=why is not None and why.why == UNSOUND,
    )
    (half / MANIFEST).write_bytes(bytes(manifest))
    return manifest


def _files(root: Path) -> Iterator[Path]:
    for path in root.iterdir():
        if path.name in _LEFT_OUT or path.name.endswith(_ENDINGS_LEFT_OUT):
            continue
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file() and not each.name.endswith(".new"))
        elif path.is_file():
            yield path


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def copy_database(path: Path, copy: Path) -> None:
    """A copy of a database as it is at one moment, also while others write to it."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise named(error, path) from error


def _events(half: Path) -> int:
    folder = StoreFolder(half, half / "keys")
    address = f"{folder.database.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as rows:
        return int(rows.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])


def _record(office: "Office", made: BackedUp, by: Actor) -> None:
    fact = StoreBackedUp(
        manifest=made.manifest,
        events=made.events,
        files=made.files,
        octets=made.octets,
        with_keys=bool(made.keys),
    )
    stream = new_id(office.store.chance)

    def work(tx: Transaction) -> UUID:
        tx.record(stream, 0, fact)
        return stream

    office.core.write(by, "", work, lambda _: None)
