"""The way of a dossier from hand to hand."""

import msgspec

from audit.desk.machine import Machine
from domain.dossier import Dossier, Status, evolve
from projections.trail import TrailRow

CITIZENS_TURN = frozenset({Status.SUPPLEMENT_REQUESTED, Status.FINANCIAL_OBLIGATION})


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a dossier's way in one hand: an officer's, or a section's where nobody has it yet."""

    holder: str
    section: str
    since: int
    until: int
    """0 while it lies there still."""
    citizen: bool
    """The citizen's turn: papers or money are asked for."""
    by_topic: str
    """The fact that brought it there."""
    event: int


def legs_of(machine: Machine, rows: tuple[TrailRow, ...], stream: str) -> tuple[Leg, ...]:
    """The way of a dossier from hand to hand, told by the domain's own fold of its facts."""
    dossier, found = Dossier(), list[Leg]()
    for row in rows:
        if row.stream != stream:
            continue
        event = machine.event(row.id)
        dossier = evolve(dossier, event.fact, event.recorded_at)
        citizen = dossier.status in CITIZENS_TURN
        place = ("" if citizen else dossier.holder or _first_hand(dossier, row), dossier.section, citizen)
        if found and (found[-1].holder, found[-1].section, found[-1].citizen) == place:
            continue
        if found:
            found[-1] = msgspec.structs.replace(found[-1], until=row.at)
        found.append(
            Leg(
                holder=place[0],
                section=place[1],
                since=row.at,
                until=0,
                citizen=citizen,
                by_topic=row.topic,
                event=row.id,
            )
        )
    if found and dossier.finished_at and not found[-1].until:
        found[-1] = msgspec.structs.replace(found[-1], until=max(dossier.finished_at, found[-1].since))
    return tuple(found)


def _first_hand(dossier: Dossier, row: TrailRow) -> str:
    """Before anybody in a section has it, whoever took it in holds it."""
    return row.actor if not dossier.section and row.role not in {"citizen", "system"} else ""
