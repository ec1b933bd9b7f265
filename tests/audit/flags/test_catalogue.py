"""The catalogue is whole: both lists are in it, a rule has words, and code or a reason; the document is its table."""

import msgspec
import pytest

from audit.flags.catalogue import Parameters, common, parameters_digest, rules
from audit.flags.exact import EXACT
from audit.flags.listing import catalogue_table, catalogue_text
from audit.flags.statistical.measures import SHAPES
from audit.flags.statistical.whole import WHOLE
from tests.audit.flags.measuring import DOCUMENT, EFFECTS, stated
from wording import languages, say, sayings


def test_both_lists_are_merged_and_nothing_else():
    merged = {each for rule in rules().values() for each in rule.merges}
    assert merged == {f"R{n:02}" for n in range(1, 35)} | {f"A{n:02}" for n in range(1, 25)}


def test_every_rule_is_built_or_says_why_it_is_not():
    built = EXACT.keys() | SHAPES.keys() | WHOLE.keys()
    assert built == {rule.id for rule in rules().values() if not rule.unrecorded}


@pytest.mark.parametrize("language", languages())
def test_every_rule_has_its_words(language):
    for rule in rules().values():
        assert say(f"flags.rule.{rule.id}.name", language)
        assert say(f"flags.rule.{rule.id}.question", language).endswith("?")
        key = f"flags.rule.{rule.id}.{'unrecorded' if rule.unrecorded else 'found'}"
        assert any(each == key or each.startswith(f"{key}.") for each in sayings(language)), key
        assert rule.id in catalogue_text(language)


@pytest.mark.parametrize("language", languages())
def test_no_words_are_left_of_a_rule_that_is_gone(language):
    told = {key.split(".")[2] for key in sayings(language) if key.startswith("flags.rule.")}
    assert told == rules().keys()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_every_rule_says_its_ground_and_its_certainty(rule):
    assert rule.basis
    assert (rule.certainty == "statistic") == (rule.kind == "statistical")
    assert bool(rule.needs) != rule.unrecorded


def test_parameters_hold_from_their_day_on_and_nothing_before_it_changes():
    old = rules()["late_supplement"]
    new = Parameters("2027-01-01", {"working_days": 2})
    changed = msgspec.structs.replace(old, parameters=(*old.parameters, new))
    days = {day: changed.on(day)["working_days"] for day in ("2010-01-01", "2026-12-31", "2027-01-01")}
    assert days == {"2010-01-01": 3, "2026-12-31": 3, "2027-01-01": 2}


def test_the_digest_is_of_every_parameter():
    assert len(parameters_digest("2026-01-01")) == 64
    assert common().on("2026-01-01")["level"] == 0.025


def test_the_document_has_the_table_of_the_catalogue():
    assert catalogue_table() in DOCUMENT.read_text(encoding="utf-8"), "write it anew from audit.flags.listing"


def test_the_catalogue_has_the_power_of_the_first_effect_planted_for_a_rule():
    first = {}
    for effect in EFFECTS:
        first.setdefault(effect.rule, stated()[effect.rule, effect.words] / 20)
    assert {rule.id: rule.power for rule in rules().values() if rule.power is not None} == first


def test_the_document_states_the_power_of_every_planted_effect():
    assert stated().keys() == {(effect.rule, effect.words) for effect in EFFECTS}
