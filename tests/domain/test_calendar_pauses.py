"""After pauses of any kind and number the clock ends where the policy says, and never earlier for standing still."""

from dataclasses import dataclass

import pytest
from hypothesis import strategies as st

from domain.calendar import Pause, PausedBeforeItBegan, TimeLimit, due, parse_limit, stage_dues
from tests.domain.test_calendar_clock import A, minute_of, moment
from tests.laws import tried

MINUTE = 60_000_000
TEN_DAYS = TimeLimit("working_day", 10)


def paused(*stretches, restarts=True):
    return tuple(
        Pause(start=moment(asked), end=moment(complete), restarts=restarts) for asked, complete in stretches
    )


def end(start, limit, policy, *pauses):
    found = due(moment(start), parse_limit(limit), A, policy=policy, pauses=paused(*pauses))
    return minute_of(found.at)


@pytest.mark.parametrize(
    ("policy", "expected"), [("restart", "2026-12-03"), ("stopwatch", "2026-11-23"), ("shift", "2026-11-23")]
)
def test_several_pauses_add_up(policy, expected):
    pauses = (("2026-11-05T10:00", "2026-11-10T14:00"), ("2026-11-16T08:00", "2026-11-18T09:00"))
    assert end("2026-11-02T09:00", "10wd", policy, *pauses)[:10] == expected


def test_two_pauses_without_a_moment_between_them_are_one():
    one = (("2026-11-05T10:00", "2026-11-12T14:00"),)
    two = (("2026-11-05T10:00", "2026-11-10T18:30"), ("2026-11-10T18:30", "2026-11-12T14:00"))
    for policy in ("restart", "stopwatch", "shift"):
        assert end("2026-11-02T09:00", "10wd", policy, *one) == end("2026-11-02T09:00", "10wd", policy, *two)


def test_asked_and_answered_on_one_day_costs_no_day():
    answered = ("2026-11-05T10:00", "2026-11-05T16:00")
    assert end("2026-11-02T09:00", "10wd", "stopwatch", answered)[:10] == "2026-11-16"
    assert end("2026-11-02T09:00", "10wd", "shift", answered)[:10] == "2026-11-16"


def test_a_pause_over_a_weekend_costs_no_working_day_and_two_days_of_the_shift():
    weekend = ("2026-11-06T16:00", "2026-11-08T09:00")
    assert end("2026-11-02T09:00", "10wd", "stopwatch", weekend)[:10] == "2026-11-16"
    assert end("2026-11-02T09:00", "10wd", "shift", weekend)[:10] == "2026-11-18"
    assert end("2026-11-02T09:00", "10d", "stopwatch", weekend)[:10] == "2026-11-16"


def test_asked_before_the_day_of_receipt_is_over_the_whole_limit_is_still_there():
    at_once = ("2026-11-02T10:00", "2026-11-10T14:00")
    for limit in ("10wd", "10d"):
        assert end("2026-11-02T09:00", limit, "stopwatch", at_once) == end(
            "2026-11-10T14:00", limit, "restart"
        )


def test_asked_on_the_last_day_the_office_has_until_it_closes_on_the_day_the_papers_come():
    for policy in ("stopwatch", "shift"):
        last_day = ("2026-11-16T10:00", "2026-11-19T14:00")
        assert end("2026-11-02T09:00", "10wd", policy, last_day) == "2026-11-19T17:00"
        evening = ("2026-11-16T10:00", "2026-11-19T20:00")
        assert end("2026-11-02T09:00", "10wd", policy, evening) == "2026-11-20T17:00"
        saturday = ("2026-11-16T10:00", "2026-11-21T09:00")
        assert end("2026-11-02T09:00", "10wd", policy, saturday) == "2026-11-23T17:00"


def test_a_limit_that_has_run_out_is_not_revived_by_asking_for_papers():
    too_late = ("2026-11-17T08:00", "2026-11-20T14:00")
    for policy in ("stopwatch", "shift"):
        assert end("2026-11-02T09:00", "10wd", policy, too_late)[:10] == "2026-11-16"
    assert end("2026-11-20T07:00", "8wh", "stopwatch", ("2026-11-20T17:00", "2026-11-23T10:00")) == (
        "2026-11-20T17:00"
    )


def test_the_law_counts_the_whole_limit_again_even_when_it_had_run_out():
    too_late = ("2026-11-17T08:00", "2026-11-20T14:00")
    assert end("2026-11-02T09:00", "10wd", "restart", too_late) == end("2026-11-20T14:00", "10wd", "restart")


def test_money_paid_lets_the_clock_go_on_and_only_complete_papers_begin_it_anew():
    paid = paused(("2026-11-05T10:00", "2026-11-10T14:00"), restarts=False)
    found = due(moment("2026-11-02T09:00"), TEN_DAYS, A, policy="restart", pauses=paid)
    assert found.date == "2026-11-19"
    papers = paused(("2026-11-12T08:00", "2026-11-13T08:00"))
    found = due(moment("2026-11-02T09:00"), TEN_DAYS, A, policy="restart", pauses=(*paid, *papers))
    assert found == due(moment("2026-11-13T08:00"), TEN_DAYS, A)


def test_hours_stop_at_the_minute_whenever_the_pause_begins():
    night = ("2026-11-20T20:00", "2026-11-21T09:00")
    assert end("2026-11-20T14:00", "8wh", "stopwatch", night) == "2026-11-23T14:00"
    assert end("2026-11-20T14:00", "8wh", "shift", night) == "2026-11-25T07:00"


@pytest.mark.parametrize(
    "pauses",
    [
        (("2026-11-01T10:00", "2026-11-03T14:00"),),
        (("2026-11-05T10:00", "2026-11-04T14:00"),),
        (("2026-11-05T10:00", "2026-11-10T14:00"), ("2026-11-09T10:00", "2026-11-11T14:00")),
    ],
)
def test_pauses_out_of_order_are_refused(pauses):
    with pytest.raises(PausedBeforeItBegan):
        end("2026-11-02T09:00", "10wd", "stopwatch", *pauses)


def test_a_pause_over_a_holiday_nobody_has_decided_leaves_the_date_settled():
    over_tet = paused(("2027-02-03T10:00", "2027-02-15T09:00"))
    stood_still = due(
        moment("2027-02-01T09:00"), TimeLimit("working_day", 5), A, policy="stopwatch", pauses=over_tet
    )
    assert (stood_still.date, stood_still.provisional) == ("2027-02-18", False)
    ran_on = due(moment("2027-02-01T09:00"), TimeLimit("working_day", 5), A)
    assert ran_on.provisional


# Whatever happens


def tenth(minutes):
    return minutes * 10 * MINUTE


@dataclass
class Life:
    """A clock and everything that held it up; times are whole ten minutes."""

    start: int
    limit: TimeLimit
    policy: str
    pauses: tuple[Pause, ...]

    def end(self, start=None, limit=None, pauses=None):
        found = due(
            self.start if start is None else start,
            limit or self.limit,
            A,
            policy=self.policy,
            pauses=self.pauses if pauses is None else pauses,
        )
        return found.at


one_unit = st.one_of(
    st.builds(
        TimeLimit, st.sampled_from(["working_day", "calendar_day", "working_hour"]), st.integers(1, 30)
    ),
    st.just(TimeLimit("same_day", None, "15:00")),
)
any_limit = st.one_of(
    one_unit,
    st.lists(one_unit, min_size=2, max_size=3).map(lambda stages: TimeLimit("staged", stages=tuple(stages))),
)
gaps = st.one_of(st.just(0), st.integers(0, 288), st.integers(0, 2000)).map(tenth)


@st.composite
def lives(draw, least=0):
    at = start = draw(st.integers(moment("2025-01-01T00:00"), moment("2027-02-20T00:00")))
    pauses = []
    for _ in range(draw(st.integers(least, 3))):
        asked = at + draw(gaps)
        at = asked + draw(gaps)
        pauses.append(Pause(start=asked, end=at, restarts=draw(st.booleans())))
    policy = draw(st.sampled_from(["restart", "stopwatch", "shift"]))
    return Life(start, draw(any_limit), policy, tuple(pauses))


@tried(lives(least=1), st.data())
def test_a_longer_pause_never_gives_an_earlier_date(life, data):
    index = data.draw(st.integers(0, len(life.pauses) - 1))
    pause = life.pauses[index]
    earliest = life.pauses[index - 1].end if index else life.start
    latest = (
        life.pauses[index + 1].start if index + 1 < len(life.pauses) else pause.end + 30 * 24 * 60 * MINUTE
    )
    longer = Pause(
        start=data.draw(st.integers(earliest, pause.start)),
        end=data.draw(st.integers(pause.end, latest)),
        restarts=pause.restarts,
    )
    pauses = (*life.pauses[:index], longer, *life.pauses[index + 1 :])
    assert life.end(pauses=pauses) >= life.end()


@tried(lives(), st.data())
def test_a_later_start_never_gives_an_earlier_date(life, data):
    latest = life.pauses[0].start if life.pauses else life.start + 30 * 24 * 60 * MINUTE
    assert life.end(start=data.draw(st.integers(life.start, latest))) >= life.end()


@tried(lives(least=1))
def test_no_pause_gives_an_earlier_date_than_the_one_it_interrupted(life):
    ends = [life.end(pauses=life.pauses[:count]) for count in range(len(life.pauses) + 1)]
    assert ends == sorted(ends)


@tried(lives(), st.integers(1, 20))
def test_more_days_or_hours_never_give_an_earlier_date(life, more):
    def longer(limit):
        return TimeLimit(limit.unit, limit.value and limit.value + more, limit.cutoff)

    first, *rest = life.limit.stages or (life.limit,)
    limit = TimeLimit("staged", stages=(longer(first), *rest)) if rest else longer(first)
    assert life.end(limit=limit) >= life.end()


@tried(lives(least=1), st.data())
def test_a_pause_cut_in_two_is_the_same_pause(life, data):
    index = data.draw(st.integers(0, len(life.pauses) - 1))
    pause = life.pauses[index]
    middle = data.draw(st.integers(pause.start, pause.end))
    halves = (
        Pause(start=pause.start, end=middle, restarts=pause.restarts),
        Pause(start=middle, end=pause.end, restarts=pause.restarts),
    )
    pauses = (*life.pauses[:index], *halves, *life.pauses[index + 1 :])
    assert life.end(pauses=pauses) == life.end()


@tried(lives())
def test_every_stage_ends_in_order_while_the_office_works(life):
    ends = stage_dues(life.start, life.limit, A, policy=life.policy, pauses=life.pauses)
    assert [each.at for each in ends] == sorted(each.at for each in ends)
    assert ends[-1].at == life.end()
    assert all(A.is_working_day(each.date) and minute_of(each.at)[:10] == each.date for each in ends)


@tried(lives(least=1))
def test_whoever_gets_the_papers_back_in_time_always_has_time_left(life):
    *earlier, last = life.pauses
    before = life.end(pauses=earlier)
    if last.start < before:
        assert life.end() >= last.end
