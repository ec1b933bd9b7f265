"""What citizens may see: a little by code, more by secret; wrong and unknown look the same, and tries are counted."""

from collections import deque
from collections.abc import Mapping, Sequence
from threading import Lock
from uuid import UUID

import msgspec

from application.appointments import Appointments
from application.core import Core
from application.found_appointment import FoundAppointment, found_appointment
from application.found_ticket import found_ticket
from application.hall import Hall
from application.histories import told_lines
from application.matters import apology_of, asked_of, given_papers, matters_of
from application.reading import applicant_of, open_items_of, told_reason
from application.reference import Knowledge
from application.secrets import digest, plain
from application.views import DossierPage, HistoryLine, TicketPage
from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import Dossier, Status
from domain.dossier.reading import measured_end
from domain.fact import Refused
from projections.status import read_state

HOUR = 3_600_000_000
TRIES_PER_DOSSIER = 5
TRIES_PER_ORIGIN = 60

PROGRESS: dict[Status, str] = {
    Status.NONE: "received",
    Status.NEWLY_REGISTERED: "received",
    Status.ACCEPTED: "received",
    Status.NOT_ACCEPTED: "not_accepted",
    Status.IN_PROCESS: "in_process",
    Status.SUPPLEMENT_REQUESTED: "waiting_for_you",
    Status.FINANCIAL_OBLIGATION: "waiting_for_you",
    Status.WITHDRAWAL_REQUESTED: "in_process",
    Status.STOPPED: "stopped",
    Status.PROCESSED: "done",
    Status.RETURNED: "returned",
}


class TooManyTries(Refused):
    """Too many wrong tries: wait an hour, or ask an officer."""


class Tries:
    """Counts wrong tries in the last hour, by key.

    A try is reserved before anybody looks and given back when it was right: of many guesses made at once
    no more are let in than of guesses made one after the other.
    """

    def __init__(self) -> None:
        self.seen: dict[str, deque[int]] = {}
        self.lock = Lock()
        self.swept = 0

    def reserve(self, limits: Mapping[str, int], counted: Sequence[str], now: int) -> None:
        """Count a try under every key in `counted`, unless one in `limits` has none left: then under no key."""
        with self.lock:
            self._sweep(now)
            for key, limit in limits.items():
                if self._recent(key, now) >= limit:
                    raise TooManyTries(minutes=60)
            for key in counted:
                self.seen.setdefault(key, deque()).append(now)

    def give_back(self, keys: Sequence[str], now: int) -> None:
        with self.lock:
            for key in keys:
                tries = self.seen.get(key, deque())
                if now in tries:
                    tries.remove(now)
                if not tries:
                    self.seen.pop(key, None)

    def _recent(self, key: str, now: int) -> int:
        tries = self.seen.get(key, deque())
        while tries and tries[0] <= now - HOUR:
            tries.popleft()
        return len(tries)

    def _sweep(self, now: int) -> None:
        """Once an hour everything old goes: whoever asks for every code there is must not fill the memory."""
        if now - self.swept < HOUR:
            return
        self.swept = now
        self.seen = {key: tries for key, tries in self.seen.items() if tries[-1] > now - HOUR}


class Lookup:
    def __init__(self, core: Core, hall: Hall) -> None:
        self.core, self.hall = core, hall
        self.appointments = Appointments(core)
        self.tries = Tries()

    def by_secret(self, secret: str) -> TicketPage | DossierPage | FoundAppointment | None:
        row = (
            self.core.store.reader()
            .execute("SELECT stream, kind FROM lookup WHERE digest = ?", (digest(secret),))
            .fetchone()
        )
        if row is None:
            appointment = self.appointments.by_secret(secret)
            return found_appointment(self.core, appointment) if appointment else None
        stream = UUID(hex=row[0])
        return (
            found_ticket(self.core, self.hall, stream)
            if row[1] == "ticket"
            else self._dossier(stream, full=True)
        )

    def by_code(
        self, code: str, short_code: str = "", *, origin: str = ""
    ) -> TicketPage | DossierPage | None:
        """By dossier code; with the 8 characters of the receipt it opens the same page as the link."""
        now = self.core.now()
        parsed = d.parse_code(code, today=local_date(now))
        known = d.format_code(parsed.agency, parsed.day, parsed.ordinal)
        code_key, origin_key = f"code/{known}", f"origin/{origin}"
        guessed = (code_key, origin_key) if plain(short_code) else (origin_key,)
        self.tries.reserve({code_key: TRIES_PER_DOSSIER, origin_key: TRIES_PER_ORIGIN}, guessed, now)
        page = self._by_known_code(known, short_code)
        if page is not None:
            self.tries.give_back(guessed, now)
        return page

    def _by_known_code(self, known: str, short_code: str) -> DossierPage | None:
        row = (
            self.core.store.reader().execute("SELECT stream FROM dossier WHERE code = ?", (known,)).fetchone()
        )
        # An unknown code costs the same work as a known one.
        stream = UUID(hex=row[0]) if row else self.core.stream("nothing", known)
        right = self.core.secrets.short_matches(stream, short_code) if plain(short_code) else None
        if row is None or right is False:
            return None
        return self._dossier(stream, full=bool(right))

    def _dossier(self, stream: UUID, *, full: bool) -> DossierPage:
        row = (
            self.core.store.reader()
            .execute("SELECT state, updated_at FROM dossier WHERE stream = ?", (stream.hex,))
            .fetchone()
        )
        state, known = read_state(row[0]), self.core.known()
        due = state.due_current
        page = DossierPage(
            tier="secret" if full else "code",
            unit=known.opened.name,
            unit_en=known.opened.name_en,
            code=state.code,
            status=int(state.status) if full else 0,
            progress=_progress(state),
            due_date=due.date if due else "",
            provisional=due.provisional if due else False,
            updated_at=row[1],
        )
        return self._with_secret(page, stream, state) if full else page

    def _with_secret(self, page: DossierPage, stream: UUID, state: Dossier) -> DossierPage:
        known = self.core.known()
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        holder, wait = known.officers.get(state.holder), d.waits(state)
        applicant = applicant_of(events)
        asked, asked_under = asked_of(events, state)
        paused = wait if wait is not None and wait.clock_stands else None
        return msgspec.structs.replace(
            page,
            late=_late(state, self.core.now()),
            due_original=state.due_original.date if state.due_original else "",
            next_step=d.next_step(state),
            procedure_name=state.procedure_name or known.name_of(state.procedure),
            section=state.section,
            officer=holder.name if holder else "",
            officer_phone=holder.phone if holder else "",
            applicant=d.mask_name(applicant.name),
            personal_id=d.mask_id(applicant.personal_id),
            open_items=open_items_of(events, state),
            reason=told_reason(events, state),
            history=told_lines(events, known),
            reads=self._reads(stream, known),
            id=stream.hex,
            asked=asked,
            asked_under=asked_under,
            answer_by=state.supplement.answer_by if state.supplement else "",
            notice=state.supplement.number if state.supplement else "",
            apology=apology_of(events),
            paused_why=paused.why if paused else "",
            paused_since=paused.since if paused else 0,
            matters=matters_of(events, state),
            given=given_papers(events),
        )

    def _reads(self, stream: UUID, known: Knowledge) -> tuple[HistoryLine, ...]:
        access = self.core.stream("access", stream.hex)
        return told_lines(self.core.store.read(self.core.store.reader(), access), known)


def _progress(state: Dossier) -> str:
    """Once the citizen has handed in what was asked for, it is the office's turn again."""
    if state.supplement is not None and state.supplement.provided:
        return "in_process"
    return PROGRESS[state.status]


def _late(state: Dossier, now: int) -> bool:
    """Past its lawful due date, whether it has ended or not; an apology does not make it punctual.

    While the clock stands still no time runs out: what waits for the citizen is as late as when it began to.
    """
    end = measured_end(state, now)
    return d.timeliness(state, local_date(end), end) == "late"
