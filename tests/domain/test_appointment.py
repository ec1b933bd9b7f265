"""An hour holds as many as the rules say, nobody is sent away without a reason, and every appointment has one end."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appointment import (
    AddressNotGiven,
    Appointment,
    AppointmentBooked,
    AppointmentOver,
    BookedByTheSamePhone,
    Circumstances,
    DossierNotNamed,
    NotEntitledToAVisit,
    NotItsDay,
    OfficerNotFree,
    OnlyAtACounter,
    OnlyForAVisit,
    PersonNotNamed,
    PhoneNotGiven,
    SameSlot,
    Slot,
    SlotFull,
    SlotNotOffered,
    StillTimeToCome,
    TellThePerson,
    Terms,
    TooEarlyToCome,
    TooFarAheadToBook,
    TooSoonToBook,
    assign_officer,
    book,
    cancel,
    code_of,
    cut,
    evolve,
    free_for,
    keep,
    miss,
    move,
    on_time,
    parse_code,
    phone_of,
    replay,
)

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = "2026-11-30"
EIGHT = 1_780_000_000_000_000
TERMS = Terms(slot_minutes=30, capacity=2, lead_minutes=60, days_ahead=30)
AT_HOME = Terms(slot_minutes=90, capacity=2, travel_minutes=30, grace_minutes=0, entitled=("elderly", "ill"))


def slot(start=EIGHT, *, day=DAY, capacity=2, taken=0, minutes=30):
    return Slot(day=day, start=start, end=start + minutes * MINUTE, capacity=capacity, taken=taken)


FREE = slot()


def around(at=FREE, *, terms=TERMS, now=EIGHT - 24 * HOUR, today="2026-11-27", **more):
    return Circumstances(slot=at, terms=terms, now=now, today=today, **more)


def wanted(**changed):
    told = {
        "code": "LH-261130-001", "day": DAY, "ordinal": 1, "start": EIGHT, "end": EIGHT + 30 * MINUTE,
        "kind": "counter", "group": "civil_status", "person": "Trần Thị Bưởi", "phone": "0903 000 123",
    }  # fmt: skip
    return AppointmentBooked(**told | changed)


def visit(**changed):
    home = {"kind": "home_visit", "address": "Số 3, Ấp Năm", "entitled": "elderly"}
    return wanted(**home | {"end": EIGHT + 90 * MINUTE} | changed)


def booked(fact=None, *then):
    return replay([(fact or wanted(), 1), *((each, 2) for each in then)])


def test_a_free_hour_is_booked_as_it_was_asked_for():
    assert book(Appointment(), fact=wanted(), given=around()) == wanted()
    assert booked().state == "booked"
    assert (booked().coded_day, booked().booked_at) == (DAY, 1)


@pytest.mark.parametrize(
    ("fact", "circumstances", "refusal"),
    [
        (wanted(), around(None), SlotNotOffered),
        (wanted(), around(slot(taken=2)), SlotFull),
        (wanted(), around(slot(taken=3)), SlotFull),
        (wanted(), around(now=EIGHT + 1), TooSoonToBook),
        (wanted(), around(now=EIGHT - 59 * MINUTE), TooSoonToBook),
        (wanted(), around(today="2026-10-30"), TooFarAheadToBook),
        (wanted(person=" "), around(), PersonNotNamed),
        (wanted(phone="12345"), around(), PhoneNotGiven),
        (wanted(phone="gọi cho con tôi"), around(), PhoneNotGiven),
        (wanted(), around(phones=frozenset({"0903000123"})), BookedByTheSamePhone),
        (visit(address=""), around(terms=AT_HOME), AddressNotGiven),
        (visit(entitled=""), around(terms=AT_HOME), NotEntitledToAVisit),
        (visit(entitled="far"), around(terms=AT_HOME), NotEntitledToAVisit),
        (visit(officer="nt.hoa"), around(terms=AT_HOME, others=((EIGHT, EIGHT + HOUR),)), OfficerNotFree),
        (
            wanted(kind="home_return", address="Số 3"),
            around(terms=msgspec.structs.replace(AT_HOME, entitled=())),
            DossierNotNamed,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_booked_is_refused_by_name(fact, circumstances, refusal):
    with pytest.raises(refusal):
        book(Appointment(), fact=fact, given=circumstances)


def test_an_hour_is_bookable_up_to_the_last_moment_and_the_last_day():
    assert book(Appointment(), fact=wanted(), given=around(now=EIGHT - 60 * MINUTE))
    assert book(Appointment(), fact=wanted(), given=around(today="2026-10-31"))


def test_rules_that_name_nobody_send_somebody_to_everybody():
    open_to_all = msgspec.structs.replace(AT_HOME, entitled=())
    assert book(Appointment(), fact=visit(entitled=""), given=around(terms=open_to_all))


def test_an_appointment_is_booked_once():
    with pytest.raises(AppointmentOver):
        book(booked(), fact=wanted(), given=around())


def test_moving_keeps_the_code_and_says_where_it_stood():
    later = slot(EIGHT + HOUR, day="2026-12-01")
    fact = move(booked(), given=around(later), asked_by="citizen", phone="0903000123")
    moved = booked(None, fact)
    assert (fact.before, fact.day) == (DAY, "2026-12-01")
    assert (moved.code, moved.coded_day, moved.start, moved.moves) == ("LH-261130-001", DAY, later.start, 1)


@pytest.mark.parametrize(
    ("circumstances", "asked_by", "refusal"),
    [
        (around(), "citizen", SameSlot),
        (around(slot(EIGHT + HOUR, taken=2)), "citizen", SlotFull),
        (around(None), "citizen", SlotNotOffered),
        (around(slot(EIGHT + HOUR)), "office", TellThePerson),
        (around(slot(EIGHT + HOUR), phones=frozenset({"0903000123"})), "citizen", BookedByTheSamePhone),
        (around(slot(EIGHT + HOUR), now=EIGHT + HOUR), "citizen", TooSoonToBook),
    ],
)
def test_an_appointment_moves_only_to_where_one_could_be_booked(circumstances, asked_by, refusal):
    with pytest.raises(refusal):
        move(booked(), given=circumstances, asked_by=asked_by, phone="0903 000 123")


def test_an_officer_who_is_not_free_then_no_longer_comes():
    state, later = booked(visit(officer="nt.hoa")), slot(EIGHT + 4 * HOUR, minutes=90)
    free = move(state, given=around(later, terms=AT_HOME), asked_by="citizen")
    busy = around(later, terms=AT_HOME, others=((later.end + 10 * MINUTE, later.end + HOUR),))
    assert free.officer == "nt.hoa"
    assert move(state, given=busy, asked_by="citizen").officer == ""


def test_a_citizen_cancels_without_a_reason_and_the_office_never_does():
    assert cancel(booked(), asked_by="citizen").reason == ""
    with pytest.raises(TellThePerson):
        cancel(booked(), asked_by="office", reason=" ")
    ended = booked(None, cancel(booked(), asked_by="office", reason="Mất điện"))
    assert (ended.state, ended.ended_at) == ("cancelled", 2)


def test_it_is_kept_on_its_day_and_a_number_is_taken_only_at_a_counter():
    assert keep(booked(), today=DAY, ticket="ab").ticket == "ab"
    with pytest.raises(NotItsDay):
        keep(booked(), today="2026-12-01")
    with pytest.raises(OnlyAtACounter):
        keep(booked(visit()), today=DAY, ticket="ab")


@pytest.mark.parametrize(
    ("minutes", "first"), [(-15, True), (0, True), (15, True), (16, False), (300, False)]
)
def test_whoever_comes_while_the_hour_lasts_goes_first(minutes, first):
    assert on_time(booked(), terms=TERMS, now=EIGHT + minutes * MINUTE, today=DAY) is first


def test_nobody_jumps_the_queue_hours_before_the_appointment():
    with pytest.raises(TooEarlyToCome):
        on_time(booked(), terms=TERMS, now=EIGHT - 16 * MINUTE, today=DAY)
    with pytest.raises(NotItsDay):
        on_time(booked(), terms=TERMS, now=EIGHT, today="2026-11-29")
    with pytest.raises(OnlyAtACounter):
        on_time(booked(visit()), terms=AT_HOME, now=EIGHT, today=DAY)


def test_nobody_has_missed_it_before_its_hour_and_the_grace_are_over():
    with pytest.raises(StillTimeToCome):
        miss(booked(), missed_by="citizen", terms=TERMS, now=EIGHT + 14 * MINUTE)
    fact = miss(booked(), missed_by="office", terms=TERMS, now=EIGHT + 15 * MINUTE)
    assert booked(None, fact).missed_by == "office"
    with pytest.raises(StillTimeToCome):
        miss(booked(visit()), missed_by="citizen", terms=AT_HOME, now=EIGHT + 89 * MINUTE)


def test_an_officer_goes_only_where_the_way_allows():
    state = booked(visit())
    assert assign_officer(state, officer="nt.hoa", terms=AT_HOME, others=()).officer == "nt.hoa"
    with pytest.raises(OfficerNotFree):
        assign_officer(state, officer="nt.hoa", terms=AT_HOME, others=((EIGHT - HOUR, EIGHT - 29 * MINUTE),))
    with pytest.raises(OnlyForAVisit):
        assign_officer(booked(), officer="nt.hoa", terms=TERMS, others=())


@pytest.mark.parametrize("end", ["kept", "missed", "cancelled"])
def test_what_has_ended_has_ended(end):
    state = msgspec.structs.replace(booked(), state=end)
    for act in (
        lambda: move(state, given=around(slot(EIGHT + HOUR)), asked_by="citizen"),
        lambda: cancel(state, asked_by="citizen"),
        lambda: keep(state, today=DAY),
        lambda: miss(state, missed_by="citizen", terms=TERMS, now=EIGHT + HOUR),
        lambda: on_time(state, terms=TERMS, now=EIGHT, today=DAY),
        lambda: assign_officer(state, officer="a", terms=TERMS, others=()),
    ):
        with pytest.raises(AppointmentOver):
            act()


def test_no_state_depends_on_words_about_a_person():
    named = visit(hamlet="Ấp Năm", note="Nhà có chó")
    bare = msgspec.structs.replace(named, **dict.fromkeys(AppointmentBooked.SEALED, ""))
    assert named != bare
    assert booked(named) == booked(bare)


def test_a_fact_of_another_capability_is_a_bug():
    with pytest.raises(AssertionError):
        evolve(Appointment(), msgspec.defstruct("Other", [])(), 1)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0903 000 123", "0903000123"),
        ("+84 903.000.123", "0903000123"),
        ("84903000123", "0903000123"),
        ("(0273) 3 000 100", "02733000100"),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_phone_is_the_same_however_it_is_typed(text, digits):
    assert phone_of(text) == digits


@pytest.mark.parametrize("typed", ["LH-261130-004", "lh-261130-004", " LH 261130 004 ", "lh261130004"])
def test_a_code_is_read_as_people_type_it(typed):
    assert parse_code(typed) == code_of("2026-11-30", 4) == "LH-261130-004"


@pytest.mark.parametrize("typed", ["", "LH", "H20.321-250701-0001", "LH-2611-004", "LH-261130-"])
def test_something_else_is_no_code(typed):
    assert parse_code(typed) == ""


PERIODS = st.tuples(st.integers(0, 600), st.integers(0, 600)).map(sorted)


@given(PERIODS, st.integers(5, 240))
def test_slots_stay_within_office_hours_and_never_overlap(period, minutes):
    opening, closing = (each * MINUTE for each in period)
    found = cut([(opening, closing)], minutes)
    assert all(opening <= start < end <= closing for start, end in found)
    assert all(earlier[1] == later[0] for earlier, later in pairwise(found))
    assert len(found) == (closing - opening) // (minutes * MINUTE)


VISITS = st.tuples(st.integers(0, 500), st.integers(1, 120)).map(
    lambda v: (v[0] * MINUTE, (v[0] + v[1]) * MINUTE)
)


@given(VISITS, st.lists(VISITS, max_size=5), st.integers(0, 60))
def test_an_officer_is_free_exactly_when_no_minute_with_the_way_is_taken(visit, others, travel):
    def minutes(begin, end):
        return set(range(begin // MINUTE, end // MINUTE))

    mine = minutes(visit[0] - travel * MINUTE, visit[1] + travel * MINUTE)
    assert free_for(*visit, others, travel) is all(not mine & minutes(*other) for other in others)
