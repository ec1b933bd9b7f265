"""A finished visit is rated once and a suggestion says something; what nobody needs to know is not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feedback import (
    LONGEST,
    AlreadyAnswered,
    AlreadyRated,
    NoSuchSuggestion,
    NotAScore,
    NothingAnswered,
    NothingSuggested,
    PhoneNotReadable,
    ReasonsOnlyForALowScore,
    Suggestion,
    SuggestionLeft,
    TooManyWords,
    VisitNotFinished,
    VisitRated,
    answer,
    evolve,
    leave,
    rate,
    read,
    replay,
)
from domain.queue import TicketServed

TICKET = "a" * 32


def rated(score=5, *, finished=True, before=False, **more):
    return rate(fact=VisitRated(score=score, ticket=TICKET, **more), finished=finished, rated=before)


def left(**more):
    return leave(fact=SuggestionLeft(**{"number": "0001/2026/GY", "topic": "room"} | more))


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_a_finished_visit_is_rated_from_one_to_five(score):
    assert rated(score) == VisitRated(score=score, ticket=TICKET)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_no_other_score_exists(score):
    with pytest.raises(NotAScore):
        rated(score)


def test_a_visit_that_goes_on_is_not_rated():
    with pytest.raises(VisitNotFinished):
        rated(finished=False)


def test_a_visit_is_rated_once():
    with pytest.raises(AlreadyRated):
        rated(before=True)


def test_only_who_was_not_content_says_why():
    assert rated(2, reasons=("attitude",)).reasons == ("attitude",)
    assert rated(1).reasons == ()
    with pytest.raises(ReasonsOnlyForALowScore):
        rated(3, reasons=("attitude",))


@given(st.lists(st.sampled_from(["waiting", "attitude", "guidance", "came_again", "unlisted_charge"])))
def test_the_order_in_which_reasons_were_pressed_tells_nothing(reasons):
    kept = rated(1, reasons=tuple(reasons)).reasons
    assert set(kept) == set(reasons)
    assert kept == rated(1, reasons=tuple(reversed(reasons))).reasons
    assert len(kept) == len(set(kept))


def test_words_are_tidied_and_stay_short():
    assert rated(words="  chờ   lâu\n quá ").words == "chờ lâu quá"
    assert len(rated(words="a" * LONGEST).words) == LONGEST
    with pytest.raises(TooManyWords):
        rated(words="a" * (LONGEST + 1))


def test_a_suggestion_is_a_sentence_or_words():
    assert left(sentences=("more_seats",)).sentences == ("more_seats",)
    assert left(words="Thêm ghế cho người già").words
    for nothing in ({}, {"words": "  "}, {"phone": "0903000123"}):
        with pytest.raises(NothingSuggested):
            left(**nothing)


def test_a_phone_is_left_out_or_readable():
    assert left(words="x", phone="0903 000 123").phone == "0903000123"
    assert left(words="x", phone="  ").phone == ""
    for unreadable in ("12345678", "0903000123456", "xin gọi"):
        with pytest.raises(PhoneNotReadable):
            left(words="x", phone=unreadable)


def test_a_suggestion_is_answered_once_and_with_words():
    asked = replay([(left(words="x"), 5)])
    assert (asked.state, asked.left_at, asked.topic) == ("left", 5, "room")
    assert evolve(asked, read(asked), 6) == asked
    done = evolve(asked, answer(asked, words=" Đã thêm  ghế. "), 7)
    assert (done.state, done.answered_at) == ("answered", 7)
    assert answer(asked, words=" Đã thêm  ghế. ").answer == "Đã thêm ghế."
    with pytest.raises(AlreadyAnswered):
        answer(done, words="Nữa")
    with pytest.raises(NothingAnswered):
        answer(asked, words=" ")


def test_nothing_happens_to_a_suggestion_that_nobody_left():
    for act in (read, lambda state: answer(state, words="x")):
        with pytest.raises(NoSuchSuggestion):
            act(Suggestion())


def test_a_fact_of_another_capability_is_a_bug():
    with pytest.raises(AssertionError, match="TicketServed"):
        evolve(Suggestion(), TicketServed(outcome="other"), 1)
