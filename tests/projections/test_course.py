"""What the flat rows say of a dossier is what the domain says of it, whatever happens."""

from datetime import date

from hypothesis import given, settings

from domain import dossier as d
from domain.dossier import Status, facts
from domain.dossier.transitions import TABLE
from domain.fact import FACTS
from projections.book import lines
from projections.course import DOSSIER_TOPICS, day_of, midnight, pace
from tests.projections.a_commune import HOUR, fed, histories


def states_of(events) -> dict[str, d.Dossier]:
    states: dict[str, d.Dossier] = {}
    for event in events:
        if event.topic in DOSSIER_TOPICS:
            states[event.stream] = d.evolve(
                states.get(event.stream, d.Dossier()), event.fact, event.recorded_at
            )
    return states


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_register_agrees_with_the_domain_about_every_dossier(events):
    states = states_of(events)

    for row in lines(fed(events, 7)):
        state = states.pop(row.stream)
        due, first = state.due_current or facts.Due(date="", at=0), state.due_original
        assert (row.status, row.stage, row.code) == (int(state.status), state.stage, state.code)
        assert (row.finished_at, row.returned_at) == (state.finished_at or 0, state.returned_at or 0)
        assert (row.due_current, row.due_current_at) == (due.date, due.at)
        assert row.due_original == (first.date if first else "")
        assert (row.holder, row.section, row.apologies) == (state.holder, state.section, state.apologies)
        assert row.supplements == state.intake_supplements + state.processing_supplements
        assert row.reopened == state.recalls + state.corrections
        assert row.result_number == state.result.number
        assert row.notice == state.notice
    assert not states


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_counts_measure_lateness_by_the_domains_lawful_appointment(events):
    states = states_of(events)

    rows = fed(events, 7).execute("SELECT stream, due_lawful, due_lawful_at FROM counted")
    counted = {stream: (day, at) for stream, day, at in rows if stream in states}
    for stream, state in states.items():
        if state.accepted_at is not None:
            due = state.due_lawful or facts.Due(date="", at=0)
            assert counted[stream] == (due.date, due.at)


def test_every_fact_of_a_dossier_is_followed_except_its_reading():
    assert {edge.fact for edge in TABLE} == DOSSIER_TOPICS
    assert "lookup.performed" in FACTS.keys() - DOSSIER_TOPICS


def test_a_day_begins_at_midnight_in_vietnam():
    begins = midnight(date(2026, 3, 2))

    assert (day_of(begins - 1), day_of(begins)) == ("2026-03-01", "2026-03-02")


def test_limits_in_days_compare_days_and_limits_in_hours_compare_moments():
    noon, five = midnight(date(2026, 3, 2)) + 12 * HOUR, midnight(date(2026, 3, 2)) + 17 * HOUR

    assert pace("working_day", "2026-03-02", noon, five) == "on_time"
    assert pace("same_day", "2026-03-02", noon, five) == "late"
    assert pace("same_day", "2026-03-02", five, noon) == "early"


def test_nothing_is_late_where_no_limit_is_stated():
    assert pace("none_stated", "", 0, midnight(date(2030, 1, 1))) == "on_time"


def test_every_status_a_dossier_can_reach_is_reached_by_a_row_of_the_table():
    assert {edge.end for edge in TABLE} == set(Status) - {Status.NONE}
