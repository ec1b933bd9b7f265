"""Who is next, who is being served and why: the tickets of each day."""

import msgspec

from domain.fact import FACTS
from domain.queue import Ticket, TicketCalled, TicketServed, evolve
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


def read_ticket(state: str) -> Ticket:
    """The domain's ticket from the `ticket` column."""
    return _state.decode(state)


def row_of(seen: Seen, ticket: Ticket, before: TicketRow | None) -> TicketRow:
    rule, passed_over = (before.rule, before.passed_over) if before else ("", "")
    outcome, last_call = (before.outcome, before.last_call) if before else ("", 0)
    match seen.fact:
        case TicketCalled(rule=rule, passed_over=labels):
            passed_over, last_call = ",".join(labels), seen.id
        case TicketServed(outcome=outcome):
            pass
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
    )


class QueueBoard:
    name = "queue_board"
    topics = frozenset(name for name in FACTS if name.startswith(("ticket.", "guidance.")))

    def __init__(self) -> None:
        line = "day, state, grp, number, issued_at, priority, rejoined_at, behind"  # all that choosing the next needs
        self.rows = Rows("ticket", TicketRow, indexes=(line, "day, last_call"))
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream)
        ticket = read_ticket(before.ticket) if before is not None else Ticket()
        self.rows.put(row_of(seen, evolve(ticket, seen.fact, seen.recorded_at), before))
