"""The event sourcing library's side of the store: Mapper, Recorder and Factory, held by a `Log` application.

What the library knows (save, repository, notification log, projections) works on the same table as everything else.
"""

import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    JSONTranscoder,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
)
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteFactory
from eventsourcing.utils import Environment
from msgspec.structs import replace

from application.envelope import Event, decode_state, encode_state
from application.store import Store, seen
from projections.fold import feed

POLL = 0.005
"""Seconds between two looks at `PRAGMA data_version` by a subscription."""

_stores: dict[str, Store] = {}
"""Open stores by the name the library finds them under; it passes settings as text only."""


class WrittenBackwards(IntegrityError):  # noqa: N818 - named for what was refused
    """A line older than the last one of the log, or of another unit: the log takes neither."""


@dataclass(frozen=True)
class StoredLine(StoredEvent):
    """A stored event that still has the claims its leaf commits to."""

    claims: bytes = b""


class EventMapper(Mapper[UUID]):
    """Facts in their envelope to stored bytes and back, under the fact's own permanent name."""

    def __init__(self, store: Store) -> None:
        super().__init__(JSONTranscoder())
        self.store = store

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        event = cast(Event, domain_event)
        state = encode_state(event, self.store.vault)
        return StoredLine(event.originator_id, event.originator_version, event.fact.NAME, state, event.claims)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        stream = cast(UUID, stored_event.originator_id)
        event = decode_state(
            stream, stored_event.originator_version, stored_event.topic, stored_event.state, self.store.vault
        )
        return cast(DomainEventProtocol[UUID], event)


class EventRecorder(SQLiteApplicationRecorder):
    """Inserts events with their leaves and inline rows; selects them by stream or by position."""

    def __init__(self, datastore: SQLiteDatastore, store: Store) -> None:
        super().__init__(datastore, events_table_name="event")
        self.store = store

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """All or nothing; a version that is already taken raises the library's `IntegrityError`."""
        store = self.store
        try:
            with store.together() as connection:
                written = [self._append(connection, line) for line in stored_events]
                feed(connection, store.inline, [seen(event) for event in written])
        except sqlite3.IntegrityError as error:
            raise IntegrityError(error) from error
        return [event.id for event in written]

    def _append(self, connection: sqlite3.Connection, line: StoredEvent) -> Event:
        stream = cast(UUID, line.originator_id)
        event = decode_state(stream, line.originator_version, line.topic, line.state)
        if event.unit != self.store.unit or event.recorded_at < self.store.last_moment(connection):
            raise WrittenBackwards(f"{event.unit} {event.recorded_at}")
        claims = line.claims if isinstance(line, StoredLine) else b""
        return self.store.append_state(connection, replace(event, claims=claims), line.state)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        order = "DESC" if desc else "ASC"
        query = (
            "SELECT version, topic, state FROM event WHERE stream = ? AND version > ? AND version <= ? "
            f"ORDER BY version {order} LIMIT ?"
        )
        stream = cast(UUID, originator_id)
        bounds = (gt or 0, lte if lte is not None else 1 << 62, limit if limit is not None else -1)
        rows = self.store.reader().execute(query, (stream.bytes, *bounds)).fetchall()
        return [StoredEvent(stream, version, topic, state) for version, topic, state in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        first = 0 if start is None else start - int(inclusive_of_start)
        query = "SELECT id, stream, version, topic, state FROM event WHERE id > ? AND id <= ?"
        parameters: list[Any] = [first, stop if stop is not None else 1 << 62]
        if topics:
            query += f" AND topic IN ({', '.join('?' * len(topics))})"
            parameters += topics
        rows = self.store.reader().execute(f"{query} ORDER BY id LIMIT ?", (*parameters, limit)).fetchall()
        return [Notification(UUID(bytes=row[1]), row[2], row[3], row[4], row[0]) for row in rows]

    def max_notification_id(self) -> int:
        return self.store.last_id()

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return DataVersionSubscription(self, gt, topics)


class DataVersionSubscription(Subscription[ApplicationRecorder]):
    """Follows the log across processes by watching SQLite's data version, which the library leaves to us."""

    def __init__(self, recorder: EventRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self.following = recorder
        self.position = gt or 0
        self.wanted = topics
        self.ready: list[Notification] = []
        self.stopped = threading.Event()
        self.version = -1

    def stop(self) -> None:
        super().stop()
        self.stopped.set()

    def __next__(self) -> Notification:
        while not self.ready:
            if self.stopped.is_set():
                raise StopIteration
            version = self.following.store.reader().execute("PRAGMA data_version").fetchone()[0]
            if version != self.version:
                found = self.following.select_notifications(
                    self.position, 500, topics=self.wanted, inclusive_of_start=False
                )
                self.ready = list(found)
                if not found:
                    self.version = version
            else:
                time.sleep(POLL)
        notification = self.ready.pop(0)
        self.position = notification.id
        return notification


class LogFactory(SQLiteFactory):
    """Gives the library our mapper and recorder on an open store."""

    STORE = "MOTCUA_STORE_NAME"

    def __init__(self, env: Environment) -> None:
        self.store = _stores[env.get(self.STORE) or ""]
        env["SQLITE_DBNAME"] = str(self.store.path)
        super().__init__(env)

    def mapper(self, *_: Any, **__: Any) -> Mapper[Any]:
        return EventMapper(self.store)

    def application_recorder(self) -> EventRecorder:
        return EventRecorder(self.datastore, self.store)


class Log(Application[UUID]):
    """The log as the event sourcing library sees it."""

    name = "office"

    @classmethod
    def over(cls, store: Store) -> "Log":
        return cls(env=cls.settings(store))

    @staticmethod
    def settings(store: Store) -> dict[str, str]:
        """How the library's own runners find a store that is open in this process."""
        name = str(Path(store.path).absolute())
        _stores[name] = store
        topic = f"{LogFactory.__module__}:{LogFactory.__qualname__}"
        return {"OFFICE_PERSISTENCE_MODULE": topic, LogFactory.STORE: name}
