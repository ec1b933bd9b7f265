"""Numbers in advance: leased to a kiosk, given out by it alone, delivered exactly once when it is heard again."""

from datetime import date, timedelta
from uuid import UUID

from application.core import parsed_id
from application.envelope import Actor, Event
from application.hall import Hall
from application.kept_numbers import KeptTicket, Lease, LeasedNumber
from application.secrets import digest
from application.store import Command, Transaction
from application.views import TicketView
from domain import queue as q
from domain.calendar import local_date, local_moment
from domain.queue import Band, NumbersLeased, Ticket, TicketIssued
from projections.board import read_ticket
from projections.index import LeaseRow, ticket_series

DAYS_AHEAD = 7
"""For how many days after today numbers are leased: a kiosk must open on the morning after a holiday, too."""

FIND = "SELECT ticket, version FROM ticket WHERE stream = ?"
_LEASE = ", ".join(LeaseRow.__struct_fields__)
OF_SERIES = "SELECT first, last FROM lease WHERE series = ? ORDER BY first"
OF_DEVICE = "SELECT first, last FROM lease WHERE series = ? AND device = ?"
ONE_LEASE = f"SELECT {_LEASE} FROM lease WHERE stream = ?"
LAST_BETWEEN = "SELECT max(ordinal) FROM taken_number WHERE series = ? AND ordinal > ? AND ordinal < ?"
HOW_MANY_TAKEN = "SELECT count(*) FROM taken_number WHERE series = ? AND ordinal BETWEEN ? AND ?"
DONE = "SELECT stream FROM done_command WHERE command = ?"
LISTED_DOSSIER = "SELECT 1 FROM dossier WHERE stream = ?"


class Leases(Hall):
    """What a kiosk asks before, and tells after, the office was out of its reach."""

    def lease(self, by: Actor, *, group: str, count: int, day: str = "", command: str = "") -> Lease:
        """Numbers of a group for `day` (today when empty) that this device alone will give out."""

        def work(tx: Transaction) -> UUID:
            line = self.core.known(tx).group(group)
            today = local_date(tx.now)
            wanted = day or today
            series = ticket_series(wanted, line.series)
            bands = _bands(tx, series)
            fact = q.lease(
                device=by.device,
                days=_days(today),
                wanted=NumbersLeased(
                    device="", day=wanted, group=line.key, series=line.series, first=0, count=count
                ),
                bands=bands,
                last=_last_ordinary(tx, series, bands),
                unused=_unused(tx, series, by.device),
            )
            stream = self.core.stream("lease", f"{wanted}/{line.series}/{fact.first}")
            tx.record(stream, 0, fact)
            return stream

        return self.core.write(by, command, work, self._lease)

    def _lease(self, stream: UUID) -> Lease:
        row = LeaseRow(*self.core.store.reader().execute(ONE_LEASE, (stream.hex,)).fetchone())
        ordinals = range(row.first, row.last + 1)
        return Lease(
            id=row.stream,
            device=row.device,
            day=row.day,
            group=row.grp,
            series=row.letter,
            leased_at=row.leased_at,
            numbers=tuple(self._leased(row, ordinal) for ordinal in ordinals),
        )

    def _leased(self, row: LeaseRow, ordinal: int) -> LeasedNumber:
        """The id of a ticket follows from its number, and its link from its id: both are known in advance."""
        stream = self.ticket_stream(row.day, row.letter, ordinal)
        return LeasedNumber(
            ordinal=ordinal,
            number=q.label(row.letter, ordinal),
            ticket=stream.hex,
            url=self.core.link(self.core.secrets.link(stream, "ticket")),
        )

    def deliver(self, kept: tuple[KeptTicket, ...], by: Actor) -> tuple[TicketView, ...]:
        """Record what was given out under this device's leases, in this order; told again it is the same ticket."""
        return tuple(self._delivered(each, by) for each in kept)

    def _delivered(self, kept: KeptTicket, by: Actor) -> TicketView:
        stream = self.ticket_stream(kept.day, kept.series, kept.ordinal)

        def work(tx: Transaction) -> UUID:
            before = _first(tx, stream)
            lease = _lease_of(tx, kept)
            fact = q.deliver(
                before.fact if before is not None and isinstance(before.fact, TicketIssued) else None,
                lease=_leased_by(lease),
                fact=self._issued(tx, kept, lease.leased_at if lease else 0, stream),
                device=by.device,
            )
            if before is not None and before.command != kept.command:
                raise q.TakenOtherwise(series=kept.series, ordinal=kept.ordinal)
            if fact is not None:
                _replace_unheard(tx, kept.command, stream)
                tx.record(stream, 0, fact)
            return stream

        claimed = min(max(kept.taken_at, 1), self.core.now())
        command = Command(id=kept.command, by=by, occurred_at=claimed)
        return self.view(self.core.store.write(command, work), with_link=True)

    def _issued(self, tx: Transaction, kept: KeptTicket, leased_at: int, stream: UUID) -> TicketIssued:
        """The number in somebody's hand is good even if its procedure was repealed in the meantime."""
        listing = self.core.known(tx).catalogue.get(kept.procedure)
        field = listing.last.procedure.field if listing is not None and listing.last is not None else ""
        return TicketIssued(
            day=kept.day,
            series=kept.series,
            ordinal=kept.ordinal,
            group=kept.group,
            procedure=kept.procedure if listing is not None else "",
            field=field,
            priority=kept.priority,
            lookup=digest(self.core.secrets.link(stream, "ticket")),
            dossier=kept.dossier if tx.rows(LISTED_DOSSIER, kept.dossier) else "",
            lease=parsed_id(kept.lease, q.NotLeased).hex,
            taken_at=q.taken_at(kept.taken_at, leased_at=leased_at, day=_bounds(kept.day), now=tx.now),
            clock_off=kept.clock_off,
        )

    def next_number(self, tx: Transaction, day: str, letter: str) -> int:
        """The next ordinary number of a series: without a gap, over whatever is leased."""
        series = ticket_series(day, letter)
        bands = _bands(tx, series)
        return q.next_ordinary(_last_ordinary(tx, series, bands), bands)

    def ticket_stream(self, day: str, letter: str, ordinal: int) -> UUID:
        return self.core.stream("ticket", f"{day}/{letter}/{ordinal}")


def load_ticket(tx: Transaction, stream: UUID) -> tuple[Ticket, int]:
    rows = tx.rows(FIND, stream.hex)
    return (read_ticket(rows[0][0]), rows[0][1]) if rows else (Ticket(), 0)


def _bands(tx: Transaction, series: str) -> list[Band]:
    return [Band(first, last) for first, last in tx.rows(OF_SERIES, series)]


def _last_ordinary(tx: Transaction, series: str, bands: list[Band]) -> int:
    """The highest number that was taken outside every band; 0 for none."""
    above = 1 << 62
    for band in sorted(bands, reverse=True):
        if found := tx.rows(LAST_BETWEEN, series, band.last, above)[0][0]:
            return int(found)
        above = band.first
    return int(tx.rows(LAST_BETWEEN, series, 0, above)[0][0] or 0)


def _unused(tx: Transaction, series: str, device: str) -> int:
    held = 0
    for first, last in tx.rows(OF_DEVICE, series, device):
        held += last - first + 1 - tx.rows(HOW_MANY_TAKEN, series, first, last)[0][0]
    return held


def _first(tx: Transaction, stream: UUID) -> Event | None:
    return next(tx.store.read(tx.connection, stream), None)


def _lease_of(tx: Transaction, kept: KeptTicket) -> LeaseRow | None:
    rows = tx.rows(ONE_LEASE, parsed_id(kept.lease, q.NotLeased).hex)
    today = local_date(tx.now)
    return LeaseRow(*rows[0]) if rows and kept.day <= today else None


def _leased_by(row: LeaseRow | None) -> NumbersLeased | None:
    if row is None:
        return None
    return NumbersLeased(
        device=row.device,
        day=row.day,
        group=row.grp,
        series=row.letter,
        first=row.first,
        count=row.last - row.first + 1,
    )


def _replace_unheard(tx: Transaction, command: str, stream: UUID) -> None:
    """The office gave this visit a number, and the answer was lost: nobody holds it, so nobody is called by it."""
    for (unheard,) in tx.rows(DONE, command):
        ticket, version = load_ticket(tx, UUID(hex=unheard))
        if unheard != stream.hex and ticket.state in {"waiting", "parked"}:
            tx.record(UUID(hex=unheard), version, q.expire(ticket, why="replaced"))


def _days(today: str) -> list[str]:
    first = date.fromisoformat(today)
    return [(first + timedelta(days=ahead)).isoformat() for ahead in range(DAYS_AHEAD + 1)]


def _bounds(day: str) -> tuple[int, int]:
    """Where a local day begins and ends (µs UTC)."""
    begins = local_moment(day, "00:00")
    return begins, begins + 24 * 3600 * 1_000_000
