"""A dossier's file in sentences: what holds it up, its clock, others' work, money, delivery, papers given out.

Everything comes from the file as it was opened; nothing here asks the office again.
"""

from collections.abc import Callable, Iterator

from application.histories import sentence
from application.views import DossierFile, HistoryLine
from desk.words import calendar_days_left, day, moment
from domain.dossier import Due, LegState, OpenOpinion, Pause, Status
from wording import say
from wording.dates import limit_text, local, money, sheets_text

MONEY = frozenset(
    {"payment.requested", "payment.confirmed", "payment.expired", "fee.paid", "payment.refunded"}
)
MOVES = frozenset(
    {
        "apology.issued",
        "deadline.changed",
        "deadline.recalculated",
        "supplement.completed",
        "payment.confirmed",
        "withdrawal.declined",
        "verification.recorded",
    }
)
"""After these the appointment may be another one."""
WAITS = frozenset({Status.SUPPLEMENT_REQUESTED, Status.FINANCIAL_OBLIGATION, Status.WITHDRAWAL_REQUESTED})
"""What people call «tạm dừng» is always one of these national statuses."""
Section = tuple[str, list[str]]
"""The last part of the title's key under `desk.file`, and its lines."""


class Telling:
    """One file, told in one language at one moment (µs UTC)."""

    def __init__(self, file: DossierFile, language: str, now: int) -> None:
        self.file, self.dossier, self.language, self.now = file, file.state, language, now

    def sections(self) -> Iterator[Section]:
        """In the order in which an officer needs them; empty ones are left out."""
        parts: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
            ("held", self.held),
            ("applicant", self.applicant),
            ("open_items", self.open_items),
            ("clock", self.clock),
            ("outside", self.outside),
            ("money", self.money),
            ("delivery", self.delivery),
            ("given", self.given),
            ("papers", self.papers),
            ("reasons", self.reasons),
            ("history", self.history),
        )
        for key, lines in parts:
            found = list(lines())
            if found:
                yield key, found

    def phrase(self, key: str, **blanks: object) -> str:
        return say(f"desk.file.{key}", self.language, **blanks)

    def at(self, moment_us: int | None) -> str:
        return moment(moment_us or 0, self.language)

    def on(self, iso: str) -> str:
        return day(iso, self.language)

    def left(self, iso: str) -> str:
        return calendar_days_left(iso, local(self.now).date(), self.language)

    # ---- what holds it up

    def held(self) -> Iterator[str]:
        """Why it waits, since when and under which number: a pause of its own does not exist."""
        dossier = self.dossier
        if dossier.status is Status.SUPPLEMENT_REQUESTED and dossier.supplement is not None:
            asked = dossier.supplement
            key = "held_supplement_until" if asked.answer_by else "held_supplement"
            yield self.phrase(
                key, since=self.at(asked.requested_at), number=asked.number, until=self.on(asked.answer_by)
            )
            if asked.provided:
                yield self.phrase("held_provided")
        if dossier.status is Status.FINANCIAL_OBLIGATION and dossier.payment is not None:
            due = dossier.payment
            amount = money(due.amount_vnd, self.language)
            yield self.phrase(
                "held_payment", since=self.at(due.requested_at), number=due.number, amount=amount
            )
        if dossier.status is Status.WITHDRAWAL_REQUESTED:
            yield self.phrase("held_withdrawal", since=self.at(self.asked_at("withdrawal.requested")))
        if dossier.visit is not None and dossier.visit.pauses:
            yield self.phrase("held_visit", number=dossier.visit.number, at=self.at(dossier.visit.visit_at))
        if dossier.lost:
            yield self.phrase("held_lost", since=self.at(self.asked_at("dossier.lost")))
        if dossier.status in WAITS:
            yield self.phrase("clock_stands" if self.standing() else "clock_runs")

    def standing(self) -> bool:
        return bool(self.dossier.paused) and self.dossier.paused[-1].end is None

    def asked_at(self, topic: str) -> int:
        return next((line.at for line in reversed(self.file.history) if line.topic == topic), 0)

    # ---- whose it is, and what is on the table

    def applicant(self) -> Iterator[str]:
        who = self.file.applicant
        if not who.name:
            yield self.phrase("erased")
            return
        told = (("applicant", who.name), ("personal_id", who.personal_id), ("phone", who.phone),
                ("address", who.address), ("email", who.email))  # fmt: skip
        for key, value in told:
            if value:
                yield f"{say(f'desk.field.{key}', self.language)}: {value}"

    def open_items(self) -> Iterator[str]:
        yield from (f"□ {item}" for item in self.file.open_items)

    def papers(self) -> Iterator[str]:
        for name, originals, copies in self.file.papers:
            yield self.phrase("paper", name=name, sheets=sheets_text(originals, copies, self.language))

    def reasons(self) -> Iterator[str]:
        for topic, text in self.file.reasons:
            yield f"{say(f'desk.happened.{topic}', self.language)}: {text}"

    def history(self) -> Iterator[str]:
        yield from (self.happened(line) for line in reversed(self.file.history))

    def happened(self, line: HistoryLine) -> str:
        return f"{self.at(line.at)}  {sentence(line.topic, line.blanks, self.language)} — {line.actor}"

    # ---- the clock

    def clock(self) -> Iterator[str]:
        dossier = self.dossier
        if dossier.answer_by and dossier.stage == "intake":
            yield self.phrase("intake_answer_by", at=self.at(dossier.answer_by))
        if dossier.accepted_at is None:
            return
        if dossier.limit is not None and dossier.limit.unit != "staged":
            limit = dossier.limit
            yield self.phrase("limit", limit=limit_text(limit.unit, limit.value, limit.cutoff, self.language))
        yield self.phrase("printed", at=self.appointment(dossier.due_original))
        if dossier.due_lawful != dossier.due_original:
            yield self.phrase("lawful", at=self.appointment(dossier.due_lawful))
        if dossier.due_current != dossier.due_lawful:
            yield self.phrase("current", at=self.appointment(dossier.due_current))
        yield from (self.pause(each) for each in dossier.paused)
        if dossier.due_current != dossier.due_original:
            yield from (self.happened(line) for line in self.file.history if line.topic in MOVES)
        if dossier.finished_at is not None:
            yield self.phrase("finished", at=self.at(dossier.finished_at))

    def appointment(self, due: Due | None) -> str:
        if due is None:
            return say("desk.days.none", self.language)
        said = self.at(due.at)
        return f"{said} {say('desk.receipt.provisional', self.language)}" if due.provisional else said

    def pause(self, pause: Pause) -> str:
        why = self.phrase(f"pause_why.{pause.why}")
        if pause.end is None:
            return self.phrase("pause_open", start=self.at(pause.start), why=why)
        return self.phrase("pause", start=self.at(pause.start), end=self.at(pause.end), why=why)

    # ---- others' work

    def outside(self) -> Iterator[str]:
        yield from (self.opinion(each) for each in self.dossier.opinions)
        visit = self.dossier.visit
        if visit is not None:
            yield self.phrase("visit", number=visit.number, at=self.at(visit.visit_at))
        referral = self.dossier.referral
        if referral is not None:
            yield self.phrase(f"referral_{referral.route}", lead=referral.lead)
            for place, leg in enumerate(referral.legs, start=1):
                task = next(iter(self.file.tasks[place - 1 : place]), "")
                yield f"{place}. {self.leg(leg, task)}"

    def opinion(self, asked: OpenOpinion) -> str:
        said = self.phrase(
            "opinion",
            agency=asked.agency,
            number=asked.number,
            until=self.on(asked.answer_by),
            left=self.left(asked.answer_by),
        )
        return f"{said} {self.phrase('opinion_told')}" if asked.overdue else said

    def leg(self, leg: LegState, task: str) -> str:
        """`task` is empty once the personal words of the dossier are erased."""
        who = f"{leg.leg.agency}: {task}" if task else leg.leg.agency
        if leg.sent_at is None:
            return self.phrase("leg_waits", who=who, count=leg.leg.working_days)
        if leg.returned_at is not None:
            return self.phrase("leg_back", who=who, at=self.at(leg.returned_at))
        return self.phrase("leg_out", who=who, until=self.on(leg.answer_by), left=self.left(leg.answer_by))

    # ---- money, delivery, papers

    def money(self) -> Iterator[str]:
        if self.dossier.payment is not None:
            yield self.phrase("owed", amount=money(self.dossier.payment.amount_vnd, self.language))
        lines = [line for line in self.file.history if line.topic in MONEY]
        if self.dossier.paid_vnd or lines:
            yield self.phrase("paid", amount=self.amount(self.dossier.paid_vnd))
        yield from (self.happened(line) for line in lines)

    def amount(self, vnd: int) -> str:
        return money(vnd, self.language) if vnd else self.phrase("nothing_paid")

    def delivery(self) -> Iterator[str]:
        dossier = self.dossier
        if dossier.status is Status.PROCESSED or dossier.delivery != "not_ready":
            way = say(f"desk.choice.channel.{dossier.return_channel}", self.language)
            yield self.phrase(f"delivery_state.{dossier.delivery}", way=way)
        if dossier.invitations:
            yield self.phrase("invited", count=dossier.invitations, at=self.at(dossier.invited_at))
        if dossier.notices:
            yield self.phrase("told", count=dossier.notices)
        if dossier.archive:
            yield self.phrase("archived", reference=dossier.archive)

    def given(self) -> Iterator[str]:
        if self.dossier.receipt_waived and not self.dossier.receipt_given:
            yield self.phrase("receipt_waived")
        for paper in self.file.given:
            name = say(f"desk.paper.{paper.form}", self.language)
            yield self.phrase("given_paper", name=name, number=paper.number, at=self.at(paper.at))
