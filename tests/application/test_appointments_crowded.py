"""Booked under the lock: whatever many people do at once, no hour holds too many."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.appointments import Appointments
from domain import appointment as a
from domain.fact import Refused
from tests.application.an_appointment import at, wanted
from tests.application.an_office import HOA, HOUR, an_office


def test_of_eight_who_want_the_last_place_one_gets_it(folder):
    office = an_office(folder / "store")
    together, book_of = Barrier(8), Appointments(office.core, office.queue)
    book_of.book(wanted(phone="0903000100"), HOA)

    def try_once(number):
        together.wait()
        try:
            return book_of.book(wanted(phone=f"090300020{number}"), HOA).code
        except a.SlotFull:
            return ""

    with ThreadPoolExecutor(8) as crowd:
        won = sorted(crowd.map(try_once, range(8)))
    assert won[:7] == [""] * 7
    assert won[7] == "LH-260303-002"
    office.close()


@pytest.fixture(scope="module")
def busy_office(tmp_path_factory):
    made = an_office(tmp_path_factory.mktemp("busy") / "store")
    yield made
    made.close()


HOURS = st.sampled_from(("08:00", "08:30", "09:00"))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("book"), HOURS, st.integers(0, 9)),
        st.tuples(st.just("move"), HOURS, st.integers(0, 9)),
        st.tuples(st.just("cancel"), HOURS, st.integers(0, 9)),
    ),
    max_size=25,
)
FULL = (
    "SELECT start_at, count(*) FROM appointment WHERE day = ? AND kind = 'counter' AND grp = 'civil_status' "
    "AND state IN ('booked', 'kept') GROUP BY start_at HAVING count(*) > 2"
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(ACTS)
def test_whatever_is_booked_moved_and_cancelled_no_hour_holds_too_many(busy_office, acts):
    office = busy_office
    office.core.store.clock.set(office.now() + 24 * HOUR)
    day = office.core.known().calendar.next_working_day(office.today().isoformat())
    book_of, codes = Appointments(office.core, office.queue), []
    for act, hour, number in acts:
        before = office.core.store.last_id()
        try:
            if act == "book":
                codes.append(book_of.book(wanted(hour, day, phone=f"090300012{number}"), HOA).code)
            elif codes and act == "move":
                book_of.move(codes[number % len(codes)], at(hour, day), HOA, asked_by="citizen")
            elif codes:
                book_of.cancel(codes[number % len(codes)], HOA, asked_by="citizen")
        except Refused:
            assert office.core.store.last_id() == before
        reader = office.core.store.reader()
        assert reader.execute(FULL, (day,)).fetchall() == []
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
