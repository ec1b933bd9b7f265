"""Taking evidence out of the office is an act like any other: recorded, with who, what, and the digest of the file."""

from uuid import UUID

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor, Event
from application.store import Transaction
from domain import evidence
from domain.evidence import EvidenceBundled

MAKERS = frozenset({"leader", "head", "inspector", OFFICE.role})
"""Who hands evidence to a court or an inspectorate: those who answer for the office, and those who inspect it."""


def record_bundle(core: Core, fact: EvidenceBundled, by: Actor) -> UUID:
    """Write into the log that a bundle was made; gives the stream of that bundle."""
    stream = core.stream("evidence", fact.manifest)

    def work(tx: Transaction) -> UUID:
        in_one_of(core, by, tx, MAKERS, EvidenceBundled.NAME)
        tx.record(stream, tx.version(stream), evidence.bundle(fact))
        return stream

    return core.write(by, "", work, lambda made: made)


def unsealed(core: Core, event: Event) -> dict[str, object]:
    """The personal part of one event in the clear; nothing where its dossier was erased.

    Whoever calls this records the reading of the dossier first.
    """
    fact = next(
        (
            each.fact
            for each in core.store.read(
                core.store.reader(), event.originator_id, after=event.originator_version - 1, personal=True
            )
        ),
        None,
    )
    names = type(fact).SEALED if fact is not None else ()
    return {name: value for name in names if (value := getattr(fact, name))}
