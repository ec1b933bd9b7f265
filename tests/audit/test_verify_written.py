"""Events that the office itself never would have written, and tables without their guards."""

import sqlite3
from contextlib import closing

import pytest

from audit.verify import EXPECTED_TRIGGERS
from tests.audit.a_store import (
    NEW_YEAR,
    opening_of,
    state_of,
    tampering,
)
from tests.audit.meddling import DEEP, UNSIGNED, appended, found


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("envelope", b"{}"),
        ("envelope", b"not json"),
        ("envelope", b"\xff\xfe"),
        ("envelope", state_of(UNSIGNED, more=1)),
        ("envelope", state_of(UNSIGNED, actor=7)),
        ("envelope", state_of(UNSIGNED, sealed="")),
        ("envelope", state_of(UNSIGNED).replace(b'"unit"', b'"unit":"00000","unit"')),
        ("envelope", state_of(UNSIGNED).replace(b'"number"', b'"number":1,"number"')),
        ("envelope", state_of(UNSIGNED).replace(b":", b": ")),
        ("envelope", state_of(UNSIGNED).replace("Đ".encode(), b"\xff")),
        ("envelope", state_of(UNSIGNED).replace("Đ".encode(), rb"\u0110")),
        ("envelope", b'{"fact":' + b"[" * 100_000),
        ("envelope", state_of(UNSIGNED).replace(b'"number"', b'"deep":' + DEEP + b',"number"')),
        ("envelope", state_of(UNSIGNED).replace(b'"number"', b'"half":0.5,"number"')),
        ("envelope", state_of(UNSIGNED).replace(b'"number"', b'"half":[{"a":1e+30}],"number"')),
        ("unit", state_of(UNSIGNED, unit="28322")),
        ("recorded_at", state_of(UNSIGNED, recorded_at=NEW_YEAR)),
    ],
)
def test_an_envelope_that_could_be_read_in_two_ways_is_refused(store, kind, state):
    appended(store, state)
    found(store, kind, UNSIGNED)


def test_a_version_left_out_of_a_stream_is_named(store):
    appended(store, version=opening_of(UNSIGNED).version + 1)
    found(store, "version", UNSIGNED)


def test_a_clock_that_went_back_is_told(store):
    appended(store, state_of(UNSIGNED, recorded_at=NEW_YEAR + 5), NEW_YEAR + 5)
    assert "the clock moved backwards" in found(store, "clock", UNSIGNED).first_bad.sentence


def test_values_of_another_kind_are_found_even_where_the_table_was_loosened(store):
    with tampering(store) as rows:
        rows.execute("PRAGMA writable_schema = ON")
        rows.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name IN ('event', 'leaf')"
        )
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = CAST(topic AS BLOB) WHERE id = 11")
        rows.execute("UPDATE event SET state = CAST(state AS TEXT) WHERE id = 12")
        rows.execute("UPDATE event SET recorded_at = recorded_at + 0.5 WHERE id = 13")
        rows.execute("UPDATE leaf SET nonce = 16 WHERE id = 14")
    verdict = found(store, "cell", 11)
    assert not verdict.schema_ok
    assert {11, 12, 13, 14} <= {problem.event for problem in verdict.problems}


@pytest.mark.parametrize("name", sorted(EXPECTED_TRIGGERS))
def test_a_missing_guard_is_named(store, name):
    with closing(sqlite3.connect(store / "office.db")) as rows:
        rows.execute(f"DROP TRIGGER {name}")
    verdict = found(store, "guard")
    assert name in verdict.problems[0].sentence
    assert not verdict.schema_ok


@pytest.mark.parametrize(
    "trigger",
    [
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END",
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE(ABORT, 'no'); END",
    ],
)
def test_a_guard_that_guards_nothing_is_named(store, trigger):
    with closing(sqlite3.connect(store / "office.db")) as rows:
        rows.execute("DROP TRIGGER event_no_update")
        rows.execute(trigger)
    found(store, "guard")


def test_a_trigger_that_nobody_knows_is_named(store):
    with closing(sqlite3.connect(store / "office.db")) as rows:
        rows.execute(
            "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM leaf WHERE id = NEW.id; END"
        )
    assert "'quiet'" in found(store, "guard").problems[0].sentence
