"""Decisions that heap up before a deadline, in a real permit log: with placebo days beside it, and gone once shuffled.

`data/permit_decisions.csv` holds, for each day from the deadline, how many of the 1,329 decided cases of the receipt
phase of a Dutch municipality's building permits were decided on it: a summary, no case can be told from it. Source:
CoSeLoG project, WABO receipt phase, 4TU.ResearchData (doi 10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6).
"""

import csv
from pathlib import Path
from random import Random

import pytest

from audit.cases import Case, CaseLog, Event
from audit.flags import Run, run
from audit.flags.catalogue import rules
from audit.flags.statistical.patterns import bunching
from audit.flags.statistical.whole import PLACEBOS
from domain.calendar import local_moment
from tests.audit.flags.a_log import CALENDAR, DAY

COUNTS = Path(__file__).with_name("data") / "permit_decisions.csv"
RECEIVED = local_moment("2026-03-02", "08:00")
COLUMNS = frozenset({"due", "finished", "received"})


def offsets():
    with COUNTS.open(encoding="utf-8") as lines:
        return [
            int(row["days_from_deadline"])
            for row in csv.DictReader(lines)
            for _ in range(int(row["decisions"]))
        ]


def parameters():
    values = dict(rules()["bunching"].on("2026-01-01"))
    return {name: values[name] for name in ("first", "last", "before", "after", "degree")} | {
        "placebos": PLACEBOS
    }


def a_log(days):
    """Cases decided so many days from their deadline."""
    cases = []
    for number, day in enumerate(days):
        due = RECEIVED + (400 + number % 90) * DAY
        known = {"received": due - 400 * DAY, "due": due, "due_original": due, "finished": due + day * DAY}
        event = Event(activity="decided", moment=known["finished"], resource="somebody")
        cases.append(Case(id=f"p{number}", events=(event,), attributes=known))
    return CaseLog(cases=tuple(cases), columns=COLUMNS, source="permits")


def test_the_real_log_has_a_heap_before_the_deadline_and_none_at_any_placebo_day():
    found = bunching(offsets(), **parameters())
    assert found.found
    assert (found.real.observed, round(found.real.expected, 1), round(found.real.z, 2)) == (157, 62.5, 8.79)
    assert len(found.placebos) == 12
    assert max(heap.z for heap in found.placebos) < 1.7
    assert min(heap.z for heap in found.placebos) > -2.7


def test_a_run_over_the_log_asks_about_it_and_shows_the_placebos():
    report = run(a_log(offsets()), Run(rules=("bunching",)), calendar=CALENDAR)
    (finding,) = report.statistical
    assert finding.blanks == {"observed": 157, "expected": 62.5, "z": 8.79, "placebo": 1.65, "placebos": 12}
    assert (finding.subject_kind, finding.evidence_count) == ("office", 157)


def test_deadlines_dealt_out_anew_leave_no_heap():
    """Durations and terms are exchanged between cases; a heap that only the deadline explains is gone."""
    chance, days, heaps = Random(1), offsets(), 0
    for _ in range(5):
        terms = [chance.randrange(42, 71) for _ in days]
        chance.shuffle(terms)
        heaps += bunching(
            [56 + day - term for day, term in zip(days, terms, strict=True)], **parameters()
        ).found
    assert heaps == 0


def test_too_few_decisions_or_short_terms_are_not_asked_about():
    few = run(a_log(offsets()[:200]), Run(rules=("bunching",)), calendar=CALENDAR)
    assert [(each.rule, each.few) for each in few.not_run] == [("bunching", "cases")]


@pytest.mark.parametrize("cut", [-21, -14])
def test_a_heap_planted_elsewhere_is_found_there_and_not_at_the_deadline(cut):
    smooth = [day for day in range(-56, 28) for _ in range(20)]
    settings = parameters()
    planted = [*smooth, *[cut - 1] * 80]
    assert bunching(planted, **settings, cut=cut).found
    assert not bunching(planted, **settings).found
