"""Fed at once, in batches or rebuilt, the read models are the same, byte for byte; nothing is counted twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from projections import trail
from tests.projections.a_commune import (
    FORWARDED,
    Commune,
    fed,
    fingerprints,
    follow,
    histories,
    position,
    rebuilt,
    views,
)


@settings(max_examples=50, deadline=None)
@given(histories(), some.integers(1, 40))
def test_batches_of_any_size_equal_one_batch_equal_a_rebuild(events, batch):
    at_once = fingerprints(fed(events))

    assert fingerprints(fed(events, batch)) == at_once
    assert fingerprints(rebuilt(events)) == at_once


@settings(max_examples=20, deadline=None)
@given(histories())
def test_offering_the_whole_log_again_changes_nothing(events):
    connection = fed(events)
    once = fingerprints(connection)

    follow(connection, events)

    assert fingerprints(connection) == once
    assert position(connection) == len(events)


@settings(max_examples=20, deadline=None)
@given(histories(), some.integers(0, 100))
def test_a_batch_that_breaks_off_leaves_no_trace(events, where):
    connection = views()

    def broken():
        yield from events[: where % len(events)]
        raise InterruptedError

    with pytest.raises(InterruptedError):
        follow(connection, broken())
    assert position(connection) == 0
    follow(connection, events)

    assert fingerprints(connection) == fingerprints(fed(events))


def test_a_long_trail_is_written_as_it_grows(monkeypatch):
    monkeypatch.setattr(trail, "HELD", 3)
    commune = Commune()
    for number in range(10):
        commune.happens(str(number), commune.accepted(), FORWARDED)

    whole = fingerprints(rebuilt(commune.events))
    monkeypatch.setattr(trail, "HELD", 1_000)

    assert whole == fingerprints(fed(commune.events))
