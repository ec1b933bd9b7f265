"""A clean log passes; whatever is changed in it is found, and the event is named."""

import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from audit.verify import NotAStore, verify
from ledger.checkpoint import open_checkpoint
from tests.audit.a_store import (
    ORIGIN,
    SIGNER,
    a_store,
    insert,
    opening_of,
    tampering,
)
from tests.audit.meddling import EVENTS, found, rewritten


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
