"""Booking, moving, cancelling, keeping and missing an appointment, each decided while nobody else can write."""

from collections.abc import Callable, Collection
from uuid import UUID

from application.appointments.hours import Hours, person_of
from application.appointments.terms import terms_on
from application.appointments.views import AppointmentPage, AppointmentView, Wanted
from application.core import Core, in_one_of, parsed_id
from application.envelope import OFFICE, Actor
from application.given import known_dossier, one_of
from application.hall import NoSuchTicket
from application.queue import Arrival, Queue
from application.secrets import digest
from application.sites import Sites
from application.store import Transaction
from application.views import TicketView
from domain import appointment as a
from domain.appointment import AT_HOME, Appointment, Entitlement, Kind, Party, Purpose
from domain.calendar import local_date
from domain.fact import Fact, Refused
from domain.staff import AT_COUNTERS, NotCounterStaff
from projections.appointments import AppointmentRow, read_appointment

_COLUMNS = ", ".join(AppointmentRow.__struct_fields__)
BY_STREAM = f"SELECT {_COLUMNS} FROM appointment WHERE stream = ?"
BY_CODE = f"SELECT {_COLUMNS} FROM appointment WHERE code = ?"
BY_LOOKUP = "SELECT stream FROM appointment WHERE lookup = ? AND lookup <> ''"
LAST = "SELECT coalesce(max(ordinal), 0) FROM appointment WHERE coded_day = ?"
KNOWN_TICKET = "SELECT 1 FROM ticket WHERE stream = ?"

CITIZEN = "citizen"
STAFF = AT_COUNTERS | {OFFICE.role}
ANYBODY = STAFF | {CITIZEN}

Decide = Callable[[Appointment, AppointmentRow, Transaction], Fact]


class NoSuchAppointment(Refused):
    """There is no such appointment, or its link does not belong to whoever asks."""


def kept_appointment(tx: Transaction, code: str) -> str:
    """The code of an appointment of this office as the log keeps it; empty where none is named."""
    if not code.strip():
        return ""
    known = a.parse_code(code)
    if not tx.rows(BY_CODE, known):
        raise NoSuchAppointment(code=code)
    return known


class Acts(Hours):
    """What citizens, kiosks and officers do with appointments."""

    def __init__(self, core: Core, queue: Queue | None = None) -> None:
        super().__init__(core)
        self.queue, self.sites = queue or Queue(core), Sites(core)

    # ---- booking

    def book(self, wanted: Wanted, by: Actor, *, command: str = "") -> AppointmentView:
        """Take a place in a slot; the answer carries the link, whose secret only its holder knows."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, ANYBODY, a.AppointmentBooked.NAME)
            kind: Kind = one_of(wanted.kind, Kind)
            group = self._group(tx, wanted, kind)
            if wanted.officer:
                self._visitor(tx, wanted.officer)
            given = self.given(tx, kind, wanted.start, group=group, site=wanted.site, officer=wanted.officer)
            day = local_date(wanted.start)
            ordinal = tx.rows(LAST, day)[0][0] + 1
            stream = self.core.stream("appointment", a.code_of(day, ordinal))
            end = given.slot.end if given.slot is not None else wanted.start
            fact = self._booked(tx, wanted, stream, day, ordinal, end, group)
            tx.record(stream, 0, a.book(Appointment(), fact=fact, given=given))
            return stream

        return self.core.write(by, command, work, lambda stream: self.view(stream, with_link=True))

    def _booked(
        self, tx: Transaction, wanted: Wanted, stream: UUID, day: str, ordinal: int, end: int, group: str
    ) -> a.AppointmentBooked:
        return a.AppointmentBooked(
            code=a.code_of(day, ordinal),
            day=day,
            ordinal=ordinal,
            start=wanted.start,
            end=end,
            kind=one_of(wanted.kind, Kind),
            purpose=one_of(wanted.purpose, Purpose),
            procedure=wanted.procedure,
            dossier=known_dossier(tx, wanted.dossier)[0],
            group=group,
            site=wanted.site,
            officer=wanted.officer,
            entitled=one_of(wanted.entitled, Entitlement),
            lookup=digest(self.core.secrets.link(stream, "ticket")),
            person=wanted.person,
            phone=wanted.phone,
            address=wanted.address,
            hamlet=wanted.hamlet,
            note=wanted.note,
        )

    def _group(self, tx: Transaction, wanted: Wanted, kind: Kind) -> str:
        """The service group whose places are taken: that of the procedure, or the one asked for."""
        known = self.core.known(tx)
        if wanted.procedure:
            return known.group(known.version(wanted.procedure, self.core.today()).procedure.group).key
        return known.group(wanted.group).key if wanted.group or kind not in AT_HOME else ""

    def _visitor(self, tx: Transaction, officer: str) -> None:
        """Only those who receive citizens go to their homes."""
        if AT_COUNTERS.isdisjoint(self.core.known(tx).officer(officer).roles):
            raise NotCounterStaff(officer=officer)

    # ---- afterwards

    def move(
        self,
        code: str,
        start: int,
        by: Actor,
        *,
        secret: str = "",
        asked_by: str = "office",
        reason: str = "",
    ) -> AppointmentView:
        """To the slot that begins at `start`; a citizen shows the secret of the link, the office says why."""

        def decide(state: Appointment, row: AppointmentRow, tx: Transaction) -> Fact:
            given = self.given(
                tx,
                state.kind,
                start,
                group=state.group,
                site=state.site,
                officer=state.officer,
                own=row.stream,
            )
            phone = person_of(self.core, row.stream, tx).phone
            return a.move(state, given=given, asked_by=_party(by, asked_by), phone=phone, reason=reason)

        return self.act(code, by, ANYBODY, a.AppointmentMoved.NAME, decide, secret)

    def cancel(
        self, code: str, by: Actor, *, secret: str = "", asked_by: str = "office", reason: str = ""
    ) -> AppointmentView:
        def decide(state: Appointment, row: AppointmentRow, tx: Transaction) -> Fact:
            return a.cancel(state, asked_by=_party(by, asked_by), reason=reason)

        return self.act(code, by, ANYBODY, a.AppointmentCancelled.NAME, decide, secret)

    def assign_officer(self, code: str, officer: str, by: Actor) -> AppointmentView:
        def decide(state: Appointment, row: AppointmentRow, tx: Transaction) -> Fact:
            self._visitor(tx, officer)
            terms = terms_on(self.core.known(tx), state.kind, state.day, tx.now)
            others = self.visits(tx, state.day, officer, row.stream)
            return a.assign_officer(state, officer=officer, terms=terms, others=others)

        return self.act(code, by, STAFF, a.AppointmentOfficerAssigned.NAME, decide)

    def arrive(self, code: str, by: Actor, *, secret: str = "") -> TicketView:
        """At the kiosk: a number for the appointment, which goes first while its hour lasts; the same when repeated."""
        row = self._row(code, by, secret)
        state = read_appointment(row.appointment)
        if not state.ticket:
            now = self.core.now()
            terms = terms_on(self.core.known(), state.kind, state.day, now)
            first = a.on_time(state, terms=terms, now=now, today=local_date(now))
            arrival = Arrival(
                procedure=state.procedure,
                group=state.group,
                priority="appointment" if first else "",
                dossier=state.dossier,
                appointment=state.code,
                due_at=state.start if first else 0,
                remark="" if first else "appointment_late",
            )
            ticket = self.queue.take(arrival, by, command=f"{row.stream}/arrived")
            self.keep(code, by, ticket=ticket.id, secret=secret)
            return ticket
        return self.queue.view(UUID(hex=state.ticket), with_link=True)

    def keep(self, code: str, by: Actor, *, ticket: str = "", secret: str = "") -> AppointmentView:
        """Both came. A citizen's door keeps it only together with the number it gave."""

        def decide(state: Appointment, row: AppointmentRow, tx: Transaction) -> Fact:
            stream = parsed_id(ticket, NoSuchTicket).hex if ticket or by.role == CITIZEN else ""
            if stream and not tx.rows(KNOWN_TICKET, stream):
                raise NoSuchTicket(id=ticket)
            return a.keep(state, today=local_date(tx.now), ticket=stream)

        return self.act(code, by, ANYBODY, a.AppointmentKept.NAME, decide, secret)

    def miss(self, code: str, by: Actor, *, missed_by: str = "citizen", note: str = "") -> AppointmentView:
        def decide(state: Appointment, row: AppointmentRow, tx: Transaction) -> Fact:
            terms = terms_on(self.core.known(tx), state.kind, state.day, tx.now)
            return a.miss(state, missed_by=one_of(missed_by, Party), terms=terms, now=tx.now, note=note)

        return self.act(code, by, STAFF, a.AppointmentMissed.NAME, decide)

    def act(
        self, code: str, by: Actor, roles: Collection[str], name: str, decide: Decide, secret: str = ""
    ) -> AppointmentView:
        """Decide on the latest state under the write lock, in one of the roles that may do it."""

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, roles, name)
            row = self._row(code, by, secret, tx)
            tx.record(UUID(hex=row.stream), row.version, decide(read_appointment(row.appointment), row, tx))
            return UUID(hex=row.stream)

        return self.core.write(by, "", work, self.view)

    # ---- reading

    def appointment(self, code: str) -> AppointmentView:
        """By its code, for the office."""
        return self.view(UUID(hex=self._row(code, OFFICE, "").stream))

    def by_secret(self, secret: str) -> AppointmentPage | None:
        """What the holder of the link sees; None for a secret that opens no appointment."""
        found = self.core.store.reader().execute(BY_LOOKUP, (digest(secret),)).fetchone()
        return self._page(UUID(hex=found[0])) if found else None

    def _page(self, stream: UUID) -> AppointmentPage:
        view, known = self.view(stream), self.core.known()
        place = next((each for each in self.sites.all() if each.key == view.site), self.sites.centre())
        officer = known.officers.get(view.officer)
        return AppointmentPage(
            unit=known.opened.name,
            unit_en=known.opened.name_en,
            hotline=known.opened.hotline,
            code=view.code,
            kind=view.kind,
            purpose=view.purpose,
            state=view.state,
            day=view.day,
            start=view.start,
            end=view.end,
            place=place.name,
            place_en=place.name_en,
            address=place.place if view.kind not in AT_HOME else "",
            procedure_name=view.procedure_name,
            documents=known.documents_of(view.procedure),
            officer=officer.name if officer else "",
            officer_phone=officer.phone if officer else "",
            closed=view.closed,
            updated_at=self.core.now(),
        )

    def view(self, stream: UUID, *, with_link: bool = False) -> AppointmentView:
        row = self.core.store.reader().execute(BY_STREAM, (stream.hex,)).fetchone()
        if row is None:
            raise NoSuchAppointment(code=stream.hex)
        link = self.core.link(self.core.secrets.link(stream, "ticket")) if with_link else ""
        return self.view_of(AppointmentRow(*row), link)

    def view_of(self, row: AppointmentRow, url: str = "") -> AppointmentView:
        state, known = read_appointment(row.appointment), self.core.known()
        return AppointmentView(
            id=row.stream,
            code=state.code,
            day=state.day,
            start=state.start,
            end=state.end,
            kind=state.kind,
            purpose=state.purpose,
            state=state.state,
            group=state.group,
            procedure=state.procedure,
            procedure_name=known.name_of(state.procedure),
            dossier=state.dossier,
            site=state.site,
            officer=state.officer,
            entitled=state.entitled,
            ticket=state.ticket,
            moves=state.moves,
            closed=state.state == a.BOOKED and self.closed(known, state),
            url=url,
        )

    def _row(self, code: str, by: Actor, secret: str, tx: Transaction | None = None) -> AppointmentRow:
        """By its code; for a citizen only with the secret of its link, since codes can be guessed."""
        known = a.parse_code(code)
        connection = tx.connection if tx is not None else self.core.store.reader()
        found = connection.execute(BY_CODE, (known,)).fetchone()
        row = AppointmentRow(*found) if found else None
        if row is None or (by.role == CITIZEN and digest(secret) != row.lookup):
            raise NoSuchAppointment(code=code)
        return row


def _party(by: Actor, asked_by: str) -> Party:
    """Who asked: a citizen's own door, or whom the officer names."""
    party: Party = "citizen" if by.role == CITIZEN else one_of(asked_by, Party)
    return party
