"""Reading dossiers: inboxes, the whole file and the receipt (which is itself recorded), and histories."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from application import timing
from application.core import Core, NoDossierWithThatCode, in_role, parsed_id, roles_in
from application.envelope import Actor, Event
from application.histories import history_lines
from application.papers import control_slip, reprint
from application.receipts import NoSuchReceipt, issued_receipt
from application.reference import Knowledge
from application.store import Transaction
from application.views import Applicant, DossierFile, GivenPaper, HistoryLine, InboxLine, Receipt
from domain import dossier as d
from domain.dossier import Dossier, Hand, Status
from domain.dossier.refusals import NotYourRole
from domain.dossier.transitions import OFFICE
from domain.fact import Fact, Refused
from papers import Content
from projections.status import read_state

ONE = "SELECT state, version FROM dossier WHERE stream = ?"
MINE = "SELECT stream, state FROM dossier WHERE (holder = ? OR offered_to = ?) AND status IN (4, 5, 6, 7)"
BY_STATUS = "SELECT stream, state FROM dossier WHERE status IN ({})"

SAME_READING = 3_600_000_000

BY_ROLE: dict[str, tuple[Status, ...]] = {
    "reception": (Status.NEWLY_REGISTERED, Status.ACCEPTED, Status.SUPPLEMENT_REQUESTED, Status.PROCESSED),
    "leader": (Status.IN_PROCESS, Status.WITHDRAWAL_REQUESTED),
    "head": (
        Status.NEWLY_REGISTERED, Status.ACCEPTED, Status.IN_PROCESS, Status.SUPPLEMENT_REQUESTED,
        Status.FINANCIAL_OBLIGATION, Status.WITHDRAWAL_REQUESTED, Status.PROCESSED,
    ),
}  # fmt: skip
"""What waits for a role besides what is in an officer's own hands."""


PURPOSES: tuple[d.Purpose, ...] = ("handle", "answer", "return", "check", "supervise", "receipt")


class UnknownPurpose(Refused):
    """A file is read for one of the listed purposes: words of one's own could tell about a person."""


class DossierReading:
    core: Core

    def find(self, code: str) -> str:
        return self.core.dossier_stream(code).hex

    def inbox(self, by: Actor) -> tuple[InboxLine, ...]:
        """What waits for this officer, the nearest due date first."""
        known = self.core.known()
        officer = known.officer(by.id)
        found: dict[str, str] = dict(self._rows(MINE, by.id, by.id))
        for role in officer.roles:
            wanted = BY_ROLE.get(role, ())
            if wanted:
                marks = ", ".join("?" * len(wanted))
                found |= dict(self._rows(BY_STATUS.format(marks), *(int(status) for status in wanted)))
        lines = [self._line(stream, read_state(state), known) for stream, state in found.items()]
        return tuple(sorted(lines, key=lambda line: (line.due_at or 1 << 62, line.code)))

    def open(self, dossier: str, by: Actor, purpose: str) -> DossierFile:
        """Reading personal data is an event of its own, which the citizen sees."""
        stream = parsed_id(dossier, NoDossierWithThatCode)
        self._record_reading(stream, by, purpose_of(purpose))
        return self._file(stream, by)

    def receipt(self, dossier: str, by: Actor) -> Receipt:
        """The receipt as it was issued (M01); it names the applicant, so printing it again is a reading."""
        stream = parsed_id(dossier, NoSuchReceipt)
        receipt = issued_receipt(self.core, stream)
        self._record_reading(stream, by, "receipt")
        return receipt

    def paper(self, dossier: str, number: str, by: Actor) -> Content:
        """A paper exactly as it was given out; it names the applicant, so this is a reading like `open`."""
        stream = parsed_id(dossier, NoDossierWithThatCode)
        found = reprint(self.core, stream, number)
        self._record_reading(stream, by, "receipt")
        return found

    def control_slip(self, dossier: str, by: Actor) -> Content:
        """M06 as the log has it now; a reading like `open`."""
        stream = parsed_id(dossier, NoDossierWithThatCode)
        slip = control_slip(self.core, stream)
        self._record_reading(stream, by, "check")
        return slip

    def _record_reading(self, stream: UUID, by: Actor, purpose: d.Purpose) -> None:
        access = self.core.stream("access", stream.hex)

        def work(tx: Transaction) -> UUID:
            rows = tx.rows(ONE, stream.hex)
            if not rows:
                raise NoDossierWithThatCode(code=stream.hex)
            if self._read_lately(tx, access, by, purpose):
                return access
            fact = d.LookupPerformed(dossier=stream.hex, purpose=purpose)
            in_role(self.core, by, tx, lambda hand: _may_read(hand, fact))
            tx.record(access, tx.version(access), fact)
            return access

        self.core.write(by, "", work, lambda _: None)

    def _read_lately(self, tx: Transaction, access: UUID, by: Actor, purpose: d.Purpose) -> bool:
        """The same officer at the same work within the hour is one reading, not one for every look."""
        last = list(self.core.store.read(tx.connection, access, after=tx.version(access) - 1))
        return any(
            event.actor.id == by.id
            and isinstance(event.fact, d.LookupPerformed)
            and event.fact.purpose == purpose
            and tx.now - event.recorded_at < SAME_READING
            for event in last
        )

    def _file(self, stream: UUID, by: Actor) -> DossierFile:
        known = self.core.known()
        state, version = self._rows(ONE, stream.hex)[0]
        dossier = read_state(state)
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        roles = roles_in(by, known)
        acts = frozenset[str]().union(*(d.offered_acts(dossier, role) for role in roles))
        return DossierFile(
            line=self._line(stream.hex, dossier, known),
            applicant=applicant_of(events),
            papers=papers_of(events),
            open_items=open_items_of(events, dossier),
            reasons=tuple(reasons_of(events)),
            history=history_lines(events, known),
            version=version,
            acts=tuple(sorted(ACTS[name] for name in acts if name in ACTS)),
            state=dossier,
            tasks=tasks_of(events),
            given=tuple(
                GivenPaper(form=event.fact.form, number=event.fact.number, at=event.recorded_at)
                for event in events
                if isinstance(event.fact, d.PaperIssued)
            ),
        )

    def history(self, dossier: str) -> tuple[HistoryLine, ...]:
        stream = parsed_id(dossier, NoDossierWithThatCode)
        return history_lines(self.core.store.read(self.core.store.reader(), stream), self.core.known())

    def _rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.core.store.reader().execute(query, parameters).fetchall()

    def _line(self, stream: str, dossier: Dossier, known: Knowledge) -> InboxLine:
        due = dossier.due_current
        return InboxLine(
            id=stream,
            code=dossier.code,
            procedure=dossier.procedure,
            procedure_name=dossier.procedure_name or known.name_of(dossier.procedure),
            field=dossier.field,
            channel=dossier.channel,
            status=int(dossier.status),
            due_date=due.date if due else "",
            due_at=due.at if due else 0,
            days_left=timing.working_days_left(known, due, self.core.now()),
            holder=dossier.holder,
            offered_to=dossier.offered.to_officer if dossier.offered else "",
            awaiting=d.next_step(dossier),
        )


def _may_read(hand: Hand, fact: Fact) -> Fact:
    """Personal data is for those who work on dossiers; an inspector works with pseudonyms (NĐ 61/2018 Art. 5(1)(d))."""
    if hand.role not in OFFICE:
        raise NotYourRole(role=hand.role, act=fact.NAME)
    return fact


def purpose_of(text: str) -> d.Purpose:
    for purpose in PURPOSES:
        if text == purpose:
            return purpose
    raise UnknownPurpose(purpose=text)


ACTS: dict[str, str] = {
    "dossier.forwarded": "forward",
    "dossier.assigned": "assign",
    "handover.offered": "offer",
    "handover.accepted": "take_over",
    "handover.declined": "decline",
    "processing.supplement_requested": "ask_supplement",
    "supplement.provided": "hand_in",
    "supplement.completed": "complete_supplement",
    "supplement.expired": "expire_supplement",
    "payment.requested": "ask_payment",
    "payment.confirmed": "confirm_payment",
    "payment.expired": "expire_payment",
    "fee.paid": "pay_fee",
    "withdrawal.requested": "ask_withdrawal",
    "withdrawal.granted": "grant_withdrawal",
    "withdrawal.declined": "decline_withdrawal",
    "dossier.stopped": "stop",
    "apology.issued": "apologise",
    "result.drafted": "draft_result",
    "result.signed": "sign_result",
    "result.sent_back": "send_back",
    "result.resolved_at_counter": "resolve_at_counter",
    "result.ready": "make_ready",
    "notice.sent": "notify",
    "result.returned": "return_result",
    "result.recalled": "recall_result",
    "correction.opened": "open_correction",
    "opinion.requested": "ask_opinion",
    "opinion.received": "record_opinion",
    "opinion.overdue": "report_overdue_opinion",
    "verification.scheduled": "schedule_visit",
    "verification.recorded": "record_visit",
    "referral.planned": "plan_referral",
    "referral.sent": "send_leg",
    "referral.returned": "take_leg_back",
    "dossier.lost": "report_loss",
    "dossier.restored": "restore",
    "dossier.archived": "archive",
    "payment.refunded": "refund",
    "result.dispatched": "dispatch_result",
    "delivery.attempted": "attempt_delivery",
    "result.undeliverable": "bring_back",
    "result.unclaimed": "list_unclaimed",
    "paper.issued": "issue_receipt",
}
"""From the fact an act brings about to the method that does it."""


def applicant_of(events: list[Event]) -> Applicant:
    """The latest particulars known of the applicant."""
    for event in reversed(events):
        fact = event.fact
        if isinstance(fact, d.DossierAccepted | d.DossierSubmitted):
            return Applicant(
                name=fact.applicant,
                personal_id=fact.personal_id,
                phone=fact.phone,
                address=fact.address,
                email=fact.email,
            )
    return next(
        (_turned_away(event.fact) for event in events if hasattr(event.fact, "applicant")), Applicant()
    )


def _turned_away(fact: Fact) -> Applicant:
    return Applicant(name=getattr(fact, "applicant", ""), phone=getattr(fact, "phone", ""))


def papers_of(events: list[Event]) -> tuple[tuple[str, int, int], ...]:
    """Everything that was handed in."""
    return tuple(
        (paper.name, paper.originals, paper.copies)
        for event in events
        for paper in getattr(event.fact, "papers", ())
    )


def open_items_of(events: list[Event], dossier: Dossier) -> tuple[str, ...]:
    """What is still asked for. The items are sealed, so the state only knows that something is."""
    asked = (
        event.fact.items
        for event in reversed(events)
        if isinstance(event.fact, d.IntakeSupplementRequested | d.ProcessingSupplementRequested)
    )
    return next(asked, ()) if dossier.supplement else ()


def tasks_of(events: list[Event]) -> tuple[str, ...]:
    """What the agencies of the latest referral are asked to do."""
    planned = (event.fact.tasks for event in reversed(events) if isinstance(event.fact, d.ReferralPlanned))
    return next(planned, ())


def _asked(dossier: Dossier) -> bool:
    return dossier.supplement is not None


def _not_accepted(dossier: Dossier) -> bool:
    return dossier.status is Status.NOT_ACCEPTED


def _stopped(dossier: Dossier) -> bool:
    return dossier.status is Status.STOPPED


def _goes_on(dossier: Dossier) -> bool:
    return dossier.status is Status.IN_PROCESS


TO_THE_CITIZEN: dict[type[Fact], Callable[[Dossier], bool]] = {
    d.IntakeSupplementRequested: _asked,
    d.ProcessingSupplementRequested: _asked,
    d.DossierRefused: _not_accepted,
    d.SupplementExpired: lambda dossier: _not_accepted(dossier) or _stopped(dossier),
    d.PaymentExpired: _stopped,
    d.DossierStopped: _stopped,
    d.WithdrawalDeclined: _goes_on,
    d.ApologyIssued: lambda dossier: True,
}
"""Facts whose reason is written to the citizen, and while it is current. Every other reason is the office's own."""


def told_reason(events: list[Event], dossier: Dossier) -> str:
    """The latest current reason addressed to the citizen; an apology gives way to what is asked or decided."""
    current = [
        event.fact
        for event in reversed(events)
        if (holds := TO_THE_CITIZEN.get(type(event.fact))) is not None and holds(dossier)
    ]
    current.sort(key=lambda fact: isinstance(fact, d.ApologyIssued))
    return str(getattr(current[0], "reason", "")) if current else ""


def reasons_of(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.fact.NAME, reason) for event in events if (reason := getattr(event.fact, "reason", ""))]
