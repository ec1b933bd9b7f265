"""A ticket is called by one counter at a time, explained when it waits, never lost when nobody answers."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import queue as q
from domain.dossier import FeePaid
from domain.fact import FACTS, Refused
from domain.queue import QueuePolicy, Ticket, evolve

MINUTE = 60_000_000
POLICY = QueuePolicy()
ISSUED = q.TicketIssued(day="2026-11-23", series="A", ordinal=7, group="ho-tich", procedure="1.001193")
CALLED = q.TicketCalled(counter="2", officer="nt.hoa", rule="first_come")
STARTED = q.ServiceStarted(counter="2", officer="nt.hoa")
MISSED = q.TicketMissed(counter="2")


def after(*happened):
    return q.replay((fact, minute * MINUTE) for minute, fact in enumerate(happened))


WAITING, AT_THE_COUNTER = after(ISSUED), after(ISSUED, CALLED)
SERVING, PARKED = after(ISSUED, CALLED, STARTED), after(ISSUED, CALLED, MISSED)
SERVED = after(ISSUED, CALLED, STARTED, q.TicketServed(outcome="guidance"))


@pytest.mark.parametrize(("ordinal", "shown"), [(1, "A001"), (999, "A999"), (1000, "A1000"), (1049, "A1049")])
def test_a_band_of_numbers_never_overflows(ordinal, shown):
    assert q.label("A", ordinal) == shown


def test_labels_of_one_day_are_all_different():
    labels = {q.label(series, ordinal) for series in q.SERIES for ordinal in range(1, 1500)}
    assert len(labels) == len(q.SERIES) * 1499


@pytest.mark.parametrize("series", ["I", "O", "Q", "S", "Z", "F", "J", "W", "a", "", "AB"])
def test_letters_that_look_like_digits_or_are_foreign_are_no_series(series):
    with pytest.raises(q.UnknownSeries):
        q.issue(Ticket(), fact=q.TicketIssued(day="2026-11-23", series=series, ordinal=1, group="ho-tich"))


def test_a_number_is_given_once_and_starts_at_one():
    assert q.issue(Ticket(), fact=ISSUED) is ISSUED
    assert (WAITING.label, WAITING.state) == ("A007", "waiting")
    with pytest.raises(q.AlreadyIssued):
        q.issue(WAITING, fact=ISSUED)
    with pytest.raises(q.UnknownSeries):
        q.issue(Ticket(), fact=q.TicketIssued(day="2026-11-23", series="A", ordinal=0, group="x"))


def test_a_failed_print_is_kept_and_the_same_number_is_printed_again():
    failed = q.fail_print(WAITING, medium="paper", fault="hết giấy")
    printed = q.print_slip(evolve(WAITING, failed, 1), medium="paper")
    assert evolve(evolve(WAITING, failed, 1), printed, 2).prints == 1


def test_a_ticket_is_claimed_by_one_counter():
    called = q.call(WAITING, counter="2", officer="nt.hoa", rule="priority", passed_over=["A005"])
    assert called.passed_over == ("A005",)
    with pytest.raises(q.NotPossibleNow):
        q.call(evolve(WAITING, called, 1), counter="3", officer="tv.binh", rule="first_come")


@pytest.mark.parametrize(
    "act",
    [
        lambda: q.recall(AT_THE_COUNTER, counter="3", policy=POLICY),
        lambda: q.miss(AT_THE_COUNTER, counter="3"),
        lambda: q.start(AT_THE_COUNTER, counter="3", officer="tv.binh"),
        lambda: q.serve(SERVING, counter="3", outcome="other"),
        lambda: q.transfer(SERVING, to_group="dat-dai", why="nhầm", counter="3"),
    ],
)
def test_another_counter_keeps_its_hands_off(act):
    with pytest.raises(q.NotAtThisCounter):
        act()


def test_a_ticket_is_called_three_times_in_all_and_then_parked():
    ticket = AT_THE_COUNTER
    for time in (1, 2):
        again = q.recall(ticket, counter="2", policy=POLICY)
        assert again.time == time
        ticket = evolve(ticket, again, time)
    with pytest.raises(q.CalledEnough):
        q.recall(ticket, counter="2", policy=POLICY)
    parked = evolve(ticket, q.miss(ticket, counter="2"), 9)
    assert (parked.state, parked.counter, parked.misses) == ("parked", "", 1)


def test_a_parked_ticket_comes_back_within_the_hour_under_its_own_number():
    back = q.rejoin(PARKED, at=62 * MINUTE, policy=POLICY, behind="A009")
    ticket = evolve(PARKED, back, 62 * MINUTE)
    assert (ticket.label, ticket.state, ticket.behind, ticket.rejoined_at) == (
        "A007",
        "waiting",
        "A009",
        62 * MINUTE,
    )
    with pytest.raises(q.TooLateToRejoin):
        q.rejoin(PARKED, at=62 * MINUTE + 1, policy=POLICY)


def test_whoever_steps_aside_keeps_the_turn_and_comes_back_to_the_head_of_the_line():
    with pytest.raises(q.VisitorNotTold):
        q.hold(SERVING, counter="2", why=" ")
    held = evolve(SERVING, q.hold(SERVING, counter="2", why="điền tờ khai"), 5)
    assert (held.state, held.counter, held.holds, held.held_at) == ("held", "", 1, 5)
    back = evolve(held, q.resume(held), 9)
    assert (back.state, back.resumed_at, back.issued_at) == ("waiting", 9, 0)
    called = evolve(back, q.call(back, counter="3", officer="tv.binh", rule="resumed"), 10)
    assert (called.resumed_at, called.first_called_at) == (None, MINUTE), (
        "the promise ends with the first call"
    )


def test_a_transfer_may_be_to_one_counter_or_officer_of_the_same_group():
    moved = q.transfer(SERVING, to_group="ho-tich", why="việc khó", counter="2", to_officer="tv.binh")
    ticket = evolve(SERVING, moved, 5)
    assert (ticket.for_officer, ticket.for_counter, ticket.transfers) == ("tv.binh", "", 1)
    with pytest.raises(q.SameCounter):
        q.transfer(ticket, to_group="ho-tich", why="nhầm", to_officer="tv.binh")
    assert evolve(ticket, q.transfer(ticket, to_group="dat-dai", why="nhầm"), 6).for_officer == ""


def test_a_call_that_overtakes_by_number_says_why():
    with pytest.raises(q.VisitorNotTold):
        q.call(WAITING, counter="2", officer="nt.hoa", rule="by_number", passed_over=["A001"])
    assert q.call(WAITING, counter="2", officer="nt.hoa", rule="by_number").why == ""
    told = q.call(
        WAITING, counter="2", officer="nt.hoa", rule="by_number", passed_over=["A001"], why="đi cùng"
    )
    assert told.why == "đi cùng"


def test_a_claimed_priority_is_confirmed_once_at_the_counter_and_only_where_one_was_claimed():
    claimed = evolve(AT_THE_COUNTER, q.change_priority(AT_THE_COUNTER, priority="elderly", why="81 tuổi"), 5)
    assert claimed.confirmed, "an officer who gives priority has looked"
    issued = q.TicketIssued(day="2026-11-23", series="A", ordinal=7, group="ho-tich", priority="ill")
    called = after(issued, CALLED)
    confirmed = evolve(called, q.confirm_priority(called, counter="2"), 3)
    with pytest.raises(q.AlreadyConfirmed):
        q.confirm_priority(confirmed, counter="2")
    with pytest.raises(q.NothingClaimed):
        q.confirm_priority(AT_THE_COUNTER, counter="2")
    with pytest.raises(q.NotAtThisCounter):
        q.confirm_priority(called, counter="3")


def test_a_transfer_says_why_and_keeps_number_and_waiting_time():
    with pytest.raises(q.VisitorNotTold):
        q.transfer(SERVING, to_group="dat-dai", why=" ", counter="2")
    with pytest.raises(q.SameGroup):
        q.transfer(SERVING, to_group="ho-tich", why="nhầm", counter="2")
    moved = evolve(SERVING, q.transfer(SERVING, to_group="dat-dai", why="đất đai", counter="2"), 99)
    assert (moved.state, moved.group, moved.label, moved.issued_at) == ("waiting", "dat-dai", "A007", 0)
    assert (moved.counter, moved.started_at) == ("", None)


def test_a_transfer_stands_by_its_first_arrival_even_after_coming_back():
    back = evolve(PARKED, q.TicketRejoined(behind="A009"), 5 * MINUTE)
    moved = evolve(back, q.transfer(back, to_group="dat-dai", why="đất đai"), 6 * MINUTE)
    assert (moved.behind, moved.rejoined_at, moved.issued_at) == ("", None, 0)


def test_priority_is_changed_only_with_a_reason():
    with pytest.raises(q.VisitorNotTold):
        q.change_priority(WAITING, priority="elderly", why="")
    with pytest.raises(q.SamePriority):
        q.change_priority(WAITING, priority="", why="xem lại")
    changed = q.change_priority(WAITING, priority="elderly", why="Xuất trình căn cước: 81 tuổi")
    assert (changed.before, evolve(WAITING, changed, 1).priority) == ("", "elderly")


def test_guidance_is_kept_with_its_topics():
    told = q.guide(SERVING, topics=["papers", "fees", "papers"])
    assert (told.procedure, told.topics) == ("1.001193", ("papers", "fees"))
    with pytest.raises(q.NothingSaid):
        q.guide(SERVING, topics=[])


def test_a_visit_ends_with_what_came_of_it():
    ticket = evolve(SERVING, q.serve(SERVING, counter="2", outcome="dossier", dossier="ab" * 16), 5)
    assert (ticket.state, ticket.dossier, ticket.ended_at) == ("served", "ab" * 16, 5)


def test_the_end_of_the_day_ends_every_ticket_but_the_one_being_served():
    held = evolve(SERVING, q.hold(SERVING, counter="2", why="điền tờ khai"), 5)
    for ticket in (WAITING, AT_THE_COUNTER, PARKED, held):
        assert evolve(ticket, q.expire(ticket), 5).state == "expired"
    for ticket in (SERVING, SERVED, Ticket()):
        with pytest.raises(q.NotPossibleNow):
            q.expire(ticket)


@pytest.mark.parametrize(
    "act",
    [
        lambda: q.print_slip(SERVED, medium="paper"),
        lambda: q.fail_print(Ticket(), medium="paper", fault="hỏng"),
        lambda: q.recall(WAITING, counter="2", policy=POLICY),
        lambda: q.miss(SERVING, counter="2"),
        lambda: q.rejoin(WAITING, at=1, policy=POLICY),
        lambda: q.start(WAITING, counter="2", officer="nt.hoa"),
        lambda: q.transfer(PARKED, to_group="dat-dai", why="nhầm"),
        lambda: q.change_priority(SERVED, priority="ill", why="mệt"),
        lambda: q.guide(WAITING, topics=["papers"]),
        lambda: q.hold(WAITING, counter="", why="điền tờ khai"),
        lambda: q.resume(PARKED),
        lambda: q.confirm_priority(WAITING, counter=""),
        lambda: q.serve(AT_THE_COUNTER, counter="2", outcome="other"),
    ],
)
def test_what_a_state_does_not_allow_is_refused(act):
    with pytest.raises(q.NotPossibleNow):
        act()


def test_a_fact_of_another_capability_is_never_silently_taken():
    with pytest.raises(AssertionError, match="FeePaid"):
        evolve(WAITING, FeePaid(amount_vnd=1, receipt="1"), 1)


COUNTER = st.sampled_from(["1", "2"])
WHY = st.sampled_from(["", "nhầm nhóm"])
VERBS = {
    q.issue: {"fact": st.just(ISSUED)},
    q.print_slip: {"medium": st.just("paper")},
    q.fail_print: {"medium": st.just("paper"), "fault": st.just("hết giấy")},
    q.call: {"counter": COUNTER, "officer": st.just("nt.hoa"), "rule": st.just("first_come")},
    q.recall: {"counter": COUNTER, "policy": st.just(POLICY)},
    q.miss: {"counter": COUNTER},
    q.rejoin: {"at": st.just(5 * MINUTE), "policy": st.just(POLICY)},
    q.start: {"counter": COUNTER, "officer": st.just("nt.hoa")},
    q.transfer: {"to_group": st.sampled_from(["ho-tich", "dat-dai"]), "why": WHY, "counter": COUNTER},
    q.change_priority: {"priority": st.sampled_from(["", "elderly"]), "why": WHY},
    q.hold: {"counter": COUNTER, "why": WHY},
    q.resume: {},
    q.confirm_priority: {"counter": COUNTER},
    q.guide: {"topics": st.sampled_from([(), ("papers",)])},
    q.serve: {"counter": COUNTER, "outcome": st.just("other")},
    q.expire: {},
}


def test_every_fact_of_a_ticket_has_a_verb():
    assert {verb.__annotations__["return"].NAME for verb in VERBS} == {
        name for name, kind in FACTS.items() if kind.__module__ == "domain.queue.facts"
    }


@settings(deadline=None)
@given(st.data())
def test_in_whatever_order_people_act_a_ticket_stays_whole(data):
    ticket, history = Ticket(), []
    for moment in range(25):
        verb = data.draw(st.sampled_from(list(VERBS)))
        with suppress(Refused):
            fact = verb(ticket, **data.draw(st.fixed_dictionaries(VERBS[verb])))
            history.append((fact, moment))
            ticket = evolve(ticket, fact, moment)
        assert bool(ticket.counter) == (ticket.state in {"called", "serving"}) or ticket.ended_at is not None
        assert ticket.recalls <= POLICY.recalls
        assert (ticket.state == "none") == (not history)
    assert q.replay(history) == ticket
