"""The arithmetic of the statistical rules, against what is known of it."""

from hashlib import shake_256
from math import comb
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.flags.statistical.draws import Draws
from audit.flags.statistical.numbers import (
    between_variance,
    false_discovery_rates,
    fitted_counts,
    normal_scores,
    robust_sigma,
    steadied,
    winsorised,
)
from audit.flags.statistical.patterns import chi_square_tail, first_digits
from tests.audit.flags.measuring import share_interval


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_ranks_keep_the_order_and_equal_values_are_equal(values):
    scores = normal_scores(values)
    for a, x in zip(values, scores, strict=True):
        for b, y in zip(values, scores, strict=True):
            assert (a < b) == (x < y)


def test_the_ranks_of_different_values_are_those_of_a_normal_sample():
    assert normal_scores([30, 10, 20]) == pytest.approx(
        [NormalDist().inv_cdf(p) for p in (5 / 6, 1 / 6, 0.5)]
    )


def test_one_strange_value_does_not_widen_the_middle():
    usual = [NormalDist().inv_cdf((place + 0.5) / 100) for place in range(100)]
    assert robust_sigma(usual) == pytest.approx(1, abs=0.05)
    assert robust_sigma([*usual, 1e6]) == pytest.approx(1, abs=0.05)
    assert winsorised([*usual, 1e6])[-1] < 2


def test_a_spread_of_few_values_is_drawn_towards_one():
    assert steadied(4.68, 27) == pytest.approx(4.03, abs=0.05)
    assert steadied(0.0, 5) == pytest.approx((10 / 15) ** 0.5)


def test_officers_who_differ_by_chance_alone_have_no_variance_of_their_own():
    scores = [NormalDist().inv_cdf((place + 0.5) / 40) for place in range(40)]
    assert between_variance(scores, [0.1] * 40) == 0
    assert between_variance([3 * score for score in scores], [0.1] * 40) == pytest.approx(0.05, rel=0.2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_rates_are_at_least_p_and_keep_its_order(p_values):
    rates = false_discovery_rates(p_values)
    assert all(p <= q + 1e-12 and q <= 1 for p, q in zip(p_values, rates, strict=True))
    ordered = [q for _, q in sorted(zip(p_values, rates, strict=True))]
    assert ordered == sorted(ordered)


def test_the_rates_of_benjamini_and_hochbergs_example():
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324]
    p_values += [0.4262, 0.5719, 0.6528, 0.759, 1.0]
    assert sum(q <= 0.05 for q in false_discovery_rates(p_values)) == 4


@pytest.mark.parametrize(("hits", "of"), [(0, 400), (1, 20), (20, 300), (10, 10)])
def test_the_exact_interval_leaves_two_and_a_half_percent_at_each_end(hits, of):
    low, high = share_interval(hits, of)
    at_most = sum(comb(of, k) * high**k * (1 - high) ** (of - k) for k in range(hits + 1))
    at_least = sum(comb(of, k) * low**k * (1 - low) ** (of - k) for k in range(hits, of + 1))
    assert hits == of or at_most == pytest.approx(0.025, abs=1e-6)
    assert hits == 0 or at_least == pytest.approx(0.025, abs=1e-6)


def test_a_curve_through_counts_finds_what_made_them():
    counts = [100 * 0.97**day for day in range(60)]
    fitted, scatter = fitted_counts(counts, frozenset({30, 31}), 3)
    assert fitted == pytest.approx(counts, rel=0.01)
    assert scatter == 1


def test_draws_are_the_same_for_the_same_seed_and_even():
    found = Draws(7).fractions(4000)
    assert found == Draws(7).fractions(4000) != Draws(8).fractions(4000)
    assert found[0] == int.from_bytes(shake_256(b"motcua flags 7 1").digest(8), "little") / 2**64
    assert sum(found) / 4000 == pytest.approx(0.5, abs=0.02)
    assert all(0 <= each < 1 for each in found)


def test_the_tail_of_chi_square():
    assert chi_square_tail(15.507, 8) == pytest.approx(0.05, abs=0.002)
    assert chi_square_tail(26.124, 8) == pytest.approx(0.001, abs=0.0003)


def test_first_digits_are_only_judged_over_many_amounts_of_many_sizes():
    powers = [1.01**place for place in range(1200)]
    assert first_digits(powers[:900], least=1000, orders=2) is None
    assert first_digits([each % 50 + 10 for each in powers], least=1000, orders=2) is None
    natural = first_digits(powers, least=1000, orders=2)
    assert natural is not None
    assert natural[1] > 0.5
    made_up = first_digits([place * 1000 for place in range(1, 1200)], least=1000, orders=2)
    assert made_up is not None
    assert made_up[1] < 0.0001
