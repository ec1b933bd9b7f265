"""The demo can be checked: figures add up, the log verifies, people are invented, a seed gives the same days again."""

import sqlite3
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from application.office import Office
from audit.verify import verify
from domain.calendar import local_date
from domain.dossier import DossierAccepted, Status, replay
from motcua.demo.demand import LAND
from motcua.demo.people import UNUSED_PROVINCE, WITHDRAWN_PREFIX
from motcua.demo.run import build
from projections import ii06a
from projections.status import read_state

WEEK = 5
FIRST, LAST = date(2025, 7, 1), date(2025, 12, 31)
PERSONAL = ("applicant", "personal_id", "phone", "address", "email", "recipient")


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    return build(tmp_path_factory.mktemp("week") / "store", days=WEEK, seed=7)


@pytest.fixture
def opened():
    """Opens the store of a summary, for reading."""
    offices = []

    def at(summary):
        offices.append(Office.at(Path(summary.root), read_only=True))
        return offices[-1]

    yield at
    for office in offices:
        office.close()


def root_of(summary):
    return Path(summary.root)


def without_place(summary):
    return msgspec.structs.replace(summary, seconds=0.0, root="")


def rows(summary, query, *parameters):
    connection = sqlite3.connect(root_of(summary) / "office.db")
    try:
        return connection.execute(query, parameters).fetchall()
    finally:
        connection.close()


# ---- a week


def test_the_figures_of_a_week_add_up(week, opened):
    table = opened(week).reports.ii06a(FIRST, date(2025, 7, 7))
    assert ii06a.check(table) == ()
    assert week.dossiers_received == week.dossiers_resolved + week.dossiers_pending == 75
    assert (
        week.dossiers_received
        == rows(week, "SELECT count(*) FROM event WHERE topic = 'dossier.accepted'")[0][0]
    )


def test_the_log_of_a_week_verifies_to_its_signed_head(week):
    verdict = verify(root_of(week))
    assert verdict.ok, verdict.first_bad
    assert verdict.events == verdict.signed_size == week.events


def test_everybody_is_simulated_and_the_log_says_so(week, opened):
    office = opened(week)
    assert office.unit.simulated
    people = list(applicants(office))
    assert people
    assert all(person.personal_id.startswith(UNUSED_PROVINCE) for person in people)
    assert all(person.phone.startswith(WITHDRAWN_PREFIX) for person in people)
    assert {person.applicant for person in people}.isdisjoint(each.name for each in office.staff.officers())


def test_the_same_seed_gives_the_same_log(week, tmp_path):
    again = build(tmp_path / "again", days=WEEK, seed=7)
    assert without_place(again) == without_place(week)
    assert (tmp_path / "again" / "checkpoint").read_text() == (root_of(week) / "checkpoint").read_text()


def test_another_seed_gives_other_days(week, tmp_path):
    other = build(tmp_path / "other", days=WEEK, seed=8)
    assert other.dossiers_received == week.dossiers_received
    assert (tmp_path / "other" / "checkpoint").read_text() != (root_of(week) / "checkpoint").read_text()


def test_every_ticket_ends_served_or_expired(week):
    states = dict(rows(week, "SELECT state, count(*) FROM ticket GROUP BY state"))
    assert set(states) <= {"served", "expired"}
    assert sum(states.values()) == week.tickets


def test_every_dossier_is_what_its_facts_make_of_it(week, opened):
    store = opened(week).store
    kept = rows(week, "SELECT stream, state FROM dossier")
    assert kept
    told = {}
    for event in store.select(store.reader()):
        told.setdefault(event.originator_id.hex, []).append((event.fact, event.recorded_at))
    for stream, state in kept:
        assert read_state(state) == replay(told[stream])


def test_no_personal_word_is_readable_in_any_database(week, opened):
    words = {
        word.encode()
        for person in applicants(opened(week))
        for field in PERSONAL
        if len(word := getattr(person, field, "")) > len("0000000")
    }
    assert len(words) > week.dossiers_received
    files = [path for path in root_of(week).iterdir() if path.is_file()]
    assert {"office.db", "views.db", "vault.db"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert [word.decode() for word in words if word in content] == [], path.name


def test_the_receipt_of_the_sample_opens_its_page(week, opened):
    office = opened(week)
    page = office.lookup.by_secret(week.lookup_url.partition("#")[2])
    assert page is not None
    assert (page.tier, page.code) == ("secret", week.sample_dossier)


def test_progress_is_told_after_every_day(tmp_path):
    heard = []
    build(tmp_path / "store", days=2, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]


def applicants(office):
    """What was sealed about people, opened with the keys of the office."""
    store = office.store
    for (stream,) in (
        store.reader().execute("SELECT DISTINCT stream FROM event WHERE topic LIKE 'dossier.%'").fetchall()
    ):
        for event in store.read(store.reader(), UUID(bytes=stream), personal=True):
            if isinstance(event.fact, DossierAccepted):
                yield event.fact


# ---- the half-year


def test_the_half_year_has_the_figures_the_commune_reported(half_year):
    assert half_year.dossiers_received == 1962
    assert half_year.dossiers_resolved == 1931
    assert half_year.dossiers_pending == 31
    assert half_year.dossiers_late == 18
    assert half_year.fields == 13


def test_only_land_is_late_and_every_late_dossier_has_its_apology(half_year, opened):
    office = opened(half_year)
    table = office.reports.ii06a(FIRST, LAST)
    assert {line.field: line.resolved_late for line in table.lines if line.resolved_late} == {LAND: 18}
    assert table.total.pending_overdue == 0
    states = [read_state(state) for (state,) in rows(half_year, "SELECT state FROM dossier")]
    apologised = [state for state in states if state.apologies]
    assert len(apologised) == sum(state.apologies for state in apologised) == 18
    assert all(local_date(state.finished_at) > state.due_original.date for state in apologised)


def test_all_pending_dossiers_are_named_and_within_their_time(half_year):
    states = [read_state(state) for (state,) in rows(half_year, "SELECT state FROM dossier")]
    pending = [state for state in states if state.accepted_at and not state.finished_at]
    assert len(pending) == 31
    assert {
        Status.SUPPLEMENT_REQUESTED,
        Status.FINANCIAL_OBLIGATION,
        Status.WITHDRAWAL_REQUESTED,
        Status.IN_PROCESS,
    } == {state.status for state in pending}


def test_what_is_pending_at_the_end_of_a_month_is_carried_into_the_next(half_year, opened):
    reports = opened(half_year).reports
    starts = [date(2025, month, 1) for month in range(7, 13)]
    ends = [
        date(2025, 7, 31),
        date(2025, 8, 31),
        date(2025, 9, 30),
        date(2025, 10, 31),
        date(2025, 11, 30),
        LAST,
    ]
    months = [reports.ii06a(first, last) for first, last in zip(starts, ends, strict=True)]
    assert all(ii06a.follows(one, next_one) == () for one, next_one in pairwise(months))
    assert sum(month.total.received_total - month.total.carried_in for month in months) == 1962


def test_nothing_happens_at_the_counters_on_a_day_off(half_year, opened):
    calendar = opened(half_year).core.known().calendar
    days = {
        local_date(at)
        for (at,) in rows(
            half_year, "SELECT recorded_at FROM event WHERE topic IN ('ticket.issued', 'dossier.accepted')"
        )
    }
    assert len(days) == 130
    assert all(calendar.is_working_day(day) for day in days)


def test_the_sample_was_late_apologised_for_and_fetched(half_year, opened):
    page = opened(half_year).lookup.by_secret(half_year.lookup_url.partition("#")[2])
    assert (page.code, page.progress, page.late) == (half_year.sample_dossier, "returned", True)
    assert page.due_date > page.due_original
    assert {"apology.issued", "handover.accepted", "result.returned"} <= {line.topic for line in page.history}
    assert page.reads


def test_papers_reach_the_section_and_the_portal_gets_its_answer_in_time(half_year):
    forwarded = rows(half_year, "SELECT recorded_at, state FROM event WHERE topic = 'dossier.forwarded'")
    assert all(at <= msgspec.json.decode(state)["fact"]["deadline"] for at, state in forwarded)
    submitted = rows(half_year, "SELECT stream, state FROM event WHERE topic = 'dossier.submitted'")
    answer_by = {stream: msgspec.json.decode(state)["fact"]["answer_by"] for stream, state in submitted}
    answered = rows(half_year, "SELECT stream, min(recorded_at) FROM event WHERE version = 2 GROUP BY stream")
    assert len(answer_by) == 490
    assert all(at <= answer_by[stream] for stream, at in answered if stream in answer_by)


def test_nothing_is_drafted_or_signed_outside_office_hours(half_year):
    acts = rows(half_year, "SELECT recorded_at FROM event WHERE topic IN ('result.drafted', 'result.signed')")
    minutes = [(at // 60_000_000 + 7 * 60) % (24 * 60) for (at,) in acts]
    morning, afternoon = range(7 * 60, 11 * 60 + 30), range(13 * 60 + 30, 17 * 60)
    assert all(minute in morning or minute in afternoon for minute in minutes)


def test_the_half_year_verifies(half_year):
    verdict = verify(root_of(half_year))
    assert verdict.ok, verdict.first_bad
    assert verdict.signed_size == half_year.events


def test_the_days_hold_everything_an_office_lives_through(half_year):
    happened = {topic for (topic,) in rows(half_year, "SELECT DISTINCT topic FROM event")}
    assert {
        "ticket.print_failed", "ticket.missed", "ticket.rejoined", "ticket.transferred", "ticket.priority_changed",
        "guidance.given", "intake.supplement_requested", "dossier.refused", "handover.accepted", "handover.declined",
        "processing.supplement_requested", "supplement.completed", "payment.confirmed", "fee.paid", "apology.issued",
        "withdrawal.granted", "dossier.stopped", "result.sent_back", "result.recalled", "correction.opened",
        "result.returned", "lookup.performed", "notice.sent",
    } <= happened  # fmt: skip


def test_the_shares_of_the_channels_are_those_of_the_plan(half_year):
    states = [read_state(state) for (state,) in rows(half_year, "SELECT state FROM dossier")]
    came = [state.channel for state in states if state.accepted_at]
    assert [came.count(channel) for channel in ("counter", "online", "postal", "home")] == [1335, 490, 98, 39]
