"""The waiting room says when numbers are given, what stands on the board, and how long it may honestly take."""

import time

import msgspec
import pytest

from application.views import WaitRange
from application.waiting import policy_on
from application.waiting.announcements import NoSuchAnnouncement
from domain import queue as q
from domain.rules import ParameterMalformed
from tests.application.a_waiting_room import adopt, serve, ticket
from tests.application.an_office import AN, DAY, HOA, KIOSK, MINUTE, forward, on

pytestmark = pytest.mark.usefixtures("open_hall")
"""Hoa sits at counter 1 and An at counter 2."""


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
