"""A log that is being closed when the power fails, or while somebody meddles with the database: never two faces."""

from contextlib import contextmanager
from itertools import count

import msgspec
import pytest

from application.closing import turn_year
from application.faults import KeysMissing
from application.signer import LogContradicted, SignedHead
from tests.application.a_year import BASE, NEXT_YEAR, logs, whole
from tests.application.an_office import on, ticket


@pytest.fixture
def office(signed_office):
    return signed_office


@contextmanager
def power_fails(owner, name, *, after=0):
    """The power fails at the call of a method, after so many calls that went well."""
    real, calls = getattr(owner, name), count()

    def call(*arguments, **settings):
        if next(calls) == after:
            raise SystemExit
        return real(*arguments, **settings)

    setattr(owner, name, call)
    with pytest.raises(SystemExit):
        yield
    setattr(owner, name, real)


def test_a_crash_right_after_the_close_is_mended_by_the_next_signature(office):
    on(office, NEXT_YEAR)
    with power_fails(office, "checkpoint", after=1):
        turn_year(office)
    assert len(logs(office)) == 2
    assert whole(office).unsigned == 1
    ticket(office)
    office.checkpoint()
    assert whole(office).unsigned == 0


def test_a_crash_before_the_store_heard_of_it_leaves_the_old_log_going_on(office):
    head = office.signer.head()
    on(office, NEXT_YEAR)
    with power_fails(office.core, "write"):
        turn_year(office)
    assert len(logs(office)) == 1
    assert office.signer.head().next is not None
    ticket(office)
    office.checkpoint()
    assert office.signer.head().origin == head.origin
    whole(office)
    assert turn_year(office).fact.begins == f"{BASE}/2027"
    assert len(office.log_keys.posted()) == 2, "the key that was made is taken up again"
    whole(office)


def test_a_log_slipped_into_the_database_is_never_signed(office):
    """Whoever owns the file may add a row to `log`; the signer's memory knows of no such log."""
    ticket(office)
    office.checkpoint()
    before = office.signer.checkpoint_file.read_bytes()
    last = office.core.store.last_id()
    office.core.store.writer.execute("INSERT INTO log VALUES(2, ?, ?)", (f"{BASE}/2027", last))
    with pytest.raises((LogContradicted, KeysMissing)):
        office.checkpoint()
    assert office.signer.checkpoint_file.read_bytes() == before


def test_a_closed_log_put_back_as_the_current_one_is_never_signed(office):
    on(office, NEXT_YEAR)
    turn_year(office)
    office.core.store.writer.execute("DELETE FROM log WHERE number = 2")
    ticket(office)
    with pytest.raises((LogContradicted, KeysMissing)):
        office.checkpoint()
    office.core.store.writer.execute("INSERT INTO log VALUES(2, ?, ?)", (f"{BASE}/2027", logs(office)[0][2]))


def test_the_memory_of_a_signer_that_closed_nothing_is_written_as_before(office):
    told = msgspec.json.decode(office.signer.head_file.read_bytes())
    assert told.keys() == {"origin", "size", "frontier"}
    assert msgspec.json.decode(office.signer.head_file.read_bytes(), type=SignedHead).closed == {}
