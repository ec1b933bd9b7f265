"""One transaction writes an event, its leaf and what is read at once; the log is never rewritten, not even by us."""

import os
import sqlite3
import threading
import time
from collections import Counter

import msgspec
import pytest
import rfc8785

from application.envelope import OFFICE
from application.store import Command
from audit.verify import verify
from domain.fact import Refused
from domain.office import DeviceRegistered
from ledger.leaf import commitment
from tests.application.an_office import (
    DAY,
    HOA,
    KIOSK,
    again,
    an_office,
    as_owner,
    at_counter,
    birth,
    forward,
    in_process,
    intake,
    rows,
)

PLACES = "INSERT INTO event VALUES(1, x'00000000000000000000000000000000', 1, 'x', 1, x'7b7d')"


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    yield made
    made.close(sign=False)


def test_an_act_writes_its_event_its_leaf_and_what_desks_read_together(office):
    ticket = office.queue.issue(KIOSK, procedure=birth(office))
    [(id, stream, version, topic, at, state)] = rows(
        office.folder.root, "SELECT * FROM event ORDER BY id DESC LIMIT 1"
    )
    [(nonce, claims, stored)] = rows(
        office.folder.root, "SELECT nonce, claims, commitment FROM leaf WHERE id = ?", id
    )
    assert (stream.hex(), version, topic, at) == (ticket.id, 1, "ticket.issued", office.now())
    assert commitment("28321", stream, version, topic, state, claims, nonce) == stored
    assert rows(office.folder.root, "SELECT number, state FROM ticket WHERE stream = ?", ticket.id) == [
        ("A001", "waiting")
    ]
    assert rows(office.folder.root, "SELECT ordinal FROM taken_number WHERE stream = ?", ticket.id) == [(1,)]
    assert len(rows(office.folder.root, "SELECT 1 FROM done_command WHERE stream = ?", ticket.id)) == 1
    assert len(rows(office.folder.root, "SELECT 1 FROM lookup WHERE stream = ?", ticket.id)) == 1


def test_event_ids_are_dense_and_start_at_one(office):
    in_process(office)
    ids = [id for (id,) in rows(office.folder.root, "SELECT id FROM event ORDER BY id")]
    assert ids == list(range(1, len(ids) + 1))
    assert ids == [id for (id,) in rows(office.folder.root, "SELECT id FROM leaf ORDER BY id")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET state = x'7b7d' WHERE id = 1",
        "UPDATE event SET topic = 'dossier.accepted'",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
        PLACES,
        PLACES.replace("INSERT", "INSERT OR REPLACE"),
        PLACES.replace("INSERT", "REPLACE"),
        PLACES.replace("INSERT", "INSERT OR IGNORE"),
        PLACES + " ON CONFLICT DO UPDATE SET state = x'00'",
        "INSERT OR REPLACE INTO event(stream, version, topic, recorded_at, state) "
        "SELECT stream, version, topic, recorded_at, x'00' FROM event WHERE id = 1",
        "UPDATE leaf SET commitment = zeroblob(32) WHERE id = 1",
        "DELETE FROM leaf WHERE id = 1",
        "INSERT OR REPLACE INTO leaf VALUES(1, zeroblob(16), x'', zeroblob(32))",
        "INSERT INTO leaf VALUES(1, zeroblob(16), x'', zeroblob(32)) ON CONFLICT DO UPDATE SET claims = x'00'",
    ],
)
def test_the_guards_refuse_every_way_to_rewrite(office, statement):
    before = rows(office.folder.root, "SELECT * FROM event"), rows(office.folder.root, "SELECT * FROM leaf")
    connection = sqlite3.connect(office.folder.database, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert before == (
        rows(office.folder.root, "SELECT * FROM event"),
        rows(office.folder.root, "SELECT * FROM leaf"),
    )


def test_what_is_stored_is_canonical_json(office):
    office.dossiers.pay_fee(in_process(office), 1000, 'kiểm tra «hồ sơ»\n\t"\\/ \u2028 \U0001f600 Ẩ', HOA)
    states = [state for (state,) in rows(office.folder.root, "SELECT state FROM event")]
    assert len(states) > 200
    for state in states:
        assert rfc8785.dumps(msgspec.json.decode(state)) == state


def test_recorded_time_never_goes_back_when_the_clock_does(office):
    first = office.queue.issue(KIOSK, group="other")
    office.core.store.clock.at -= 3_600_000_000
    second = office.queue.issue(KIOSK, group="other")
    assert second.issued_at == first.issued_at
    times = [at for (at,) in rows(office.folder.root, "SELECT recorded_at FROM event ORDER BY id")]
    assert times == sorted(times)
    office.checkpoint()
    assert verify(office.folder.root).ok


def devices(office, name, number=1, *, fail=""):
    stream = office.core.stream("device", name)

    def work(transaction):
        for each in range(number):
            fact = DeviceRegistered(device=name, kind="desk", place=str(each))
            transaction.record(stream, transaction.version(stream), fact)
        if fail:
            raise Refused(why=fail)
        return stream

    return work


def test_commands_that_wait_together_share_a_transaction_and_a_refused_one_undoes_only_itself(office):
    store, commits, answers = office.core.store, [], Counter()
    store.writer.set_trace_callback(lambda statement: commits.append(statement == "COMMIT"))

    def act(number):
        command = Command(id=f"{number:032x}", by=OFFICE)
        try:
            store.write(command, devices(office, f"d{number}", fail="no" if number % 3 == 0 else ""))
            answers["done"] += 1
        except Refused:
            answers["refused"] += 1

    threads = [threading.Thread(target=act, args=(number,)) for number in range(300)]
    with store.lock:  # nobody can write until all of them wait
        for thread in threads:
            thread.start()
        while len(store.waiting) < len(threads):
            pass
    for thread in threads:
        thread.join(60)
    store.writer.set_trace_callback(None)
    assert answers == {"done": 200, "refused": 100}
    assert sum(commits) == 2, "300 commands, at most 256 in one transaction"
    registered = rows(office.folder.root, "SELECT state FROM event WHERE topic = 'device.registered'")
    names = {msgspec.json.decode(state)["fact"]["device"] for (state,) in registered}
    assert {name for name in names if name.startswith("d") and name[1:].isdigit()} == {
        f"d{number}" for number in range(300) if number % 3
    }
    assert len(rows(office.folder.root, "SELECT 1 FROM done_command WHERE command LIKE '0000000000%'")) == 200


def test_more_waiting_commands_than_one_transaction_takes_are_all_answered(office):
    """The last to come holds the lock first, with a full transaction of others before it."""
    store = office.core.store
    before = [
        threading.Thread(
            target=store.write, args=(Command(id=f"{number:032x}", by=OFFICE), devices(office, f"x{number}"))
        )
        for number in range(300)
    ]
    with store.lock:
        for thread in before:
            thread.start()
        while len(store.waiting) < len(before):
            pass
        store.write(Command(id="f" * 32, by=OFFICE), devices(office, "last"))
    for thread in before:
        thread.join(60)
    assert not any(thread.is_alive() for thread in before)


def test_a_command_that_interrupts_the_program_leaves_nobody_waiting(office):
    store, heard = office.core.store, []

    def interrupted(_):
        raise KeyboardInterrupt

    def other():
        try:
            store.write(Command(id="b" * 32, by=OFFICE), devices(office, "other"))
        except BaseException as error:
            heard.append(error)

    thread = threading.Thread(target=other)
    with store.lock:
        thread.start()
        while not store.waiting:
            pass
        with pytest.raises(KeyboardInterrupt):
            store.write(Command(id="a" * 32, by=OFFICE), interrupted)
    thread.join(60)
    assert not thread.is_alive()
    assert len(heard) == 1
    assert store.write(Command(id="b" * 32, by=OFFICE), devices(office, "other"))


def test_what_is_done_together_is_seen_together_or_not_at_all(office):
    before = office.core.store.last_id()
    with pytest.raises(ZeroDivisionError), office.core.store.together():  # noqa: PT012
        office.queue.issue(KIOSK, group="other")
        assert office.queue.board().waiting == {"other": 1}
        assert rows(office.folder.root, "SELECT max(id) FROM event") == [(before,)], "not yet for others"
        raise ZeroDivisionError
    assert office.core.store.last_id() == before
    assert office.queue.board().waiting == {}
    with office.core.store.together():
        for _ in range(5):
            office.queue.issue(KIOSK, group="other")
    assert rows(office.folder.root, "SELECT max(id) FROM event") == [(before + 5,)]


def test_what_was_learned_inside_undone_work_is_forgotten(office):
    code = birth(office)
    with pytest.raises(ZeroDivisionError), office.core.store.together():  # noqa: PT012
        office.catalogue.repeal(code, DAY, "bãi bỏ", OFFICE)
        assert code not in office.catalogue.in_force()
        raise ZeroDivisionError
    assert code in office.catalogue.in_force()


def test_a_repeated_command_gives_the_same_answer_and_one_act(tmp_path):
    office = an_office(tmp_path / "store")
    command = "c0" * 16
    first = office.queue.issue(KIOSK, procedure=birth(office), command=command)
    assert office.queue.issue(KIOSK, procedure=birth(office), command=command) == first
    receipt = office.dossiers.accept(intake(office), HOA, command="d0" * 16)
    assert office.dossiers.accept(intake(office), HOA, command="d0" * 16) == receipt
    last = office.core.store.last_id()
    office.close()
    with_restart = again(tmp_path / "store", at=office.now())
    assert with_restart.queue.issue(KIOSK, procedure=birth(with_restart), command=command) == first
    assert with_restart.dossiers.accept(intake(with_restart), HOA, command="d0" * 16) == receipt
    assert with_restart.core.store.last_id() == last
    with_restart.close()


def test_a_repeated_command_is_one_act_when_another_process_repeats_it(office, tmp_path):
    other = again(tmp_path / "store")
    command = "e0" * 16
    first = office.queue.issue(KIOSK, group="other", command=command)
    assert other.queue.issue(KIOSK, group="other", command=command) == first
    at_counter(office, "3", HOA)
    called = office.queue.call_next("3", HOA, command="e1" * 16)
    assert other.queue.call_next("3", HOA, command="e1" * 16).id == called.id
    assert office.core.store.last_id() == other.core.store.last_id()
    other.close()


def test_a_command_that_failed_once_is_still_done_only_once(office):
    """A first try that came to nothing must not hide the second from the third."""
    store, command = office.core.store, Command(id="ab" * 16, by=OFFICE)
    with pytest.raises(Refused):
        store.write(command, devices(office, "once", fail="no"))
    stream = store.write(command, devices(office, "once"))
    assert rows(office.folder.root, "SELECT stream FROM done_command WHERE command = ?", command.id) == [
        (stream.hex,)
    ]


def test_an_office_whose_rows_were_changed_by_hand_is_found_out(office):
    forward(office, 1)
    office.queue.issue(KIOSK, group="other")
    office.checkpoint()
    as_owner(
        office.folder.root,
        "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), 'kiosk-1', 'kiosk-2') AS BLOB) "
        "WHERE id = (SELECT max(id) FROM event)",
    )
    verdict = verify(office.folder.root)
    assert not verdict.ok
    assert verdict.first_bad.event == office.core.store.last_id()


KEPT = 5
"""SQLite keeps a file of a closed connection for the next one, while another connection holds a lock."""


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def test_a_thread_that_ends_leaves_no_file_open(office):
    """Pools let idle workers go and start others; a server runs for months."""
    store = office.core.store
    store.last_id()
    before = descriptors()
    for _ in range(100):
        thread = threading.Thread(target=store.last_id)
        thread.start()
        thread.join()
    until = time.monotonic() + 60
    while descriptors() > before + KEPT and time.monotonic() < until:
        time.sleep(0.01)  # what a thread owned is let go just after it can be joined
    assert descriptors() <= before + KEPT


def test_closing_closes_the_readers_of_threads_that_still_live(tmp_path):
    office = an_office(tmp_path / "store")
    read, leave, heard = threading.Event(), threading.Event(), []

    def living():
        connection = office.core.store.reader()
        read.set()
        leave.wait(60)
        try:
            connection.execute("SELECT 1")
        except sqlite3.ProgrammingError as error:
            heard.append(str(error))

    thread = threading.Thread(target=living)
    thread.start()
    assert read.wait(60)
    office.close()
    leave.set()
    thread.join(60)
    assert heard == ["Cannot operate on a closed database."]
