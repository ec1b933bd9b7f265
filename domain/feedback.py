"""What visitors tell the office: how a finished visit was, and what could be better, each with an answer to wait for.

A rating belongs to one real visit and is given once (its stream is named after the ticket); a suggestion has a stream
of its own. Neither is a complaint or a denunciation: those have their own law, and nothing of them is kept here.
"""

from collections.abc import Collection, Iterable
from functools import reduce
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from domain.fact import Fact, Refused, recorded_as

RatingReason = Literal["waiting", "attitude", "guidance", "came_again", "unlisted_charge"]
SuggestionTopic = Literal["waiting", "attitude", "papers", "room", "machines", "other"]
SuggestionSentence = Literal[
    "more_counters", "say_how_long", "more_patience", "thank_you", "plainer_words", "fewer_papers", "more_seats",
    "easier_access", "larger_letters", "louder_calls", "more_online", "other_hours",
]  # fmt: skip

WORST, BEST = 1, 5
LOW = 2
"""Scores up to this one are asked why."""
LONGEST = 500
"""Letters somebody may write."""
PHONE_DIGITS = range(9, 12)


@recorded_as("visit.rated", sealed=("words",))
class VisitRated(Fact, frozen=True, kw_only=True):
    """How content the holder of a ticket (hex id) was: 5 very content, 1 not at all. Reasons only where it was low.

    Who answers is protected (NĐ 61/2018 Art. 27(3)): a ticket names nobody, and only totals are ever shown.
    """

    score: int
    reasons: tuple[RatingReason, ...] = ()
    words: str = ""
    ticket: str = ""


@recorded_as("visit.words_read")
class RatingWordsRead(Fact, frozen=True, kw_only=True):
    """Somebody read what visitors had written beside their ratings in a month (`2026-03`), without who or when."""

    month: str


@recorded_as("suggestion.left", sealed=("words", "phone"))
class SuggestionLeft(Fact, frozen=True, kw_only=True):
    """Somebody said what could be better: ready sentences, own words, and a phone if an answer is wished there."""

    number: str
    topic: SuggestionTopic
    sentences: tuple[SuggestionSentence, ...] = ()
    words: str = ""
    phone: str = ""


@recorded_as("suggestion.read")
class SuggestionRead(Fact, frozen=True, kw_only=True):
    """An officer opened the words and the phone of a suggestion."""


@recorded_as("suggestion.answered", sealed=("answer",))
class SuggestionAnswered(Fact, frozen=True, kw_only=True):
    """What the office answers, for whoever holds the code of the suggestion."""

    answer: str = ""


class NoVisitToRate(Refused):
    """No visit belongs to that code; wrong and unknown are answered alike."""


class VisitNotFinished(Refused):
    """Only a visit that is over can be rated."""


class AlreadyRated(Refused):
    """A visit is rated once."""


class NotAScore(Refused):
    """A score is a whole number from 1 to 5."""


class ReasonsOnlyForALowScore(Refused):
    """Only who was not content is asked why."""


class TooManyWords(Refused):
    """What is written here stays short enough to be read."""


class NothingSuggested(Refused):
    """A suggestion is a sentence that was chosen, or words that were written."""


class PhoneNotReadable(Refused):
    """A phone number has nine to eleven digits, or is left out."""


class NoSuchSuggestion(Refused):
    """No suggestion belongs to that code; wrong and unknown are answered alike."""


class AlreadyAnswered(Refused):
    """A suggestion is answered once."""


class NothingAnswered(Refused):
    """An answer says something."""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion as its facts have made it; times are µs UTC."""

    state: Literal["none", "left", "answered"] = "none"
    number: str = ""
    topic: SuggestionTopic = "other"
    left_at: int = 0
    answered_at: int = 0


def evolve(suggestion: Suggestion, fact: Fact, at: int) -> Suggestion:
    """The suggestion once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    match fact:
        case SuggestionLeft(number=number, topic=topic):
            return Suggestion(state="left", number=number, topic=topic, left_at=at)
        case SuggestionAnswered():
            return replace(suggestion, state="answered", answered_at=at)
        case SuggestionRead():
            return suggestion
    raise AssertionError(f"{type(fact).__name__} does not happen to a suggestion")


def replay(pairs: Iterable[tuple[Fact, int]]) -> Suggestion:
    return reduce(lambda suggestion, pair: evolve(suggestion, *pair), pairs, Suggestion())


def must_be_ratable(*, finished: bool, rated: bool) -> None:
    """Refuses a visit that goes on, and one that was rated before."""
    if not finished:
        raise VisitNotFinished()
    if rated:
        raise AlreadyRated()


def rate(*, fact: VisitRated, finished: bool, rated: bool) -> VisitRated:
    """Rate a visit: real, finished, and not rated yet."""
    must_be_ratable(finished=finished, rated=rated)
    if not WORST <= fact.score <= BEST:
        raise NotAScore(score=fact.score)
    if fact.reasons and fact.score > LOW:
        raise ReasonsOnlyForALowScore(score=fact.score)
    return replace(fact, words=_short(fact.words), reasons=in_order(fact.reasons, get_args(RatingReason)))


def leave(*, fact: SuggestionLeft) -> SuggestionLeft:
    """Say something: by a ready sentence or in own words; a phone is never asked for."""
    words, phone = _short(fact.words), "".join(each for each in fact.phone if each in "0123456789")
    if not words and not fact.sentences:
        raise NothingSuggested()
    if fact.phone.strip() and len(phone) not in PHONE_DIGITS:
        raise PhoneNotReadable()
    sentences = in_order(fact.sentences, get_args(SuggestionSentence))
    return replace(fact, words=words, phone=phone, sentences=sentences)


def read(suggestion: Suggestion) -> SuggestionRead:
    _must_exist(suggestion)
    return SuggestionRead()


def answer(suggestion: Suggestion, *, words: str) -> SuggestionAnswered:
    """The one answer to a suggestion."""
    _must_exist(suggestion)
    if suggestion.state == "answered":
        raise AlreadyAnswered(number=suggestion.number)
    if not words.strip():
        raise NothingAnswered()
    return SuggestionAnswered(answer=" ".join(words.split()))


def in_order(chosen: Collection[str], every: tuple[str, ...]) -> tuple[str, ...]:
    """Each of the chosen once, in the order in which they are offered, so that it tells nothing."""
    return tuple(each for each in every if each in chosen)


def _must_exist(suggestion: Suggestion) -> None:
    if suggestion.state == "none":
        raise NoSuchSuggestion()


def _short(words: str) -> str:
    tidy = " ".join(words.split())
    if len(tidy) > LONGEST:
        raise TooManyWords(most=LONGEST)
    return tidy
