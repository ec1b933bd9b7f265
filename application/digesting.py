"""Writes down, once a day is over, what the office's books came to; whoever replays the log must meet it.

The digest is taken from the tables that the office works with, so that a table altered beside the log is found
as surely as an altered log. It is taken in a reader's snapshot: nobody waits for it.
"""

import sqlite3
import threading
from contextlib import suppress
from types import TracebackType
from uuid import UUID

from application.core import Core
from application.envelope import OFFICE, Actor
from application.faults import Fault
from application.reference import stream_id
from application.store import Transaction
from application.withholding import UNSOUND, withheld
from domain.calendar import local_date, local_moment
from domain.day_digest import DayAlreadyDigested, DayDigested, digest_day
from projections.day_state import StateDigest, state_digest

SECONDS_BETWEEN_LOOKS = 300.0
RECORDED_AT = "SELECT recorded_at FROM event WHERE id = ?"


class DigestWithheld(Fault):
    """The store is known to be damaged: what its books came to would be written down as if it were right."""

    key = "digest_withheld"


def digest_stream(unit: str) -> UUID:
    """The stream on which the digests of a unit stand, one after the other."""
    return stream_id(unit, "digests", unit)


class Digesting:
    def __init__(self, core: Core) -> None:
        self.core = core
        self.stream = digest_stream(core.store.unit)

    def last(self) -> tuple[int, DayDigested | None]:
        """The latest digest and its place in the log, or 0 and None."""
        return self._last(self.core.store.reader())

    def due(self) -> str:
        """The latest day that is over and not yet digested, though something happened since; empty for none."""
        store, (place, before) = self.core.store, self.last()
        over = size_before(store.reader(), self.core.today().isoformat(), store.last_id())
        if over <= place:  # nothing but the latest digest itself
            return ""
        day = local_date(_recorded_at(store.reader(), over))
        return day if before is None or day > before.day else ""

    def close_day(self, by: Actor = OFFICE) -> DayDigested | None:
        """Digest the latest day that is over; None when there is nothing to write down.

        Raises `DigestWithheld` while the store's own examination has found something wrong: a day without a digest
        tells an inspector to look, a digest of damaged books would tell them that all was well.
        """
        why = withheld(self.core.store.path.parent)
        if why is not None and why.why == UNSOUND:
            raise DigestWithheld(path=self.core.store.path.parent)
        day = self.due()
        if not day:
            return None
        size, state = self._snapshot()
        fact = DayDigested(day=day, size=size, form=state.form, digest=state.digest, tables=state.tables)

        def work(tx: Transaction) -> UUID:
            _, before = self._last(tx.connection)
            tx.record(self.stream, tx.version(self.stream), digest_day(before, fact=fact))
            return self.stream

        with suppress(DayAlreadyDigested):  # another process of this office was quicker
            return self.core.write(by, "", work, lambda _: fact)
        return None

    def _snapshot(self) -> tuple[int, StateDigest]:
        store = self.core.store
        reader = store.reader()
        if store.joined_here:
            return store.last_id(), state_digest(reader)
        reader.execute("BEGIN")
        try:
            return store.last_id(reader), state_digest(reader)
        finally:
            reader.execute("COMMIT")

    def _last(self, connection: sqlite3.Connection) -> tuple[int, DayDigested | None]:
        query = "SELECT coalesce(max(version), 0) FROM event WHERE stream = ?"
        (version,) = connection.execute(query, (self.stream.bytes,)).fetchone()
        for event in self.core.store.read(connection, self.stream, after=version - 1):
            if isinstance(event.fact, DayDigested):
                return event.id, event.fact
        return 0, None


def size_before(rows: sqlite3.Connection, day: str, last: int) -> int:
    """How many of the first `last` events were recorded before a local day began; their times never go back."""
    begins = local_moment(day, "00:00")
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        if _recorded_at(rows, middle) < begins:
            low = middle
        else:
            high = middle - 1
    return low


def _recorded_at(rows: sqlite3.Connection, event: int) -> int:
    return int(rows.execute(RECORDED_AT, (event,)).fetchone()[0])


class DayWatch:
    """Looks now and then whether a day is over, for as long as the office is open: `with DayWatch(digesting):`."""

    def __init__(self, digesting: Digesting, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        self.digesting, self.seconds = digesting, seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="day watch", daemon=True)

    def _look(self) -> None:
        while not self._ended.is_set():
            with suppress(
                Fault
            ):  # a full or locked disk has its own voices; the day is digested at the next look
                self.digesting.close_day()
            self._ended.wait(self.seconds)

    def __enter__(self) -> "DayWatch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
