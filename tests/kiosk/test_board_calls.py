"""Which call stands on the plate: each one once, in its turn, and for long enough."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.board.calls import HOLD, LONGEST, Calls
from tests.kiosk.a_board import a_call


def test_what_was_called_before_the_board_was_switched_on_is_shown_but_not_announced():
    calls = Calls()
    calls.hear((a_call("B002", "2"), a_call("A001")))

    assert calls.turn(0) is None
    assert calls.plate.number == "B002"
    assert not calls.fresh(1)


def test_calls_that_come_at_once_each_get_the_plate_for_long_enough():
    calls = Calls()
    calls.hear(())
    together = (a_call("C003", "3"), a_call("B002", "2"), a_call("A001", "1"))
    calls.hear(together)
    announced = [(at, call.number) for at in range(60) if (call := calls.turn(at))]

    assert announced == [(0, "A001"), (HOLD, "B002"), (2 * HOLD, "C003")]


def test_a_call_whose_turn_is_still_to_come_is_among_the_others_and_marked():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2", 2), a_call("A001", "1", 1)))
    calls.turn(0)

    assert [(call.number, coming) for call, coming in calls.others()] == [("B002", True)]


def test_a_recall_is_announced_again():
    calls = Calls()
    calls.hear((a_call("A001"),))
    calls.hear((a_call("A001", recalls=1),))

    assert calls.turn(100).number == "A001"
    assert calls.turn(101 + HOLD) is None


def test_whoever_came_before_the_announcement_is_not_called_again():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2"), a_call("A001")))
    calls.turn(0)
    calls.hear((a_call("B002", "2", state="serving"), a_call("A001")))

    assert [calls.turn(at) for at in range(1, 40)] == [None] * 39


def test_the_plate_waits_for_the_voice_but_not_for_ever():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2"), a_call("A001")))
    calls.turn(0)

    assert calls.turn(HOLD + 1, speaking=True) is None
    assert calls.turn(LONGEST, speaking=True).number == "B002"


def test_between_two_visitors_the_last_call_stays():
    calls = Calls()
    calls.hear((a_call("A001"),))
    calls.turn(0)
    calls.hear((), (a_call("A001", state="served"),))
    calls.turn(1)

    assert calls.plate.number == "A001"
    assert calls.resting


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(["call", "recall", "start", "end", "nothing"]),
        st.integers(0, 3),
        st.floats(0.1, 9.0, allow_nan=False),
    ),
    max_size=60,
)


@given(MOMENTS)
def test_whatever_the_counters_do_each_call_is_announced_once_and_the_plate_never_hurries(moments):
    calls, now, at = Calls(), {}, 0.0
    calls.hear(())
    made, announced, ordinal = set(), [], 0
    for what, counter, pause in moments:
        here = now.get(counter)
        if what == "call" and here is None:
            ordinal += 1
            now[counter] = a_call(f"A{ordinal:03d}", str(counter), ordinal)
            made.add((f"A{ordinal:03d}", 0))
        elif what == "recall" and here is not None and here.state == "called":
            now[counter] = a_call(here.number, here.counter, here.called_at, "called", here.recalls + 1)
            made.add((here.number, here.recalls + 1))
        elif what == "start" and here is not None:
            now[counter] = a_call(here.number, here.counter, here.called_at, "serving", here.recalls)
        elif what == "end":
            now.pop(counter, None)
        calls.hear(tuple(sorted(now.values(), key=lambda call: -call.called_at)))
        at += pause
        call = calls.turn(at)
        if call is not None:
            announced.append((at, call))
        assert len(calls.coming) <= len(now)
        assert calls.plate is not None or not now
    said = [(call.number, call.recalls) for _, call in announced]
    times = [moment for moment, _ in announced]

    assert len(set(said)) == len(said)
    assert set(said) <= made
    assert all(later - earlier >= HOLD for earlier, later in pairwise(times))
