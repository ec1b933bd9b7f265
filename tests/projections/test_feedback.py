"""Totals of what visitors said: rebuilt as they were kept, and never so small that a person shows through."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import local_moment
from domain.feedback import SuggestionAnswered, SuggestionLeft, VisitRated
from projections.feedback import SMALLEST, FeedbackBook, months, withheld
from projections.fold import Seen, build_tables, create_tables, feed

counts = st.lists(st.integers(0, 30), min_size=1, max_size=6)


def seen(id, fact, day="2026-03-10", stream="s"):
    at = local_moment(day, "09:00")
    return Seen(id, stream, 1, fact.NAME, at, at, "kiosk-1", "citizen", "kiosk-1", str(id), fact)


def folded(events):
    connection = sqlite3.connect(":memory:")
    book = FeedbackBook()
    create_tables(connection, [book])
    feed(connection, [book], events)
    return connection, book


@pytest.fixture
def a_quarter():
    scores = [5] * 12 + [4] * 7 + [1] * 2
    events = [
        seen(id, VisitRated(score=score, ticket=str(id)), stream=f"r{id}")
        for id, score in enumerate(scores, 1)
    ]
    events.append(seen(90, SuggestionLeft(number="0001/2026/GY", topic="room"), "2026-03-31", "g"))
    events.append(seen(91, SuggestionAnswered(), "2026-04-02", "g"))
    events.append(seen(92, VisitRated(score=5, ticket="x"), "2026-04-02", "r92"))
    connection, book = folded(events)
    yield connection, book, events
    connection.close()


def test_a_month_is_told_with_its_denominator_once_it_is_over(a_quarter):
    connection = a_quarter[0]
    assert months(connection, "2026-01", "2026-12", "2026-03-31") == ()
    (march,) = months(connection, "2026-01", "2026-12", "2026-04-30")

    assert march.rated == 21
    assert march.scores == {"5": 12, "4": None, "3": 0, "2": 0, "1": None}
    assert (march.suggestions, march.answered, march.topics["room"]) == (1, 1, None)


def test_a_month_of_few_ratings_tells_nothing_of_them(a_quarter):
    (april,) = months(a_quarter[0], "2026-04", "2026-04", "2026-05-01")
    assert april.rated is None
    assert april.scores == {"5": None, "4": 0, "3": 0, "2": 0, "1": 0}


def test_rebuilt_is_as_it_was_kept(a_quarter):
    connection, book, events = a_quarter
    again = sqlite3.connect(":memory:")
    anew = FeedbackBook()
    build_tables(again, [anew], iter(events))
    assert [table.digest(again) for table in anew.tables] == [
        table.digest(connection) for table in book.tables
    ]
    again.close()


@given(counts)
def test_no_cell_of_one_to_four_persons_is_shown(cells):
    assert all(shown is None or shown == 0 or shown >= SMALLEST for shown in withheld(cells))


@given(counts)
def test_what_is_withheld_cannot_be_worked_out_from_the_total(cells):
    shown = withheld(cells)
    hidden = [count for count, cell in zip(cells, shown, strict=True) if cell is None]
    others = [cell for cell in shown if cell]
    if hidden and others:
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST


@given(counts)
def test_what_is_shown_is_true(cells):
    assert all(cell in {None, count} for count, cell in zip(cells, withheld(cells), strict=True))
