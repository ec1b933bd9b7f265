"""Priority goes first, nobody is held up for good, and everyone who is overtaken is named with the rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.queue import Caller, QueuePolicy, Waiting, choose, label, passed_over, second_place

MINUTE = 60_000_000
POLICY = QueuePolicy()


def person(name, arrived, priority="", group="ho-tich", **rest):
    return Waiting(label=name, issued_at=arrived * MINUTE, priority=priority, group=group, **rest)


def called(*rules):
    """Calls by these rules, of tickets that claim priority only where the rule says so."""
    return [(rule, "elderly" if rule == "priority" else "") for rule in rules]


def call(*waiting, recent=(), now=10, caller=None, policy=POLICY):
    return choose(waiting, recent=called(*recent), now=now * MINUTE, policy=policy, caller=caller or Caller())


def only(*groups, **rest):
    return Caller(groups=frozenset(groups), **rest)


def test_nobody_waiting_nobody_called():
    assert call() is None
    assert call(person("A001", 0), caller=only("dat-dai")) is None


def test_first_come_first_called():
    choice = call(person("A002", 2), person("A001", 1))
    assert (choice.label, choice.rule, choice.passed_over) == ("A001", "first_come", ())


def test_priority_goes_first_and_those_overtaken_are_named():
    choice = call(person("A001", 1), person("A002", 2), person("A003", 3, "elderly"), person("A004", 4))
    assert (choice.label, choice.rule, choice.passed_over) == ("A003", "priority", ("A001", "A002"))


def test_after_two_priority_calls_an_ordinary_ticket_has_its_turn():
    two = (person("A001", 1, "elderly"), person("A002", 2))
    assert call(*two, recent=["priority"]).label == "A001"
    choice = call(*two, recent=["first_come", "priority", "priority"])
    assert (choice.label, choice.rule, choice.passed_over) == ("A002", "turn_of_ordinary", ("A001",))


@pytest.mark.parametrize(("now", "rule"), [(31, "priority"), (32, "waited_long")])
def test_an_ordinary_ticket_that_waited_longer_than_thirty_minutes_goes_first(now, rule):
    assert call(person("A001", 1), person("A002", 2, "pregnant"), now=now).rule == rule


def test_on_a_crowded_day_priority_still_has_its_turn():
    two = (person("A001", 1), person("A002", 2, "pregnant"))
    assert call(*two, now=60, recent=["waited_long"]).rule == "waited_long"
    assert call(*two, now=60, recent=["waited_long", "waited_long"]).rule == "priority"


def test_the_numbers_are_the_policys():
    strict = QueuePolicy(priority_in_a_row=1, ordinary_waits_minutes=5)
    two = (person("A001", 8), person("A002", 9, "merit"))
    assert call(*two, recent=["priority"], policy=strict).rule == "turn_of_ordinary"
    assert call(*two, now=14, policy=strict).rule == "waited_long"


def test_a_counter_calls_only_its_own_groups_and_passes_over_only_those():
    line = (person("B001", 1, group="dat-dai"), person("A001", 2), person("A002", 3, "ill"))
    assert call(*line, caller=only("ho-tich")).passed_over == ("A001",)
    assert call(*line).passed_over == ("B001", "A001")


def test_a_ticket_that_comes_back_goes_behind_one_and_before_the_rest():
    line = [person("A005", 5), person("A006", 6), person("A007", 7)]
    ahead = second_place(line, group="ho-tich", priority="")
    assert ahead == "A005"
    line.append(person("A001", 1, rejoined_at=8 * MINUTE, behind=ahead))
    called = []
    while line:
        choice = call(*line)
        called.append((choice.label, choice.rule))
        line = [ticket for ticket in line if ticket.label != choice.label]
    assert called == [
        ("A005", "first_come"),
        ("A001", "rejoined"),
        ("A006", "first_come"),
        ("A007", "first_come"),
    ]


def test_whoever_stepped_aside_stands_at_the_head_of_the_own_class_and_names_those_behind():
    line = (person("A001", 1), person("A004", 4, resumed_at=9 * MINUTE), person("A003", 3, "elderly"))
    choice = call(*line, recent=["priority", "priority"])
    assert (choice.label, choice.rule, choice.passed_over) == ("A004", "resumed", ("A001", "A003"))
    assert call(*line).label == "A003", "but priority keeps its turns"


def test_an_appointment_goes_first_at_its_hour_and_waits_like_others_before():
    line = (
        person("A001", 1),
        person("A002", 2, "elderly"),
        person("A003", 3, "appointment", due_at=30 * MINUTE),
    )
    assert call(*line, now=24).label == "A002"
    choice = call(*line, now=25)
    assert (choice.label, choice.rule, choice.passed_over) == ("A003", "appointment", ("A001", "A002"))


def test_after_an_appointment_somebody_without_one_has_a_turn():
    line = (person("A001", 1), person("A003", 3, "appointment", due_at=10 * MINUTE))
    choice = call(*line, recent=["appointment"])
    assert (choice.label, choice.rule) == ("A001", "turn_of_ordinary")
    assert call(line[1], recent=["appointment"]).rule == "appointment", "nobody else waits"
    mixed = (*line, person("A002", 2, "ill"))
    assert call(*mixed, recent=["priority", "appointment", "priority"]).rule == "turn_of_ordinary"


def test_appointments_are_called_by_their_hour_not_by_when_they_came():
    early, late = (
        person("A001", 1, "appointment", due_at=20 * MINUTE),
        person("A002", 2, "appointment", due_at=15 * MINUTE),
    )
    assert call(early, late, now=20).label == "A002"


def test_whoever_missed_the_hour_of_an_appointment_comes_back_as_everybody_does():
    back = person("A001", 1, "appointment", due_at=9 * MINUTE, rejoined_at=10 * MINUTE, behind="A002")
    assert call(person("A002", 2), back, now=10).label == "A002"
    assert second_place([person("A002", 2)], group="ho-tich", priority="appointment", due_at=1) == "A002"


def test_a_ticket_sent_to_a_counter_or_an_officer_is_called_only_there_and_is_named_by_the_others():
    line = (person("A001", 1, counter="3"), person("A002", 2, officer="tv.binh"), person("A003", 3))
    choice = call(*line, caller=only("ho-tich", counter="1", officer="nt.hoa"))
    assert (choice.label, choice.passed_over, choice.not_here) == ("A003", (), ("A001", "A002"))
    assert call(*line, caller=only("dat-dai", counter="3")).label == "A001", "whatever groups it calls"
    assert call(*line, caller=only(counter="2", officer="tv.binh")).label == "A002"


def test_an_officer_calls_only_what_the_officer_may_serve():
    line = (person("A001", 1, procedure="1.001193"), person("A002", 2, procedure="2.000815"))
    skilled = only("ho-tich", skills=frozenset({"2.000815"}))
    choice = call(*line, caller=skilled)
    assert (choice.label, choice.not_here) == ("A002", ("A001",))
    assert call(*line, caller=only(skills=frozenset({"ho-tich"}))).label == "A001"
    assert call(line[0], caller=skilled) is None


def test_calls_by_number_and_of_those_who_stepped_aside_are_nobodys_turn():
    two = (person("A001", 1), person("A002", 2, "elderly"))
    assert call(*two, recent=["priority", "by_number", "priority", "resumed"]).rule == "turn_of_ordinary"
    assert (
        choose(two, recent=[("rejoined", "elderly"), ("priority", "ill")], now=MINUTE, policy=POLICY).label
        == "A001"
    )


def test_two_that_come_back_keep_their_order():
    line = (
        person("A005", 5),
        person("A002", 2, rejoined_at=9 * MINUTE, behind="A005"),
        person("A001", 1, rejoined_at=10 * MINUTE, behind="A005"),
        person("A006", 6),
    )
    order = []
    while line:
        order.append(call(*line, now=12).label)
        line = tuple(ticket for ticket in line if ticket.label != order[-1])
    assert order == ["A005", "A002", "A001", "A006"]


def test_a_rejoined_ticket_names_those_it_comes_before():
    choice = call(person("A006", 6), person("A001", 1, rejoined_at=8 * MINUTE, behind="A005"))
    assert (choice.label, choice.rule, choice.passed_over) == ("A001", "rejoined", ("A006",))


def test_coming_back_to_an_empty_line_is_first_place_and_classes_have_lines_of_their_own():
    assert second_place([], group="ho-tich", priority="") == ""
    line = [person("A005", 5), person("A006", 6, "elderly"), person("B001", 1, group="dat-dai")]
    assert second_place(line, group="ho-tich", priority="") == "A005"
    assert second_place(line, group="ho-tich", priority="ill") == "A006"


def test_a_call_by_number_names_those_it_overtakes_too():
    assert passed_over("A003", [person("A003", 3), person("A002", 2), person("A004", 4)]) == ("A002",)


def test_the_thousandth_ticket_comes_after_the_one_before_it():
    assert call(person("A1000", 1), person("A999", 1)).label == "A999"


ARRIVALS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(["", "", "", "elderly", "pregnant"]), st.sampled_from("AB")),
    min_size=1,
    max_size=60,
)
SERVICE = st.integers(1, 20)
POLICIES = st.builds(
    QueuePolicy,
    priority_in_a_row=st.integers(1, 3),
    long_waits_in_a_row=st.integers(1, 3),
    ordinary_waits_minutes=st.sampled_from([0, 10, 30]),
)


def a_morning(arrivals, service, policy):
    """One counter serves everybody; yields the line, the choice and the calls before it."""
    coming, clock = [], 0
    for ordinal, (gap, priority, series) in enumerate(arrivals, start=1):
        clock += gap
        coming.append(person(label(series, ordinal), clock, priority, group=series))
    now, line, recent = 0, [], []
    while coming or line:
        now = max(now, coming[0].issued_at // MINUTE) if not line else now
        line += [ticket for ticket in coming if ticket.issued_at <= now * MINUTE]
        coming = [ticket for ticket in coming if ticket.issued_at > now * MINUTE]
        choice = choose(line, recent=recent, now=now * MINUTE, policy=policy)
        yield line, choice, recent
        chosen = next(ticket for ticket in line if ticket.label == choice.label)
        line = [ticket for ticket in line if ticket.label != choice.label]
        recent = [*recent, (choice.rule, chosen.priority)]
        now += service


@settings(deadline=None)
@given(ARRIVALS, SERVICE, POLICIES)
def test_everybody_is_called_exactly_once(arrivals, service, policy):
    called = [choice.label for _, choice, _ in a_morning(arrivals, service, policy)]
    assert len(called) == len(set(called)) == len(arrivals)


@settings(deadline=None)
@given(ARRIVALS, SERVICE, POLICIES)
def test_within_a_class_the_order_is_that_of_arrival(arrivals, service, policy):
    for line, choice, _ in a_morning(arrivals, service, policy):
        chosen = next(ticket for ticket in line if ticket.label == choice.label)
        same = [ticket for ticket in line if bool(ticket.priority) == bool(chosen.priority)]
        assert chosen.issued_at == min(ticket.issued_at for ticket in same)


@settings(deadline=None)
@given(ARRIVALS, SERVICE, POLICIES)
def test_exactly_those_who_stood_longer_are_named(arrivals, service, policy):
    for line, choice, _ in a_morning(arrivals, service, policy):
        chosen = next(ticket for ticket in line if ticket.label == choice.label)
        longer = {ticket.label for ticket in line if ticket.issued_at < chosen.issued_at}
        as_long = {ticket.label for ticket in line if ticket.issued_at == chosen.issued_at}
        assert longer <= set(choice.passed_over) <= longer | as_long - {choice.label}


@settings(deadline=None)
@given(ARRIVALS, SERVICE, POLICIES)
def test_neither_class_waits_for_more_than_a_few_calls(arrivals, service, policy):
    bound = 1 + policy.priority_in_a_row + policy.long_waits_in_a_row
    held = {True: 0, False: 0}
    for line, choice, _ in a_morning(arrivals, service, policy):
        called = next(bool(ticket.priority) for ticket in line if ticket.label == choice.label)
        others = any(bool(ticket.priority) != called for ticket in line)
        held[not called] = held[not called] + 1 if others else 0
        held[called] = 0
        assert max(held.values()) < bound
