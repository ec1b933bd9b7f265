"""An appointment is moved, cancelled and kept by its holder or with a word of why, and coming in time goes first."""

import pytest

from application.appointments import NoSuchAppointment
from application.hall import NoSuchTicket
from domain import appointment as a
from domain.dossier.refusals import NotYourRole
from tests.application.an_appointment import TUESDAY, at, facts, secret_of, visit, wanted
from tests.application.an_office import AN, CITIZEN, HOA, KIEN, KIOSK, MINUTE, birth, on

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


# ---- a day off, and a minute


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
