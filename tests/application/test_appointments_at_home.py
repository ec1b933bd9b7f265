"""Officers who go to people's homes: one at a time, hamlet by hamlet, and each reading of their list is recorded."""

import pytest

from application.appointments import appointment_rules
from domain import appointment as a
from domain.dossier.refusals import NotYourRole
from domain.staff import NotCounterStaff
from tests.application.an_appointment import TUESDAY, at, secret_of, visit, wanted
from tests.application.an_office import AN, CITIZEN, HOA, KIEN, KIOSK, in_process

INSPECTOR_DAY = "2026-03-04"


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
