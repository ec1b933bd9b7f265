"""While the clock lawfully stands nobody is late: as the domain says it, in the register and in the counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain import dossier as d
from domain.dossier import Dossier, facts
from domain.dossier.reading import measured_end
from projections.book import concerned
from projections.course import DOSSIER_TOPICS, day_of, midnight
from projections.fold import Seen
from projections.ii06a import report
from tests.domain.a_life import lived
from tests.projections.a_commune import (
    ASKED,
    DRAFTED,
    FIRST_DAY,
    FORWARDED,
    HOUR,
    PROVIDED,
    RECALLED,
    SECOND,
    SIGNED,
    STOPPED,
    WITHDRAWING,
    WITHDRAWN,
    Commune,
    appointment,
    fed,
    histories,
    owed,
    stream_of,
    visit,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
EXPIRED = facts.SupplementExpired(stage="processing", number="9")
NOT_PAID = facts.PaymentExpired(number="9")
DECLINED = facts.WithdrawalDeclined(due=appointment("2026-03-12"))


def states_of(events, until: int) -> dict[str, Dossier]:
    states: dict[str, Dossier] = {}
    for event in events:
        if event.topic in DOSSIER_TOPICS and event.recorded_at < until:
            before = states.get(event.stream, Dossier())
            states[event.stream] = d.evolve(before, event.fact, event.recorded_at)
    return states


def a_life(seed: int) -> list[Seen]:
    """A random life by the rules, as a log of one dossier."""
    return [
        Seen(
            number, stream_of("1"), number, step.fact.NAME, step.at, step.at, step.by.officer, step.by.role,
            "desk-1", f"{number:032x}", step.fact,
        )
        for number, step in enumerate(lived(seed).steps, 1)
    ]  # fmt: skip


def stretches(events) -> dict[str, list[tuple[int, int]]]:
    found = fed(events, 5).execute(
        "SELECT stream, from_at, until_at FROM register_stretch WHERE kind = 'clock' ORDER BY stream, ordinal"
    )
    kept: dict[str, list[tuple[int, int]]] = {}
    for stream, begins, ends in found:
        kept.setdefault(stream, []).append((begins, ends))
    return kept


def pauses(states: dict[str, Dossier]) -> dict[str, list[tuple[int, int]]]:
    return {
        stream: [(pause.start, pause.end or 0) for pause in state.paused]
        for stream, state in states.items()
        if state.paused
    }


FOREVER = 1 << 62


@pytest.mark.parametrize("lives", [50, pytest.param(1_500, marks=pytest.mark.long)])
def test_the_register_stops_and_starts_the_clock_of_random_lives_as_the_domain_does(lives):
    stood = 0
    for seed in range(lives):
        events = a_life(seed)
        states = states_of(events, FOREVER)
        assert stretches(events) == pauses(states), seed
        stood += len(pauses(states))
    assert stood > lives // 5


@settings(max_examples=100, deadline=None)
@given(histories())
def test_the_register_stops_and_starts_the_clock_of_every_history_as_the_domain_does(events):
    assert stretches(events) == pauses(states_of(events, FOREVER))


@settings(max_examples=100, deadline=None)
@given(histories(), some.integers(0, 90))
def test_the_book_measures_every_dossier_at_the_domains_own_moment(events, days):
    last = FIRST_DAY + timedelta(days=days)
    end = midnight(last + timedelta(days=1))
    states = states_of(events, end)

    for line in concerned(fed(events), FIRST_DAY, last):
        assert line.measured_end == measured_end(states[line.row.stream], end - 1)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_the_counts_find_every_end_as_early_or_late_as_the_domain(events):
    states: dict[str, Dossier] = {}
    ended: dict[str, str] = {}
    for event in events:
        if event.topic in DOSSIER_TOPICS:
            before = states.get(event.stream, Dossier())
            after = d.evolve(before, event.fact, event.recorded_at)
            states[event.stream] = after
            if before.finished_at is None and after.finished_at and after.accepted_at:
                at = measured_end(after, event.recorded_at)
                ended[event.stream] = d.timeliness(after, day_of(at), at) or "on_time"

    counted = dict(fed(events).execute("SELECT stream, resolved FROM counted WHERE resolved != ''"))

    assert counted.keys() == ended.keys()
    for stream, how in counted.items():
        if how != "resolved_withdrawn":
            assert how.endswith("late") == (ended[stream] == "late")


# What waits


def in_hands(*happened, on="2026-03-04", due="2026-03-10", opening=(FORWARDED,)) -> Commune:
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due=due), *opening)
    commune.on(on).happens("1", *happened)
    return commune


def pending(commune: Commune) -> tuple[int, int]:
    total = report(fed(commune.events), *MARCH).total
    return total.pending_within, total.pending_overdue


@pytest.mark.parametrize(
    "waits",
    [
        (ASKED,),
        (owed(pauses=True),),
        (WITHDRAWING,),
        (visit(pauses=True),),
        (visit(pauses=True), owed(pauses=False)),
    ],
    ids=["papers", "money", "withdrawal", "visit", "visit and money"],
)
def test_what_lets_the_clock_stand_is_within_the_limit_however_long(waits):
    assert pending(in_hands(*waits)) == (1, 0)


@pytest.mark.parametrize(
    "goes_on",
    [
        (owed(pauses=False),),
        (visit(pauses=False),),
        (WITHDRAWING, facts.WithdrawalDeclined(due=appointment("2026-03-12"))),
        (owed(pauses=True), facts.PaymentConfirmed(amount_vnd=50_000, receipt="1")),
        (visit(pauses=True), facts.VerificationRecorded(record="1")),
        (visit(pauses=True), ASKED, PROVIDED, facts.SupplementCompleted()),
    ],
    ids=[
        "money that is counted",
        "visit that is counted",
        "declined",
        "paid",
        "visited",
        "visit that gave way",
    ],
)
def test_where_the_clock_runs_the_appointment_passes(goes_on):
    assert pending(in_hands(*goes_on)) == (0, 1)


def test_a_visit_outlasts_money_that_never_held_the_clock_up():
    paid = facts.PaymentConfirmed(amount_vnd=50_000, receipt="1")

    assert pending(in_hands(visit(pauses=True), owed(pauses=False), paid)) == (1, 0)


def test_what_was_overdue_before_the_clock_stopped_stays_overdue_unless_papers_are_awaited():
    """Column (12) names what waits for papers by its heading; no other request hides a delay."""
    assert pending(in_hands(owed(pauses=True), on="2026-03-12")) == (0, 1)
    assert pending(in_hands(WITHDRAWING, on="2026-03-12")) == (0, 1)
    assert pending(in_hands(ASKED, on="2026-03-12")) == (1, 0)


# What ends meanwhile


def ended(*ending, asked, on="2026-03-04", until="2026-03-25"):
    """The way it was resolved, and by the three definitions."""
    commune = in_hands(*asked, on=on).on(until)
    commune.happens("1", *ending)
    table = report(fed(commune.events), *MARCH)
    ways = {name for name in ("early", "on_time", "late") if getattr(table.total, f"resolved_{name}")}
    return *ways, {rate.definition: (rate.on_time, rate.of) for rate in table.rates}


IN_TIME = ("on_time", {"official": (1, 1), "kpi766": (0, 1), "strict": (0, 0)})
TOO_LATE = ("late", {"official": (0, 1), "kpi766": (0, 1), "strict": (0, 0)})


@pytest.mark.parametrize(
    ("asked", "ending"),
    [
        ((ASKED,), EXPIRED),
        ((owed(pauses=True),), NOT_PAID),
        ((visit(pauses=True),), STOPPED),
        ((WITHDRAWING,), WITHDRAWN),
    ],
    ids=["papers", "money", "visit", "withdrawal"],
)
def test_an_end_while_the_clock_stands_is_measured_when_it_had_stopped(asked, ending):
    """Index 766 counts to the stop itself: status 8 comes before what was waited for."""
    assert ended(ending, asked=asked) == IN_TIME


@pytest.mark.parametrize(
    ("asked", "ending"),
    [((ASKED,), EXPIRED), ((owed(pauses=True),), NOT_PAID), ((visit(pauses=True),), STOPPED)],
)
def test_asked_too_late_it_ends_too_late(asked, ending):
    assert ended(ending, asked=asked, on="2026-03-11") == TOO_LATE


def test_where_the_clock_ran_on_the_end_is_measured_by_itself():
    assert ended(NOT_PAID, asked=(owed(pauses=False),)) == TOO_LATE
    assert ended(STOPPED, asked=(WITHDRAWING, DECLINED)) == TOO_LATE
    assert ended(STOPPED, asked=(WITHDRAWING, DECLINED), until="2026-03-12") == (
        "on_time", {"official": (1, 1), "kpi766": (1, 1), "strict": (0, 0)},
    )  # fmt: skip


def test_one_cause_that_gives_way_to_another_never_lets_the_clock_run():
    commune = in_hands(ASKED).on("2026-03-20")
    commune.happens("1", WITHDRAWING)

    assert pending(commune) == (1, 0)
    commune.on("2026-03-25").happens("1", WITHDRAWN)
    (line,) = concerned(fed(commune.events), *MARCH)
    assert day_of(line.measured_end) == "2026-03-04"


def test_money_paid_last_is_measured_by_itself_against_the_appointment_it_moved():
    paid = facts.PaymentConfirmed(amount_vnd=50_000, receipt="1", final=True, due=appointment("2026-03-30"))

    way, _ = ended(paid, asked=(DRAFTED, owed(pauses=True)), until="2026-03-30")

    assert way == "on_time"


def test_a_result_that_is_taken_back_keeps_its_own_end_when_the_dossier_is_stopped_later():
    commune = in_hands(DRAFTED, SIGNED).on("2026-03-05")
    commune.happens("1", RECALLED, ASKED)
    commune.on("2026-03-25").happens("1", EXPIRED)
    (state,) = states_of(commune.events, FOREVER).values()
    (line,) = concerned(fed(commune.events), *MARCH)

    assert line.measured_end == measured_end(state, commune.now) == line.row.finished_at
    assert report(fed(commune.events), *MARCH).total.resolved_early == 1


# While the period is not over


def test_a_period_that_is_not_over_is_measured_as_of_now():
    connection = fed(in_hands(on="2026-03-03").events)

    def overdue(now: int | None) -> tuple[int, tuple[int, int]]:
        table = report(connection, *MARCH, now)
        return table.total.pending_overdue, (table.rates[1].on_time, table.rates[1].of)

    eve, morning = midnight(date(2026, 3, 11)) - SECOND, midnight(date(2026, 3, 11))
    assert overdue(eve) == (0, (1, 1))
    assert overdue(morning) == overdue(None) == (1, (0, 1))
    assert overdue(midnight(date(2026, 5, 1))) == overdue(None)


def test_limits_by_the_clock_are_overdue_from_the_very_moment():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-02", unit="same_day"), FORWARDED)
    connection, five = fed(commune.events), midnight(date(2026, 3, 2)) + 17 * HOUR

    assert report(connection, *MARCH, five).total.pending_overdue == 0
    assert report(connection, *MARCH, five + 1).total.pending_overdue == 1


@settings(max_examples=60, deadline=None)
@given(histories(), some.integers(0, 60), some.integers(0, 40), some.integers(-40, 40))
def test_whatever_the_hour_the_flow_is_the_same_and_a_past_period_does_not_know_it(
    events, start, days, hours
):
    connection = fed(events)
    first = FIRST_DAY + timedelta(days=start)
    last = first + timedelta(days=days)
    end = midnight(last + timedelta(days=1))

    over, then = report(connection, first, last), report(connection, first, last, end + hours * HOUR)

    assert then.total.pending_total == over.total.pending_total
    assert then.total.pending_overdue <= over.total.pending_overdue
    if hours >= 0:
        assert then == over
