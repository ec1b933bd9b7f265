"""Booked under the lock: no hour holds too many, nobody acts on another's appointment, each reading is recorded."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.appointments import Appointments, NoSuchAppointment, Wanted, appointment_rules
from application.appointments.terms import NoAppointmentsThen
from application.dossiers import UnknownDossier
from application.hall import NoSuchTicket
from application.opening import adopt_rules
from application.queue import NotAChoice
from application.sites import Sites, UnknownSite
from domain import appointment as a
from domain.calendar import local_moment
from domain.dossier.refusals import NotYourRole
from domain.fact import Refused
from domain.rules import RulesAdopted
from domain.site import SiteOpened
from domain.staff import NotCounterStaff
from tests.application.an_office import (
    AN,
    CITIZEN,
    HOA,
    HOUR,
    KIEN,
    KIOSK,
    MINUTE,
    again,
    an_office,
    birth,
    in_process,
    on,
)

TUESDAY = "2026-03-03"
INSPECTOR_DAY = "2026-03-04"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """An office as it is on its first morning, to be copied: founding one takes longer than most tests."""
    root = tmp_path_factory.mktemp("founded") / "store"
    an_office(root).close()
    return root


@pytest.fixture
def office(founded, tmp_path):
    made = again(shutil.copytree(founded, tmp_path / "store"))
    yield made
    made.close()


@pytest.fixture
def book_of(office):
    return Appointments(office.core, office.queue)


def at(hour, day=TUESDAY):
    return local_moment(day, hour)


def wanted(hour="08:00", day=TUESDAY, **changed):
    told = {
        "kind": "counter", "start": at(hour, day), "group": "civil_status", "person": "Trần Thị Bưởi",
        "phone": "0903000123",
    }  # fmt: skip
    return Wanted(**told | changed)


def visit(hour="07:00", day=TUESDAY, **changed):
    home = {"kind": "home_visit", "address": "Số 3", "hamlet": "Ấp Năm", "entitled": "elderly"}
    return wanted(hour, day, **home | changed)


def secret_of(view):
    return view.url.partition("#")[2]


def facts(office, stream):
    from uuid import UUID

    return [event.fact.NAME for event in office.core.store.read(office.core.store.reader(), UUID(hex=stream))]


# ---- hours on offer


def test_the_hours_on_offer_are_those_of_the_office(book_of):
    found = book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    assert (len(found), found[0].start, found[0].left) == (16, at("07:00"), 2)
    assert found[-1].end == at("17:00")
    assert not [slot for slot in found if at("11:30") <= slot.start < at("13:30")]


def test_no_hour_is_offered_on_a_day_off_nor_so_soon_that_nobody_could_come(book_of):
    assert book_of.slots("counter", "2026-03-07", "2026-03-08", group="civil_status") == ()
    today = book_of.slots("counter", "2026-03-02", "2026-03-02", group="civil_status")
    assert today[0].start == at("09:00", "2026-03-02")


def test_places_taken_are_no_longer_offered_but_those_of_other_counters_are(book_of):
    book_of.book(wanted(), HOA)
    left = {
        slot.start: slot.left for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    }
    assert left[at("08:00")] == 1
    book_of.book(wanted(phone="0903000124"), HOA)
    free = [slot.start for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")]
    assert at("08:00") not in free
    assert at("08:00") in [slot.start for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="land")]


# ---- booking


def test_an_appointment_has_a_code_of_its_day_and_a_link_for_its_holder(office, book_of):
    first = book_of.book(wanted(procedure=birth(office), group=""), HOA)
    second = book_of.book(wanted("09:00"), CITIZEN)
    assert (first.code, second.code) == ("LH-260303-001", "LH-260303-002")
    assert (first.group, first.state, first.closed) == ("civil_status", "booked", False)
    page = book_of.by_secret(secret_of(first))
    assert (page.code, page.start, page.procedure_name) == (first.code, at("08:00"), first.procedure_name)
    assert page.documents
    assert book_of.by_secret("0123456789ABCDEF") is None
    assert book_of.appointment("lh260303001").url == ""


def test_the_log_keeps_no_name_in_the_clear_and_only_the_digest_of_the_secret(office, book_of, tmp_path):
    view = book_of.book(visit(note="Nhà có chó dữ"), HOA)
    content = b"".join(
        path.read_bytes() for path in (tmp_path / "store").iterdir() if path.name.startswith("office.db")
    )
    for word in ("Trần Thị Bưởi", "0903000123", "Ấp Năm", "Nhà có chó dữ", secret_of(view)):
        assert word.encode() not in content


def test_a_repeated_command_books_once(book_of):
    first = book_of.book(wanted(), HOA, command="ab" * 16)
    assert book_of.book(wanted(), HOA, command="ab" * 16).code == first.code


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (wanted("08:10"), a.SlotNotOffered),
        (wanted("12:00"), a.SlotNotOffered),
        (wanted("08:00", "2026-03-08"), a.SlotNotOffered),
        (wanted("08:30", "2026-03-02"), a.TooSoonToBook),
        (wanted("08:00", "2026-04-02"), a.TooFarAheadToBook),
        (wanted("08:00", "2025-03-04"), NoAppointmentsThen),
        (wanted(phone="x"), a.PhoneNotGiven),
        (wanted(kind="cafe"), NotAChoice),
        (wanted(purpose="gossip"), NotAChoice),
        (wanted(entitled="rich"), NotAChoice),
        (wanted(site="nowhere"), UnknownSite),
        (wanted(dossier="zz"), UnknownDossier),
        (visit(address=""), a.AddressNotGiven),
        (visit(entitled=""), a.NotEntitledToAVisit),
        (visit(officer="tr.thanh"), Refused),
    ],
)
def test_what_cannot_be_booked_leaves_nothing_in_the_log(office, book_of, asked, refusal):
    before = office.core.store.last_id()
    with pytest.raises(refusal):
        book_of.book(asked, HOA)
    assert office.core.store.last_id() == before


def test_one_phone_has_one_appointment_in_an_hour_at_whatever_counter(book_of):
    book_of.book(wanted(), HOA)
    with pytest.raises(a.BookedByTheSamePhone):
        book_of.book(wanted(group="land", phone="+84 903 000 123"), HOA)
    assert book_of.book(wanted("08:30"), HOA)


def test_a_rule_of_the_unit_opens_visits_to_everybody(office, book_of):
    adopt_rules(
        office.core,
        RulesAdopted(
            ruleset="quy-che",
            valid_from="2026-03-01",
            level="commune",
            scope=office.unit.unit,
            parameters={"home_visits_for_all": True},
            basis={"home_visits_for_all": "Quy chế của Trung tâm"},
        ),
    )
    assert book_of.book(visit(entitled=""), HOA).entitled == ""


def test_a_result_is_brought_home_for_a_dossier_of_this_office(office, book_of):
    dossier = in_process(office)
    asked = wanted("13:30", kind="home_return", group="", address="Số 3", dossier=dossier)
    assert book_of.book(asked, HOA).dossier == dossier
    with pytest.raises(a.DossierNotNamed):
        book_of.book(wanted("15:00", kind="home_return", group="", address="Số 3"), HOA)


# ---- at another site


def test_a_site_with_its_own_hours_and_days_offers_its_own_places(office, book_of):
    Sites(office.core).open(
        SiteOpened(
            site="ap-sau", name="Ấp Sáu", name_en="Hamlet Six", kind="mobile", place="Nhà văn hóa ấp Sáu",
            hours=(("08:00", "10:00"),), weekdays=(1,),
        )
    )  # fmt: skip
    found = book_of.slots("counter", "2026-03-02", "2026-03-06", group="civil_status", site="ap-sau")
    assert [slot.start for slot in found] == [at(hour) for hour in ("08:00", "08:30", "09:00", "09:30")]
    view = book_of.book(wanted(site="ap-sau"), HOA)
    assert book_of.by_secret(secret_of(view)).place == "Ấp Sáu"
    centre = book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    assert next(slot.left for slot in centre if slot.start == at("08:00")) == 2


# ---- moving, cancelling, coming


def test_a_citizen_moves_and_cancels_only_with_the_secret_of_the_link(book_of):
    view = book_of.book(wanted(), CITIZEN)
    for secret in ("", "0123456789ABCDEF"):
        with pytest.raises(NoSuchAppointment):
            book_of.move(view.code, at("09:00"), CITIZEN, secret=secret)
        with pytest.raises(NoSuchAppointment):
            book_of.cancel(view.code, CITIZEN, secret=secret)
    moved = book_of.move(view.code, at("09:00"), CITIZEN, secret=secret_of(view))
    assert (moved.start, moved.moves) == (at("09:00"), 1)
    assert book_of.cancel(view.code, CITIZEN, secret=secret_of(view)).state == "cancelled"


def test_a_cancelled_place_is_free_and_its_number_is_not_given_again(book_of):
    first = book_of.book(wanted(), HOA)
    book_of.cancel(first.code, HOA, reason="Họp đột xuất")
    assert book_of.book(wanted(), HOA).code == "LH-260303-002"


def test_the_office_says_why_it_moves_an_appointment(book_of):
    view = book_of.book(wanted(), HOA)
    with pytest.raises(a.TellThePerson):
        book_of.move(view.code, at("09:00"), HOA)
    assert book_of.move(view.code, at("09:00"), HOA, asked_by="citizen").start == at("09:00")


def test_whoever_arrives_gets_a_number_that_goes_first_and_the_same_one_again(office, book_of):
    view = book_of.book(wanted(procedure=birth(office), group=""), CITIZEN)
    on(office, TUESDAY, "07:50")
    ticket = book_of.arrive(view.code, KIOSK, secret=secret_of(view))
    assert (ticket.priority, ticket.group, ticket.procedure) == ("appointment", "civil_status", birth(office))
    kept = book_of.appointment(view.code)
    assert (kept.state, kept.ticket) == ("kept", ticket.id)
    assert book_of.arrive(view.code, KIOSK, secret=secret_of(view)).id == ticket.id


def test_whoever_comes_too_late_gets_an_ordinary_number_and_too_early_none(office, book_of):
    view = book_of.book(wanted(), HOA)
    on(office, TUESDAY, "07:30")
    with pytest.raises(a.TooEarlyToCome):
        book_of.arrive(view.code, HOA)
    on(office, TUESDAY, "08:40")
    assert book_of.arrive(view.code, HOA).priority == ""


def test_a_citizens_door_keeps_an_appointment_only_with_a_number(office, book_of):
    view = book_of.book(wanted(), CITIZEN)
    on(office, TUESDAY)
    with pytest.raises(NoSuchTicket):
        book_of.keep(view.code, KIOSK, secret=secret_of(view))
    with pytest.raises(NoSuchTicket):
        book_of.keep(view.code, HOA, ticket="ab" * 16)
    assert book_of.keep(view.code, HOA).state == "kept"


def test_an_appointment_missed_by_the_office_says_so(office, book_of):
    view = book_of.book(wanted(), HOA)
    with pytest.raises(a.StillTimeToCome):
        book_of.miss(view.code, HOA)
    on(office, TUESDAY, "09:00")
    assert book_of.miss(view.code, HOA, missed_by="office").state == "missed"
    assert facts(office, view.id) == ["appointment.booked", "appointment.missed"]


def test_citizens_assign_nobody_and_miss_nothing(book_of):
    view = book_of.book(visit(), CITIZEN)
    for act in (
        lambda: book_of.assign_officer(view.code, "nt.hoa", CITIZEN),
        lambda: book_of.miss(view.code, CITIZEN),
    ):
        with pytest.raises(NotYourRole):
            act()


# ---- visits


def nobody_at_a_counter(book_of):
    """An officer who receives no citizens."""
    officers = book_of.core.known().officers.items()
    return next(name for name, each in officers if set(each.roles) <= {"technician", "inspector"})


def test_an_officer_is_sent_to_two_homes_only_with_time_for_the_way(book_of):
    first = book_of.book(visit("07:00"), HOA)
    second = book_of.book(visit("08:30", phone="0903000124"), HOA)
    third = book_of.book(visit("13:30", phone="0903000125"), HOA)
    book_of.assign_officer(first.code, "nt.hoa", KIEN)
    with pytest.raises(a.OfficerNotFree):
        book_of.assign_officer(second.code, "nt.hoa", KIEN)
    assert book_of.assign_officer(third.code, "nt.hoa", KIEN).officer == "nt.hoa"
    with pytest.raises(NotCounterStaff):
        book_of.assign_officer(second.code, nobody_at_a_counter(book_of), KIEN)


def test_a_visit_that_moves_onto_another_of_the_officer_is_nobodys_again(book_of):
    first = book_of.book(visit("07:00", officer="nt.hoa"), HOA)
    second = book_of.book(visit("13:30", phone="0903000124", officer="nt.hoa"), HOA)
    assert book_of.move(second.code, at("08:30"), HOA, asked_by="citizen").officer == ""
    assert book_of.appointment(first.code).officer == "nt.hoa"


def test_the_page_of_a_visit_says_who_will_come_to_the_door(book_of):
    view = book_of.book(visit(officer="nt.hoa"), CITIZEN)
    page = book_of.by_secret(secret_of(view))
    assert (page.officer, page.officer_phone) == ("Nguyễn Thị Hoa", "0273 000 0111")


def test_the_route_goes_hamlet_by_hamlet_in_the_order_they_were_entered(office, book_of):
    for number, hamlet in enumerate(("Ấp Năm", "Ấp Hai", "ấp  năm", "Ấp Hai")):
        kind = {"kind": "home_return", "dossier": in_process(office), "entitled": ""} if number % 2 else {}
        book_of.book(visit(hamlet=hamlet, phone=f"090300012{number}", person=f"Người {number}", **kind), HOA)
    book_of.book(wanted(phone="0903000999"), HOA)
    lines = book_of.route(TUESDAY, KIEN)
    assert [line.person for line in lines] == ["Người 0", "Người 2", "Người 1", "Người 3"]
    assert lines[0].address == "Số 3"
    assert book_of.route(TUESDAY, KIEN, officer="nt.hoa") == ()


def test_the_sheet_of_a_day_is_for_the_counters_and_its_reading_is_in_the_log(office, book_of):
    view = book_of.book(wanted(), HOA)
    book_of.book(visit(phone="0903000124"), HOA)
    lines = book_of.day(TUESDAY, AN)
    assert [(line.appointment.code, line.person) for line in lines] == [(view.code, "Trần Thị Bưởi")]
    stream = office.core.stream("appointment_list", TUESDAY)
    read = list(office.core.store.read(office.core.store.reader(), stream))
    assert [(event.actor.id, event.fact.codes) for event in read] == [("pv.an", (view.code,))]
    assert book_of.day(INSPECTOR_DAY, AN) == ()
    for reader in (CITIZEN, KIOSK):
        with pytest.raises(NotYourRole):
            book_of.day(TUESDAY, reader)


def test_an_erased_person_leaves_the_appointment_without_a_name(office, book_of):
    from uuid import UUID

    view = book_of.book(wanted(), HOA)
    office.core.store.vault.destroy_key(UUID(hex=view.id))
    (line,) = book_of.day(TUESDAY, AN)
    assert (line.person, line.phone, line.appointment.code) == ("", "", view.code)


def test_the_rules_say_where_they_come_from_and_what_nobody_has_checked():
    for rules in appointment_rules():
        assert rules.source
        assert set(rules.kinds) == {"counter", "home_visit", "home_return"}
        for terms in rules.kinds.values():
            assert terms.slot_minutes > 0 < terms.capacity
            assert set(terms.entitled) <= {"elderly", "disabled", "pregnant", "merit", "ill", "far"}


# ---- many at once


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


def test_a_day_that_becomes_a_day_off_shows_which_appointments_must_be_moved(office, book_of):
    from domain.calendar import CalendarRevised, SpecialDay

    view = book_of.book(wanted(), HOA)
    year = office.core.known().calendar.years[2026]
    off = SpecialDay(date=TUESDAY, kind="public_holiday", name="Nghỉ đột xuất")
    fact = CalendarRevised(year=2026, days=(*year.days.values(), off), hours=year.hours, why="Quyết định mới")
    stream = office.core.stream("calendar", "2026")

    def work(tx):
        tx.record(stream, tx.version(stream), fact)
        return stream

    office.core.write(KIEN, "", work, lambda _: None)
    assert book_of.appointment(view.code).closed
    assert [line.appointment.closed for line in book_of.day(TUESDAY, AN)] == [True]


def test_a_minute_counts(office, book_of):
    view = book_of.book(wanted(), HOA)
    office.core.store.clock.set(at("07:45") - MINUTE)
    with pytest.raises(a.TooEarlyToCome):
        book_of.arrive(view.code, HOA)
    office.core.store.clock.set(at("07:45"))
    assert book_of.arrive(view.code, HOA).priority == "appointment"
