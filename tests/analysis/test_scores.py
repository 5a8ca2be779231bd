"""Scores: closed forms and what makes them proper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scores import brier, clipped, log_likelihood, log_score, ranked_probability

chances = st.floats(0.0, 1.0)
inner = st.floats(0.01, 0.99)


def test_brier_score_is_the_squared_distance() -> None:
    """Of p it is (1 - p)^2 where the thing happened and p^2 where it did not."""
    assert brier([0.7, 0.7, 1.0, 0.0], [1, 0, 1, 1]).tolist() == pytest.approx([0.09, 0.49, 0.0, 1.0])


def test_log_score_is_minus_the_logarithm_of_what_was_given_to_the_outcome() -> None:
    """A coin costs log 2 whatever happens; certainty that comes true costs nothing."""
    assert log_score([0.5, 0.5], [0, 1]).tolist() == pytest.approx([np.log(2.0)] * 2)
    assert log_score([1.0], [1]).tolist() == [0.0]
    assert log_likelihood([0.2], [0]).tolist() == pytest.approx([np.log(0.8)])


def test_clipping_keeps_half_a_run_from_either_end() -> None:
    """With 100 runs nothing is surer than 1 in 200, and what lies between is left alone."""
    assert clipped([0.0, 0.004, 0.3, 1.0], 100).tolist() == [0.005, 0.005, 0.3, 0.995]
    assert log_score(clipped(0.0, 100), 1) == pytest.approx(np.log(200.0))


@given(chances, st.integers(0, 1))
def test_ranked_probability_score_of_two_rungs_is_the_brier_score(p: float, outcome: int) -> None:
    """With two rungs both are the same number."""
    assert ranked_probability([1.0 - p, p], outcome) == pytest.approx(brier(p, outcome))


def test_ranked_probability_score_by_hand() -> None:
    """Certain of rung 0: a miss by one rung of four costs a quarter, one by four all."""
    certain = [1.0, 0.0, 0.0, 0.0, 0.0]
    assert [float(ranked_probability(certain, rung)) for rung in (0, 1, 4)] == pytest.approx([0.0, 0.25, 1.0])
    assert ranked_probability([0.2] * 5, 2) == pytest.approx((0.04 + 0.16 + 0.16 + 0.04) / 4)


@given(inner, inner)
def test_saying_what_one_believes_is_best(belief: float, said: float) -> None:
    """The expected Brier and logarithmic score are least where the forecast is the belief."""
    for score in (brier, log_score):
        honest = belief * score(belief, 1) + (1 - belief) * score(belief, 0)
        other = belief * score(said, 1) + (1 - belief) * score(said, 0)
        assert honest <= other + 1e-12
