"""What the month showed, counted from the log: numbers, overtakings, shares, and how often the promised range held."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from application.office import Office
from domain import queue as q
from domain.calendar import moment_text
from projections.board import read_ticket

TICKETS = "SELECT ticket, grp FROM ticket ORDER BY day, stream"
CALLED = "SELECT count(*), count(DISTINCT number || day) FROM ticket_call"
LENGTHS = ((0, 0), (1, 3), (4, 9), (10, 19), (20, 10_000))
WAIT_SHOWN = 60_000_000


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many promised ranges held. `width` and `waited` are means in minutes; `below`: called sooner than told."""

    told: int
    held: int
    below: int
    above: int
    width: float
    waited: float
    error: float
    """Mean absolute distance of the wait from the middle of the range."""

    @property
    def share(self) -> float:
        return self.held / self.told if self.told else 0.0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    citizens: int
    days: int
    tickets: int
    turned_away: int
    served: int
    expired: int
    lost: int
    """Tickets that never came to an end."""
    doubled: int
    """Numbers of a day that were given twice."""
    gaps: int
    """Numbers of a series that were never given."""
    overtakings: int
    without_reason: int
    reasons: dict[str, int]
    contested: int
    favoured: int
    longest_row: int
    row_allowed: int
    longest_ordinary_wait: int
    coverage: dict[str, Any]
    by_hour: dict[str, dict[str, Any]]
    by_group: dict[str, dict[str, Any]]
    by_length: dict[str, dict[str, Any]]
    not_told: int
    happened: dict[str, int]
    events: int
    seconds: float

    @property
    def sound(self) -> bool:
        """No number lost or doubled, nobody overtaken without a reason, nobody starved."""
        faults = self.lost + self.doubled + self.gaps + self.without_reason
        return not faults and self.longest_row <= self.row_allowed


class Seen(msgspec.Struct, frozen=True):
    hour: str
    group: str
    ahead: int
    low: int
    high: int
    waited: float


def figures(
    office: Office,
    days: Iterable[str],
    *,
    citizens: int,
    turned_away: int,
    happened: dict[str, int],
    seconds: float,
) -> Figures:
    tickets = [
        (read_ticket(state), group) for state, group in office.store.reader().execute(TICKETS).fetchall()
    ]
    known = list(days)
    fair = [office.queue.fairness(day) for day in known]
    reasons: dict[str, int] = {}
    for each in (one for day in fair for one in day.overtakings):
        reasons[each.reason or "none"] = reasons.get(each.reason or "none", 0) + 1
    seen = list(_seen(tickets))
    policy = q.QueuePolicy()
    return Figures(
        citizens=citizens,
        days=len(known),
        tickets=len(tickets),
        turned_away=turned_away,
        served=sum(ticket.state == "served" for ticket, _ in tickets),
        expired=sum(ticket.state == "expired" for ticket, _ in tickets),
        lost=sum(ticket.state not in {"served", "expired"} for ticket, _ in tickets),
        doubled=len(tickets) - len({(ticket.day, ticket.label) for ticket, _ in tickets}),
        gaps=_gaps(ticket for ticket, _ in tickets),
        overtakings=sum(reasons.values()),
        without_reason=reasons.get("none", 0),
        reasons=dict(sorted(reasons.items())),
        contested=sum(day.shares.contested for day in fair),
        favoured=sum(day.shares.favoured for day in fair),
        longest_row=max((day.shares.longest_row for day in fair), default=0),
        row_allowed=policy.priority_in_a_row + policy.appointments_in_a_row,
        longest_ordinary_wait=max((day.shares.longest_ordinary_wait for day in fair), default=0),
        coverage=_row(coverage(seen)),
        by_hour=_table(seen, lambda each: each.hour),
        by_group=_table(seen, lambda each: each.group),
        by_length=_table(seen, _length),
        not_told=sum(ticket.told_low < 0 for ticket, _ in tickets),
        happened=dict(sorted(happened.items())),
        events=office.store.last_id(),
        seconds=round(seconds, 1),
    )


def _gaps(tickets: Iterable[q.Ticket]) -> int:
    series: dict[tuple[str, str], set[int]] = {}
    for ticket in tickets:
        series.setdefault((ticket.day, ticket.series), set()).add(ticket.ordinal)
    return sum(max(taken) - len(taken) for taken in series.values())


def _seen(tickets: Iterable[tuple[q.Ticket, str]]) -> Iterator[Seen]:
    for ticket, group in tickets:
        if ticket.told_low >= 0 and ticket.first_called_at is not None and ticket.issued_at is not None:
            waited = (ticket.first_called_at - ticket.issued_at) / WAIT_SHOWN
            hour = moment_text(ticket.issued_at)[11:13]
            yield Seen(hour, group, ticket.people_ahead, ticket.told_low, ticket.told_high, waited)


def coverage(seen: Iterable[Seen]) -> Coverage:
    every = list(seen)
    count = max(len(every), 1)
    return Coverage(
        told=len(every),
        held=sum(each.low <= each.waited <= each.high for each in every),
        below=sum(each.waited < each.low for each in every),
        above=sum(each.waited > each.high for each in every),
        width=sum(each.high - each.low for each in every) / count,
        waited=sum(each.waited for each in every) / count,
        error=sum(abs(each.waited - (each.low + each.high) / 2) for each in every) / count,
    )


def _table(seen: Iterable[Seen], key: Callable[[Seen], str]) -> dict[str, dict[str, Any]]:
    parts: dict[str, list[Seen]] = {}
    for each in seen:
        parts.setdefault(key(each), []).append(each)
    return {name: _row(coverage(part)) for name, part in sorted(parts.items())}


def _length(each: Seen) -> str:
    low, high = next(band for band in LENGTHS if band[0] <= each.ahead <= band[1])
    return f"{low:02d}" if low == high else f"{low:02d}+" if high > 1000 else f"{low:02d}-{high:02d}"  # noqa: PLR2004


def _row(found: Coverage) -> dict[str, Any]:
    plain = msgspec.structs.asdict(found)
    rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in plain.items()}
    return {"share": round(found.share, 3), **rounded}
