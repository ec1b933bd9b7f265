"""The line played forward says when each will be called; its range is fitted to what came of earlier ones."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import queue as q
from domain.queue import Caller, Desk, Fit, Observed, Outcome, QueuePolicy, Start, Times, Waiting
from domain.queue.promise import COVERED, ENOUGH, SEVERAL
from domain.queue.schedule import MOST_LOAD

MINUTE = 60_000_000
SECOND = 1_000_000
POLICY = QueuePolicy()
TIMES = Times(
    {
        "": Observed(40, 300.0, 900.0),
        "long": Observed(4_000_000, 600.0, 0.0),
        "rare": Observed(5, 900.0, 900.0),
    }
)


def person(name, arrived, priority="", group="a", **rest):
    return Waiting(label=name, issued_at=arrived * MINUTE, priority=priority, group=group, **rest)


def desk(counter, *groups, free=10, **rest):
    return Desk(caller=Caller(counter=counter, groups=frozenset(groups)), free_at=free * MINUTE, **rest)


def play(line, *desks, now=10, times=TIMES, **rest):
    return q.schedule(line, desks, times, now=now * MINUTE, policy=POLICY, **rest)


def minutes(found):
    return {label: start.at / MINUTE for label, start in found.items()}


def test_one_counter_calls_one_after_the_other():
    line = [person("A001", 1), person("A002", 2, procedure="long"), person("A003", 3)]
    assert minutes(play(line, desk("1"))) == pytest.approx({"A001": 10, "A002": 15, "A003": 25}, abs=0.01)


def test_two_counters_share_a_line_and_a_busy_one_comes_later():
    line = [person("A001", 1), person("A002", 2), person("A003", 3)]
    assert minutes(play(line, desk("1"), desk("2", free=12))) == {"A001": 10, "A002": 12, "A003": 15}


def test_the_calling_rule_decides_who_is_ahead():
    line = [person("A001", 1), person("A002", 2), person("A003", 3, "elderly"), person("A004", 4, "ill")]
    found = play([*line, person("A005", 5, "merit")], desk("1"))
    assert [label for label, _ in sorted(minutes(found).items(), key=lambda each: each[1])] == [
        "A003", "A004", "A001", "A005", "A002",
    ]  # fmt: skip
    assert {label: start.place for label, start in found.items()} == {
        "A003": 0, "A004": 1, "A001": 2, "A005": 3, "A002": 4,
    }  # fmt: skip


def test_only_counters_that_serve_a_group_count_for_it():
    line = [person("A001", 1), person("B001", 2, group="b"), person("B002", 3, group="b")]
    assert minutes(play(line, desk("1", "a"), desk("2", "b"))) == {"A001": 10, "B001": 10, "B002": 15}
    assert minutes(play(line, desk("2", "b"))) == {"B001": 10, "B002": 15}, "nobody is there for A001"


def test_nobody_is_called_while_the_counters_are_closed():
    closed = [(14 * MINUTE, 60 * MINUTE)]
    line = [person("A001", 1), person("A002", 2), person("A003", 3)]
    assert minutes(play(line, desk("1"), closed=closed)) == {"A001": 10, "A002": 60, "A003": 65}


def test_somebody_who_might_come_takes_no_time_from_those_who_are_there():
    line = [person("A001", 1), person("+a", 10), person("!a", 10, "elderly"), person("A002", 10)]
    found = play(line, desk("1"), unseen=frozenset({"+a", "!a"}))
    assert minutes(found)["A001"] == 10
    assert found["+a"].place == 1
    assert found["!a"].place == 0


def test_what_is_uncertain_grows_with_the_line_and_is_shared_by_the_counters():
    line = [person(f"A{n:03d}", n) for n in range(1, 10)]
    alone, shared = play(line, desk("1")), play(line, desk("1"), desk("2"))
    spreads = [alone[each.label].spread for each in line]
    assert spreads == sorted(spreads)
    assert spreads[0] == 0
    assert shared["A009"].spread < alone["A009"].spread


def test_a_procedure_seen_rarely_is_drawn_towards_all_visits():
    mean, _ = TIMES.of("rare")
    assert 300 < mean < 900
    assert TIMES.of("never")[0] == 300
    assert not Times().known()
    assert not Times({"": Observed(4, 300.0, 0.0)}).known(), "four visits teach nothing"


def test_those_who_still_come_and_go_first_slow_an_ordinary_ticket_down_within_bounds():
    start = Start(20 * MINUTE, 60.0, 3)
    assert q.slowed(start, 10 * MINUTE, 0.0) == start
    assert q.slowed(start, 10 * MINUTE, 0.2).at == pytest.approx(22.5 * MINUTE)
    assert q.slowed(start, 10 * MINUTE, 5.0) == q.slowed(start, 10 * MINUTE, MOST_LOAD)


LINES = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["", "", "elderly"]), st.sampled_from("abc")), max_size=40
)


@settings(deadline=None)
@given(LINES, st.integers(1, 4))
def test_everybody_whom_a_counter_serves_is_called_once_and_never_before_now(line, counters):
    people = [person(f"A{n:03d}", *each) for n, each in enumerate(line)]
    desks = [desk(str(n), *"abc"[: 1 + n % 3]) for n in range(counters)]
    found = play(people, *desks, now=30)
    served = {each.label for each in people if any(one.caller.serves(each) for one in desks)}
    assert found.keys() == served
    assert all(start.at >= 30 * MINUTE and start.spread >= 0 for start in found.values())
    for group in "abc":
        places = sorted(
            found[each.label].place for each in people if each.group == group and each.label in found
        )
        assert places == list(range(len(places)))


@settings(deadline=None)
@given(LINES)
def test_played_forward_one_counter_calls_exactly_as_the_rule_does(line):
    people = [person(f"A{n:03d}", *each) for n, each in enumerate(line)]
    found, at, recent = play(people, desk("1", "a", "b", "c"), now=30), 30 * MINUTE, []
    for start in sorted(found.values(), key=lambda each: each.at):
        choice = q.choose(people, recent=recent, now=at, policy=POLICY)
        chosen = next(each for each in people if each.label == choice.label)
        assert found[choice.label] == start
        people.remove(chosen)
        recent.append((choice.rule, chosen.priority))
        at += int(TIMES.of("")[0] * SECOND)


@given(st.floats(0, 20_000), st.floats(0, 4_000))
def test_a_range_is_told_in_whole_minutes_and_later_in_fives_and_is_never_empty(expected, spread):
    low, high = q.told(expected, spread, Fit())
    assert 0 <= low < high
    assert all(end % 5 == 0 for end in (low, high) if end > SEVERAL + 2)
    assert low <= expected / 60 + 3
    assert high >= expected / 60 - 3


def test_nobody_ahead_is_told_as_a_moment():
    assert q.told(0, 0, Fit()) == (0, 2)


def test_too_few_outcomes_fit_nothing():
    assert q.fit([Outcome(60, 10, 60)] * (ENOUGH - 1)) is None


@pytest.mark.parametrize("wrong", [0.5, 1.0, 2.0])
def test_a_range_covers_four_fifths_however_wrong_the_forecast_is(wrong):
    draw = Random(7)

    def outcome():
        expected = draw.uniform(300, 3000)
        return Outcome(expected, 0.15 * expected, wrong * expected + draw.gauss(0, 0.3 * expected))

    fit = q.fit([outcome() for _ in range(800)])
    fresh = [outcome() for _ in range(2000)]
    ranges = [(q.told(each.expected, each.spread, fit), each.waited / 60) for each in fresh]
    held = sum(low <= waited <= high for (low, high), waited in ranges) / len(fresh)
    assert held == pytest.approx(COVERED, abs=0.05), held
