"""Priority goes first, nobody is held up for good, and everyone who is overtaken is named with the rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.queue import Observed, QueuePolicy, Waiting, choose, estimate, label, passed_over, second_place

MINUTE = 60_000_000
POLICY = QueuePolicy()


def person(name, arrived, priority="", group="ho-tich", **rest):
    return Waiting(label=name, issued_at=arrived * MINUTE, priority=priority, group=group, **rest)


def call(*waiting, recent=(), now=10, groups=frozenset(), policy=POLICY):
    return choose(waiting, recent=recent, now=now * MINUTE, policy=policy, groups=groups)


def test_nobody_waiting_nobody_called():
    assert call() is None
    assert call(person("A001", 0), groups=frozenset({"dat-dai"})) is None


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
    assert call(*line, groups=frozenset({"ho-tich"})).passed_over == ("A001",)
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
        line = [ticket for ticket in line if ticket.label != choice.label]
        recent = [*recent, choice.rule]
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


OFTEN = {
    "khai-sinh": Observed(10, 8),
    "chung-thuc": Observed(4, 30),
    "dat-dai": Observed(40, 2),
    "": Observed(8, 40),
}


def test_the_wait_is_the_work_ahead_shared_by_the_open_counters():
    assert estimate(["khai-sinh", "chung-thuc", "chung-thuc"], OFTEN, [2], 1) == (15, 30)
    assert estimate(["khai-sinh"] * 8, OFTEN, [], 2) == (30, 55)


def test_a_procedure_seen_too_rarely_counts_as_an_average_visit():
    assert estimate(["dat-dai"] * 5, OFTEN, [], 1) == (30, 55)


def test_rather_no_estimate_than_a_guess():
    assert estimate(["khai-sinh"], OFTEN, [], 0) is None
    assert estimate(["dat-dai"], {"dat-dai": Observed(40, 4)}, [], 1) is None
    assert estimate(["dat-dai"], {"": Observed(40, 4)}, [], 1) is None


@given(
    st.lists(st.sampled_from(["khai-sinh", "chung-thuc", "dat-dai"]), max_size=40),
    st.lists(st.floats(0, 30), max_size=4),
    st.integers(1, 4),
)
def test_an_estimate_is_a_range_of_fives_that_holds_the_expected_wait(ahead, residuals, counters):
    low, high = estimate(ahead, OFTEN, residuals, counters)
    means = {"khai-sinh": 10, "chung-thuc": 4, "dat-dai": 8}
    expected = (sum(means[procedure] for procedure in ahead) + sum(residuals)) / counters
    assert low % 5 == high % 5 == 0
    assert low <= expected <= high
    assert low < high
