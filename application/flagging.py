"""Runs of the red flags, kept in the log: each can be made again by anybody, and must then answer the same."""

from uuid import UUID

import msgspec

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor, decode_state
from application.store import Transaction
from domain import flagging
from domain.flagging import FlagsRun

ASKS = frozenset({"inspector", "head", "leader", OFFICE.role})
"""Who may ask: those who supervise, and the office by itself."""

ROWS = "SELECT id, version, topic, state FROM event WHERE stream = ? ORDER BY version"


class KeptRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run and where it stands in the log; `at` in µs UTC, `by` a sign-in name."""

    event: int
    at: int
    by: str
    run: FlagsRun


class Flagging:
    def __init__(self, core: Core) -> None:
        self.core = core

    @property
    def stream(self) -> UUID:
        return self.core.stream("flags", "runs")

    def keep(self, fact: FlagsRun, by: Actor, *, command: str = "") -> KeptRun:
        """Record a run."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, ASKS, FlagsRun.NAME)
            tx.record(self.stream, tx.version(self.stream), flagging.run(fact=fact))
            return self.stream

        return self.core.write(by, command, work, lambda _: self.runs()[-1])

    def runs(self) -> tuple[KeptRun, ...]:
        """Every run, in order."""
        rows = self.core.store.reader().execute(ROWS, (self.stream.bytes,)).fetchall()
        events = (
            decode_state(self.stream, version, topic, state, id=id) for id, version, topic, state in rows
        )
        return tuple(
            KeptRun(event=each.id, at=each.recorded_at, by=each.actor.id, run=each.fact)
            for each in events
            if isinstance(each.fact, FlagsRun)
        )
