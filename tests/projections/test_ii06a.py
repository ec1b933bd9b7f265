"""Table II.06a adds up for every period of every history, or is refused with the dossiers named."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Status, facts
from domain.fact import Refused
from projections.course import DOSSIER_TOPICS, midnight
from projections.ii06a import (
    COLUMNS,
    FiguresDoNotAddUp,
    Line,
    PeriodEndsBeforeItBegins,
    Table,
    check,
    follows,
    report,
)
from tests.projections.a_commune import (
    DRAFTED,
    FIRST_DAY,
    FORWARDED,
    READY,
    RECALLED,
    RETURNED,
    SIGNED,
    Commune,
    appointment,
    fed,
    fingerprints,
    histories,
    some_of_everything,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
PERIODS = some.tuples(some.integers(0, 60), some.integers(0, 30))


def period(offsets) -> tuple[date, date]:
    first = FIRST_DAY + timedelta(days=offsets[0] - 5)
    return first, first + timedelta(days=offsets[1])


@settings(max_examples=100, deadline=None)
@given(histories(), PERIODS, some.integers(0, 30))
def test_every_identity_holds_for_every_period(events, offsets, more):
    connection = fed(events)
    first, last = period(offsets)
    following = (last + timedelta(days=1), last + timedelta(days=1 + more))

    this, then = report(connection, first, last), report(connection, *following)

    assert check(this) == check(then) == ()
    assert follows(this, then) == ()
    assert then.total.carried_in == this.total.pending_total


@settings(max_examples=60, deadline=None)
@given(histories(), PERIODS)
def test_a_past_period_reads_the_same_for_ever(events, offsets):
    first, last = period(offsets)
    end = midnight(last + timedelta(days=1))
    known_then = [event for event in events if event.recorded_at < end]

    assert report(fed(events), first, last) == report(fed(known_then), first, last)


@settings(max_examples=60, deadline=None)
@given(histories(), PERIODS)
def test_the_table_agrees_with_a_replay_of_every_dossier(events, offsets):
    first, last = period(offsets)
    begin, end = midnight(first), midnight(last + timedelta(days=1))
    states: dict[str, d.Dossier] = {}
    for event in events:
        if event.topic in DOSSIER_TOPICS and event.recorded_at < end:
            states[event.stream] = d.evolve(
                states.get(event.stream, d.Dossier()), event.fact, event.recorded_at
            )
    received = [state for state in states.values() if state.accepted_at is not None]
    pending = [state for state in received if state.finished_at is None]
    waiting = [state for state in pending if state.status is Status.SUPPLEMENT_REQUESTED]

    total = report(fed(events), first, last).total

    assert total.pending_total == len(pending)
    assert total.pending_within >= len(waiting)
    assert total.received_online + total.received_offline == sum(
        state.accepted_at >= begin for state in received
    )
    assert total.resolved_total == sum((state.finished_at or 0) >= begin for state in received)


@settings(max_examples=40, deadline=None)
@given(histories(), PERIODS, some.integers(0, 6))
def test_a_dossier_missing_from_the_register_is_named(events, offsets, which):
    connection = fed(events)
    first, last = period(offsets)
    query = (
        "SELECT code FROM register WHERE received_day != '' AND received_day <= ?"
        " AND (finished_day = '' OR finished_day >= ?) ORDER BY code"
    )
    codes = [code for (code,) in connection.execute(query, (last.isoformat(), first.isoformat()))]
    assume(codes)
    lost = codes[which % len(codes)]

    connection.execute("DELETE FROM register WHERE code = ?", (lost,))

    with pytest.raises(FiguresDoNotAddUp) as refusal:
        report(connection, first, last)
    assert refusal.value.missing == (lost,)
    assert refusal.value.extra == ()
    assert lost in str(refusal.value)


def test_the_eleven_columns_of_a_month():
    table = report(fed(some_of_everything().events), *MARCH)

    assert table.lines == (
        Line(
            field="dat-dai",
            received_total=3,
            received_offline=2,
            carried_in=1,
            resolved_total=2,
            resolved_late=2,
            pending_total=1,
            pending_overdue=1,
        ),
        Line(
            field="ho-tich",
            received_total=6,
            received_online=2,
            received_offline=4,
            resolved_total=4,
            resolved_early=1,
            resolved_on_time=3,
            pending_total=2,
            pending_within=1,
            pending_overdue=1,
        ),
    )
    assert table.total.received_total == 9
    assert table.as_rows()[0] | {"resolved_total": 0} == {
        "row": 1, "field": "dat-dai", "received_total": 3, "received_online": 0, "received_offline": 2,
        "carried_in": 1, "resolved_total": 0, "resolved_early": 0, "resolved_on_time": 0, "resolved_late": 2,
        "pending_total": 1, "pending_within": 0, "pending_overdue": 1,
    }  # fmt: skip
    assert [row["row"] for row in table.as_rows()] == [1, 2, 0]
    assert tuple(table.as_rows()[0])[2:] == tuple(COLUMNS)


def test_overdue_begins_the_day_after_the_appointment():
    connection = fed(some_of_everything().events)

    assert report(connection, MARCH[0], date(2026, 3, 9)).total.pending_overdue == 1
    assert report(connection, MARCH[0], date(2026, 3, 10)).total.pending_overdue == 1
    assert report(connection, MARCH[0], date(2026, 3, 11)).total.pending_overdue == 5


def test_an_apology_makes_nothing_punctual():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED)
    moved = facts.ApologyIssued(
        number="1", before=appointment("2026-03-10"), after=appointment("2026-03-20"), signed_by="pv.chu"
    )
    commune.on("2026-03-09").happens("1", moved)
    commune.on("2026-03-15").happens("1", DRAFTED, SIGNED)

    assert report(fed(commune.events), *MARCH).total.resolved_late == 1


def test_a_recalled_dossier_stays_resolved_and_is_named_beside():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, DRAFTED, SIGNED)
    commune.on("2026-03-05").happens("1", RECALLED)
    commune.on("2026-04-02").happens("1", DRAFTED, SIGNED, READY, RETURNED)
    connection = fed(commune.events)

    march, april = report(connection, *MARCH), report(connection, date(2026, 4, 1), date(2026, 4, 30))

    assert (march.total.resolved_early, march.total.pending_total) == (1, 0)
    assert march.open_again == ("H20.01-260302-0001",)
    assert april.open_again == ()
    assert april.lines == ()
    assert check(april) == ()


def test_a_log_that_accepts_a_dossier_twice_still_adds_up():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED)
    commune.on("2026-03-05").happens("1", commune.accepted(due="2026-03-20", channel="online"))

    total = report(fed(commune.events), *MARCH).total

    assert (total.received_offline, total.received_online, total.pending_overdue) == (1, 0, 1)


@pytest.mark.parametrize(
    ("tampering", "columns"),
    [
        ("UPDATE daily_count SET received_online = received_online + 1 WHERE field = 'ho-tich'", {"(4)"}),
        ("UPDATE daily_count SET resolved_late = 0", {"(10)"}),
        ("DELETE FROM daily_count WHERE day < '2026-03-01'", {"(6)"}),
    ],
)
def test_a_changed_count_is_refused_with_its_column(tampering, columns):
    connection = fed(some_of_everything().events)
    connection.execute(tampering)

    with pytest.raises(FiguresDoNotAddUp) as refusal:
        report(connection, *MARCH)

    wrong = {figure.identity for figure in refusal.value.figures}
    assert columns <= {identity.split(" = ")[0] for identity in wrong}
    assert "(3) = (7) + (11)" in wrong
    assert " ≠ " in refusal.value.blanks["figures"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE register SET finished_at = 0, finished_day = '', finished_how = '' WHERE code LIKE '%-0002'",
        "UPDATE register SET due_original = '2026-01-01' WHERE code LIKE '%-0002'",
        "UPDATE register SET field = 'chung-thuc' WHERE code LIKE '%-0002'",
        "UPDATE register SET channel = 'counter' WHERE code LIKE '%-0002'",
    ],
)
def test_a_dossier_on_which_the_two_disagree_is_named(tampering):
    connection = fed(some_of_everything().events)
    connection.execute(tampering)

    with pytest.raises(FiguresDoNotAddUp) as refusal:
        report(connection, *MARCH)

    assert refusal.value.differing == ("H20.01-260302-0002",)


def test_a_dossier_too_many_in_the_register_is_named():
    connection = fed(some_of_everything().events)
    connection.execute("DELETE FROM counted WHERE code LIKE '%-0002'")

    with pytest.raises(FiguresDoNotAddUp) as refusal:
        report(connection, *MARCH)

    assert refusal.value.extra == ("H20.01-260302-0002",)


def test_the_published_figures_of_a_commune_that_do_not_add_up_are_caught():
    published = Line(
        field="",
        received_total=1962,
        received_offline=1962,
        resolved_total=1931,
        resolved_on_time=1913,
        resolved_late=18,
        pending_total=26,
        pending_within=26,
    )
    table = Table(
        first="2025-07-01", last="2025-10-31", lines=(replace(published, field="tất cả"),), total=published
    )

    wrong = check(table)

    assert [(broken.identity, broken.difference) for broken in wrong] == [("(3) = (7) + (11)", 5)] * 2


def test_a_total_that_is_not_the_sum_of_its_rows_is_caught():
    line = Line(field="ho-tich", received_total=1, received_online=1, pending_total=1, pending_within=1)
    table = Table(first="2026-03-01", last="2026-03-31", lines=(line, line), total=replace(line, field=""))

    assert {broken.identity for broken in check(table)} == {
        f"({number}) = Σ ({number})" for number in (3, 4, 11, 12)
    }


def test_a_negative_figure_is_caught():
    line = Line(field="ho-tich", received_online=1, carried_in=-1)
    table = Table(first="2026-03-01", last="2026-03-31", lines=(line,), total=replace(line, field=""))

    assert {broken.identity for broken in check(table)} == {"(6) ≥ 0"}


def test_what_one_period_leaves_and_the_next_does_not_carry_in_is_caught():
    connection = fed(some_of_everything().events)
    march = report(connection, *MARCH)
    april = report(connection, date(2026, 4, 1), date(2026, 4, 30))

    assert follows(march, april) == ()
    assert [broken.field for broken in follows(march, replace(april, lines=april.lines[1:]))] == ["dat-dai"]


def test_a_period_may_not_end_before_it_begins():
    with pytest.raises(PeriodEndsBeforeItBegins):
        report(fed([]), MARCH[1], MARCH[0])


def test_refusals_are_answers_and_a_report_changes_nothing():
    connection = fed(some_of_everything().events)
    before = fingerprints(connection)

    report(connection, *MARCH)

    assert fingerprints(connection) == before
    assert issubclass(FiguresDoNotAddUp, Refused)
    assert not connection.in_transaction
