"""Builds the demo: founds the office, lives its days one after the other, and reports the figures from the log."""

import time
from datetime import date
from pathlib import Path
from random import Random

import msgspec

from application.clock import SeededChance, SetClock
from application.data import load_unit
from application.envelope import OFFICE
from application.follower import Progress
from application.founding import found
from application.office import Office
from domain.calendar import local_moment
from motcua.demo.backoffice import BackOffice
from motcua.demo.cast import Cast
from motcua.demo.commune import Commune
from motcua.demo.counters import Counters
from motcua.demo.demand import FIRST_DAY
from motcua.demo.intake import Reception
from motcua.demo.plan import Case, Planner

UNIT = "tan-phuoc-1"
FOUNDED_AT = "06:00"
AFTER_MIDNIGHT, EVENING = 5, 18 * 60 + 30
"""Minutes of the day at which yesterday is digested, and at which the day's head is signed."""

VISITS = "SELECT sum(tickets_issued), sum(guided_only) FROM daily_count"


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What was built. Every figure is counted from the log; those of dossiers are table II.06a's."""

    dossiers_received: int
    dossiers_resolved: int
    dossiers_pending: int
    dossiers_late: int
    tickets: int
    guided: int
    events: int
    fields: int
    seconds: float
    sample_dossier: str
    """The code of a dossier with an eventful life; empty when none was accepted."""
    lookup_url: str
    first: str
    last: str
    seed: int
    root: str


def build(root: Path, *, days: int | None = None, seed: int = 1, progress: Progress | None = None) -> Summary:
    """Found an office in `root` and live its first half-year, or only its first `days` working days."""
    begun = time.perf_counter()
    clock = SetClock(local_moment(FIRST_DAY, FOUNDED_AT))
    office = found(root, UNIT, clock=clock, chance=SeededChance(seed), simulated=True)
    try:
        rng = Random(seed)
        plan = Planner(rng, office.catalogue.procedures(), office.core.known().calendar, days).plan()
        commune = Commune(office, clock, plan, Cast(office, load_unit(UNIT)), rng)
        backoffice = BackOffice(commune)
        live(commune, Reception(commune, backoffice), progress)
        return _summary(commune, backoffice, seed=seed, seconds=time.perf_counter() - begun)
    finally:
        office.close()


def live(commune: Commune, reception: Reception, progress: Progress | None = None) -> None:
    """Day after day: yesterday is digested, today written as one whole, and its head signed in the evening."""
    plan, counters = commune.plan, Counters(commune)
    for case in plan.cases:
        reception.expect(case)
    for call in plan.calls:
        reception.expect_call(call)
    for day in range(plan.length):
        commune.today = day
        if day:
            commune.agenda.run_until(commune.at(day, AFTER_MIDNIGHT))
            commune.office.digesting.close_day()
        with commune.office.store.together():
            counters.open_all(day)
            commune.agenda.run_until(commune.at(day, EVENING))
            commune.office.queue.close_day(OFFICE)
        commune.office.checkpoint()
        if progress is not None:
            progress(day + 1, plan.length)


def _summary(commune: Commune, backoffice: BackOffice, *, seed: int, seconds: float) -> Summary:
    office: Office = commune.office
    first, last = date.fromisoformat(FIRST_DAY), commune.plan.days[commune.plan.length - 1]
    table = office.reports.ii06a(first, last)
    tickets, guided = office.follower().connection.execute(VISITS).fetchone()
    sample = _eventful(commune, backoffice)
    receipt = backoffice.receipts.get(sample.number) if sample else None
    return Summary(
        dossiers_received=table.total.received_total,
        dossiers_resolved=table.total.resolved_total,
        dossiers_pending=table.total.pending_total,
        dossiers_late=table.total.resolved_late + table.total.pending_overdue,
        tickets=tickets,
        guided=guided,
        events=office.store.last_id(),
        fields=len(table.lines),
        seconds=seconds,
        sample_dossier=receipt.code if receipt else "",
        lookup_url=receipt.url if receipt else "",
        first=first.isoformat(),
        last=last.isoformat(),
        seed=seed,
        root=str(commune.office.folder.root),
    )


def _eventful(commune: Commune, backoffice: BackOffice) -> Case | None:
    """Late, apologised for, handed from section to section, fetched: whatever comes nearest to that."""
    accepted = [case for case in commune.plan.cases if case.number in backoffice.receipts]

    def adventures(case: Case) -> tuple[bool, bool, bool, bool, int]:
        fetched = case.finish + case.fetched_after < commune.plan.length
        handed_on = case.handover == "taken"
        return (
            case.course == "late",
            fetched,
            handed_on,
            case.course not in {"at_once", "quick"},
            -case.number,
        )

    return max(accepted, key=adventures, default=None)
