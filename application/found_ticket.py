"""What the holder of a ticket's link sees: whose turn it is, how it came about, and until when a number is kept."""

from uuid import UUID

from application.core import Core
from application.envelope import Event
from application.hall import Hall
from application.views import TicketPage, TicketView
from application.waiting import policy_on
from domain import queue as q

AFAR = "web"
"""The device in the envelope of what people do on their own phones; no device of the office may have that name."""
MINUTE = 60_000_000
CODE = "SELECT code FROM dossier WHERE stream = ?"


def found_ticket(core: Core, hall: Hall, stream: UUID) -> TicketPage:
    view, known = hall.view(stream), core.known()
    events = list(core.store.read(core.store.reader(), stream))
    waits, policy = view.state == "waiting", policy_on(known, view.day)
    return TicketPage(
        unit=known.opened.name,
        unit_en=known.opened.name_en,
        number=view.number,
        state=view.state,
        group=view.group,
        counter=view.counter,
        people_ahead=view.people_ahead,
        wait=view.wait,
        issued_at=view.issued_at,
        updated_at=core.now(),
        documents=known.documents_of(view.procedure),
        dossier_code=_code_of(core, view.dossier),
        near=waits and view.people_ahead <= policy.warn_ahead,
        moved_from=_moved_from(events) if waits else "",
        rejoin_by=_rejoin_by(view, events, policy),
        from_afar=events[0].actor.device == AFAR,
        rated=view.state == "served" and _is_rated(core, stream),
    )


def _code_of(core: Core, dossier: str) -> str:
    """The code of the dossier this visit is or was about; empty when it is about none."""
    row = core.store.reader().execute(CODE, (dossier,)).fetchone() if dossier else None
    return row[0] if row else ""


def _is_rated(core: Core, ticket: UUID) -> bool:
    return any(core.store.read(core.store.reader(), core.stream("rating", ticket.hex)))


def _moved_from(events: list[Event]) -> str:
    """Which group sent it on last, unless it has been called since."""
    for event in reversed(events):
        match event.fact:
            case q.TicketTransferred(from_group=before, to_group=after):
                return before if before != after else ""
            case q.TicketCalled():
                return ""
    return ""


def _rejoin_by(view: TicketView, events: list[Event], policy: q.QueuePolicy) -> int:
    if view.state != "parked":
        return 0
    missed = [event.recorded_at for event in events if isinstance(event.fact, q.TicketMissed)]
    return missed[-1] + policy.rejoin_within_minutes * MINUTE
