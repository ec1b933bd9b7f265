"""The waiting room as a whole: stepping aside, sending on, skills, appointments, hours, and honest figures."""

import time

import msgspec
import pytest

from application.appointments import Wanted
from application.counter_acts import NobodyThere
from application.queue import NotServedHere
from application.reference import UnknownGroup
from application.views import WaitRange
from application.waiting import policy_on
from application.waiting.announcements import NoSuchAnnouncement
from domain import queue as q
from domain.calendar import local_moment
from domain.rules import ParameterMalformed, RulesAdopted
from domain.staff import BreakOver, NoShiftOpen, NotCounterStaff, SkillsBackdated
from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    DAY,
    HOA,
    KIEN,
    KIOSK,
    MINUTE,
    THU,
    an_office,
    at_counter,
    birth,
    forward,
    on,
)  # fmt: skip


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    at_counter(made, "1", HOA)
    at_counter(made, "2", AN)
    yield made
    made.close()


@pytest.fixture
def queue(office):
    return office.queue


def ticket(office, group="civil_status", **told):
    forward(office, 1)
    return office.queue.issue(KIOSK, group=group, **told)


def serve(office, by=HOA, counter="1", minutes=5.0):
    called = office.queue.call_next(counter, by)
    if called is not None:
        office.queue.start(called.id, by)
        forward(office, minutes)
        office.queue.finish(called.id, "guidance", by)
    return called


def adopt(office, day="2026-03-03", **parameters):
    fact = RulesAdopted(
        ruleset="phong-cho",
        level="commune",
        scope=office.unit.unit,
        valid_from=day,
        parameters=parameters,
        basis=dict.fromkeys(parameters, "Quy chế của Trung tâm"),
    )
    office.rules.adopt(fact)


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


# ---- the day


def test_the_rules_of_the_waiting_room_are_dated_and_a_unit_may_set_its_own(office, queue):
    known = office.core.known()
    assert policy_on(known, DAY) == q.QueuePolicy(), "the product's rules say what the product does"
    with pytest.raises(ParameterMalformed):
        adopt(office, queue_priority_in_a_row=0)
    adopt(office, queue_priority_in_a_row=1, queue_remote_tickets=True)
    assert policy_on(office.core.known(), DAY).priority_in_a_row == 2, "today stays as it began"
    tomorrow = policy_on(office.core.known(), "2026-03-03")
    assert (tomorrow.priority_in_a_row, tomorrow.remote_tickets) == (1, True)
    on(office, "2026-03-03")
    ticket(office), ticket(office, priority="ill"), ticket(office, priority="ill")
    assert [serve(office).rule for _ in range(3)] == ["priority", "turn_of_ordinary", "priority"]


@pytest.mark.parametrize(
    ("day", "hour", "reason", "next_open"),
    [
        (DAY, "08:00", "", ""),
        (DAY, "12:00", "", ""),
        (DAY, "16:46", "late", "2026-03-03T06:30"),
        ("2026-03-03", "05:00", "early", "2026-03-03T06:30"),
        ("2026-03-07", "09:00", "weekend", "2026-03-09T06:30"),
        ("2026-04-30", "09:00", "holiday", "2026-05-04T06:30"),
    ],
)
def test_numbers_are_given_in_the_hours_of_the_calendar(office, queue, day, hour, reason, next_open):
    on(office, day, hour)
    hours = queue.hours()
    assert (hours.open, hours.reason, hours.next_open) == (not reason, reason, next_open)
    assert bool(hours.holiday) == (reason == "holiday")
    assert queue.board().closed == bool(reason)
    assert queue.board().opens_at == next_open


def test_a_unit_may_refuse_numbers_out_of_hours_and_cap_them(office, queue):
    adopt(office, queue_issue_only_in_hours=True, queue_numbers_per_day=2, queue_issue_at_lunch=False)
    on(office, "2026-03-03", "06:00")
    with pytest.raises(q.NoNumbersNow):
        ticket(office)
    assert queue.issue(HOA, group="land").number == "C001", "an officer may always take somebody in"
    on(office, "2026-03-03", "12:00")
    assert (queue.hours().reason, queue.hours().next_open) == ("lunch", "2026-03-03T13:30")
    on(office, "2026-03-03", "13:40")
    ticket(office), ticket(office)
    with pytest.raises(q.NumbersUsedUp):
        ticket(office)
    assert queue.hours().full == ("civil_status",)
    assert ticket(office, "land").number == "C002"


def test_a_line_that_cannot_be_served_today_is_said_to_be_full(office, queue):
    for _ in range(26):
        ticket(office, "land")
        serve(office, AN, "2", minutes=10)
    on(office, DAY, "15:00")
    office.staff.sign_out(HOA)
    for _ in range(8):
        ticket(office, "land")
    assert queue.hours().full == ()
    for _ in range(10):
        ticket(office, "land")
    assert "land" in queue.hours().full
    assert queue.hours().open, "whoever wants to may still try"


def test_the_first_act_of_a_day_ends_what_the_day_before_left_open(office, queue):
    left, held = ticket(office), ticket(office)
    queue.call_number(held.number, "1", HOA, "x")
    queue.hold(held.id, "Đi sao giấy", HOA)
    on(office, "2026-03-03", "07:00")
    assert queue.end_earlier_days() == 2
    assert queue.end_earlier_days() == 0
    assert [queue.ticket(each.id).state for each in (left, held)] == ["expired", "expired"]
    assert queue.board().waiting == {}


def test_quiet_hours_come_from_the_weeks_before(office, queue):
    assert queue.forecast().days == 0
    assert queue.forecast().quiet == ""
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        for hour, many in (("07:40", 3), ("08:10", 4), ("14:10", 1)):
            on(office, day, hour)
            for _ in range(many):
                queue.issue(KIOSK, group="land")
    on(office, "2026-03-06", "09:00")
    found = queue.forecast()
    expected = {each.begins: each.expected for each in found.half_hours}
    assert (found.days, expected["07:30"], expected["08:00"], expected["14:00"]) == (3, 3, 4, 1)
    assert found.busiest == "07:30–08:30"
    assert found.quiet == queue.board().quiet == "09:00–10:00"
    assert queue.forecast("2026-03-09").half_hours[0].begins == "07:00"


# ---- the board


def test_announcements_stand_on_the_board_while_they_hold(office, queue):
    told = queue.announce("Quầy 2 nghỉ từ 15 giờ", HOA, text_en="Counter 2 closes at 3")
    later = queue.announce(
        "Mai nghỉ lễ", HOA, since=office.now() + 60 * MINUTE, until=office.now() + 90 * MINUTE
    )
    assert [each.text for each in queue.board().announcements] == ["Quầy 2 nghỉ từ 15 giờ"]
    forward(office, 61)
    assert [each.id for each in queue.announcements()] == [later.id, told.id]
    queue.withdraw_announcement(told.id, HOA)
    assert [each.id for each in queue.announcements()] == [later.id]
    forward(office, 30)
    assert queue.announcements() == ()
    with pytest.raises(NoSuchAnnouncement):
        queue.withdraw_announcement(ticket(office).id, HOA)
    with pytest.raises(q.AlreadyWithdrawn):
        queue.withdraw_announcement("0" * 32, HOA)


def test_the_board_tells_each_group_its_line_in_the_order_of_calls(office, queue):
    for _ in range(6):
        ticket(office)
        serve(office, minutes=6)
    ticket(office), ticket(office, priority="ill"), ticket(office, "land"), ticket(office)
    groups = {each.key: each for each in queue.board().groups}
    civil = groups["civil_status"]
    assert (civil.waiting, civil.next, civil.series) == (3, ("A008", "A007", "A009"), "A")
    assert isinstance(civil.wait, WaitRange)
    assert groups["social"].waiting == 0
    assert queue.board().next == ("A008", "A007", "C001", "A009")
    assert queue.board().last_calls[0].number == "A006"
    assert "nt.hoa" not in msgspec.json.encode(queue.board()).decode()


# ---- how long it may take


def test_nothing_is_said_where_nothing_is_known_or_nobody_calls(office, queue):
    first = ticket(office)
    assert first.wait == WaitRange(0, 2)
    assert ticket(office).wait is None
    for by in (HOA, AN):
        office.staff.sign_out(by)
    assert queue.ticket(first.id).wait is None
    assert queue.ticket(ticket(office).id).people_ahead == 2


def test_what_was_promised_is_kept_with_the_number(office, queue):
    for _ in range(6):
        ticket(office)
        serve(office, minutes=6)
    office.staff.sign_out(AN)
    for _ in range(3):
        taken = ticket(office)
    steps = office.core.store.read(office.core.store.reader(), office.core.stream("ticket", f"{DAY}/A/9"))
    fact = next(steps).fact
    assert (fact.told_low, fact.told_high) == (taken.wait.low, taken.wait.high)
    assert fact.expected_seconds == pytest.approx(12 * 60, abs=60)
    assert fact.people_ahead == taken.people_ahead == 2


def test_a_break_that_is_announced_is_counted_in_and_one_without_end_is_not_waited_for(office, queue):
    for _ in range(6):
        ticket(office)
        serve(office, minutes=6)
    office.staff.sign_out(AN)
    ticket(office)
    office.staff.pause(HOA, "Nghỉ", office.now() + 30 * MINUTE)
    waits = ticket(office).wait
    assert waits.low >= 25
    office.staff.resume(HOA)
    office.staff.pause(HOA, "Nghỉ")
    assert ticket(office).wait is None


def test_a_full_hall_is_looked_at_in_moments(office, queue):
    with office.store.together():
        for _ in range(6):
            ticket(office)
            serve(office, minutes=6)
        for number in range(200):
            taken = ticket(office, ("civil_status", "land", "social")[number % 3])
    spent = []
    for _ in range(20):
        forward(office, 0.2)
        begun = time.thread_time()
        queue.ticket(taken.id)
        spent.append(time.thread_time() - begun)
    assert min(spent) < 0.02, "a few milliseconds of the processor; the figure itself is in docs/queue.md"


def test_the_queue_of_the_office_belongs_to_those_at_counters(office, queue):
    first = ticket(office)
    queue.call_next("1", HOA)
    for by in (BINH, THU):
        with pytest.raises(NoShiftOpen):
            queue.hold(first.id, "x", by)
    with pytest.raises(q.NotAtThisCounter):
        queue.hold(first.id, "x", AN)
