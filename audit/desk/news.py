"""What the log has to tell by itself: the act that was recorded last, and explanations that nobody has read yet."""

from collections.abc import Mapping

import msgspec

from application.envelope import public
from audit.desk.machine import Machine
from audit.desk.words import filled
from domain.inspection import InspectionRead
from projections.inspections import threads
from projections.trail import TrailRow, blanks_of

AT = f"SELECT {', '.join(TrailRow.__struct_fields__)} FROM trail WHERE at = ? AND id = ?"


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The act that was recorded last before the moment, as a line of a trail; `code` of a dossier or a number."""

    event: int
    at: int
    topic: str
    actor: str
    role: str
    code: str
    blanks: Mapping[str, str]


def latest(machine: Machine) -> Latest:
    """What the moment begins with: the last act that lies before it."""
    event = machine.event(machine.size)
    found = machine.whole.execute(AT, (event.recorded_at, event.id)).fetchone()
    row = TrailRow(*found) if found else None
    return Latest(
        event=event.id,
        at=event.recorded_at,
        topic=event.fact.NAME,
        actor=event.actor.id,
        role=event.actor.role,
        code=row.code if row is not None else "",
        blanks=blanks_of(public(event.fact)) if row is None else filled(row),
    )


def unread_answers(machine: Machine, inspector: str) -> int:
    """How many questions of this inspector were explained since the inspector last read them."""
    explained = {
        row.stream: row.last
        for row in threads(machine.whole)
        if row.state == "answered" and row.inspector == inspector
    }
    if not explained:
        return 0  # the readings of a whole log are not looked through for nothing
    for line in machine.source.of_topic(InspectionRead.NAME):
        stream = line.stream.hex()
        if line.id > explained.get(stream, line.id) and machine.event(line.id).actor.id == inspector:
            del explained[stream]
    return len(explained)
