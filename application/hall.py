"""What the hall, the counters and a ticket's holder see: who is served, who is next, and how long it may take."""

import threading
from typing import Any
from uuid import UUID

from application.core import Core, parsed_id
from application.views import Board, BoardCall, CounterView, TicketView, WaitRange
from domain import queue as q
from domain.calendar import local_date
from domain.fact import Refused
from projections.board import TicketRow, read_ticket

_COLUMNS = ", ".join(TicketRow.__struct_fields__)
ONE = f"SELECT {_COLUMNS} FROM ticket WHERE stream = ?"
TODAY = f"SELECT {_COLUMNS} FROM ticket WHERE day = ? AND state = ? ORDER BY issued_at, number"
CALLS = (
    f"SELECT {_COLUMNS} FROM ticket WHERE day = ? AND state IN ('called', 'serving') ORDER BY last_call DESC"
)
MEANS = (
    "SELECT procedure, avg(ended_at - started_at) / 60000000.0, count(*) FROM ticket "
    "WHERE day = ? AND state = 'served' AND started_at > 0 GROUP BY procedure"
)
AHEAD = (
    "SELECT procedure, count(*) FROM ticket WHERE day = ? AND state = 'waiting' AND grp = ? "
    "AND ((priority <> '') > ? OR ((priority <> '') = ? "
    "AND (issued_at, length(number), number) < (?, ?, ?))) GROUP BY procedure"
)
OPEN_COUNTERS = "SELECT groups FROM officer WHERE counter <> '' AND paused = 0"
NEXT_SHOWN = 6
MEANS_FOR = 60_000_000
"""How long the learned service times are kept (µs)."""


class NoSuchTicket(Refused):
    """There is no such ticket in this office."""


class Hall:
    def __init__(self, core: Core) -> None:
        self.core = core
        self._means: dict[str, q.Observed] = {}
        self._means_at = 0
        self._lock = threading.Lock()

    def _rows(self, query: str, *parameters: Any) -> list[TicketRow]:
        found = self.core.store.reader().execute(query, parameters).fetchall()
        return [TicketRow(**dict(zip(TicketRow.__struct_fields__, row, strict=True))) for row in found]

    def ticket(self, ticket: str) -> TicketView:
        return self.view(parsed_id(ticket, NoSuchTicket))

    def view(self, stream: UUID, *, with_link: bool = False) -> TicketView:
        rows = self._rows(ONE, stream.hex)
        if not rows:
            raise NoSuchTicket(id=stream.hex)
        row = rows[0]
        ahead = self._ahead(row)
        return self._view(
            row,
            people_ahead=len(ahead),
            wait=self._estimate(row, ahead),
            url=self.core.link(self.core.secrets.link(stream, "ticket")) if with_link else "",
        )

    def _view(
        self, row: TicketRow, *, people_ahead: int = 0, wait: WaitRange | None = None, url: str = ""
    ) -> TicketView:
        return TicketView(
            id=row.stream,
            number=row.number,
            day=row.day,
            group=row.grp,
            procedure=row.procedure,
            procedure_name=self.core.known().name_of(row.procedure),
            priority=row.priority,
            state=row.state,
            counter=row.counter,
            officer=row.officer,
            issued_at=row.issued_at,
            called_at=row.called_at,
            started_at=row.started_at,
            people_ahead=people_ahead,
            wait=wait,
            url=url,
            dossier=read_ticket(row.ticket).dossier,
            rule=row.rule,
            passed_over=tuple(filter(None, row.passed_over.split(","))),
        )

    def _ahead(self, row: TicketRow) -> list[str]:
        """Procedures of those of the same group who will probably be called first."""
        if row.state != "waiting":
            return []
        place = (bool(row.priority), bool(row.priority), row.issued_at, len(row.number), row.number)
        found = self.core.store.reader().execute(AHEAD, (row.day, row.grp, *place)).fetchall()
        return [procedure for procedure, count in found for _ in range(count)]

    def _estimate(self, row: TicketRow, ahead: list[str]) -> WaitRange | None:
        if row.state != "waiting":
            return None
        found = q.estimate(
            ahead,
            self._observed(row.day),
            self._residuals(row),
            self._open_counters(row.grp),
        )
        return WaitRange(*found) if found else None

    def _observed(self, day: str) -> dict[str, q.Observed]:
        """Service times learned today, refreshed every minute."""
        now = self.core.now()
        with self._lock:
            if not self._means_at <= now < self._means_at + MEANS_FOR:
                rows = self.core.store.reader().execute(MEANS, (day,)).fetchall()
                total = sum(count for _, _, count in rows)
                self._means = {code: q.Observed(mean, count) for code, mean, count in rows}
                if total:
                    mean = sum(mean * count for _, mean, count in rows) / total
                    self._means[""] = q.Observed(mean, total)
                self._means_at = now
            return self._means

    def _residuals(self, row: TicketRow) -> list[float]:
        """Minutes still expected of the visits going on in this group."""
        now, means = self.core.now(), self._means
        remaining = []
        for other in self._rows(TODAY, row.day, "serving"):
            mean = means.get(other.procedure) or means.get("")
            if other.grp == row.grp and mean is not None:
                spent = (now - other.started_at) / 60_000_000
                remaining.append(max(mean.mean_minutes - spent, 1.0))
        return remaining

    def _open_counters(self, group: str) -> int:
        rows = self.core.store.reader().execute(OPEN_COUNTERS).fetchall()
        return sum(not groups or group in groups.split(",") for (groups,) in rows)

    def board(self) -> Board:
        day = local_date(self.core.now())
        waiting = self._rows(TODAY, day, "waiting")
        counts: dict[str, int] = {}
        for row in waiting:
            counts[row.grp] = counts.get(row.grp, 0) + 1
        return Board(
            day=day,
            calls=tuple(
                BoardCall(row.number, row.counter, row.called_at, row.state) for row in self._rows(CALLS, day)
            ),
            waiting=counts,
            missed=tuple(row.number for row in self._rows(TODAY, day, "parked")),
            next=tuple(row.number for row in waiting[:NEXT_SHOWN]),
        )

    def counter(self, counter: str, officer: str) -> CounterView:
        """What the officer at a counter works from: only the groups that counter calls."""
        day = local_date(self.core.now())
        found = (
            self.core.store.reader()
            .execute("SELECT groups FROM officer WHERE counter = ?", (counter,))
            .fetchone()
        )
        groups = set(found[0].split(",")) if found and found[0] else set()
        here = [row for row in self._rows(CALLS, day) if row.counter == counter]
        served = self.core.store.reader().execute(
            "SELECT count(*) FROM ticket WHERE day = ? AND state = 'served' AND officer = ?", (day, officer)
        )
        return CounterView(
            counter=counter,
            officer=officer,
            current=self._view(here[0]) if here else None,
            waiting=self._line(day, "waiting", groups),
            missed=self._line(day, "parked", groups),
            served_today=served.fetchone()[0],
        )

    def _line(self, day: str, state: str, groups: set[str]) -> tuple[TicketView, ...]:
        return tuple(
            self._view(row) for row in self._rows(TODAY, day, state) if not groups or row.grp in groups
        )
