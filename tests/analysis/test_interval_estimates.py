"""The two intervals around a probability, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intervals import Z90, estimate

counts = st.integers(1, 200).flatmap(
    lambda runs: st.tuples(st.just(runs), st.lists(st.integers(0, runs), min_size=1, max_size=40))
)


def of(events: list[int], runs: int):
    """The estimate from draws of equal size."""
    return estimate(np.array(events), np.full(len(events), runs))


def test_equal_draws_have_a_coding_interval_without_width() -> None:
    """Draws that all give the same share leave nothing to the coded values."""
    found = of([30] * 12, 100)
    assert found.coding_low == found.coding_high == pytest.approx(0.3)


def test_one_draw_has_the_binomial_interval() -> None:
    """With one draw the Monte-Carlo interval is the normal one of a binomial share with half a run added."""
    smoothed = 30.5 / 101
    half = Z90 * math.sqrt(smoothed * (1 - smoothed) / 100)
    found = of([30], 100)
    assert (found.mc_low, found.mc_high) == pytest.approx((0.3 - half, 0.3 + half))


def test_stratified_interval_ignores_the_spread_between_draws() -> None:
    """Draws that are certain either way have a Monte-Carlo interval far below that of a coin."""
    certain, coin = of([0, 1000], 1000), of([500, 500], 1000)
    assert certain.p == coin.p == 0.5
    assert certain.mc_high - certain.mc_low < 0.1 * (coin.mc_high - coin.mc_low)
    assert certain.coding_high - certain.coding_low > 0.85


def test_agreement_of_all_runs_is_no_certainty() -> None:
    """The Monte-Carlo interval has a width even where every run agrees."""
    assert of([0, 0], 10).mc_high > 0
    assert of([10, 10], 10).mc_low < 1


def test_replications_shrink_the_monte_carlo_interval_as_their_square_root() -> None:
    """A hundred times the replications give a tenth of the width."""
    few, many = of([40, 60], 100), of([4000, 6000], 10_000)
    assert (few.mc_high - few.mc_low) / (many.mc_high - many.mc_low) == pytest.approx(10, rel=0.01)


def test_monte_carlo_interval_covers_nine_times_in_ten() -> None:
    """Over many repetitions with fixed draws the true mean lies within in about 90 %."""
    truth = np.array([0.2, 0.35, 0.5, 0.7])
    dice = np.random.default_rng(1)
    samples = dice.binomial(200, truth, size=(2000, 4))
    within = [e.mc_low <= truth.mean() <= e.mc_high for e in (of(list(s), 200) for s in samples)]
    assert np.mean(within) == pytest.approx(0.9, abs=0.02)


def test_noise_of_replications_is_taken_out_of_the_coding_interval() -> None:
    """Draws of one and the same probability look alike, however few their replications."""
    dice = np.random.default_rng(2)
    shares = dice.binomial(16, 0.5, size=200)
    raw = np.subtract(*np.percentile(shares / 16, [95, 5]))
    found = of(list(shares), 16)
    assert found.coding_high - found.coding_low < 0.35 * raw


def test_spread_of_codings_is_recovered() -> None:
    """Draws spread uniformly over .3-.7 have percentiles near .32 and .68 also with few replications."""
    dice = np.random.default_rng(3)
    found = of(list(dice.binomial(32, dice.uniform(0.3, 0.7, size=4000))), 32)
    assert (found.coding_low, found.coding_high) == pytest.approx((0.32, 0.68), abs=0.025)


def test_draws_of_unequal_size_are_refused() -> None:
    """The mean over draws would not be the share of all runs."""
    with pytest.raises(ValueError, match=r"same number of runs, at least 1; got \[10, 20\]"):
        estimate(np.array([1, 2]), np.array([10, 20]))


@given(counts)
def test_bounds_are_ordered_and_within_the_unit_interval(drawn: tuple[int, list[int]]) -> None:
    """0 <= mc_low <= p <= mc_high <= 1, never without width, and 0 <= coding_low <= coding_high <= 1."""
    runs, events = drawn
    found = of(events, runs)
    assert 0 <= found.mc_low <= found.p <= found.mc_high <= 1
    assert found.mc_high > found.mc_low
    assert 0 <= found.coding_low <= found.coding_high <= 1


@given(counts)
def test_order_of_draws_means_nothing_to_the_coding_interval(drawn: tuple[int, list[int]]) -> None:
    """Draws have no order."""
    runs, events = drawn
    assert of(events, runs)[1:] == pytest.approx(of(events[::-1], runs)[1:])
