"""Announcements to the hall, quiet hours from past days, and the unit's own rules for its waiting room."""

import pytest

from domain import queue as q
from domain.queue.policy import PREFIX
from domain.rules import FAVOURS
from domain.rules.favour import OWN, as_good, well_formed

HOUR = 3_600_000_000


def test_an_announcement_says_something_for_a_while():
    fact = q.announce(
        text="  Quầy 2  nghỉ chiều nay ", text_en="Counter 2 closes", since=0, until=HOUR, now=0
    )
    assert fact.text == "Quầy 2 nghỉ chiều nay"
    posted = q.evolve_announcement(q.Posted(), fact)
    gone = q.evolve_announcement(posted, q.withdraw_announcement(posted))
    assert gone.withdrawn
    for state in (gone, q.Posted()):
        with pytest.raises(q.AlreadyWithdrawn):
            q.withdraw_announcement(state)
    with pytest.raises(AssertionError):
        q.evolve_announcement(posted, q.TicketResumed())


@pytest.mark.parametrize(("text", "english"), [("", "x"), (" ", ""), ("á" * 161, ""), ("x", "y" * 161)])
def test_an_announcement_that_cannot_be_read_in_passing_is_refused(text, english):
    with pytest.raises(q.AnnouncementEmpty):
        q.announce(text=text, text_en=english, since=0, until=HOUR, now=0)


@pytest.mark.parametrize(("since", "until", "now"), [(0, 0, 0), (9, 8, 0), (0, 5, 6)])
def test_an_announcement_ends_later_than_now_and_than_it_begins(since, until, now):
    with pytest.raises(q.AnnouncementOver):
        q.announce(text="Nghỉ", text_en="", since=since, until=until, now=now)


def test_half_hours_lie_wholly_within_the_hours_of_opening():
    assert q.cut("07:15", "09:00") == ("07:30", "08:00", "08:30")
    assert q.cut("13:30", "13:45") == ()


def test_the_quiet_hour_is_two_half_hours_in_a_row_with_the_fewest_people():
    days = [{"07:30": 20, "08:00": 10, "10:30": 2, "13:30": 3, "14:00": 4, "14:30": 0}] * 2
    seen = q.half_hours(days, ("07:30", "08:00", "10:30", "13:30", "14:00", "14:30"))
    assert q.quiet_hour(seen) == "14:00–15:00", "10:30 and 13:30 are no hour together"
    assert q.quiet_hour(seen, busiest=True) == "07:30–08:30"
    assert q.quiet_hour(seen, after="14:30") == ""


def test_one_day_is_no_history():
    assert q.half_hours([{"07:30": 20}], ("07:30",)) == ()
    assert q.quiet_hour(()) == ""


def test_every_number_of_the_policy_may_be_set_by_the_unit_within_bounds():
    for name in q.QueuePolicy.__struct_fields__:
        assert well_formed(PREFIX + name, getattr(q.QueuePolicy(), name)), name
        assert as_good(PREFIX + name, getattr(q.QueuePolicy(), name), None)
    assert {name for name in FAVOURS if name.startswith(PREFIX)} == {
        PREFIX + name for name in q.QueuePolicy.__struct_fields__
    }
    for name, (least, most) in OWN.items():
        assert not well_formed(name, least - 1)
        assert not well_formed(name, most + 1)
        assert as_good(name, most, least), "the unit may go either way"
    assert not well_formed("queue_remote_tickets", 1)


def test_a_policy_is_read_from_a_rule_set_and_keeps_the_rest():
    policy = q.read_policy({"queue_recalls": 3, "queue_remote_tickets": True, "apologies": 1})
    assert (policy.recalls, policy.remote_tickets, policy.priority_in_a_row) == (3, True, 2)
