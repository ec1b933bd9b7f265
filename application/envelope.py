"""The line the log keeps: who did what, when, by which command, and the fact, with the personal part sealed apart.

The bytes are sorted JSON, equal to RFC 8785; they are hashed as stored and never re-serialised.
"""

import base64
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import msgspec

from domain.fact import FACTS, Fact


class Actor(msgspec.Struct, frozen=True):
    """By whose hand, in which role, at which device."""

    id: str
    role: str
    device: str


OFFICE = Actor("office", "system", "server")
"""The office itself, for what no person does: opening the log, closing the day."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in its envelope: what the event sourcing library stores and gives back."""

    originator_id: UUID
    originator_version: int
    unit: str
    actor: Actor
    command: str
    """Hex id of the command; the same for every fact it caused, and for its retries."""
    occurred_at: int
    recorded_at: int
    fact: Fact
    claims: bytes = b""
    """What the receipt prints, in canonical JSON; committed to beside the event so that a citizen can prove it."""
    id: int = 0
    """Position in the log; 0 until it is stored."""


class Place(msgspec.Struct, frozen=True):
    """Where a sealed box belongs; it opens nowhere else."""

    unit: str
    stream: UUID
    version: int
    topic: str

    def associated(self) -> bytes:
        return f"{self.unit}\n{self.stream.hex}\n{self.version}\n{self.topic}".encode()


class Sealer(Protocol):
    def seal(self, place: Place, plain: bytes) -> bytes: ...

    def unseal(self, place: Place, box: bytes) -> bytes | None:
        """The plain bytes, or None when the dossier's key was destroyed."""


class StoredState(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON object of `event.state`."""

    actor: str
    command: str
    device: str
    fact: msgspec.Raw
    occurred_at: int
    recorded_at: int
    role: str
    unit: str
    sealed: str = ""


_sorted = msgspec.json.Encoder(order="sorted")
_state = msgspec.json.Decoder(StoredState)


@cache
def _reader(topic: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(FACTS[topic])


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces; equal to RFC 8785 for our values (no floats, ASCII keys)."""
    return _sorted.encode(value)


def encode_state(event: Event, sealer: Sealer) -> bytes:
    """The exact bytes to store for an event."""
    fact: dict[str, Any] = msgspec.to_builtins(event.fact)
    personal = {name: value for name in event.fact.SEALED if (value := fact.pop(name))}
    line = {
        "actor": event.actor.id,
        "command": event.command,
        "device": event.actor.device,
        "fact": fact,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "role": event.actor.role,
        "unit": event.unit,
    }
    if personal:
        place = Place(event.unit, event.originator_id, event.originator_version, event.fact.NAME)
        line["sealed"] = base64.b64encode(sealer.seal(place, canonical(personal))).decode()
    return canonical(line)


@cache
def _erased(fact: type[Fact]) -> dict[str, Any]:
    return {field.name: field.default for field in msgspec.structs.fields(fact) if field.name in fact.SEALED}


def public(fact: Fact) -> Fact:
    """The fact as everybody inside may see it: its personal fields read as their defaults."""
    return msgspec.structs.replace(fact, **_erased(type(fact))) if fact.SEALED else fact


def decode_state(
    stream: UUID, version: int, topic: str, state: bytes, sealer: Sealer | None = None, id: int = 0
) -> Event:
    """The event behind stored bytes. Without a sealer, personal fields read as their defaults."""
    line = _state.decode(state)
    fact = _reader(topic).decode(line.fact)
    if sealer is not None and line.sealed:
        plain = sealer.unseal(Place(line.unit, stream, version, topic), base64.b64decode(line.sealed))
        if plain is not None:
            whole = msgspec.to_builtins(fact) | msgspec.json.decode(plain)
            fact = msgspec.convert(whole, FACTS[topic])
    return Event(
        originator_id=stream,
        originator_version=version,
        unit=line.unit,
        actor=Actor(line.actor, line.role, line.device),
        command=line.command,
        occurred_at=line.occurred_at,
        recorded_at=line.recorded_at,
        fact=fact,
        id=id,
    )
