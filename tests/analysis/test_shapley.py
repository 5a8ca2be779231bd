"""Shapley values: their axioms, and games whose values are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.shapley import added, alone_first, alone_last, factors_of, shapley

numbers = st.floats(-10.0, 10.0)
sizes = st.integers(1, 6)


def games(n: int) -> st.SearchStrategy[np.ndarray]:
    """Any game of n factors."""
    return arrays(np.float64, 2**n, elements=numbers)


def sets_with(i: int, n: int) -> np.ndarray:
    """Which sets hold factor i."""
    return (np.arange(2**n) >> i & 1).astype(bool)


@given(sizes.flatmap(lambda n: arrays(np.float64, n, elements=numbers)))
def test_additive_game_gives_each_factor_what_it_adds(adds: np.ndarray) -> None:
    """Where factors do not interact, the value is the effect, whatever the others do."""
    n = len(adds)
    values = sum((adds[i] * sets_with(i, n) for i in range(n)), np.zeros(2**n))
    np.testing.assert_allclose(shapley(values), adds, rtol=0.0, atol=1e-12)
    for alone in (alone_first, alone_last):
        np.testing.assert_allclose(alone(values), adds, rtol=0.0, atol=1e-12)


@given(sizes.flatmap(games))
def test_values_add_up(values: np.ndarray) -> None:
    """Nothing of the difference is left over (efficiency)."""
    assert shapley(values).sum() == pytest.approx(values[-1] - values[0], abs=1e-10)


@given(sizes.flatmap(games), st.data())
def test_factor_that_adds_nothing_gets_nothing(values: np.ndarray, data: st.DataObject) -> None:
    """Zero to the last bit, if no set gains by the factor (dummy)."""
    n = factors_of(len(values))
    i = data.draw(st.integers(0, n - 1))
    without = np.arange(2**n) & ~(1 << i)
    assert shapley(values[without])[i] == 0.0


@given(st.integers(2, 6).flatmap(games), st.data())
def test_exchanged_factors_exchange_their_values(values: np.ndarray, data: st.DataObject) -> None:
    """The name of a factor means nothing; so factors that are alike get the same (symmetry)."""
    n = factors_of(len(values))
    order = data.draw(st.permutations(range(n)))
    moved = np.zeros_like(values)
    for number in range(2**n):
        moved[sum(1 << order[i] for i in range(n) if number >> i & 1)] = values[number]
    np.testing.assert_allclose(shapley(moved)[list(order)], shapley(values), rtol=0.0, atol=1e-10)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(games(n), games(n))))
def test_values_of_two_games_add(two: tuple[np.ndarray, np.ndarray]) -> None:
    """The value of a sum is the sum of the values (linearity)."""
    np.testing.assert_allclose(shapley(two[0] + two[1]), shapley(two[0]) + shapley(two[1]), rtol=0.0, atol=1e-10)


@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_where_all_are_needed_all_get_the_same(n: int) -> None:
    """A unanimity game: 1/n each, and all of it to whoever comes last."""
    values = np.zeros(2**n)
    values[-1] = 1.0
    np.testing.assert_allclose(shapley(values), np.full(n, 1 / n), rtol=1e-12)
    np.testing.assert_array_equal(alone_last(values), np.ones(n))
    np.testing.assert_array_equal(alone_first(values), np.full(n, 1.0 if n == 1 else 0.0))


def test_glove_game() -> None:
    """Two left gloves and a right one make one pair: 1/6, 1/6, 2/3 (a textbook game)."""
    values = np.array([0, 0, 0, 0, 0, 1, 1, 1], dtype=float)  # factors: left, left, right
    np.testing.assert_allclose(shapley(values), [1 / 6, 1 / 6, 2 / 3], rtol=1e-12)


def test_draws_are_kept_apart() -> None:
    """Further axes of a game are games of their own."""
    values = np.random.default_rng(3).random((8, 4, 2))
    assert shapley(values).shape == (3, 4, 2)
    np.testing.assert_allclose(shapley(values)[:, 1, 1], shapley(values[:, 1, 1]), rtol=1e-12)


def test_what_a_factor_adds_to_every_set_of_the_others() -> None:
    """Sets of the others are numbered as if the factor did not exist."""
    values = np.arange(8.0) ** 2
    np.testing.assert_array_equal(added(values, 1), [4 - 0, 9 - 1, 36 - 16, 49 - 25])


@pytest.mark.parametrize("sets", [0, 1, 3, 6])
def test_no_game(sets: int) -> None:
    """A number of sets that no number of factors has is refused."""
    with pytest.raises(ValueError, match=f"n at least 1; got {sets}"):
        shapley(np.zeros(sets))
