"""A commune at work for the tests: real facts in real order, straight into the folds."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from hypothesis import strategies as some

from domain import dossier as d
from domain.dossier import Status, facts
from domain.dossier.transitions import TABLE
from domain.fact import FACTS
from domain.queue import (
    GuidanceGiven,
    ServiceStarted,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    TicketRejoined,
    TicketServed,
)
from projections import following_folds
from projections.course import day_of, midnight
from projections.fold import Seen, create_tables, digests, feed
from tests.domain.a_dossier import filled

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
START = int(datetime(2026, 2, 2, 1, 0, tzinfo=UTC).timestamp()) * SECOND  # Monday, 8 in the morning there
FIRST_DAY = date(2026, 2, 2)
FIELDS = ("ho-tich", "dat-dai", "chung-thuc")


def stream_of(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:32]


class Commune:
    """Writes down what happens; `now` only moves forward."""

    def __init__(self) -> None:
        self.events: list[Seen] = []
        self.versions: dict[str, int] = {}
        self.now = START
        self.codes = 0

    def happens(self, name: str, *happened, by="nt.hoa", role="reception", device="desk-1") -> None:
        stream = stream_of(name)
        for fact in happened:
            version = self.versions.get(stream, 0) + 1
            self.versions[stream] = version
            number = len(self.events) + 1
            self.events.append(
                Seen(
                    number, stream, version, fact.NAME, self.now, self.now - SECOND, by, role, device,
                    f"{number:032x}", fact,
                )
            )  # fmt: skip

    def on(self, day: date | str, hour: int = 9) -> "Commune":
        day = date.fromisoformat(day) if isinstance(day, str) else day
        self.now = max(self.now, midnight(day) + hour * HOUR)
        return self

    def accepted(
        self, *, field="ho-tich", channel="counter", due: str | None = "2026-03-10", unit="working_day"
    ):
        self.codes += 1
        day = day_of(self.now)
        return facts.DossierAccepted(
            code=d.format_code("H20.01", day, self.codes),
            agency="H20.01",
            day=day,
            ordinal=self.codes,
            procedure="1.001193",
            procedure_version=3,
            procedure_name="Đăng ký khai sinh",
            field=field,
            channel=channel,
            ruleset="nd61",
            limit=facts.LimitInForce(unit=unit, value=None if due is None else 5),
            submitted_at=self.now,
            due=appointment(due) if due else None,
            ticket=stream_of("ticket"),
        )


def appointment(day: str, hour: int = 17) -> facts.Due:
    return facts.Due(date=day, at=midnight(date.fromisoformat(day)) + hour * HOUR)


def submitted(answer_by: int, field="ho-tich"):
    """Sent in online, to be answered by a moment."""
    return facts.DossierSubmitted(
        procedure="1.001193", procedure_version=3, field=field, channel="online", answer_by=answer_by
    )


def asked_at_intake(field="ho-tich"):
    return facts.IntakeSupplementRequested(
        procedure="1.001193", procedure_version=3, field=field, channel="online", number="0001/2026/BS",
        items=("Đơn",), basis="Điều 17",
    )  # fmt: skip


def owed(*, pauses: bool):
    return facts.PaymentRequested(amount_vnd=50_000, basis="Điều 22", number="0005/2026/TC", pauses=pauses)


def visit(*, pauses: bool):
    return facts.VerificationScheduled(number="0006/2026/XM", visit_at=START, pauses=pauses)


def refused(field="ho-tich"):
    return facts.DossierRefused(
        procedure="1.001193", field=field, channel="counter", number="0001/2026/TC", basis="Điều 17"
    )


ASKED = facts.ProcessingSupplementRequested(
    number="0002/2026/BS", time=1, items=("Bản đồ",), basis="Điều 19(4)", answer_by="2026-03-20"
)
PROVIDED = facts.SupplementProvided(papers=(facts.Paper(name="Bản đồ", copies=1),))
FORWARDED = facts.DossierForwarded(section="tu-phap")
DRAFTED = facts.ResultDrafted(drafted_by="tv.binh")
SIGNED = facts.ResultSigned(number="0007/2026/KQ", signed_by="pv.chu")
READY = facts.ResultReady(place="Quầy 1")
RETURNED = facts.ResultReturned(channel="counter", checked="owner")
RECALLED = facts.ResultRecalled(approved_by="pv.chu")
WITHDRAWING = facts.WithdrawalRequested()
WITHDRAWN = facts.WithdrawalGranted(number="0003/2026/DG")
STOPPED = facts.DossierStopped(number="0004/2026/DG", basis="Điều 19(8)", approved_by="pv.chu")


def issued(ordinal: int, day: str, field="ho-tich", dossier="") -> TicketIssued:
    return TicketIssued(
        day=day, series="A", ordinal=ordinal, group="g1", field=field, lookup="ab" * 32, dossier=dossier
    )


def some_of_everything() -> Commune:
    """Early, on time, late, stopped, withdrawn, waiting, overdue, refused: one or two of each."""
    commune = Commune().on("2026-02-20")
    commune.happens("old", commune.accepted(field="dat-dai", due="2026-02-27"), FORWARDED)
    commune.on("2026-03-02")
    for name in ("early", "on time", "late", "stopped", "stopped late", "withdrawn", "waiting", "overdue"):
        channel = "online" if name in {"early", "waiting"} else "postal"
        field = "dat-dai" if "late" in name else "ho-tich"
        commune.happens(name, commune.accepted(due="2026-03-10", channel=channel, field=field), FORWARDED)
    commune.happens("nobody's", refused())
    commune.on("2026-03-04").happens("waiting", ASKED)
    commune.on("2026-03-05").happens("early", DRAFTED, SIGNED)
    commune.happens("stopped", STOPPED)
    commune.on("2026-03-10").happens("on time", DRAFTED, SIGNED)
    commune.on("2026-03-12").happens("late", DRAFTED, SIGNED)
    commune.happens("stopped late", STOPPED)
    commune.happens("withdrawn", WITHDRAWING, WITHDRAWN)
    return commune


# The views


def views() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE position(last INTEGER NOT NULL)")
    connection.execute("INSERT INTO position VALUES(0)")
    create_tables(connection, following_folds())
    return connection


def position(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT last FROM position").fetchone()[0]


def follow(connection: sqlite3.Connection, events: Iterable[Seen]) -> None:
    """One batch of what lies after the kept position, in one transaction with the position."""
    connection.execute("BEGIN")
    try:
        done = position(connection)
        last = feed(connection, following_folds(), (event for event in events if event.id > done))
        if last:
            connection.execute("UPDATE position SET last = ?", (last,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def fed(events: Sequence[Seen], batch: int = 0) -> sqlite3.Connection:
    connection = views()
    size = batch or len(events) or 1
    for begin in range(0, len(events), size):
        follow(connection, events[begin : begin + size])
    return connection


def rebuilt(events: Sequence[Seen]) -> sqlite3.Connection:
    connection = views()
    feed(connection, following_folds(), events, whole=True)
    return connection


def fingerprints(connection: sqlite3.Connection) -> dict[str, str]:
    return digests(connection, following_folds())


# Random histories: every step is a row of the domain's own transition table


def _due(commune: Commune, choice: int) -> facts.Due:
    day = date.fromisoformat(day_of(commune.now)) + timedelta(days=choice % 7)
    return appointment(day.isoformat())


def _accepted(commune: Commune, name: str, choice: int) -> facts.DossierAccepted:
    unit = ("working_day", "same_day", "calendar_day", "none_stated")[choice % 4]
    due = None if unit == "none_stated" else _due(commune, choice // 4).date
    field = FIELDS[int(name) % len(FIELDS)]
    channel = ("counter", "online", "postal", "home")[choice % 4]
    return commune.accepted(field=field, channel=channel, due=due, unit=unit)


def _intake(commune: Commune, name: str) -> dict:
    return {"procedure": "1.001193", "field": FIELDS[int(name) % len(FIELDS)], "channel": "online"}


def _fact(edge, commune: Commune, dossier: d.Dossier, name: str, choice: int):
    due = _due(commune, choice)
    before = dossier.due_current or due
    maybe = due if choice % 2 else None
    number = f"{choice + 1:04d}/2026/VB"
    make = {
        "dossier.submitted": lambda: facts.DossierSubmitted(**_intake(commune, name), procedure_version=3),
        "dossier.accepted": lambda: _accepted(commune, name, choice),
        "dossier.refused": lambda: facts.DossierRefused(**_intake(commune, name), number=number, basis="Điều 17"),
        "intake.supplement_requested": lambda: facts.IntakeSupplementRequested(
            **_intake(commune, name), procedure_version=3, number=number, items=("Đơn",), basis="Điều 17"
        ),
        "processing.supplement_requested": lambda: ASKED,
        "supplement.provided": lambda: facts.SupplementProvided(
            papers=PROVIDED.papers, channel="online" if edge.variant == "online" else "counter"
        ),
        "supplement.completed": lambda: facts.SupplementCompleted(due=maybe),
        "supplement.expired": lambda: facts.SupplementExpired(stage=dossier.stage, number=number),
        "dossier.forwarded": lambda: FORWARDED,
        "dossier.assigned": lambda: facts.DossierAssigned(officer="tv.binh"),
        "handover.offered": lambda: facts.HandoverOffered(from_officer="tv.binh", to_officer="lt.cuc"),
        "handover.accepted": lambda: facts.HandoverAccepted(from_officer="tv.binh", to_officer="lt.cuc"),
        "handover.declined": lambda: facts.HandoverDeclined(from_officer="a", to_officer="b", why="Nghỉ phép"),
        "payment.requested": lambda: facts.PaymentRequested(
            amount_vnd=50_000, basis="Điều 22", number=number, pauses=choice % 3 > 0
        ),
        "verification.scheduled": lambda: facts.VerificationScheduled(
            number=number, visit_at=commune.now, pauses=dossier.visit.pauses if dossier.visit else choice % 2 > 0
        ),
        "payment.confirmed": lambda: facts.PaymentConfirmed(
            amount_vnd=50_000, receipt="BL1", final=edge.variant == "final", due=maybe
        ),
        "payment.expired": lambda: facts.PaymentExpired(number=number),
        "fee.paid": lambda: facts.FeePaid(amount_vnd=8_000, receipt="BL2"),
        "withdrawal.requested": lambda: WITHDRAWING,
        "withdrawal.granted": lambda: WITHDRAWN,
        "withdrawal.declined": lambda: facts.WithdrawalDeclined(due=maybe),
        "dossier.stopped": lambda: STOPPED,
        "deadline.changed": lambda: facts.DeadlineChanged(before=before, after=due, basis="Điều 19"),
        "apology.issued": lambda: facts.ApologyIssued(number=number, before=before, after=due, signed_by="pv.chu"),
        "deadline.recalculated": lambda: facts.DeadlineRecalculated(
            before=before, after=due, told=due, basis="Lịch nghỉ"
        ),
        "verification.recorded": lambda: facts.VerificationRecorded(record=number, due=maybe),
        "result.drafted": lambda: facts.ResultDrafted(favourable=choice % 5 > 0, drafted_by="tv.binh"),
        "result.sent_back": facts.ResultSentBack,
        "result.signed": lambda: facts.ResultSigned(number=number, signed_by="pv.chu"),
        "result.resolved_at_counter": lambda: facts.ResolvedAtCounter(number=number),
        "result.ready": lambda: READY,
        "notice.sent": lambda: facts.NoticeSent(about="result_ready", channel="sms"),
        "result.returned": lambda: RETURNED,
        "result.recalled": lambda: RECALLED,
        "correction.opened": lambda: facts.CorrectionOpened(approved_by="pv.chu"),
    }  # fmt: skip
    return make[edge.fact]() if edge.fact in make else filled(FACTS[edge.fact])


def _edges(dossier: d.Dossier):
    """Possible next steps, those that move the dossier first among equals: a history must get somewhere."""
    here = [edge for edge in TABLE if edge.start is dossier.status and edge.stage in {"", dossier.stage}]
    moving = [edge for edge in here if edge.end is not edge.start]
    return here + moving * 2


STEPS = some.lists(
    some.tuples(some.integers(0, 6), some.integers(0, 10_000), some.integers(0, 3 * 24)),
    min_size=1,
    max_size=90,
)


@some.composite
def histories(draw) -> list[Seen]:
    """Seven dossiers and a queue over some weeks, in any interleaving."""
    commune = Commune()
    states = {str(number): d.Dossier(status=Status.NONE) for number in range(7)}
    for which, choice, hours in draw(STEPS):
        commune.now += hours * HOUR // 2 + SECOND
        name = str(which)
        edges = _edges(states[name])
        if not edges or choice % 17 == 0:
            _visit(commune, choice)
            continue
        edge = edges[choice % len(edges)]
        fact = _fact(edge, commune, states[name], name, choice // len(edges))
        commune.happens(name, fact)
        states[name] = d.evolve(states[name], fact, commune.now)
    return commune.events


def _visit(commune: Commune, choice: int) -> None:
    name = f"visit {len(commune.events)}"
    called = TicketCalled(counter="1", officer="nt.hoa", rule="first_come")
    took = (issued(choice % 900 + 1, day_of(commune.now), FIELDS[choice % 3]), called)
    if choice % 2:
        took = (*took, TicketMissed(counter="1"), TicketRejoined(), called)
    outcome = ("guidance", "dossier", "guidance")[choice % 3]
    about = stream_of("0") if choice % 3 else ""
    served = TicketServed(outcome=outcome, dossier=about)
    commune.happens(
        name, *took, ServiceStarted(counter="1", officer="nt.hoa"), GuidanceGiven(topics=("papers",)), served
    )
