"""What the books came to at the end of a day stands in the log, and whoever replays the log comes to the same."""

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from application.clock import SetClock
from application.closing import turn_year
from application.digesting import DayWatch
from application.envelope import OFFICE, canonical, decode_state
from application.office import Office
from application.store import seen
from audit.digests import StateContradicted
from audit.mirror import MirrorSource
from audit.replay import replay
from audit.sources import of_office
from domain.calendar import local_moment
from domain.day_digest import DayAlreadyDigested, DayDigested, digest_day
from projections import following_folds, inline_folds
from projections.day_state import FORM, STATE_1, HeldState, state_digest
from projections.fold import Fold, create_tables, feed
from tests.audit.a_small_office import DAY, a_small_office
from tests.audit.some_days import day_after, met_from_each, mirrored, put_back, worked
from tests.screens import PATIENCE

DAYS = 7
GOLDEN_DAYS = Path(__file__).with_name("golden_days.jsonl")
GOLDEN = "e7ba6b9d241c371a85d3df1198a8931b1b3967b7c3b514d23bb7b4cdd26ab81d"
"""What the events of that file come to, for ever: another value means that digests in the logs of offices fail."""


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("week") / "store") as small:
        worked(small, DAYS)
        yield small


@pytest.fixture
def store(tmp_path):
    """Two days, digested, in a folder of its own that may be spoilt."""
    with a_small_office(tmp_path / "store") as small:
        worked(small, 2)
    return tmp_path / "store"


def opened(store, day, **settings):
    return Office.at(store, clock=SetClock(local_moment(day, "08:00")), **settings)


def written_down(office, **changed):
    """A digest as the office would write it, with something else in it."""
    stream = office.digesting.stream
    size, state = office.digesting._snapshot()
    said = {"day": DAY, "size": size, "form": state.form, "digest": state.digest, "tables": state.tables}
    fact = DayDigested(**said | changed)

    def work(tx):
        tx.record(stream, tx.version(stream), fact)
        return stream

    office.core.write(OFFICE, "", work, lambda _: None)


def test_a_week_of_digests_is_met_from_the_store_from_a_backup_put_back_and_from_the_mirror_alone(
    week, tmp_path
):
    mirrored(week.office, tmp_path / "mirror")
    restored = put_back(week.office, tmp_path / "backup")

    found = met_from_each(week.office.folder.root, restored, tmp_path / "mirror")

    assert [(each.day, each.same) for each in found[0][0]] == [(day_after(DAY, n), True) for n in range(DAYS)]
    assert found[1:] == [found[0]] * 2


@pytest.mark.long
def test_a_year_of_digests_is_met_from_the_store_from_a_backup_put_back_and_from_the_mirror_alone(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        worked(small, 365)
        mirrored(small.office, tmp_path / "mirror")
        restored = put_back(small.office, tmp_path / "backup")
        found = met_from_each(tmp_path / "store", restored, tmp_path / "mirror")

    assert [(each.day, each.same) for each in found[0][0]] == [(day_after(DAY, n), True) for n in range(365)]
    assert found[1:] == [found[0]] * 2


def test_the_digest_in_memory_is_that_of_the_tables_after_every_single_event(week):
    folds: list[Fold] = [*inline_folds(), *following_folds()]
    tables = [table for fold in folds for table in fold.tables]
    with replay(week.office, size=0) as moment:
        for table in tables:
            table.bind(moment.connection, whole=True)
        held = HeldState(folds)

        def fold(event):
            for each in folds:
                if event.topic in each.topics:
                    each.apply(event)

        for event in week.office.store.select(week.office.store.reader()):
            fold(seen(event))
            in_memory = held.digest()
            for table in tables:
                table.write()
            assert in_memory == state_digest(moment.connection), event.id


def test_going_forward_step_by_step_meets_the_same_digests_as_going_all_the_way(week):
    with replay(week.office) as whole, replay(week.office, size=1) as steps:
        for size in range(2, whole.size + 1, 7):
            steps.forward(size=size)
        steps.forward()
        assert steps.met == whole.met
        assert steps.digests() == whole.digests()


def test_the_digest_is_that_of_the_tables_the_office_works_with(week):
    _, kept = week.office.digesting.last()
    with replay(week.office, size=kept.size) as moment:
        found = state_digest(moment.connection)
    assert (kept.form, kept.digest, kept.tables) == found


def test_a_day_is_digested_once_and_only_when_it_is_over(week):
    office, before = week.office, week.office.store.last_id()
    assert office.digesting.due() == ""
    assert office.digesting.close_day() is None
    assert office.store.last_id() == before


def test_days_on_which_nothing_happened_leave_nothing(store):
    office = opened(store, day_after(DAY, 30))
    assert office.digesting.close_day() is None
    office.close()


def test_an_office_that_was_closed_for_days_digests_the_last_day_it_worked(store):
    office = opened(store, day_after(DAY, 5))
    office.queue.close_day(OFFICE)
    office.core.store.clock.set(local_moment(day_after(DAY, 9), "08:00"))
    assert office.digesting.close_day().day == day_after(DAY, 5)
    with replay(office) as moment:
        assert [each.day for each in moment.met][-1] == day_after(DAY, 5)
    office.close()


def test_of_two_processes_one_writes_the_day_down(store):
    one, other = opened(store, day_after(DAY, 4)), opened(store, day_after(DAY, 4))
    one.queue.close_day(OFFICE)
    for each in (one, other):
        each.core.store.clock.set(local_moment(day_after(DAY, 5), "00:01"))
    size, state = other.digesting._snapshot()
    other.digesting._snapshot = lambda: (size, state)
    other.digesting.due = lambda: day_after(DAY, 4)  # it looked at the same moment
    assert one.digesting.close_day() is not None
    assert other.digesting.close_day() is None
    one.close(), other.close()


def test_each_digest_follows_the_one_before_it():
    first = DayDigested(day="2026-03-02", size=10, form=FORM, digest="00")
    assert digest_day(None, fact=first) is first
    for day, size in (("2026-03-02", 11), ("2026-03-03", 10), ("2026-03-01", 9)):
        with pytest.raises(DayAlreadyDigested):
            digest_day(first, fact=DayDigested(day=day, size=size, form=FORM, digest="00"))


def test_a_read_model_altered_beside_the_log_is_found_with_its_day_and_table(store):
    office = opened(store, day_after(DAY, 2))
    office.store.writer.execute("UPDATE dossier SET due_date = '2030-01-01' WHERE code <> ''")
    office.queue.close_day(OFFICE)
    office.core.store.clock.set(local_moment(day_after(DAY, 3), "08:00"))
    office.digesting.close_day()
    with pytest.raises(StateContradicted) as found:
        replay(office)
    assert found.value.blanks["day"] == day_after(DAY, 2)
    assert found.value.blanks["tables"] == "dossier"
    with replay(office, size=found.value.blanks["size"] - 1) as moment:
        assert len(moment.met) == 2, "before that day everything holds"
    office.close()


def test_a_digest_of_another_state_ends_the_replay(store):
    office = opened(store, day_after(DAY, 9))
    written_down(office, digest="ab" * 32)
    with pytest.raises(StateContradicted):
        replay(office)
    office.close()


@pytest.mark.parametrize("beyond", [0, 1, 100])
def test_a_digest_that_speaks_for_what_had_not_happened_yet_ends_the_replay(store, beyond):
    office = opened(store, day_after(DAY, 9))
    written_down(office, size=office.store.last_id() + 1 + beyond)
    with pytest.raises(StateContradicted):
        replay(office)
    office.close()


def test_a_digest_in_a_form_of_later_versions_is_told_and_not_judged(store):
    office = opened(store, day_after(DAY, 9))
    written_down(office, form="state-9", digest="00", day=day_after(DAY, 8))
    with replay(office) as moment:
        assert moment.summary().days_unknown == (day_after(DAY, 8),)
        assert moment.summary().days_met == 2
    office.close()


def test_a_store_of_a_version_with_other_columns_still_meets_its_digests(store, tmp_path):
    """The form is a list of columns: what else a table has, or another table, changes nothing."""
    shutil.copytree(store, tmp_path / "copy")
    office = opened(tmp_path / "copy", day_after(DAY, 2))
    before = state_digest(office.store.reader())
    office.store.writer.execute("ALTER TABLE ticket ADD COLUMN later TEXT NOT NULL DEFAULT 'new'")
    office.store.writer.execute("CREATE TABLE later(id INTEGER PRIMARY KEY)")
    assert state_digest(office.store.reader()) == before
    office.close(sign=False)


def test_every_column_of_the_form_is_there_and_only_columns_without_a_state_of_the_domain(week):
    for part in STATE_1:
        there = [row[1] for row in week.office.store.reader().execute(f"PRAGMA table_info({part.table})")]
        assert set(part.columns) <= set(there), part.table
        assert there[: part.keys] == list(part.columns[: part.keys])


def test_a_log_of_long_ago_comes_to_the_digest_that_it_came_to_then():
    """When this fails, a fold or the form was changed: old digests would not be met. Make another form beside it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        folds = inline_folds()
        create_tables(connection, folds)
        lines = map(json.loads, GOLDEN_DAYS.read_text(encoding="utf-8").splitlines())
        events = [
            decode_state(
                UUID(line["stream"]),
                line["version"],
                line["topic"],
                canonical(line["state"]),
                None,
                line["id"],
            )
            for line in lines
        ]
        feed(connection, folds, map(seen, events), whole=True)
        assert state_digest(connection).digest == GOLDEN


def test_inside_bulk_work_the_digest_is_that_of_what_was_written_so_far(store):
    office = opened(store, day_after(DAY, 4))
    office.queue.close_day(OFFICE)
    office.core.store.clock.set(local_moment(day_after(DAY, 5), "08:00"))
    with office.store.together():
        assert office.digesting.close_day() is not None
    with replay(office) as moment:
        assert len(moment.met) == 3
    office.close()


def test_the_watch_writes_the_day_down_when_it_is_over(store):
    office = opened(store, day_after(DAY, 4))
    office.queue.close_day(OFFICE)
    done = threading.Event()
    close_day = office.digesting.close_day

    def told():
        found = close_day()
        if found is not None:
            done.set()
        return found

    office.digesting.close_day = told
    with DayWatch(office.digesting, seconds=0.01):
        assert not done.is_set()
        office.core.store.clock.set(local_moment(day_after(DAY, 5), "00:00"))
        assert done.wait(PATIENCE)
    assert of_office(office).last() == office.digesting.last()[0]
    office.close()


def test_a_replay_goes_on_across_the_turn_of_the_year(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        worked(small, 2, first="2026-12-30")
        turn_year(small.office)
        worked(small, 2, first="2027-01-01")
        mirrored(small.office, tmp_path / "mirror")
        restored = put_back(small.office, tmp_path / "backup")
        found = met_from_each(tmp_path / "store", restored, tmp_path / "mirror")
        logs = of_office(small.office).logs
        for event in (logs[1].start - 1, logs[1].start):
            with (
                replay(small.office, size=event) as here,
                replay(MirrorSource(tmp_path / "mirror"), size=event) as there,
            ):
                assert here.tree == there.tree
                assert (here.tree.size, here.tree.contradicted) == (
                    event - max(log.start for log in logs if log.start <= event) + 1,
                    False,
                )

    assert [each.day for each in found[0][0]] == [DAY, "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]
    assert found[1:] == [found[0]] * 2
