"""The hours on offer: office time of a place cut into slots, and how many places of each are taken."""

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from application.appointments.terms import terms_on
from application.appointments.views import SlotView
from application.core import Core
from application.reference import Knowledge
from application.sites import site_at
from application.store import Transaction
from domain import appointment as a
from domain.appointment import AT_HOME, Circumstances, Kind, Slot, Terms
from domain.calendar import local_date, local_moment
from domain.site import Site
from projections.appointments import read_appointment

TAKEN = (
    "SELECT start_at, end_at FROM appointment WHERE day = ? AND kind = ? AND state IN ('booked', 'kept') "
    "AND site = ? AND (? OR grp = ?)"
)
WITHIN = (
    "SELECT stream FROM appointment WHERE day = ? AND state = 'booked' "
    "AND start_at < ? AND end_at > ? AND stream <> ?"
)
VISITS = (
    "SELECT appointment FROM appointment WHERE day = ? AND state = 'booked' AND officer = ? AND stream <> ?"
)
MINUTE = 60_000_000
LONGEST = 62
"""So many days are looked through at most for free slots."""


class Hours:
    """Everything about time and places that booking asks before it decides."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def slots(
        self, kind: Kind, first: str, last: str, *, group: str = "", site: str = ""
    ) -> tuple[SlotView, ...]:
        """Slots that can still be booked, from the first day to the last (ISO)."""
        known, now = self.core.known(), self.core.now()
        place = site_at(self.core, site)
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
        found = []
        for step in range(min(days, LONGEST) + 1):
            day = (date.fromisoformat(first) + timedelta(days=step)).isoformat()
            terms = terms_on(known, kind, day, now)
            for slot in self._offered(known, terms, kind, day, group, place, None):
                if slot.left and _bookable(slot, terms, now):
                    found.append(SlotView(day=day, start=slot.start, end=slot.end, left=slot.left))
        return tuple(found)

    def given(
        self, tx: Transaction, kind: Kind, start: int, *, group: str, site: str, officer: str, own: str = ""
    ) -> Circumstances:
        """What a decision about a slot beginning at `start` needs; `own` is the stream (hex) that is being moved."""
        known, day = self.core.known(tx), local_date(start)
        terms = terms_on(known, kind, day, tx.now)
        offered = self._offered(known, terms, kind, day, group, site_at(self.core, site, tx), tx)
        slot = next((each for each in offered if each.start == start), None)
        return Circumstances(
            slot=slot,
            terms=terms,
            now=tx.now,
            today=local_date(tx.now),
            phones=self._phones(tx, slot, own) if slot is not None else frozenset(),
            others=self.visits(tx, day, officer, own) if kind in AT_HOME else (),
        )

    def visits(self, tx: Transaction, day: str, officer: str, own: str) -> tuple[tuple[int, int], ...]:
        """When an officer is on the way or at somebody's home that day, apart from the visit `own`."""
        if not officer:
            return ()
        found = (read_appointment(state) for (state,) in tx.rows(VISITS, day, officer, own))
        return tuple((each.start, each.end) for each in found if each.kind in AT_HOME)

    def closed(self, known: Knowledge, appointment: a.Appointment) -> bool:
        """Whether the office is no longer open at the hour of an appointment."""
        place = site_at(self.core, appointment.site) if appointment.site else None
        periods = opening(known, place, appointment.day)
        return not any(begin <= appointment.start and appointment.end <= end for begin, end in periods)

    def _offered(
        self,
        known: Knowledge,
        terms: Terms,
        kind: Kind,
        day: str,
        group: str,
        place: Site | None,
        tx: Transaction | None,
    ) -> list[Slot]:
        key = place.key if place is not None else ""
        asked = (day, kind, key, kind in AT_HOME, group)
        taken = (
            tx.rows(TAKEN, *asked)
            if tx is not None
            else self.core.store.reader().execute(TAKEN, asked).fetchall()
        )
        return [
            Slot(
                day=day,
                start=start,
                end=end,
                capacity=terms.holds(group) if kind not in AT_HOME else terms.capacity,
                taken=sum(other_start < end and start < other_end for other_start, other_end in taken),
            )
            for start, end in a.cut(opening(known, place, day), terms.slot_minutes)
        ]

    def _phones(self, tx: Transaction, slot: Slot, own: str) -> frozenset[str]:
        """The numbers booked within a slot: opened one by one under the lock, for no list of them is kept."""
        streams = [stream for (stream,) in tx.rows(WITHIN, slot.day, slot.end, slot.start, own)]
        return frozenset(a.phone_of(person_of(self.core, stream, tx).phone) for stream in streams) - {""}


def person_of(core: Core, stream: str, tx: Transaction | None = None) -> a.AppointmentBooked:
    """The booking with the words about a person; they are empty once its key was destroyed."""
    connection = tx.connection if tx is not None else core.store.reader()
    booked = next(core.store.read(connection, UUID(hex=stream), personal=True)).fact
    return cast(a.AppointmentBooked, booked)


def opening(known: Knowledge, place: Site | None, day: str) -> tuple[tuple[int, int], ...]:
    """When a place is open on a day (µs UTC): at the unit's hours, or its own on the unit's working days."""
    when = date.fromisoformat(day)
    periods = known.calendar.open_periods(when)
    if place is None or not periods:
        return periods
    if place.weekdays and when.weekday() not in place.weekdays:
        return ()
    own = tuple((local_moment(day, begin), local_moment(day, end)) for begin, end in place.hours)
    return own or periods


def _bookable(slot: Slot, terms: Terms, now: int) -> bool:
    ahead = (date.fromisoformat(slot.day) - date.fromisoformat(local_date(now))).days
    return slot.start >= now + terms.lead_minutes * MINUTE and ahead <= terms.days_ahead
