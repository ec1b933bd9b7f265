"""Remembers in the log which files of it have left the house."""

from uuid import UUID

from application.core import Core
from application.envelope import Actor
from application.store import Transaction
from domain.exporting import LogExported, export


def record_export(core: Core, fact: LogExported, by: Actor) -> None:
    """One fact for each file; the same file written again is a further fact of its stream."""
    stream = core.stream("export", fact.digest)

    def work(transaction: Transaction) -> UUID:
        transaction.record(stream, transaction.version(stream), export(fact))
        return stream

    core.write(by, "", work, lambda _: None)
