"""A clean log passes; whatever is changed in it is found, and the event is named."""

import json
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from audit.verify import EXPECTED_TRIGGERS, NotAStore, verify
from ledger.checkpoint import open_checkpoint
from ledger.note import Signer
from tests.audit import a_store as house
from tests.audit.a_store import (
    NEW_YEAR,
    ORIGIN,
    SIGNER,
    a_store,
    insert,
    opening_of,
    sign,
    state_of,
    tampering,
)

EVENTS = 300


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("clean") / "store", EVENTS)


@pytest.fixture
def store(clean, tmp_path):
    shutil.copytree(clean, tmp_path / "store")
    return tmp_path / "store"


def found(store, kind, event=None, **how):
    """The verdict is "no", for this reason, and about this event."""
    verdict = verify(store, **how)
    assert not verdict.ok
    assert (kind, event) in [(problem.kind, problem.event) for problem in verdict.problems], verdict.problems
    return verdict


def test_a_clean_log_passes(clean):
    heard = []
    verdict = verify(clean, vkey=SIGNER.vkey, progress=lambda done, total: heard.append((done, total)))
    assert verdict.ok
    assert (verdict.events, verdict.signed_size, verdict.unsigned) == (EVENTS, EVENTS, 0)
    assert (verdict.origin, verdict.first_bad, verdict.problems, verdict.schema_ok) == (
        ORIGIN,
        None,
        (),
        True,
    )
    assert (
        verdict.root == open_checkpoint((clean / "checkpoint").read_bytes(), SIGNER.key).checkpoint.root.hex()
    )
    assert heard[-1] == (EVENTS, EVENTS)


def test_reading_leaves_nothing_behind(store):
    before = sorted(store.rglob("*"))
    assert verify(store).ok
    assert sorted(store.rglob("*")) == before


def test_a_folder_that_may_only_be_read_is_enough(store):
    store.chmod(0o555)
    try:
        assert verify(store).ok
    finally:
        store.chmod(0o755)


def test_events_after_the_last_checkpoint_are_counted_and_still_checked(tmp_path):
    store = a_store(tmp_path / "store", 50, signed=40)
    verdict = verify(store)
    assert verdict.ok
    assert (verdict.events, verdict.signed_size, verdict.unsigned) == (50, 40, 10)
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = 'ticket.called' WHERE id = 45")
    assert found(store, "changed", 45).first_bad.topic == "ticket.called"


def test_what_the_office_has_just_written_is_seen(store):
    with closing(sqlite3.connect(store / "office.db", isolation_level=None)) as office:
        office.execute("PRAGMA journal_mode = WAL")
        insert(office, EVENTS + 1, opening_of(EVENTS + 1))
        verdict = verify(store)
        assert verdict.ok
        assert (verdict.events, verdict.unsigned) == (EVENTS + 1, 1)


def test_a_live_store_on_a_medium_that_cannot_be_written_is_read_from_a_copy(store, tmp_path):
    with closing(sqlite3.connect(store / "office.db", isolation_level=None)) as office:
        office.execute("PRAGMA journal_mode = WAL")
        insert(office, EVENTS + 1, opening_of(EVENTS + 1))
        shutil.copytree(store, tmp_path / "medium", ignore=shutil.ignore_patterns("*-shm"))
    medium = tmp_path / "medium"
    (medium / "office.db-shm").mkdir()  # stands in the way of SQLite's own file, as a read-only medium would
    verdict = verify(medium)
    assert verdict.ok
    assert verdict.events == EVENTS + 1


def test_an_empty_store_has_nothing_to_complain_of(tmp_path):
    store = a_store(tmp_path / "store", 0)
    assert verify(store).ok
    (store / "checkpoint").unlink()
    (store / "signer.json").unlink()
    assert verify(store).ok


COLUMNS = [
    ("event", "id"),
    ("event", "stream"),
    ("event", "version"),
    ("event", "topic"),
    ("event", "recorded_at"),
    ("event", "state"),
    ("leaf", "id"),
    ("leaf", "nonce"),
    ("leaf", "claims"),
    ("leaf", "commitment"),
]


def bit_flipped(value, chance):
    if isinstance(value, int):
        number = (value ^ 1 << chance.randrange(64)) % 2**64
        return number - 2**64 if number >= 2**63 else number
    octets = bytearray(value)
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return bytes(octets)


def changed_by_one_bit(rows, table, column, event, chance):
    """Flip one bit of one cell; the numbers the event may now be blamed under, or none if SQLite refused."""
    cast = f"CAST({column} AS BLOB)" if column == "topic" else column
    (value,) = rows.execute(f"SELECT {cast} FROM {table} WHERE id = ?", (event,)).fetchone()
    if value == b"":
        return set()
    new = bit_flipped(value, chance)
    try:
        rows.execute(
            f"UPDATE {table} SET {column} = {'CAST(? AS TEXT)' if column == 'topic' else '?'} WHERE id = ?",
            (new, event),
        )
    except sqlite3.IntegrityError:  # the number or version is taken: no such row can exist
        return set()
    return {event, new} if column == "id" else {event}


def test_any_single_bit_of_any_cell_is_found_and_the_event_is_named(tmp_path):
    chance = random.Random(20261122)
    store = a_store(tmp_path / "store", 40)
    pristine = (store / "office.db").read_bytes()
    done = 0
    while done < 2_000:
        table, column = COLUMNS[done % len(COLUMNS)]
        event = chance.randrange(1, 41)
        with tampering(store) as rows:
            blamed = changed_by_one_bit(rows, table, column, event, chance)
        if blamed:
            verdict = verify(store)
            assert not verdict.ok, (table, column, event)
            assert verdict.first_bad is not None, (table, column, event, verdict.problems)
            assert verdict.first_bad.event in blamed, (table, column, event, verdict.problems)
            done += 1
        (store / "office.db").write_bytes(pristine)


@pytest.mark.parametrize(("table", "column"), [("meta", "value"), ("log", "origin"), ("log", "start")])
def test_any_single_bit_of_what_the_log_says_of_itself_is_found(store, table, column):
    chance = random.Random(table + column)
    where = "key = 'unit'" if table == "meta" else "number = 1"
    pristine = (store / "office.db").read_bytes()
    for _ in range(40):
        with tampering(store) as rows:
            cast = "INTEGER" if column == "start" else "BLOB"
            (value,) = rows.execute(f"SELECT CAST({column} AS {cast}) FROM {table} WHERE {where}").fetchone()
            kind = "?" if column == "start" else "CAST(? AS TEXT)"
            rows.execute(f"UPDATE {table} SET {column} = {kind} WHERE {where}", (bit_flipped(value, chance),))
        assert not verify(store).ok
        (store / "office.db").write_bytes(pristine)


def test_any_single_bit_of_the_checkpoint_is_found(store):
    chance = random.Random(1)
    pristine = (store / "checkpoint").read_bytes()
    for _ in range(200):
        (store / "checkpoint").write_bytes(bit_flipped(pristine, chance))
        assert not verify(store).ok
    (store / "checkpoint").write_bytes(pristine)
    assert verify(store).ok


def test_a_removed_event_is_named(store):
    with tampering(store) as rows:
        rows.executescript("DELETE FROM leaf WHERE id = 120; DELETE FROM event WHERE id = 120")
    assert found(store, "missing", 120).first_bad.event == 120


def test_an_event_without_its_leaf_and_a_leaf_without_its_event_are_named(store):
    with tampering(store) as rows:
        rows.executescript("DELETE FROM leaf WHERE id = 7; DELETE FROM event WHERE id = 9")
    verdict = found(store, "leaf", 7)
    assert ("removed", 9) in [(problem.kind, problem.event) for problem in verdict.problems]
    assert "has no leaf" in verdict.first_bad.sentence


def test_events_cut_off_the_end_are_missed(store):
    with tampering(store) as rows:
        rows.executescript(
            "DELETE FROM leaf WHERE id > 290; DELETE FROM event WHERE id > 290;"
            "UPDATE sqlite_sequence SET seq = 290"
        )
    assert "events were removed" in found(store, "removed", 291).first_bad.sentence


def test_unsigned_events_cut_off_the_end_are_missed_by_their_numbers(tmp_path):
    store = a_store(tmp_path / "store", 50, signed=40)
    with tampering(store) as rows:
        rows.executescript("DELETE FROM leaf WHERE id > 45; DELETE FROM event WHERE id > 45")
    found(store, "removed", 46)


@pytest.mark.parametrize(
    "meddled",
    [
        "DELETE FROM sqlite_sequence",
        "UPDATE sqlite_sequence SET seq = 45",
        "UPDATE sqlite_sequence SET seq = '50'",
        "INSERT INTO sqlite_sequence VALUES('event', 50)",
    ],
)
def test_a_remembered_number_that_was_lost_or_put_back_is_told(tmp_path, meddled):
    store = a_store(tmp_path / "store", 50, signed=40)
    with tampering(store) as rows:
        rows.execute(meddled)
    found(store, "sequence")


def test_an_empty_log_remembers_no_number(tmp_path):
    assert verify(a_store(tmp_path / "store", 0)).ok


def test_a_signer_whose_memory_is_deeply_nested_is_told(store):
    (store / "signer.json").write_bytes(DEEP)
    found(store, "signer")


def rewritten(rows, number, **changed):
    """What a careful insider does: another event, and a leaf that fits it."""
    opening = opening_of(number, state_of(number, **changed))
    rows.execute("UPDATE event SET state = ? WHERE id = ?", (opening.state, number))
    rows.execute("UPDATE leaf SET commitment = ? WHERE id = ?", (opening.commitment, number))


def test_an_event_rewritten_together_with_its_leaf_is_named_by_the_exported_tiles(store):
    with tampering(store) as rows:
        rewritten(rows, 150, actor="someone.else")
    verdict = found(store, "rewritten", 150)
    assert verdict.first_bad.version == opening_of(150).version
    assert verdict.first_bad.stream == opening_of(150).stream.hex()


@pytest.mark.parametrize("tiles", ["gone", "changed"])
def test_without_believable_tiles_a_rewritten_event_is_still_found(store, tiles):
    with tampering(store) as rows:
        rewritten(rows, 150, actor="someone.else")
    if tiles == "gone":
        shutil.rmtree(store / "tiles")
    else:
        bundle = store / "tiles" / "tile" / "entries" / "000"
        bundle.write_bytes(bundle.read_bytes()[:-1] + b"\0")
    assert found(store, "root").first_bad is None


def test_two_events_whose_states_were_swapped_are_both_named(store):
    with tampering(store) as rows:
        one, two = (opening_of(number).state for number in (30, 60))
        rows.execute("UPDATE event SET state = ? WHERE id = 30", (two,))
        rows.execute("UPDATE event SET state = ? WHERE id = 60", (one,))
    verdict = found(store, "changed", 30)
    assert ("changed", 60) in [(problem.kind, problem.event) for problem in verdict.problems]


UNSIGNED = EVENTS + 1
DEEP = b"[" * 100_000 + b"]" * 100_000


def appended(store, state=None, recorded_at=None, **changed):
    """An event the office itself never would have written, with a leaf that fits, not yet signed for."""
    with closing(sqlite3.connect(store / "office.db")) as rows, rows:
        opening = opening_of(UNSIGNED, state)._replace(**changed)
        insert(rows, UNSIGNED, opening, recorded_at)


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


def test_a_checkpoint_of_another_log_or_by_another_key_is_refused(store):
    sign(store, EVENTS, signer=Signer(ORIGIN, bytes(32)))
    found(store, "checkpoint")
    sign(store, EVENTS, signer=house.NEXT_SIGNER)
    found(store, "checkpoint")


def test_a_key_that_was_replaced_together_with_the_log_is_found_by_the_key_you_brought(store):
    thief = Signer(ORIGIN, bytes(32))
    sign(store, EVENTS, signer=thief)
    (store / "keys" / "log.vkey").write_text(thief.vkey)
    assert verify(store).ok  # this is why --vkey exists
    found(store, "checkpoint", vkey=SIGNER.vkey)


@pytest.mark.parametrize("key", ["", "nonsense", house.NEXT_SIGNER.vkey])
def test_without_the_right_key_nothing_is_believed(store, key):
    found(store, "key", vkey=key)


def test_a_log_that_nobody_signed_is_not_passed(store):
    (store / "checkpoint").unlink()
    (store / "signer.json").unlink()
    verdict = found(store, "checkpoint")
    assert (verdict.signed_size, verdict.unsigned) == (0, EVENTS)


@pytest.mark.parametrize(
    "remembered",
    [
        None,
        "not json",
        "[]",
        json.dumps({"origin": ORIGIN, "size": "x", "frontier": []}),
        json.dumps({"origin": "elsewhere", "size": 1, "frontier": ["00" * 32]}),
        json.dumps({"origin": ORIGIN, "size": 256, "frontier": ["00" * 32]}),
    ],
)
def test_a_signer_that_remembers_something_else_is_told(store, remembered):
    (store / "signer.json").unlink()
    if remembered is not None:
        (store / "signer.json").write_text(remembered)
    found(store, "signer")


def test_a_signer_ahead_of_the_checkpoint_by_a_crash_is_fine(store):
    older = (store / "checkpoint").read_bytes()
    appended(store)
    sign(store, UNSIGNED)
    (store / "checkpoint").write_bytes(older)
    assert verify(store).ok


def test_a_store_put_back_to_an_older_state_is_told_by_the_signer(store, tmp_path):
    shutil.copytree(store, tmp_path / "backup")
    appended(store)
    sign(store, UNSIGNED)
    shutil.copy(store / "signer.json", tmp_path / "backup" / "signer.json")
    found(tmp_path / "backup", "removed", UNSIGNED)


def a_second_year(store, events):
    with closing(sqlite3.connect(store / "office.db")) as rows, rows:
        rows.execute("INSERT INTO log VALUES(2, ?, ?)", (house.NEXT_ORIGIN, EVENTS + 1))
        for number in range(EVENTS + 1, EVENTS + 1 + events):
            insert(rows, number, opening_of(number))
    (store / "checkpoint").rename(store / "checkpoint.1")
    (store / "keys" / "log.vkey").write_text(f"{SIGNER.vkey}\n{house.NEXT_SIGNER.vkey}\n")
    sign(store, events, start=EVENTS + 1, signer=house.NEXT_SIGNER)


def test_a_new_year_is_a_new_log_and_the_old_one_is_still_checked(store):
    a_second_year(store, 20)
    verdict = verify(store)
    assert verdict.ok, verdict.problems
    assert (verdict.events, verdict.signed_size, verdict.unsigned) == (EVENTS + 20, 20, 0)
    assert verdict.origin == house.NEXT_ORIGIN
    with tampering(store) as rows:
        rewritten(rows, 150, actor="someone.else")
    found(store, "root")
    (store / "checkpoint.1").unlink()
    found(store, "checkpoint")


def test_only_so_many_problems_are_listed_and_all_are_counted(tmp_path):
    store = a_store(tmp_path / "store", 200)
    with tampering(store) as rows:
        rows.execute("UPDATE event SET topic = 'x'")
    verdict = verify(store)
    assert verdict.problem_count > 200
    assert len([problem for problem in verdict.problems if problem.event is not None]) == 100
    assert verdict.first_bad.event == 1


def test_a_damaged_file_is_a_verdict_and_not_a_crash(store):
    octets = bytearray((store / "office.db").read_bytes())
    chance = random.Random(3)
    for _ in range(20):
        page = chance.randrange(6, len(octets) // 4096) * 4096
        changed = octets[:page] + bytes(chance.randbytes(4096)) + octets[page + 4096 :]
        (store / "office.db").write_bytes(changed)
        assert not verify(store).ok
    (store / "office.db").write_bytes(octets[: len(octets) // 2])
    with pytest.raises(NotAStore, match="malformed"):
        verify(store)


def test_an_index_that_hides_a_row_from_the_office_is_found(store):
    with tampering(store) as rows:
        rows.execute("CREATE TABLE empty(stream BLOB, version INTEGER, UNIQUE(stream, version))")
        rows.execute("PRAGMA writable_schema = ON")
        rows.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
            " WHERE name = 'sqlite_autoindex_empty_1') WHERE name = 'sqlite_autoindex_event_1'"
        )
    found(store, "damaged")


def test_where_there_is_no_store_one_sentence_says_so(tmp_path):
    with pytest.raises(NotAStore, match="no folder"):
        verify(tmp_path / "nowhere")
    with pytest.raises(NotAStore, match=r"no office\.db"):
        verify(tmp_path)
    (tmp_path / "office.db").write_bytes(b"not a database " * 100)
    with pytest.raises(NotAStore, match="not a store"):
        verify(tmp_path)
    (tmp_path / "office.db").write_bytes(b"")
    with pytest.raises(NotAStore, match="not a store"):
        verify(tmp_path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE meta SET value = '2' WHERE key = 'format'", "format '2'"),
        ("DELETE FROM meta WHERE key = 'unit'", "which unit"),
    ],
)
def test_a_store_of_another_format_is_not_judged(store, change, sentence):
    with closing(sqlite3.connect(store / "office.db")) as rows, rows:
        rows.execute(change)
    with pytest.raises(NotAStore, match=sentence):
        verify(store)
