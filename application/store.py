"""The event store on SQLite: one transaction writes events, their ledger leaves and the read-your-writes rows.

Commands run while they hold the write lock, so they decide on the latest state; commands that wait together
are committed together, each in a savepoint of its own.
"""

import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakSet

import msgspec

from application.clock import Chance, Clock
from application.envelope import Actor, Event, decode_state, encode_state, public
from application.faults import NotAStore, StoreDamaged, StoreLocked, StoreTooNew, named
from application.schema import APPLICATION_ID, FORMAT, GUARDS, PRAGMAS, TABLES
from application.vault import Vault, write_secret
from domain.fact import Fact
from ledger.leaf import committer
from projections.fold import Fold, Seen, create_tables, feed

T = TypeVar("T")

GROUP = 256
"""How many waiting commands share one transaction at most."""
PATIENCE = 60.0
"""Seconds to wait for another process that holds the write lock."""

INSERT_EVENT = "INSERT INTO event(stream, version, topic, recorded_at, state) VALUES(?, ?, ?, ?, ?)"
INSERT_LEAF = "INSERT INTO leaf(id, nonce, claims, commitment) VALUES(?, ?, ?, ?)"
SELECT_EVENT = "SELECT id, stream, version, topic, state FROM event"


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One act by one hand. Repeating a command id repeats the answer, never the act."""

    id: str
    by: Actor
    occurred_at: int = 0
    """When it happened, if not when it is recorded (µs UTC)."""


def seen(event: Event) -> Seen:
    """What a projection may know of an event."""
    return Seen(
        event.id, event.originator_id.hex, event.originator_version, event.fact.NAME, event.recorded_at,
        event.occurred_at, event.actor.id, event.actor.role, event.actor.device, event.command,
        public(event.fact),
    )  # fmt: skip


class Transaction:
    """What one command may do while it holds the write lock."""

    def __init__(self, store: "Store", connection: sqlite3.Connection, command: Command, now: int) -> None:
        self.store, self.connection, self.command = store, connection, command
        self.now = now
        self.recorded: list[Event] = []

    @property
    def by(self) -> Actor:
        return self.command.by

    def act_as(self, role: str) -> None:
        """Record in this role of the actor's."""
        self.command = msgspec.structs.replace(self.command, by=msgspec.structs.replace(self.by, role=role))

    def version(self, stream: UUID) -> int:
        """How many facts a stream has."""
        query = "SELECT coalesce(max(version), 0) FROM event WHERE stream = ?"
        return int(self.connection.execute(query, (stream.bytes,)).fetchone()[0])

    def next_ordinal(self, series: str) -> int:
        """The number after the last one taken in a series; the event that takes it is what uses it up."""
        found = self.connection.execute(
            "SELECT max(ordinal) FROM taken_number WHERE series = ?", (series,)
        ).fetchone()
        return (found[0] or 0) + 1

    def record(self, stream: UUID, version: int, *facts: Fact, claims: bytes = b"") -> None:
        """Append facts after `version`; `claims` are committed to beside the first of them."""
        for number, fact in enumerate(facts, 1):
            event = Event(
                originator_id=stream,
                originator_version=version + number,
                unit=self.store.unit,
                actor=self.by,
                command=self.command.id,
                occurred_at=self.command.occurred_at or self.now,
                recorded_at=self.now,
                fact=fact,
                claims=claims if number == 1 else b"",
            )
            self.recorded.append(self.store.append(self.connection, event))
        feed(self.connection, self.store.inline, [seen(event) for event in self.recorded[-len(facts) :]])

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, parameters).fetchall()


class _Waiting(msgspec.Struct):
    """A command that waits for its turn to be written."""

    command: Command
    work: Callable[[Transaction], Any]
    answer: Future[Any]


class _Reader:
    """A thread's connection, closed when the thread ends: pools let idle workers go and start new ones."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.close = connection.close

    def __del__(self) -> None:
        self.close()


class Store:
    """`office.db` of one unit."""

    def __init__(
        self,
        path: Path,
        vault: Vault,
        clock: Clock,
        chance: Chance,
        inline: Sequence[Fold],
        *,
        read_only: bool = False,
    ) -> None:
        self.path, self.vault, self.clock, self.chance, self.inline = path, vault, clock, chance, inline
        self.lock = threading.RLock()
        self.waiting: deque[_Waiting] = deque()
        self.local = threading.local()
        self.readers: WeakSet[_Reader] = WeakSet()
        self.joined: sqlite3.Connection | None = None
        self.joined_by = 0
        self.undone = 0
        """How many transactions were rolled back: what was learned inside one of them is no longer true."""
        self.unit = check(self.reader(), path)  # before anything is written to what may be no store of ours
        self.writer = connect(path, writes=not read_only)
        self.commit = committer(self.unit)

    # ---- writing

    def write(self, command: Command, work: Callable[[Transaction], T]) -> T:
        """Run a command under the write lock and make it durable.

        Whoever holds the lock commits everybody who is waiting: one flush to disk for all of them.
        """
        item = _Waiting(command, work, Future())
        self.waiting.append(item)
        with self.lock:
            if self.joined is not None:
                self.waiting.remove(item)
                self._run(self.joined, item)
            while not item.answer.done():  # more than one group may be waiting before this command
                self._commit_group()
        answer: T = item.answer.result()
        return answer

    @contextmanager
    def together(self) -> Iterator[sqlite3.Connection]:
        """Everything inside becomes durable at once, at the end: for bulk work that starts over when it fails."""
        with self.lock:
            if self.joined is not None:
                yield self.joined
                return
            with self._transaction() as connection:
                self.joined, self.joined_by = connection, threading.get_ident()
                try:
                    yield connection
                finally:
                    self.joined = None

    def _commit_group(self) -> None:
        group: list[_Waiting] = []
        while self.waiting and len(group) < GROUP:
            group.append(self.waiting.popleft())
        done: list[tuple[_Waiting, Any, BaseException | None]] = []
        try:
            with self._transaction() as connection:
                done = [(item, *self._attempt(connection, item)) for item in group]
        except BaseException as error:
            for item in group:
                item.answer.set_exception(error)
            if isinstance(error, Exception):
                return
            raise  # whoever shared this transaction must not wait for an answer for ever
        for item, result, failure in done:
            if failure is not None:
                item.answer.set_exception(failure)
            else:
                item.answer.set_result(result)

    def _run(self, connection: sqlite3.Connection, item: _Waiting) -> None:
        result, error = self._attempt(connection, item)
        if error is not None:
            item.answer.set_exception(error)
        else:
            item.answer.set_result(result)

    def _attempt(self, connection: sqlite3.Connection, item: _Waiting) -> tuple[Any, Exception | None]:
        """Run one command in a savepoint, so that its refusal undoes only its own work."""
        connection.execute("SAVEPOINT command")
        transaction = Transaction(self, connection, item.command, self._stamp(connection))
        try:
            result = item.work(transaction)
        except Exception as error:
            if not connection.in_transaction:
                raise  # the database itself gave up, and took everybody's work with it
            connection.execute("ROLLBACK TO command")
            connection.execute("RELEASE command")
            return None, named(error, self.path) if isinstance(error, sqlite3.Error) else error
        connection.execute("RELEASE command")
        return result, None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            with immediate(self.writer, self.path):
                yield self.writer
                self.vault.flush()  # a sealed box must never outlive its key
        except BaseException:
            self.undone += 1
            self.vault.forget_pending()
            raise

    def _stamp(self, connection: sqlite3.Connection) -> int:
        """The present moment, never before the last line of the log."""
        return max(self.clock.now(), self.last_moment(connection))

    def last_moment(self, connection: sqlite3.Connection) -> int:
        last = connection.execute("SELECT recorded_at FROM event ORDER BY id DESC LIMIT 1").fetchone()
        return last[0] if last else 0

    def append(self, connection: sqlite3.Connection, event: Event) -> Event:
        """Write an event and its ledger leaf. A taken version raises `sqlite3.IntegrityError`."""
        state = encode_state(event, self.vault)
        return self.append_state(connection, event, state)

    def append_state(self, connection: sqlite3.Connection, event: Event, state: bytes) -> Event:
        stream, version, topic = event.originator_id, event.originator_version, event.fact.NAME
        written = connection.execute(INSERT_EVENT, (stream.bytes, version, topic, event.recorded_at, state))
        nonce = self.chance.draw(16)
        commit = self.commit(stream.bytes, version, topic.encode(), state, event.claims, nonce)
        connection.execute(INSERT_LEAF, (written.lastrowid, nonce, event.claims, commit))
        return msgspec.structs.replace(event, id=written.lastrowid or 0)

    # ---- reading

    def reader(self) -> sqlite3.Connection:
        """This thread's connection for reading; its transactions must stay short."""
        if self.joined is not None and self.joined_here:
            return self.joined
        reader: _Reader | None = getattr(self.local, "reader", None)
        if reader is None:
            self.local.reader = reader = _Reader(connect(self.path, writes=False))
            self.readers.add(reader)
        return reader.connection

    @property
    def joined_here(self) -> bool:
        """Whether this thread is inside `together`, where what it reads may still be undone."""
        return self.joined is not None and self.joined_by == threading.get_ident()

    def read(
        self, connection: sqlite3.Connection, stream: UUID, *, after: int = 0, personal: bool = False
    ) -> Iterator[Event]:
        """The events of one stream, in order."""
        query = f"{SELECT_EVENT} WHERE stream = ? AND version > ? ORDER BY version"
        sealer = self.vault if personal else None
        for id, _, version, topic, state in connection.execute(query, (stream.bytes, after)).fetchall():
            yield decode_state(stream, version, topic, state, sealer, id)

    def select(
        self, connection: sqlite3.Connection, *, after: int = 0, until: int | None = None, limit: int = -1
    ) -> Iterator[Event]:
        """Events in log order with `after` < id <= `until`, without personal data."""
        query = f"{SELECT_EVENT} WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
        last = until if until is not None else (1 << 62)
        for id, stream, version, topic, state in connection.execute(query, (after, last, limit)):
            yield decode_state(UUID(bytes=stream), version, topic, state, None, id)

    def last_id(self, connection: sqlite3.Connection | None = None) -> int:
        found = (connection or self.reader()).execute("SELECT max(id) FROM event").fetchone()
        return found[0] or 0

    def close(self) -> None:
        for reader in list(self.readers):
            reader.close()
        self.writer.close()
        self.vault.close()


def connect(path: Path, *, writes: bool = True) -> sqlite3.Connection:
    """A connection to an existing `office.db`, with the pragmas the log needs."""
    mode = "rw" if writes else "ro"
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True, timeout=1.0, isolation_level=None, check_same_thread=False, cached_statements=512,
        )  # fmt: skip
        for pragma in PRAGMAS if writes else PRAGMAS[2:]:
            connection.execute(pragma)
    except sqlite3.Error as error:
        raise named(error, path) from error
    return connection


@contextmanager
def immediate(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A transaction that holds the write lock from its start; what goes wrong with the file has its name."""
    _begin(connection, path)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise named(error, path) from error
        raise


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    """BEGIN IMMEDIATE, patiently: SQLite's own waiting is unfair when many processes write."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            fault = named(error, path)
            if not isinstance(fault, StoreLocked) or time.monotonic() > until:
                raise fault from error
            time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - spreads the processes out
        else:
            return


def identify(path: Path) -> str:
    """The unit of the store at `path`, or the named fault that says why it is not one of ours."""
    connection = connect(path, writes=False)
    try:
        return check(connection, path)
    finally:
        connection.close()


def check(connection: sqlite3.Connection, path: Path) -> str:
    """The unit a store belongs to, or a named fault when this is not a store that we can open."""
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotAStore(path=path)
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.Error as error:
        raise named(error, path) from error
    if not meta.get("format", "").isdigit() or "unit" not in meta:
        raise StoreDamaged(path=path)
    if int(meta["format"]) > FORMAT:
        raise StoreTooNew(path=path, format=meta["format"], known=FORMAT)
    return str(meta["unit"])


def create(path: Path, unit: str, origin: str, inline: Sequence[Fold], *, simulated: bool) -> None:
    """Make an empty store: tables, guards, and the names that every leaf is bound to."""
    try:
        write_secret(path, b"")  # SQLite gives the files beside it the same mode
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute("BEGIN IMMEDIATE")
        for statement in (*TABLES, *GUARDS):
            connection.execute(statement)
        rows = [("format", str(FORMAT)), ("unit", unit), ("simulated", str(int(simulated)))]
        connection.executemany("INSERT INTO meta VALUES(?, ?)", rows)
        connection.execute("INSERT INTO log VALUES(1, ?, 1)", (origin,))
        create_tables(connection, inline)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
        connection.close()
    except (sqlite3.Error, OSError) as error:
        raise named(error, path) from error
