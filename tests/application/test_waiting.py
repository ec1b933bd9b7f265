"""In the waiting room people step aside, are sent on, come by appointment and claim to go first."""

import pytest

from application.appointments import Wanted
from application.counter_acts import NobodyThere
from application.queue import NotServedHere
from application.reference import UnknownGroup
from domain import queue as q
from domain.calendar import local_moment
from domain.staff import BreakOver, NoShiftOpen, NotCounterStaff, SkillsBackdated
from tests.application.a_waiting_room import serve, ticket
from tests.application.an_office import AN, BINH, CITIZEN, DAY, HOA, KIEN, KIOSK, MINUTE, THU, birth, on

pytestmark = pytest.mark.usefixtures("open_hall")
"""Hoa sits at counter 1 and An at counter 2."""


# ---- stepping aside, being sent on


def test_whoever_steps_aside_frees_the_counter_and_is_called_first_when_ready(office, queue):
    first, second, third = ticket(office), ticket(office), ticket(office)
    queue.call_next("1", HOA)
    queue.start(first.id, HOA)
    held = queue.hold(first.id, "Điền thêm tờ khai", HOA)
    assert (held.state, held.holds, queue.board().held) == ("held", 1, ("A001",))
    assert [each.number for each in queue.counter("1", "nt.hoa").held] == ["A001"]
    assert serve(office).id == second.id
    queue.resume(first.id, AN)
    called = queue.call_next("1", HOA)
    assert (called.id, called.rule) == (first.id, "resumed")
    assert queue.ticket(third.id).people_ahead == 0


def test_a_visitor_is_sent_to_a_colleague_and_nobody_else_calls_the_number(office, queue):
    sent, other = ticket(office), ticket(office)
    queue.call_next("1", HOA)
    moved = queue.transfer(sent.id, "", "Việc khó, chị An phụ trách", HOA, to_officer="pv.an")
    assert (moved.group, moved.for_officer, moved.transfers) == ("civil_status", "pv.an", 1)
    assert [each.number for each in queue.counter("1", "nt.hoa").waiting] == ["A002"]
    assert serve(office).id == other.id
    assert queue.call_next("1", HOA) is None
    assert queue.call_next("2", AN).id == sent.id


def test_a_number_sent_to_somebody_who_goes_home_is_anybodys_again(office, queue):
    sent = ticket(office)
    queue.call_next("1", HOA)
    queue.transfer(sent.id, "", "Hồ sơ ở quầy 2", HOA, to_counter="2")
    assert queue.call_next("1", HOA) is None
    office.staff.sign_out(AN)
    assert queue.call_next("1", HOA).id == sent.id


def test_nobody_is_sent_where_nobody_works(office, queue):
    sent = ticket(office)
    queue.call_next("1", HOA)
    with pytest.raises(NobodyThere):
        queue.transfer(sent.id, "", "x", HOA, to_counter="9")
    with pytest.raises(NoShiftOpen):
        queue.transfer(sent.id, "", "x", HOA, to_officer="tt.kien")
    with pytest.raises(q.SameGroup):
        queue.transfer(sent.id, "", "x", HOA)


def test_the_history_of_a_number_tells_colleagues_where_it_was_and_why(office, queue):
    sent = ticket(office)
    queue.call_next("1", HOA)
    queue.transfer(sent.id, "land", "Việc đất đai", HOA, to_counter="2")
    steps = queue.history(sent.id, AN)
    assert [step.topic for step in steps] == ["ticket.issued", "ticket.called", "ticket.transferred"]
    last = steps[-1]
    assert (last.officer, last.counter, last.group, last.why) == ("nt.hoa", "2", "land", "Việc đất đai")
    for stranger in (KIOSK, CITIZEN):
        with pytest.raises(NotCounterStaff):
            queue.history(sent.id, stranger)


# ---- skills, breaks


def test_a_counter_calls_only_what_its_officer_may_serve_and_names_those_left_for_others(office, queue):
    code = birth(office)
    office.staff.set_skills("pv.an", "Mới nhận việc", KIEN, groups=("land",))
    first = queue.issue(KIOSK, procedure=code)
    land = ticket(office, "land")
    assert [each.id for each in queue.counter("2", "pv.an").waiting] == [land.id]
    with pytest.raises(NotServedHere):
        queue.call_number(first.number, "2", AN)
    assert serve(office, AN, "2").id == land.id
    assert queue.call_next("2", AN) is None
    office.staff.set_skills("pv.an", "Học thêm", KIEN, groups=("land",), procedures=(code,))
    assert queue.call_next("2", AN).id == first.id


def test_skills_are_set_from_today_on_by_those_who_manage(office):
    with pytest.raises(SkillsBackdated):
        office.staff.set_skills("pv.an", "x", KIEN, groups=("land",), since="2026-03-01")
    with pytest.raises(UnknownGroup):
        office.staff.set_skills("pv.an", "x", KIEN, groups=("astrology",))


def test_the_hall_sees_which_counter_is_on_a_break_and_until_when(office, queue):
    until = office.now() + 15 * MINUTE
    office.staff.pause(HOA, "Nghỉ giữa giờ", until)
    with pytest.raises(BreakOver):
        office.staff.pause(AN, "x", office.now())
    counters = {each.counter: each for each in queue.board().counters}
    assert list(counters) == ["1", "2", "3", "4"]
    assert (counters["1"].state, counters["1"].until) == ("paused", until)
    assert (counters["2"].state, counters["3"].state) == ("open", "closed")
    assert counters["3"].groups == ("social", "other", "results")
    assert queue.counter("1", "nt.hoa").paused_until == until


# ---- appointments


def booked(office, hour, group="civil_status"):
    start = local_moment(DAY, hour)
    view = office.appointments.book(
        Wanted(kind="counter", start=start, group=group, person="Lê Giả Định", phone="0199000111"), HOA
    )
    return view, view.url.rpartition("#")[2]


def test_an_appointment_is_called_at_its_hour_and_not_before(office, queue):
    view, secret = booked(office, "09:30")
    on(office, DAY, "09:15")
    plain, priority = ticket(office), ticket(office, priority="elderly")
    on(office, DAY, "09:20")
    came = office.appointments.arrive(view.code, KIOSK, secret=secret)
    assert (came.priority, came.due_at, came.remark) == ("appointment", view.start, "")
    assert serve(office, minutes=1).id == priority.id
    on(office, DAY, "09:26")
    called = serve(office, minutes=1)
    assert (called.id, called.rule, called.passed_over) == (came.id, "appointment", (plain.number,))
    assert serve(office).id == plain.id


def test_whoever_comes_after_the_hour_waits_like_everybody_and_is_told_why(office, queue):
    view, secret = booked(office, "09:30")
    on(office, DAY, "09:50")
    plain = queue.issue(KIOSK, group="civil_status")
    came = office.appointments.arrive(view.code, KIOSK, secret=secret)
    assert (came.priority, came.due_at, came.remark) == ("", 0, "appointment_late")
    assert serve(office).id == plain.id
    assert queue.call_next("1", HOA).rule == "first_come"


# ---- what is claimed


def test_priority_claimed_at_a_kiosk_is_looked_at_and_counted(office, queue):
    right, wrong, unseen = (ticket(office, priority="elderly") for _ in range(3))
    queue.call_next("1", HOA)
    assert queue.confirm_priority(right.id, HOA).confirmed
    queue.start(right.id, HOA)
    queue.finish(right.id, "guidance", HOA)
    queue.call_next("1", HOA)
    queue.change_priority(wrong.id, "", "Chưa đủ 60 tuổi", HOA)
    claims = queue.priority_claims(DAY, DAY)
    kiosk, hoa = claims.devices[0], claims.officers[0]
    assert (kiosk.who, kiosk.claimed, kiosk.confirmed, kiosk.withdrawn) == ("kiosk-1", 3, 1, 1)
    assert (hoa.who, hoa.claimed, hoa.confirmed, hoa.withdrawn) == ("nt.hoa", 2, 1, 1)
    assert queue.ticket(unseen.id).confirmed is False


def test_fairness_is_read_from_the_log(office, queue):
    ticket(office), ticket(office, priority="ill"), ticket(office)
    queue.call_next("1", HOA)
    queue.call_number("A003", "2", AN, "Con nhỏ khóc")
    found = queue.fairness()
    assert [(each.called, each.over, each.reason) for each in found.overtakings] == [
        ("A002", "A001", "priority"),
        ("A003", "A001", "by_number"),
    ]
    assert found.without_reason == ()
    assert queue.fairness("2026-01-01").overtakings == ()


# ---- whose it is


def test_the_queue_of_the_office_belongs_to_those_at_counters(office, queue):
    first = ticket(office)
    queue.call_next("1", HOA)
    for by in (BINH, THU):
        with pytest.raises(NoShiftOpen):
            queue.hold(first.id, "x", by)
    with pytest.raises(q.NotAtThisCounter):
        queue.hold(first.id, "x", AN)
