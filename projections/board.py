"""Who is next, who is being served and why: the tickets and calls of each day, and what the hall is told."""

import msgspec

from domain.fact import FACTS
from domain.queue import (
    AnnouncementPosted,
    AnnouncementWithdrawn,
    PriorityChanged,
    PriorityConfirmed,
    Ticket,
    TicketCalled,
    TicketServed,
    evolve,
)
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Ticket)
_encode = msgspec.json.Encoder(order="sorted").encode


class TicketRow(msgspec.Struct, frozen=True):
    """A ticket today. Times in µs UTC, 0 for not yet; `passed_over` is a comma-separated list of labels.

    `ticket` is the domain's `Ticket` in JSON.
    """

    stream: str
    day: str
    number: str
    grp: str
    procedure: str
    priority: str
    state: str
    counter: str
    officer: str
    issued_at: int
    called_at: int
    started_at: int
    ended_at: int
    rule: str
    passed_over: str
    outcome: str
    rejoined_at: int
    behind: str
    last_call: int
    """Position in the log of the latest call; calls of one moment stay in their order."""
    version: int
    ticket: str
    resumed_at: int
    due_at: int
    for_counter: str
    for_officer: str
    first_called_at: int
    ahead: int
    """People of the group who waited when the number was taken."""
    expected: int
    """Seconds until the first call, as expected then; -1 when nobody could know."""
    spread: int
    device: str
    """That gave the number."""
    claimed: str
    """The priority that was claimed when the number was taken."""
    checked: str
    """What a counter made of that claim: confirmed, withdrawn, or nothing yet."""
    checked_by: str


class CallRow(msgspec.Struct, frozen=True):
    """One call of one ticket. `since` is when it came into line, `passed_over` and `not_here` lists of labels."""

    id: int
    """Position in the log."""
    day: str
    stream: str
    number: str
    grp: str
    procedure: str
    priority: str
    counter: str
    officer: str
    at: int
    since: int
    rule: str
    passed_over: str
    not_here: str


class AnnouncementRow(msgspec.Struct, frozen=True):
    """An announcement to the hall, and from when to when (µs UTC) it stands on the board."""

    stream: str
    text: str
    text_en: str
    since: int
    until: int
    withdrawn: int


def read_ticket(state: str) -> Ticket:
    """The domain's ticket from the `ticket` column."""
    return _state.decode(state)


def row_of(seen: Seen, ticket: Ticket, before: TicketRow | None) -> TicketRow:
    rule, passed_over, last_call, outcome = _called(seen, before)
    device, claimed = (before.device, before.claimed) if before else (seen.device, ticket.priority)
    checked, checked_by = _checked(seen, before)
    return TicketRow(
        stream=seen.stream,
        day=ticket.day,
        number=ticket.label,
        grp=ticket.group,
        procedure=ticket.procedure,
        priority=ticket.priority,
        state=ticket.state,
        counter=ticket.counter,
        officer=ticket.officer,
        issued_at=ticket.issued_at or 0,
        called_at=ticket.called_at or 0,
        started_at=ticket.started_at or 0,
        ended_at=ticket.ended_at or 0,
        rule=rule,
        passed_over=passed_over,
        outcome=outcome,
        rejoined_at=ticket.rejoined_at or 0,
        behind=ticket.behind,
        last_call=last_call,
        version=seen.version,
        ticket=_encode(ticket).decode(),
        resumed_at=ticket.resumed_at or 0,
        due_at=ticket.due_at,
        for_counter=ticket.for_counter,
        for_officer=ticket.for_officer,
        first_called_at=ticket.first_called_at or 0,
        ahead=ticket.people_ahead,
        expected=ticket.expected_seconds,
        spread=ticket.spread_seconds,
        device=device,
        claimed=claimed,
        checked=checked,
        checked_by=checked_by,
    )


def _called(seen: Seen, before: TicketRow | None) -> tuple[str, str, int, str]:
    """By which rule it was called last, over whom, by which event, and what became of the visit."""
    told = (before.rule, before.passed_over, before.last_call, before.outcome) if before else ("", "", 0, "")
    match seen.fact:
        case TicketCalled(rule=rule, passed_over=labels):
            return rule, ",".join(labels), seen.id, told[3]
        case TicketServed(outcome=outcome):
            return *told[:3], outcome
    return told


def _checked(seen: Seen, before: TicketRow | None) -> tuple[str, str]:
    """What became of the priority claimed at the kiosk, and by whom; the last word stands."""
    match seen.fact:
        case PriorityConfirmed():
            return "confirmed", seen.actor
        case PriorityChanged(before=claimed) if claimed:
            return "withdrawn" if not seen.fact.after else "changed", seen.actor
    return (before.checked, before.checked_by) if before else ("", "")


def call_of(seen: Seen, fact: TicketCalled, before: Ticket) -> CallRow:
    """`before` is the ticket as it waited."""
    return CallRow(
        id=seen.id,
        day=before.day,
        stream=seen.stream,
        number=before.label,
        grp=before.group,
        procedure=before.procedure,
        priority=before.priority,
        counter=fact.counter,
        officer=fact.officer,
        at=seen.recorded_at,
        since=max(before.issued_at or 0, before.rejoined_at or 0, before.resumed_at or 0),
        rule=fact.rule,
        passed_over=",".join(fact.passed_over),
        not_here=",".join(fact.not_here),
    )


class QueueBoard:
    name = "queue_board"
    topics = frozenset(name for name in FACTS if name.startswith(("ticket.", "guidance.")))

    def __init__(self) -> None:
        line = (
            "day, state, grp, number, issued_at, priority, rejoined_at, behind, resumed_at, due_at, procedure, "
            "for_counter, for_officer"
        )  # all that choosing the next needs
        self.rows = Rows("ticket", TicketRow, indexes=(line, "day, last_call"))
        self.calls = Rows("ticket_call", CallRow, indexes=("day, id",))
        self.tables = (self.rows, self.calls)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream)
        ticket = read_ticket(before.ticket) if before is not None else Ticket()
        if isinstance(seen.fact, TicketCalled):
            self.calls.put(call_of(seen, seen.fact, ticket))
        self.rows.put(row_of(seen, evolve(ticket, seen.fact, seen.recorded_at), before))


class Announcements:
    name = "announcements"
    topics = frozenset({AnnouncementPosted.NAME, AnnouncementWithdrawn.NAME})

    def __init__(self) -> None:
        self.rows = Rows("announcement", AnnouncementRow, indexes=("until",))
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case AnnouncementPosted(text=text, text_en=text_en, since=since, until=until):
                self.rows.put(AnnouncementRow(seen.stream, text, text_en, since, until, 0))
            case AnnouncementWithdrawn():
                row = self.rows.get(seen.stream)
                if row is not None:
                    self.rows.put(msgspec.structs.replace(row, withdrawn=1))
