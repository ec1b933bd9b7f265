"""What visitors told the office, by month: only totals, and of those none that a single person could be read from.

A month is shown once it is over, so that nobody can watch a figure move and know whose it was; cells of one to four
persons are withheld, and so is what they could be worked out from (NĐ 61/2018 Art. 27(3)).
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from domain.feedback import (
    BEST,
    WORST,
    RatingReason,
    SuggestionAnswered,
    SuggestionLeft,
    SuggestionTopic,
    VisitRated,
)
from projections.course import day_of
from projections.fold import Rows, Seen

SMALLEST = 5
"""Fewer persons than this are never shown."""
SCORES = tuple(range(BEST, WORST - 1, -1))
REASONS: tuple[str, ...] = get_args(RatingReason)
TOPICS: tuple[str, ...] = get_args(SuggestionTopic)
MONTHS = "SELECT month, kind, key, total FROM feedback_total WHERE month BETWEEN ? AND ? ORDER BY month"


class TotalRow(msgspec.Struct, frozen=True):
    """How many in a month (`2026-03`). `kind` is score, reason, topic, or answered (in the month of the suggestion)."""

    month: str
    kind: str
    key: str
    total: int


class SuggestionRow(msgspec.Struct, frozen=True):
    """A suggestion without its words; `answered_at` is 0 while it waits (µs UTC)."""

    number: str
    stream: str
    left_at: int
    topic: str
    sentences: str
    answered_at: int


class NumberOf(msgspec.Struct, frozen=True):
    """The number of the suggestion behind a stream (hex id)."""

    stream: str
    number: str


class FeedbackBook:
    name = "feedback_book"
    topics = frozenset({VisitRated.NAME, SuggestionLeft.NAME, SuggestionAnswered.NAME})

    def __init__(self) -> None:
        self.totals = Rows("feedback_total", TotalRow, keys=3)
        self.suggestions = Rows("suggestion", SuggestionRow, indexes=("answered_at, number",))
        self.numbers = Rows("suggestion_number", NumberOf)
        self.tables: tuple[Rows[Any], ...] = (self.totals, self.suggestions, self.numbers)

    def apply(self, seen: Seen) -> None:
        match seen.fact:
            case VisitRated(score=score, reasons=reasons):
                month = day_of(seen.recorded_at)[:7]
                self._count(month, "score", str(score))
                for reason in reasons:
                    self._count(month, "reason", reason)
            case SuggestionLeft():
                self._left(seen, seen.fact)
            case SuggestionAnswered():
                self._answered(seen)

    def _left(self, seen: Seen, fact: SuggestionLeft) -> None:
        self._count(day_of(seen.recorded_at)[:7], "topic", fact.topic)
        self.numbers.put(NumberOf(seen.stream, fact.number))
        self.suggestions.put(
            SuggestionRow(
                number=fact.number,
                stream=seen.stream,
                left_at=seen.recorded_at,
                topic=fact.topic,
                sentences=",".join(fact.sentences),
                answered_at=0,
            )
        )

    def _answered(self, seen: Seen) -> None:
        known = self.numbers.get(seen.stream)
        row = self.suggestions.get(known.number) if known is not None else None
        if row is not None:
            self._count(day_of(row.left_at)[:7], "answered", "")
            self.suggestions.put(msgspec.structs.replace(row, answered_at=seen.recorded_at))

    def _count(self, month: str, kind: str, key: str) -> None:
        before = self.totals.get(month, kind, key)
        self.totals.put(TotalRow(month, kind, key, (before.total if before else 0) + 1))


class FeedbackMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month that is over. None stands for a figure that is withheld; shares are of `rated`."""

    month: str
    rated: int | None
    """Visits that were rated; the denominator of every score."""
    scores: dict[str, int | None]
    """By score, from 5 (very content) to 1 (not at all)."""
    reasons: dict[str, int | None]
    suggestions: int
    answered: int
    topics: dict[str, int | None]


def months(connection: sqlite3.Connection, first: str, last: str, today: str) -> tuple[FeedbackMonth, ...]:
    """From the first month (`2026-01`) to the last; one that is not over `today` (ISO day) is left out."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for month, kind, key, total in connection.execute(MONTHS, (first, last)):
        if month < today[:7]:
            found.setdefault(month, {})[kind, key] = total
    return tuple(_month(month, counts) for month, counts in found.items())


def _month(month: str, counts: Mapping[tuple[str, str], int]) -> FeedbackMonth:
    scores = [counts.get(("score", str(score)), 0) for score in SCORES]
    rated = sum(scores)
    topics = {topic: counts.get(("topic", topic), 0) for topic in TOPICS}
    return FeedbackMonth(
        month=month,
        rated=_shown(rated),
        scores=dict(zip(map(str, SCORES), withheld(scores), strict=True)),
        reasons={reason: _shown(counts.get(("reason", reason), 0)) for reason in REASONS},
        suggestions=sum(topics.values()),
        answered=counts.get(("answered", ""), 0),
        topics=dict(zip(topics, withheld(list(topics.values())), strict=True)),
    )


def withheld(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Counts that add up to a published total, without those of few persons and without what gives those away.

    At least two cells and at least five persons are withheld together, so no subtraction names one of them.
    """
    hidden = {place for place, count in enumerate(counts) if _shown(count) is None}
    shown = sorted((count, place) for place, count in enumerate(counts) if count and place not in hidden)
    while hidden and shown and (len(hidden) == 1 or sum(counts[place] for place in hidden) < SMALLEST):
        hidden.add(shown.pop(0)[1])
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= SMALLEST else None
