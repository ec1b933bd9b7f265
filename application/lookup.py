"""What citizens may see: a little by code, more by secret; wrong and unknown look the same, and tries are counted."""

from collections import defaultdict, deque
from uuid import UUID

import msgspec

from application.core import Core
from application.hall import Hall
from application.histories import history_lines
from application.reading import applicant_of, reasons_of
from application.reference import Knowledge
from application.secrets import digest, plain
from application.views import DossierPage, HistoryLine, TicketPage
from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import Dossier, Status
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
    """Counts wrong tries in the last hour, by key."""

    def __init__(self) -> None:
        self.seen: dict[str, deque[int]] = defaultdict(deque)

    def check(self, key: str, limit: int, now: int) -> None:
        tries = self.seen.get(key, deque())
        while tries and tries[0] <= now - HOUR:
            tries.popleft()
        if not tries:
            self.seen.pop(key, None)  # whoever asks for every code there is must not fill the memory
        if len(tries) >= limit:
            raise TooManyTries(minutes=60)

    def count(self, key: str, now: int) -> None:
        self.seen[key].append(now)


class Lookup:
    def __init__(self, core: Core, hall: Hall) -> None:
        self.core, self.hall = core, hall
        self.tries = Tries()

    def by_secret(self, secret: str) -> TicketPage | DossierPage | None:
        row = (
            self.core.store.reader()
            .execute("SELECT stream, kind FROM lookup WHERE digest = ?", (digest(secret),))
            .fetchone()
        )
        if row is None:
            return None
        stream = UUID(hex=row[0])
        return self._ticket(stream) if row[1] == "ticket" else self._dossier(stream, full=True)

    def by_code(
        self, code: str, short_code: str = "", *, origin: str = ""
    ) -> TicketPage | DossierPage | None:
        """By dossier code; with the 8 characters of the receipt it opens the same page as the link."""
        now = self.core.now()
        parsed = d.parse_code(code, today=local_date(now))
        known = d.format_code(parsed.agency, parsed.day, parsed.ordinal)
        self.tries.check(f"code/{known}", TRIES_PER_DOSSIER, now)
        self.tries.check(f"origin/{origin}", TRIES_PER_ORIGIN, now)
        row = (
            self.core.store.reader().execute("SELECT stream FROM dossier WHERE code = ?", (known,)).fetchone()
        )
        # An unknown code costs the same work as a known one.
        stream = UUID(hex=row[0]) if row else self.core.stream("nothing", known)
        right = self.core.secrets.short_matches(stream, short_code) if plain(short_code) else None
        if row is None or right is False:
            self.tries.count(f"origin/{origin}", now)
            if right is False:
                self.tries.count(f"code/{known}", now)
            return None
        return self._dossier(stream, full=bool(right))

    def _ticket(self, stream: UUID) -> TicketPage:
        view, known = self.hall.view(stream), self.core.known()
        documents = known.documents_of(view.procedure)
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
            updated_at=self.core.now(),
            documents=documents,
        )

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
            progress=PROGRESS[state.status],
            due_date=due.date if due else "",
            provisional=due.provisional if due else False,
            updated_at=row[1],
        )
        return self._with_secret(page, stream, state) if full else page

    def _with_secret(self, page: DossierPage, stream: UUID, state: Dossier) -> DossierPage:
        known = self.core.known()
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        holder = known.officers.get(state.holder)
        applicant, reasons = applicant_of(events), reasons_of(events)
        return msgspec.structs.replace(
            page,
            late=_late(state, local_date(self.core.now())),
            due_original=state.due_original.date if state.due_original else "",
            next_step=d.next_step(state),
            procedure_name=state.procedure_name or known.name_of(state.procedure),
            section=state.section,
            officer=holder.name if holder else "",
            officer_phone=holder.phone if holder else "",
            applicant=d.mask_name(applicant.name),
            personal_id=d.mask_id(applicant.personal_id),
            open_items=state.supplement.items if state.supplement else (),
            reason=reasons[-1][1] if reasons else "",
            history=history_lines(events, known),
            reads=self._reads(stream, known),
        )

    def _reads(self, stream: UUID, known: Knowledge) -> tuple[HistoryLine, ...]:
        access = self.core.stream("access", stream.hex)
        return history_lines(self.core.store.read(self.core.store.reader(), access), known)


def _late(state: Dossier, today: str) -> bool:
    """Past its lawful due date, whether it has ended or not; an apology does not make it punctual."""
    ended = state.finished_at
    end = local_date(ended) if ended else today
    return d.timeliness(state, end, ended) == "late"
