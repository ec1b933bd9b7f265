"""The office can be seen as it stood at any moment, from the log alone, and it is the office that was."""

import sqlite3
from contextlib import closing
from datetime import date
from uuid import UUID

import msgspec
import pytest

from application.core import NoDossierWithThatCode
from application.envelope import OFFICE
from application.office import Office
from application.signer import LogContradicted
from audit.replay import NoSuchMoment, replay
from audit.sources import of_office, size_at
from domain import dossier as d
from domain.calendar import local_moment
from ledger.checkpoint import Checkpoint, sign
from ledger.leaf import Opening, entry, leaf_hash
from ledger.note import Signer
from ledger.tree import EMPTY_ROOT, Tree
from projections.status import read_state
from tests.audit.a_small_office import DAY, UNIT, a_small_office
from tests.audit.a_store import tampering


class Lived:
    """A small office that noted, minute by minute, what its read models were then."""

    def __init__(self, small):
        self.small, self.office = small, small.office
        self.digests = {}
        small.watch = self.note
        self.codes = small.days_of_work()
        self.last = self.office.store.last_id()

    def note(self):
        self.digests[self.office.store.last_id()] = self.office.digests()

    def leaves(self):
        rows = self.office.store.reader().execute("SELECT commitment FROM leaf ORDER BY id")
        return [leaf_hash(entry(commitment)) for (commitment,) in rows]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("lived") / "store") as small:
        yield Lived(small)


def test_a_replay_to_the_present_is_the_office_itself(lived):
    with replay(lived.office) as moment:
        assert moment.size == lived.last
        assert moment.digests() == lived.office.digests()


def test_a_replay_to_any_past_minute_is_the_office_as_it_was_then_byte_for_byte(lived):
    assert len(lived.digests) > 12
    for size, digests in lived.digests.items():
        with replay(lived.office, size=size) as moment:
            assert moment.digests() == digests, size


def test_at_every_size_each_dossier_is_what_its_facts_had_made_of_it(lived):
    store = lived.office.store
    events = list(store.select(store.reader()))
    for size in range(lived.last + 1):
        streams: dict[UUID, list] = {}
        for event in events[:size]:
            streams.setdefault(event.originator_id, []).append((event.fact, event.recorded_at))
        with replay(lived.office, size=size) as moment:
            rows = moment.connection.execute("SELECT stream, state FROM dossier").fetchall()
        for stream, state in rows:
            assert read_state(state) == d.replay(streams[UUID(hex=stream)])


def test_a_moment_tells_statuses_fields_queue_and_counters(lived):
    with replay(lived.office) as moment:
        assert moment.by_status() == {
            "accepted": 1, "supplement_requested": 1, "stopped": 1, "returned": 1,
        }  # fmt: skip
        assert [(each.field, each.accepted, each.open) for each in moment.by_field()] == [
            ("Chứng thực", 1, 1),
            ("Hộ tịch", 3, 1),
        ]
        assert (moment.queue().waiting, moment.queue().called) == (("A002",), ("A001",))
        assert [each.counter for each in moment.counters()] == ["1"]
    with replay(lived.office, at=local_moment(DAY, "07:33")) as moment:
        assert moment.queue().waiting == ("A001", "A002", "A003")
        assert moment.by_status() == {}


def test_a_dossier_is_shown_with_everything_that_had_happened_to_it_and_nothing_later(lived):
    code = lived.codes[0]
    with replay(lived.office, at=local_moment(DAY, "17:00")) as moment:
        then = moment.dossier(code)
        assert then.row.status == d.Status.IN_PROCESS
        assert "result.signed" not in {line.topic for line in then.trail}
        with pytest.raises(NoDossierWithThatCode):
            moment.dossier(lived.codes[3])
    with replay(lived.office) as moment:
        then = moment.dossier(code)
        assert then.row.status == d.Status.RETURNED
        assert then.trail == lived.office.reports.trail(code)


def test_the_report_of_a_past_moment_is_the_report_that_was_drawn_up_then(lived):
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    with replay(lived.office) as moment:
        assert moment.ii06a(first, last) == lived.office.reports.ii06a(first, last)
    with replay(lived.office, at=local_moment(DAY, "17:00")) as moment:
        total = moment.ii06a(first, last).total
        assert (total.received_total, total.resolved_total, total.pending_total) == (3, 0, 3)


def test_the_size_at_a_moment_counts_what_was_recorded_at_or_before_it(lived):
    rows, source = lived.office.store.reader(), of_office(lived.office)
    times = [at for (at,) in rows.execute("SELECT recorded_at FROM event ORDER BY id")]
    for at in {time + step for time in times for step in (-1, 0, 1)}:
        assert size_at(source, at) == sum(time <= at for time in times)


def test_before_the_first_event_there_is_an_empty_office(lived):
    with replay(lived.office, at=0) as moment:
        assert (moment.size, moment.by_status(), moment.counters()) == (0, {}, ())
        assert moment.tree.root == EMPTY_ROOT.hex()


@pytest.mark.parametrize("asked", [{"size": -1}, {"size": 10_000}, {"size": 1, "at": 1}])
def test_a_moment_that_never_was_is_refused(lived, asked):
    with pytest.raises(NoSuchMoment):
        replay(lived.office, **asked)


def test_the_root_is_that_of_the_tree_at_that_size_and_a_signed_head_covers_it(lived):
    tree = Tree(lived.leaves())
    lived.office.checkpoint()
    for size in (1, 7, lived.last):
        with replay(lived.office, size=size) as moment:
            assert moment.tree.root == tree.root(size).hex()
            assert (moment.tree.covered_by, moment.tree.contradicted) == (lived.last, False)


def test_a_moment_is_one_json_document(lived):
    with replay(lived.office, size=20) as moment:
        told = msgspec.json.decode(msgspec.json.encode(moment.summary()))
    assert told["size"] == 20
    assert set(told["digests"]) >= {"dossier", "ticket", "trail", "register"}


def test_progress_is_told_up_to_the_end(lived):
    heard = []
    replay(lived.office, progress=lambda done, of: heard.append((done, of))).close()
    assert heard[-1] == (lived.last, lived.last)


@pytest.fixture
def store(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.days_of_work()
    return tmp_path / "store"


def test_what_is_not_signed_yet_is_told(store):
    office = Office.at(store)
    size = office.store.last_id()
    office.queue.close_day(OFFICE)
    with replay(office) as after, replay(office, size=size) as before:
        assert (before.tree.covered_by, after.tree.covered_by) == (size, 0)
    office.close()


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE event SET state = CAST(replace(state, 'nt.hoa', 'nt.hoe') AS BLOB) WHERE id = 17",
        "UPDATE event SET topic = 'ticket.printed' WHERE id = 14",
        "UPDATE leaf SET claims = x'7b7d' WHERE id = 16",
        "DELETE FROM leaf WHERE id = 20",
        "DELETE FROM event WHERE id = 25",
    ],
)
def test_an_altered_log_is_not_replayed(store, act):
    with tampering(store) as rows:
        rows.execute(act)
    office = Office.at(store, read_only=True)
    with pytest.raises(LogContradicted):
        replay(office)
    office.close()


def test_an_event_rewritten_with_a_leaf_that_fits_is_told_by_the_signed_head_or_not_replayed(store):
    def rewrite(change):
        with tampering(store) as rows:
            query = "SELECT stream, version, topic, state, claims, nonce FROM event JOIN leaf USING (id) WHERE id = 17"
            stream, version, topic, state, claims, nonce = rows.execute(query).fetchone()
            opening = Opening(UNIT, stream, version, topic, change(state), claims, nonce)
            rows.execute("UPDATE event SET state = ? WHERE id = 17", (opening.state,))
            rows.execute("UPDATE leaf SET commitment = ? WHERE id = 17", (opening.commitment,))

    office = Office.at(store, read_only=True)
    rewrite(lambda state: state.replace(b"nt.hoa", b"nt.hoe"))
    with replay(office) as moment:
        assert moment.tree.contradicted
    for unreadable in (b"{", b'{"fact":{"deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"):
        rewrite(lambda state, unreadable=unreadable: unreadable)
        with pytest.raises(LogContradicted):
            replay(office)
    office.close()


def test_events_cut_off_the_end_are_told_by_the_signed_head(store):
    with tampering(store) as rows:
        rows.executescript("DELETE FROM leaf WHERE id > 38; DELETE FROM event WHERE id > 38")
    office = Office.at(store, read_only=True)
    with replay(office) as moment:
        assert (moment.tree.covered_by, moment.tree.contradicted) == (0, True)
    office.close()


def test_a_signed_head_that_the_rows_do_not_lead_to_is_told(store):
    key = Signer.parse((store / "keys" / "log.key").read_text().strip())
    with closing(sqlite3.connect(store / "office.db")) as rows:
        size = rows.execute("SELECT max(id) FROM event").fetchone()[0]
    forged = sign(Checkpoint(key.key.name, size, bytes(32)), key)
    (store / "checkpoint").write_bytes(bytes(forged))
    office = Office.at(store, read_only=True)
    with replay(office, size=10) as moment:
        assert (moment.tree.covered_by, moment.tree.contradicted) == (0, True)
    office.close()
