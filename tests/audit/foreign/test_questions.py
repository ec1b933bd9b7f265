"""Spectrum, hand-overs, four eyes and conformance: figures that can be counted by hand, and those of a real log."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.cases import Event
from audit.foreign import read_log
from audit.foreign.checks import checks
from audit.foreign.conformance import checked, conformance, deviations_of
from audit.foreign.examined import not_asked
from audit.foreign.model import Model, Rule, read_model, usual
from audit.foreign.paths import following, variants
from audit.foreign.people import FourEyes, HandOver, Together, four_eyes, hand_overs, together
from audit.foreign.refusals import ModelBroken
from audit.foreign.spectrum import largest_batch, overtaken, segment, spectrum
from tests.audit.foreign.a_foreign_log import DAY, MINUTE, THREE, a_case, a_log, at

REAL = Path(__file__).parent / "data" / "wabo_receipt.csv.gz"
CHECK, STOP = "T02 Check confirmation of receipt", "T06 Determine necessity of stop advice"


@cache
def the_real_log():
    return read_log(REAL).log


# The ways through


def test_variants_are_counted_and_steps_are_in_the_order_in_which_they_happened():
    assert [(variant.steps, variant.cases) for variant in variants(THREE)] == [
        (("receive", "check", "sign"), 2),
        (("receive", "sign", "check"), 1),
    ]
    backwards = a_log(a_case("1", ("b", at(2), ""), ("a", at(1), "")))
    assert variants(backwards)[0].steps == ("a", "b")
    assert following(THREE)["receive", "check"] == 2


def test_the_permit_log_has_116_ways_through():
    log = the_real_log()
    assert (len(log.cases), sum(len(case.events) for case in log.cases)) == (1434, 8577)
    assert len(variants(log)) == 116


# The spectrum


def test_a_segment_tells_how_long_how_bunched_and_how_orderly_its_passages_were():
    found = {(each.before, each.after): each for each in spectrum(THREE)}
    first = found["receive", "check"]
    assert first.count == 2
    assert (first.median, first.longest) == (DAY - 4 * MINUTE, DAY)
    assert first.batch == 2
    assert first.overtaken == 0
    assert found["receive", "sign"].count == 1


def test_a_batch_is_what_ends_within_a_minute():
    assert largest_batch([at(0), at(0, 1), at(0, 2), at(5)]) == 2
    assert largest_batch([at(0), at(0), at(0)]) == 3
    assert largest_batch([]) == 0


PASSAGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=12
)


@given(PASSAGES)
def test_overtaken_is_who_ends_after_somebody_who_began_later(passages):
    slow = sum(any(later > start and ended < end for later, ended in passages) for start, end in passages)
    assert overtaken(passages) == slow


@given(PASSAGES.filter(bool))
def test_half_take_no_longer_than_the_median_and_nine_in_ten_no_longer_than_the_ninth(passages):
    found = segment("a", "b", passages)
    took = [end - start for start, end in passages]
    assert sum(each <= found.median for each in took) * 2 >= len(took)
    assert sum(each <= found.ninth for each in took) * 10 >= len(took) * 9
    assert found.longest == max(took)


# People


def test_work_is_handed_from_who_did_a_step_to_who_did_the_next():
    assert hand_overs(THREE) == (
        HandOver("an", "an", 2), HandOver("an", "binh", 1), HandOver("an", "chi", 1), HandOver("binh", "chi", 1),
        HandOver("chi", "binh", 1),
    )  # fmt: skip
    assert together(THREE) == (
        Together("an", "binh", 2),
        Together("an", "chi", 2),
        Together("binh", "chi", 2),
    )


def test_nobody_takes_part_in_no_hand_over():
    log = a_log(a_case("1", ("a", at(0), "an"), ("b", at(1), ""), ("c", at(2), "chi")))
    assert hand_overs(log) == ()
    assert together(log) == (Together("an", "chi", 1),)


def test_four_eyes_counts_the_cases_in_which_somebody_did_both():
    assert four_eyes(THREE)[0] == FourEyes("check", "receive", 3, 1)
    assert {(each.one, each.other): each.same for each in four_eyes(THREE)}["check", "sign"] == 1


def test_the_permit_log_has_286_hand_overs_and_1084_cases_in_which_one_person_checked_and_decided():
    log = the_real_log()
    assert len(hand_overs(log)) == 286
    assert sum(each.before != each.after for each in hand_overs(log)) == 246
    assert len(together(log)) == 209
    pair = next(each for each in four_eyes(log) if {each.one, each.other} == {CHECK, STOP})
    assert (pair.both, pair.same, pair.both - pair.same) == (1307, 1084, 223)


def test_what_a_log_cannot_answer_is_said_with_the_column_that_it_lacks():
    nobody = a_log(a_case("1", ("a", at(0), "")), columns=())
    assert [(each.question, each.missing) for each in not_asked(nobody)] == [
        ("hand_overs", ("resource",)),
        ("together", ("resource",)),
        ("four_eyes", ("resource",)),
    ]
    assert not_asked(THREE) == []


# Conformance


def test_the_usual_model_allows_the_most_common_ways_and_finds_the_others():
    model = usual(THREE, share=0.6)
    assert model.steps == {"receive": ("check",), "check": ("sign",), "sign": ()}
    found = conformance(THREE, model, given=False)
    assert (found.fitting, found.cases) == (2, 3)
    assert [(each.before, each.after, each.examples) for each in found.deviations] == [
        ("check", "", ("3",)),
        ("receive", "sign", ("3",)),
        ("sign", "check", ("3",)),
    ]


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=5), min_size=1, max_size=8))
def test_a_log_always_fits_the_model_of_all_of_its_own_ways(ways):
    log = a_log(*(a_case(str(n), *((s, at(d), "") for d, s in enumerate(way))) for n, way in enumerate(ways)))
    found = conformance(log, usual(log, share=1.0), given=False)
    assert found.fitting == len(ways)
    assert found.deviations == ()


def test_parts_of_a_model_that_are_empty_allow_everything():
    assert deviations_of(["a", "b"], Model()) == []
    assert deviations_of(["a", "b"], Model(start=("b",), end=("b",))) == [("", "a")]


def result(kind, first, then, log=THREE):
    found = checked(log, Rule(kind, first, then))
    return found.cases, found.broken, found.examples


def test_rules_speak_of_the_cases_they_are_about():
    assert result("response", "check", "sign") == (3, 1, ("3",))
    assert result("precedence", "check", "sign") == (3, 1, ("3",))
    assert result("not_coexistence", "check", "sign") == (3, 3, ("1", "2", "3"))
    assert result("different_people", "check", "sign") == (3, 1, ("2",))
    assert result("response", "unheard", "sign") == (0, 0, ())
    assert result("precedence", "sign", "unheard") == (0, 0, ())
    assert result("different_people", "check", "unheard") == (0, 0, ())


def test_a_rule_about_people_is_not_run_over_a_log_without_them():
    nobody = a_log(a_case("1", ("a", at(0), "")), columns=())
    assert checked(nobody, Rule("different_people", "a", "b")).missing == "resource"


MODEL = """
name = "Cấp bản sao"
start = ["receive"]
[steps]
receive = ["check"]
check = ["sign"]
[[rule]]
kind = "different_people"
first = "check"
then = "sign"
"""


def test_a_model_is_read_from_a_small_file(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(MODEL, encoding="utf-8")
    found = conformance(THREE, read_model(path), given=True)
    assert (found.model, found.fitting, found.rules[0].broken) == ("Cấp bản sao", 2, 1)


@pytest.mark.parametrize(
    "text", ["steps = 7", "start = [1]", "[[rule]]\nkind = 'maybe'\nfirst = 'a'\nthen = 'b'", "a = ", "x = 1"]
)
def test_a_broken_model_is_refused(tmp_path, text):
    path = tmp_path / "model.toml"
    path.write_text(text)
    with pytest.raises(ModelBroken):
        read_model(path)
    with pytest.raises(ModelBroken):
        read_model(tmp_path / "nowhere.toml")


# Oddities


def test_what_is_odd_is_counted():
    log = a_log(
        a_case("1", ("a", at(1), "an"), ("b", at(0), ""), ("b", at(0), ""), ("z", 0, "an")),
    )
    found = checks(log, now=at(2))
    assert found["out_of_order"] == 3
    assert found["twice"] == 1
    assert found["implausible_moment"] == 1
    assert found["nobody"] == 2
    assert checks(log, now=at(0, 1))["implausible_moment"] == 2


def test_an_index_that_is_used_twice_and_a_record_before_its_act_are_counted():
    events = tuple(Event(activity="a", moment=at(1), recorded=at(0), index=7) for _ in range(3))
    found = checks(a_log(a_case("1").__class__(id="1", events=events)), now=at(2))
    assert (found["index_twice"], found["recorded_before"]) == (2, 3)
