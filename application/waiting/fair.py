"""A day of the queue looked at from outside: every overtaking with its reason, and every priority that was claimed."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from application.core import Core
from application.envelope import decode_state
from application.waiting.hall_now import policy_on
from domain import queue as q
from domain.fact import Fact

OF_DAY = "SELECT stream FROM ticket WHERE day = ?"
OF_TICKET = "SELECT id, version, topic, state FROM event WHERE stream = ?"
CLAIMS = (
    "SELECT device, checked, checked_by, count(*) FROM ticket "
    "WHERE day >= ? AND day <= ? AND claimed NOT IN ('', 'appointment') GROUP BY 1, 2, 3"
)


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Priorities claimed at a device, or looked at by an officer, and what came of them."""

    who: str
    claimed: int = 0
    confirmed: int = 0
    withdrawn: int = 0
    changed: int = 0


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    devices: tuple[Claim, ...] = ()
    officers: tuple[Claim, ...] = ()


def told_fairness(core: Core, day: str) -> q.Fairness:
    """Every overtaking of a day, read from its events and not from what the queue says of itself."""
    return q.fairness(_happened(core, day), policy_on(core.known(), day))


def _happened(core: Core, day: str) -> Iterator[tuple[str, Fact, int]]:
    reader, found = core.store.reader(), []
    for (stream,) in reader.execute(OF_DAY, (day,)).fetchall():
        for id, version, topic, state in reader.execute(OF_TICKET, (bytes.fromhex(stream),)):
            found.append(decode_state(UUID(hex=stream), version, topic, state, None, id))
    for event in sorted(found, key=lambda event: event.id):
        yield event.originator_id.hex, event.fact, event.recorded_at


def priority_claims(core: Core, first: str, last: str) -> Claims:
    """Priorities claimed from one day to another (ISO), by the device that gave the number and who looked at it."""
    devices: dict[str, dict[str, int]] = {}
    officers: dict[str, dict[str, int]] = {}
    for device, checked, officer, count in core.store.reader().execute(CLAIMS, (first, last)):
        for table, who in ((devices, device), (officers, officer)):
            if who or table is devices:
                kept = table.setdefault(who, {})
                kept["claimed"] = kept.get("claimed", 0) + count
                if checked:
                    kept[checked] = kept.get(checked, 0) + count
    return Claims(devices=_claims(devices), officers=_claims(officers))


def _claims(table: dict[str, dict[str, int]]) -> tuple[Claim, ...]:
    return tuple(Claim(who=who, **counts) for who, counts in sorted(table.items()))
