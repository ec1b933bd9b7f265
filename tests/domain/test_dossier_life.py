"""Whoever tries whatever in whatever order: no dossier reaches an illegal state, and every no has a name."""

import sqlite3
from hashlib import sha256

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import dossier as d
from domain.dossier import TABLE, Dossier, refusals
from projections import following_folds, inline_folds
from projections.fold import Seen, build_tables, create_tables, digests, feed
from projections.status import read_state
from tests.domain.a_dossier import EVERYBODY, filled, kinds
from tests.domain.a_life import NAMES, Life, lived
from tests.domain.sayings import SAYINGS
from wording import languages, say

LIVES = 5_000
BATCH = 10_000
ONE_OF_EACH = [filled(kind) for kind in kinds()]


class LifeOfADossier(RuleBasedStateMachine):
    """The same attempts, chosen and shrunk by `hypothesis`; `Life.attempt` holds every act against the law."""

    @initialize()
    def nothing_yet(self):
        self.life = Life()

    @rule(
        data=st.data(),
        name=st.sampled_from(NAMES),
        by=st.sampled_from(EVERYBODY),
        minutes=st.integers(-1, 4_000),
    )
    def somebody_tries_something(self, data, name, by, minutes):
        self.life.attempt(name, by, minutes, lambda options: data.draw(st.sampled_from(options)))

    @rule(data=st.data(), by=st.sampled_from(EVERYBODY), minutes=st.integers(0, 4_000))
    def somebody_does_what_lies_open(self, data, by, minutes):
        if likely := self.life.open_to(by):
            self.somebody_tries_something(data, data.draw(st.sampled_from(likely)), by, minutes)

    @invariant()
    def the_live_state_is_the_replayed_state(self):
        assert replayed(self.life) == self.life.dossier

    @invariant()
    def somebody_or_nobody_must_act(self):
        assert d.next_step(self.life.dossier).split(".")[0] in {"office", "citizen", "nobody"}


LifeOfADossier.TestCase.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
TestLifeOfADossier = LifeOfADossier.TestCase


def replayed(life):
    return d.replay((step.fact, step.at) for step in life.steps)


# Thousands of lives by a seeded die

SEEDS = [
    pytest.param(range(LIVES), id="0"),
    *(
        pytest.param(range(first, first + LIVES), id=str(first), marks=pytest.mark.long)
        for first in range(LIVES, 20 * LIVES, LIVES)
    ),
]
"""5,000 in every run, 100,000 with the long one."""


def test_everybody_has_something_to_say_with_every_verb():
    assert set(SAYINGS) == set(NAMES)


@pytest.mark.parametrize("seeds", SEEDS)
def test_thousands_of_lives_keep_the_law_and_are_read_alike_by_everybody(seeds):
    """One test, because the lives cost more than all that is asked of them."""
    lives = [lived(seed) for seed in seeds]
    every_row_of_the_table_is_taken(lives)
    a_state_kept_and_read_back_after_every_step_leads_to_the_same_end(lives)
    every_no_has_a_name_an_article_and_words_in_both_languages(lives)
    every_fact_can_follow_every_state_that_was_reached(lives)
    read_models_rebuilt_are_those_that_followed(lives)


def every_row_of_the_table_is_taken(lives):
    taken = {step.row for life in lives for step in life.steps}
    assert [edge for edge in TABLE if edge not in taken] == []


def a_state_kept_and_read_back_after_every_step_leads_to_the_same_end(lives):
    for life in lives:
        state = Dossier()
        for step in life.steps:
            state = d.evolve(
                msgspec.json.decode(msgspec.json.encode(state), type=Dossier), step.fact, step.at
            )
        assert state == life.dossier


def every_no_has_a_name_an_article_and_words_in_both_languages(lives):
    heard = {
        (type(no), no.article, tuple(sorted(no.blanks.items()))) for life in lives for no in life.refused
    }
    for kind, article, blanks in heard:
        assert getattr(refusals, kind.__name__) is kind
        assert article
        for language in languages():
            assert say(f"refused.{kind.__name__}", language, **dict(blanks))


def every_fact_can_follow_every_state_that_was_reached(lives):
    """`evolve` is total: a log that holds a fact the law would not have allowed is still read to its end."""
    for number, life in enumerate(lives):
        halfway = life.steps[: number % (len(life.steps) or 1)]
        reached = d.replay((step.fact, step.at) for step in halfway)
        for state in (reached, life.dossier):
            assert all(isinstance(d.evolve(state, fact, life.now), Dossier) for fact in ONE_OF_EACH)


def events_of(lives):
    """Every step of every life as one log, in the order of time."""
    lines = sorted(
        ((step.at, number, version, step) for number, life in enumerate(lives)
         for version, step in enumerate(life.steps, 1)),
        key=lambda line: line[:3],
    )  # fmt: skip
    return [
        Seen(
            id=id,
            stream=stream_of(number),
            version=version,
            topic=step.fact.NAME,
            recorded_at=at,
            occurred_at=at,
            actor=step.by.officer,
            role=step.by.role,
            device="desk-1",
            command=f"{id:032x}",
            fact=step.fact,
        )
        for id, (at, number, version, step) in enumerate(lines, 1)
    ]


def stream_of(number):
    return sha256(str(number).encode()).hexdigest()[:32]


def read_models_rebuilt_are_those_that_followed(lives):
    folds, events = [*inline_folds(), *following_folds()], events_of(lives)
    live, rebuilt = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    create_tables(live, folds)
    for begin in range(0, len(events), BATCH):
        live.execute("BEGIN")
        feed(live, folds, events[begin : begin + BATCH])
        live.execute("COMMIT")
    anew = [*inline_folds(), *following_folds()]
    rebuilt.execute("BEGIN")
    build_tables(rebuilt, anew, events)
    rebuilt.execute("COMMIT")
    assert digests(live, folds) == digests(rebuilt, anew)
    states = dict(rebuilt.execute("SELECT stream, state FROM dossier"))
    assert {stream_of(number): life.dossier for number, life in enumerate(lives) if life.steps} == {
        stream: read_state(state) for stream, state in states.items()
    }
    live.close()
    rebuilt.close()
