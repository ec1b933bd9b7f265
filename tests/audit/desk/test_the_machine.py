"""The office moved back and forth is the office folded from the start; what was rewritten is not shown."""

import sqlite3
import sys
import time
from contextlib import closing, contextmanager
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.office import Office
from application.signer import LogContradicted
from audit.desk import machine as desk
from audit.desk.hands import legs_of
from audit.desk.machine import Machine, NothingYet
from audit.desk.moments import dossiers, overview, trail_of
from audit.desk.notes import StoreNotes
from audit.desk.proofs import Prover
from audit.replay import replay
from audit.sources import of_office, store_at
from domain.calendar import local_moment
from ledger.note import VerifyKey
from ledger.proof import Proof, verify
from motcua.demo.run import build
from projections.board import QueueBoard
from projections.fold import digests
from projections.staff import Staff
from projections.status import CurrentStatus
from tests.audit.a_small_office import a_small_office
from tests.audit.a_store import NO_GUARDS

TABLES = (Staff(), QueueBoard(), CurrentStatus())


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """Three days of a small office, closed and signed."""
    root = tmp_path_factory.mktemp("machine") / "office"
    with a_small_office(root) as small:
        codes = small.days_of_work()
    return root, codes


@pytest.fixture(scope="module")
def machine(worked):
    patch = pytest.MonkeyPatch()
    patch.setattr(desk, "LEAST_APART", 9)
    patch.setattr(desk, "NEAR", 4)
    with store_at(worked[0]) as source, closing(Machine(source)) as made:
        yield made
    patch.undo()


@pytest.fixture(scope="module")
def from_the_start(worked):
    """Digests of the tables at every size, each folded from the first event."""
    known = {}

    def at(size):
        if size not in known:
            with a_copy(worked[0]) as office, replay(office, size=size) as moment:
                known[size] = (digests(moment.connection, TABLES), moment.tree)
        return known[size]

    return at


@contextmanager
def a_copy(root):
    office = Office.at(root, read_only=True)
    try:
        yield office
    finally:
        office.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shares=st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_wherever_it_was_before_it_shows_what_a_fold_from_the_start_shows(machine, from_the_start, shares):
    for share in shares:
        machine.go(1 + round(share * (machine.end - 1)))
    shown, tree = from_the_start(machine.size)
    assert digests(machine.then, TABLES) == shown
    here = machine.tree()
    assert (here.root, here.size, here.covered_by) == (tree.root, tree.size, tree.covered_by)


def test_step_by_step_back_and_forth_is_the_same_as_a_jump(machine, from_the_start):
    machine.go(machine.end)
    for size in range(machine.end - 1, machine.end - 16, -1):
        machine.go(size)
    assert digests(machine.then, TABLES) == from_the_start(machine.size)[0]
    machine.go(machine.size + 3)
    assert digests(machine.then, TABLES) == from_the_start(machine.size)[0]


def test_no_moment_lies_outside_the_log(machine):
    machine.go(-5)
    assert machine.size == 1
    machine.go(10**9)
    assert machine.size == machine.end
    assert machine.size_at(0) == 1


def test_the_overview_adds_up_at_every_day(machine):
    for day, hour in (("2026-03-02", "08:20"), ("2026-03-03", "08:00"), ("2026-03-04", "09:00")):
        at = local_moment(day, hour)
        machine.go(machine.size_at(at))
        seen = overview(machine, at)
        lines = dossiers(machine, at)
        assert sum(seen.by_status.values()) == len(lines)
        assert seen.open == sum(line.open for line in lines) == sum(field.open for field in seen.fields)
        assert not seen.tree.contradicted


def test_the_queue_and_the_counters_of_a_minute(machine):
    at = local_moment("2026-03-02", "07:33")
    machine.go(machine.size_at(at))
    seen = overview(machine, at)
    assert [row.number for row in seen.waiting] == ["A001", "A002", "A003"][: len(seen.waiting)] != []
    assert [(each.counter, each.name) for each in seen.counters] == [("1", "Nguyễn Thị Hoa")]


def test_a_dossier_goes_from_hand_to_hand(machine, worked):
    machine.go(machine.end)
    line = next(
        line for line in dossiers(machine, machine.recorded_at(machine.end)) if line.code == worked[1][0]
    )
    legs = legs_of(machine, trail_of(machine, line.stream), line.stream)
    assert [leg.holder for leg in legs] == ["nt.hoa", "", "vq.binh"]
    assert [leg.section for leg in legs] == ["", "Tư pháp", "Tư pháp"]
    assert all(leg.until >= leg.since for leg in legs)


def test_every_event_is_proved_by_the_ledger(machine, worked):
    prover = Prover(machine, StoreNotes(worked[0]))
    keys = [VerifyKey.parse(line) for line in StoreNotes(worked[0]).keys().decode().split()]
    for event in range(1, machine.end + 1, 7):
        proved = prover.prove(event)
        assert proved.holds
        assert proved.index == event - 1
        proof = Proof.parse(proved.octets)
        entry = prover._opening(machine.line(event)).entry
        assert verify(proof, entry, keys).checkpoint.size == proved.size == machine.end


def test_a_changed_row_stops_the_machine_before_it_is_shown(worked, tmp_path):
    copytree(worked[0], tmp_path / "office")
    with closing(sqlite3.connect(tmp_path / "office" / "office.db")) as rows:
        rows.executescript(NO_GUARDS)
        rows.execute(
            "UPDATE event SET state = CAST(replace(state, 'nt.hoa', 'nt.hod') AS BLOB) WHERE id = 30"
        )
        rows.commit()
        assert rows.execute("SELECT instr(state, 'nt.hod') FROM event WHERE id = 30").fetchone()[0]
    with store_at(tmp_path / "office") as source, pytest.raises(LogContradicted):
        Machine(source)


def test_a_log_without_events_has_no_moment():
    class Empty:
        unit, logs = "1", ()

        def last(self):
            return 0

    with pytest.raises(NothingYet):
        Machine(Empty())


def test_what_was_recorded_meanwhile_is_taken_in_and_the_moment_stays(tmp_path):
    with a_small_office(tmp_path / "office") as small:
        small.working()
        with closing(Machine(of_office(small.office))) as machine:
            machine.go(12)
            before = machine.end
            assert not machine.refresh()
            small.working()
            assert machine.refresh()
            assert machine.size == 12
            assert machine.end == small.office.position() > before
            with replay(small.office, size=12) as moment:
                assert digests(machine.then, TABLES) == digests(moment.connection, TABLES)


@pytest.mark.long
def test_half_a_year_moved_through_with_the_figures_of_the_docs(tmp_path, capsys):
    build(tmp_path / "office", seed=1)
    steps = {
        "one event on": lambda end: range(end // 2, end // 2 + 300),
        "one event back": lambda end: range(end - 1, end - 300, -1),
        "a jump": lambda end: [1 + (each * 7919) % end for each in range(60)],
    }
    with store_at(tmp_path / "office") as source:
        begun = time.perf_counter()
        with closing(Machine(source)) as moved:
            lines = [f"{moved.end} events, open {time.perf_counter() - begun:.1f} s"]
            for name, sizes in steps.items():
                took = []
                for size in sizes(moved.end):
                    begun = time.perf_counter()
                    moved.go(size)
                    took.append(1000 * (time.perf_counter() - begun))
                lines.append(f"{name}: mean {sum(took) / len(took):.0f} ms, worst {max(took):.0f} ms")
            with a_copy(tmp_path / "office") as office, replay(office, size=moved.size) as moment:
                assert digests(moved.then, TABLES) == digests(moment.connection, TABLES)
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
