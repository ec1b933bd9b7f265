"""Keys to personal data: one per dossier, wrapped by a key file outside every database. Destroying one erases a person.

`vault.db` also keeps officers' password hashes, which must never enter the log.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.clock import Chance
from application.envelope import Place
from application.faults import KeysMissing, StoreDamaged, named
from domain.fact import Refused

NONCE = 12


class PersonErased(Refused):
    """The person of this dossier was erased on request: nothing more about a person can be written to it."""


_TABLES = (
    "CREATE TABLE key(stream BLOB PRIMARY KEY CHECK(length(stream) = 16), wrapped BLOB NOT NULL) STRICT",
    "CREATE TABLE credential(officer TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT",
)


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; never over an existing one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeysMissing(path=path) from error


def create_vault(path: Path) -> None:
    """Make an empty vault."""
    try:
        write_secret(path, b"")  # SQLite gives the files beside it the same mode
        with closing(_connect(path, mode="rwc")) as connection:
            for table in _TABLES:
                connection.execute(table)
    except (sqlite3.Error, OSError) as error:
        raise named(error, path) from error


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True, timeout=30, isolation_level=None, check_same_thread=False,
    )  # fmt: skip
    if mode != "ro":
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
    return connection


class Vault:
    """Seals and unseals personal data. New keys become durable in `flush`, before the events that need them."""

    def __init__(self, path: Path, key_file: Path, chance: Chance, *, read_only: bool = False) -> None:
        if not path.exists():
            raise KeysMissing(path=path)  # an empty vault in its place would look as if everybody was erased
        self.chance = chance
        try:
            self.kek = AESGCM(read_key(key_file))
        except ValueError as error:
            raise KeysMissing(path=key_file) from error
        self.open_keys: dict[UUID, AESGCM | None] = {}
        self.seen_version = 0
        try:
            self.connection = _connect(path, mode="ro" if read_only else "rw")
        except sqlite3.Error as error:
            raise named(error, path) from error
        self.hasher = PasswordHasher()

    def seal(self, place: Place, plain: bytes) -> bytes:
        cipher = self._key(place.stream)
        if cipher is None:
            if place.stream in self.open_keys:
                raise PersonErased()
            cipher = self._new_key(place.stream)
        nonce = self.chance.draw(NONCE)
        return nonce + cipher.encrypt(nonce, plain, place.associated())

    def unseal(self, place: Place, box: bytes) -> bytes | None:
        cipher = self._key(place.stream)
        if cipher is None:
            return None
        try:
            return cipher.decrypt(box[:NONCE], box[NONCE:], place.associated())
        except InvalidTag as error:
            raise StoreDamaged(path=f"event {place.stream} {place.version}") from error

    def flush(self) -> None:
        """Make new keys durable."""
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def forget_pending(self) -> None:
        """Drop keys made for a transaction that failed."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
            self.open_keys.clear()

    def destroy_key(self, stream: UUID) -> bool:
        """Erase a person from the log: nobody can read the sealed parts of this stream again. True if a key existed.

        What is left is the mark that there was a key, so that no second one is ever made for the stream.
        """
        self.flush()
        query = "UPDATE key SET wrapped = x'' WHERE stream = ? AND wrapped <> x''"
        gone = self.connection.execute(query, (stream.bytes,)).rowcount > 0
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.open_keys[stream] = None
        return gone

    def _key(self, stream: UUID) -> AESGCM | None:
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self.seen_version:  # another process may have destroyed a key that is open here
            self.open_keys.clear()
            self.seen_version = version
        if stream not in self.open_keys:
            row = self.connection.execute(
                "SELECT wrapped FROM key WHERE stream = ?", (stream.bytes,)
            ).fetchone()
            if row is None:
                return None
            self.open_keys[stream] = AESGCM(self._unwrap(stream, row[0])) if row[0] else None
        return self.open_keys[stream]

    def _new_key(self, stream: UUID) -> AESGCM:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
        key, nonce = self.chance.draw(32), self.chance.draw(NONCE)
        wrapped = nonce + self.kek.encrypt(nonce, key, stream.bytes)
        self.connection.execute("INSERT INTO key VALUES(?, ?)", (stream.bytes, wrapped))
        self.open_keys[stream] = cipher = AESGCM(key)
        return cipher

    def _unwrap(self, stream: UUID, wrapped: bytes) -> bytes:
        try:
            return self.kek.decrypt(wrapped[:NONCE], wrapped[NONCE:], stream.bytes)
        except InvalidTag as error:
            raise KeysMissing(path="office.kek") from error

    def set_password(self, officer: str, password: str) -> None:
        self.flush()
        self.connection.execute(
            "INSERT OR REPLACE INTO credential VALUES(?, ?)", (officer, self.hasher.hash(password))
        )

    def check_password(self, officer: str, password: str) -> bool:
        row = self.connection.execute("SELECT hash FROM credential WHERE officer = ?", (officer,)).fetchone()
        if row is None:
            return False
        try:
            return self.hasher.verify(row[0], password)
        except VerifyMismatchError:
            return False

    def close(self) -> None:
        self.flush()
        self.connection.close()
