"""People find what they come for in the real catalogue: in their own words, misspelt, half typed, in two languages."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.data import load_catalogue, load_synonyms
from domain.catalogue import Finder, fold
from tests.domain.what_people_type import KNOWN, NOTHING, UNSEEN, queries

CATALOGUE = load_catalogue()
FINDER = Finder(CATALOGUE, load_synonyms())
FIRST = 3
PER_KEY = 0.020
"""Seconds of work; on a machine with nothing else to do, of waiting."""


def found(query):
    return [procedure.code for procedure in FINDER.find(query)]


def missed(table):
    return [(query, code) for query, code in queries(table) if code not in found(query)[:FIRST]]


def test_what_people_are_known_to_type_finds_its_procedure_among_the_first_three():
    asked = queries(KNOWN)
    assert len(asked) > 300
    assert len(missed(KNOWN)) <= len(asked) * 0.02


def test_what_nobody_prepared_for_does_so_nineteen_times_of_twenty():
    asked = queries(UNSEEN)
    assert len(asked) >= 50
    assert len(missed(UNSEEN)) <= len(asked) * 0.05


def test_marks_are_not_needed():
    asked = queries(KNOWN)
    lost = [query for query, code in asked if code not in found(fold(query))[:FIRST]]
    assert len(lost) <= len(asked) * 0.04


def test_capitals_and_blanks_make_no_difference():
    for query, _ in queries(KNOWN)[::7]:
        assert found(f"  {query.upper()} ") == found(query)


def slipped(query, chance):
    """One letter missing, doubled, wrong or exchanged with the next, in the longest word."""
    longest = max(query.split(), key=len)
    at = chance.randrange(1, len(longest) - 1)
    wrong = {
        0: longest[:at] + longest[at + 1 :],
        1: longest[:at] + longest[at] + longest[at:],
        2: longest[:at] + chance.choice("aeionht") + longest[at + 1 :],
        3: longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :],
    }[chance.randrange(4)]
    return query.replace(longest, wrong, 1)


def test_a_slip_of_the_finger_is_forgiven_nine_times_of_ten():
    chance = random.Random(11)
    asked = [
        (fold(query), code)
        for query, code in queries(KNOWN)
        if len(query.split()) > 1 and max(map(len, query.split())) > 3
    ]
    lost = [wrong for query, code in asked if code not in found(wrong := slipped(query, chance))[:FIRST]]
    assert len(lost) <= len(asked) * 0.15, lost


def test_the_order_of_the_words_is_free():
    for query, code in [("sinh khai giấy", "1.001193"), ("hôn kết", "1.000894"), ("trú tạm", "1.004194")]:
        assert code in found(query)[:FIRST]


def test_what_no_commune_office_does_finds_nothing():
    surprised = [query for query in NOTHING.split(" | ") if found(query)]
    assert len(surprised) <= 3, surprised


@given(st.text(alphabet="qwxzjkfvp", min_size=3, max_size=12))
def test_noise_finds_nothing(noise):
    assert found(noise) == []


@pytest.mark.parametrize("typed", ["khaisinh", "KhaiSinh", "tamtru", "kethon"])
def test_words_that_were_not_kept_apart_are_read_as_two(typed):
    assert found(typed)


@pytest.mark.parametrize(
    ("old", "new"),
    [("ủy quyền", "uỷ quyền"), ("hòa giải", "hoà giải"), ("đăng ký tạm trú", "đăng kí tạm trú")],
)
def test_either_way_of_placing_a_tone_is_understood(old, new):
    assert found(new)[0] == found(old)[0]


def test_a_procedure_is_found_by_its_code_as_far_as_it_is_typed():
    assert found("1.0011")[0].startswith("1.0011")
    assert found("1.001193") == ["1.001193"]


@given(st.sampled_from(CATALOGUE))
def test_every_procedure_is_found_by_its_own_name(procedure):
    assert procedure.code in found(procedure.name)[:10]


def test_every_key_is_answered_before_the_next_one_is_pressed():
    slow, keys = [], 0
    finder = Finder(CATALOGUE, load_synonyms())
    for query, _ in queries(KNOWN)[::6]:
        for length in range(1, len(query) + 1):
            began = process_time()
            finder.find(query[:length])
            slow.append(process_time() - began)
            keys += 1
    slow.sort()
    assert slow[keys * 95 // 100] < PER_KEY
