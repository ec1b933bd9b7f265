"""A kiosk goes on without its office: valid numbers, the truth about what is missing, everything delivered once."""

import threading
import time

import msgspec
import pytest

from application.faults import StoreDamaged, StoreFull, StoreLocked, Unreachable
from application.feedback import Suggested, TicketShown
from domain.catalogue import UnknownProcedure
from kiosk.keeping import NoNumbersLeft
from tests.application.an_office import (
    BIRTH,
    DAY,
    HOA,
    KIOSK,
    MORNING,
    at_counter,
    birth,
    forward,
    on,
)
from tests.kiosk.an_outage import a_kiosk, booked, issued, take

GROUP = "civil_status"


@pytest.fixture
def office(early_office):
    return early_office


# ---- while the office answers


def test_as_long_as_the_office_answers_its_own_numbers_are_given(office, kiosk):
    taken = take(kiosk)
    assert (taken.number, taken.kept) == ("A001", False)
    assert not kiosk.standing.cut_off
    assert kiosk.reachable
    assert issued(office) == [("A001", "waiting")]


def test_numbers_are_held_for_every_line_today_and_on_the_next_days(office, kiosk):
    left = kiosk.safe.left()
    groups = [group.key for group in office.catalogue.groups()]
    assert {left[DAY, group] for group in groups} == {60}
    assert {left[day, group] for group in groups for day in ("2026-03-03", "2026-03-05")} == {30}
    events = office.store.last_id()
    kiosk.tend()
    assert office.store.last_id() == events, "a keeper with nothing to do asks for nothing"


def test_numbers_that_run_short_are_renewed_above_those_that_were_held(office, cable, kiosk):
    cable.cut()
    for _ in range(31):
        take(kiosk)
    assert kiosk.safe.left()[DAY, GROUP] == 29
    cable.mend()
    kiosk.tend()
    assert kiosk.safe.left()[DAY, GROUP] == 60
    assert office.queue.lease(KIOSK, group=GROUP, count=1).numbers[0].number == "A592"


def test_a_refusal_is_the_offices_own_answer(kiosk):
    with pytest.raises(UnknownProcedure):
        take(kiosk, procedure="9.999999")
    assert kiosk.reachable


def test_what_cannot_be_kept_is_asked_for_over_the_line(office, cable, kiosk):
    ticket = take(kiosk)
    secret = ticket.url.partition("#")[2]
    assert kiosk.lookup.by_secret(secret).number == "A001"
    cable.cut()
    with pytest.raises(Unreachable):
        kiosk.lookup.by_secret(secret)


# ---- cut off


@pytest.mark.parametrize("fault", [Unreachable, StoreFull, StoreLocked, StoreDamaged])
def test_whatever_is_wrong_with_the_office_a_number_is_given_at_once(cable, kiosk, fault):
    cable.cut(fault)
    taken = take(kiosk)
    assert (taken.number, taken.kept, taken.state) == ("A501", True, "waiting")
    assert (taken.people_ahead, taken.wait) == (0, None)
    standing = kiosk.standing
    assert (standing.cut_off, standing.waiting) == (True, 1)
    assert standing.since == MORNING
    assert standing.network is (fault is Unreachable)


def test_a_bug_of_the_office_costs_nobody_a_number(cable, kiosk):
    cable.cut(ZeroDivisionError)
    assert take(kiosk).number == "A501"
    cable.mend()
    kiosk.tend()
    assert kiosk.reachable


def test_an_office_that_hangs_is_waited_for_no_longer_than_a_person_would(cable, kiosk):
    kiosk.line.patience = 0.1
    cable.hanging.clear()
    assert take(kiosk).number == "A501"
    assert take(kiosk).number == "A502"
    cable.hanging.set()


def test_the_number_of_a_kept_ticket_opens_its_page_once_the_office_has_it(office, cable, kiosk):
    cable.cut()
    taken = take(kiosk, procedure=birth(office))
    assert taken.procedure_name == office.catalogue.procedure(birth(office)).name
    secret = taken.url.partition("#")[2]
    assert office.lookup.by_secret(secret) is None
    cable.mend()
    kiosk.tend()
    assert office.lookup.by_secret(secret).number == taken.number
    assert kiosk.queue.ticket(taken.id).procedure == birth(office)


def test_a_visit_that_presses_twice_has_one_number(cable, kiosk):
    cable.cut()
    first = take(kiosk, "ab" * 16)
    assert take(kiosk, "ab" * 16) == first
    cable.mend()
    kiosk.tend()
    assert take(kiosk, "ab" * 16) == first


def test_the_catalogue_the_people_and_the_unit_are_known_by_heart(office, cable, kiosk):
    for _ in range(40):
        kiosk.tend()
    code, unit = birth(office), kiosk.unit
    cable.cut()
    assert kiosk.unit == unit == office.unit
    assert kiosk.catalogue.groups() == office.catalogue.groups()
    assert kiosk.catalogue.procedures() == office.catalogue.procedures()
    assert kiosk.catalogue.fields(GROUP) == office.catalogue.fields(GROUP)
    assert kiosk.catalogue.procedure(code) == office.catalogue.procedure(code)
    assert kiosk.catalogue.search("giấy khai sinh") == office.catalogue.search("giấy khai sinh")
    assert kiosk.catalogue.search("giay khai sinh")[0].code.startswith(BIRTH)
    assert kiosk.staff.officers() == office.staff.officers()
    assert kiosk.tariffs.on(code, kiosk.today()) == office.tariffs.on(code, office.today())
    with pytest.raises(UnknownProcedure):
        kiosk.catalogue.procedure("9.999999")


def test_a_procedure_that_ended_meanwhile_is_offered_no_more(office, cable, kiosk):
    ended = office.catalogue.procedures()[0]
    limited = msgspec.structs.replace(ended, offered_until="2026-03-03")
    kiosk.shelf.procedures = (limited, *office.catalogue.procedures()[1:])
    cable.cut()
    assert limited in kiosk.catalogue.procedures()
    forward(office, 24 * 60)
    assert limited not in kiosk.catalogue.procedures()


def test_a_line_without_numbers_borrows_those_for_any_business(office, cable, kiosk):
    cable.cut()
    numbers = [take(kiosk).number for _ in range(61)]
    other = next(group for group in office.catalogue.groups() if group.key == "other")
    assert numbers[-1] == f"{other.series}501"
    cable.mend()
    kiosk.tend()
    assert len(issued(office)) == 61
    assert kiosk.standing.refused == 0


def test_without_any_number_held_it_says_so(cable, in_memory):
    cable.cut()
    empty = a_kiosk(cable, in_memory / "new")
    empty.tend()
    with pytest.raises(NoNumbersLeft) as told:
        take(empty)
    assert told.value.blanks == {"since": MORNING}
    with pytest.raises(Unreachable):
        _ = empty.unit
    cable.mend()
    empty.tend()
    assert take(empty).number == "A001"
    empty.close()


def test_the_keeper_works_by_itself_behind_the_screens(office, cable, in_memory):
    kiosk = a_kiosk(cable, in_memory / "new", tending=True)
    until = time.monotonic() + 60
    while not kiosk.safe.left() and time.monotonic() < until:
        time.sleep(0.02)
    cable.cut()
    taken = take(kiosk)
    cable.mend()
    while not kiosk.reachable and time.monotonic() < until:
        time.sleep(0.02)
    assert issued(office) == [(taken.number, "waiting")]
    kiosk.close()


def test_several_hands_at_once_never_get_the_same_number(cable, kiosk):
    cable.cut()
    got = []
    threads = [
        threading.Thread(target=lambda: got.extend(take(kiosk).number for _ in range(5))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 40


# ---- ratings, suggestions, appointments


def test_a_rating_and_a_suggestion_are_kept_and_told_later(office, cable, kiosk):
    at_counter(office, "1", HOA)
    ticket = take(kiosk)
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    office.queue.finish(ticket.id, "guidance", HOA)
    cable.cut()
    shown = TicketShown(secret=ticket.url.partition("#")[2])
    assert kiosk.feedback.visit(shown, KIOSK).number == ""
    kiosk.feedback.rate(shown, 2, KIOSK, reasons=("waiting",), words="Chờ lâu quá")
    left = kiosk.feedback.leave(Suggested(topic="waiting", words="Thêm ghế ngồi"), KIOSK)
    assert (left.code, left.topic) == ("", "waiting")
    assert kiosk.standing.waiting == 2
    cable.mend()
    kiosk.tend()
    assert kiosk.standing == type(kiosk.standing)()
    rows = office.store.reader().execute("SELECT topic FROM event ORDER BY id DESC LIMIT 2").fetchall()
    assert [row[0] for row in rows] == ["suggestion.left", "visit.rated"]
    assert "Thêm ghế" not in (kiosk.safe.path).read_bytes().decode(errors="replace")


def test_whoever_has_an_appointment_gets_a_number_and_the_office_learns_that_they_came(office, cable, kiosk):
    code, secret = booked(office)
    cable.cut()
    taken = kiosk.appointments.arrive(code, KIOSK, secret=secret)
    assert (taken.group, taken.kept) == ("other", True)
    assert kiosk.appointments.arrive(code, KIOSK, secret=secret) == taken
    cable.mend()
    kiosk.tend()
    assert kiosk.standing.refused == 0
    state = office.store.reader().execute("SELECT state FROM appointment").fetchone()[0]
    assert state == "kept"


# ---- the next day


def test_numbers_of_yesterday_are_never_given_out_and_those_of_today_are_ready(office, cable, kiosk):
    cable.cut()
    late = take(kiosk)
    on(office, "2026-03-03", "07:31")
    early = take(kiosk)
    assert (late.day, early.day) == (DAY, "2026-03-03")
    assert early.number == "A501"
    cable.mend()
    kiosk.tend()
    assert {row[0] for row in office.store.reader().execute("SELECT day FROM ticket")} == {DAY, "2026-03-03"}
    assert DAY not in {day for day, _ in kiosk.safe.left()}
    assert kiosk.safe.given("x") is None


def test_after_days_without_the_office_there_are_no_numbers_and_it_says_so(office, cable, kiosk):
    cable.cut()
    on(office, "2026-03-05", "08:00")
    assert take(kiosk).number == "A501"
    on(office, "2026-03-06", "08:00")
    with pytest.raises(NoNumbersLeft):
        take(kiosk)
