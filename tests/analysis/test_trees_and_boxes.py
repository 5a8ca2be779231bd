"""Boxes of assumptions: what they hold, in words and numbers; the tree that finds them."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis import tree
from analysis.boxes import Condition, conditions_table, inside, judged, narrowed, said, wilson_interval, words


def sample(size: int, levels: int = 3) -> pd.DataFrame:
    """Draws of two numbers and a choice."""
    dice = np.random.default_rng(size)
    choices = np.array([f"level_{k}" for k in range(levels)])[dice.integers(levels, size=size)]
    return pd.DataFrame({"x": dice.random(size), "y": dice.random(size), "rule": choices})


@given(st.integers(1, 200), st.data())
def test_wilson_interval_is_scipys(runs, data):
    """The interval of a share, at both ends of the scale too."""
    events = data.draw(st.integers(0, runs))
    expected = binomtest(events, runs).proportion_ci(0.9, "wilson")
    assert wilson_interval(events, runs) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_a_box_is_the_meeting_of_its_conditions():
    """Conditions on the same assumption are joined; a draw is inside if all hold."""
    box = narrowed(
        narrowed((Condition("x", low=0.2),), Condition("x", high=0.6)), Condition("rule", among=("a", "b"))
    )
    assert len(box) == 2
    draws = pd.DataFrame({"x": [0.2, 0.3, 0.6, 0.7, 0.5], "rule": ["a", "a", "b", "a", "c"]})
    assert inside(box, draws).tolist() == [False, True, True, False, False]
    assert words(box) == "x from 0.2 to 0.6 and rule is a or b"


def test_words_take_the_shorter_list_of_choices():
    """A rule that is anything but one is told by that one."""
    assert said("rule", -np.inf, np.inf, ["a", "b", "c"], ["d"]) == "rule is not d"
    assert said("x", 0.5, np.inf, [], []) == "x > 0.5"
    assert words(()) == "all draws"


def test_density_and_coverage_by_hand():
    """Two of the three draws with help lie inside, among four."""
    draws = pd.DataFrame({"x": [0.1, 0.2, 0.3, 0.4, 0.9, 0.8]})
    comes = np.array([True, True, False, False, True, False])
    found = judged((Condition("x", high=0.5),), draws, comes)
    assert (found["n_inside"], found["density"], found["coverage"]) == (4, 0.5, pytest.approx(2 / 3))
    assert found["mass"] == pytest.approx(4 / 6)
    nowhere = judged((Condition("x", high=0.0),), draws, comes)
    assert np.isnan(nowhere["density"])
    assert nowhere["coverage"] == 0.0


def test_a_box_is_found_again():
    """Help that comes in one corner only is told from the rest but for draws at its edge."""
    draws = sample(600)
    comes = ((draws["x"] > 0.6) & (draws["y"] <= 0.5)).to_numpy()
    leaves = list(tree.leaves(tree.grow(draws, comes, depth=3, smallest=10)))
    dense = [box for box, share in leaves if share == 1.0]
    assert len(dense) == 1
    assert (inside(dense[0], draws) != comes).mean() < 0.01
    limits = {condition.path: (condition.low, condition.high) for condition in dense[0]}
    assert limits["x"][0] == pytest.approx(0.6, abs=0.02)
    assert limits["y"][1] == pytest.approx(0.5, abs=0.02)


@given(st.integers(20, 120), st.integers(1, 3), st.integers(1, 8), st.integers(0, 99))
def test_leaves_part_the_draws(size, depth, smallest, seed):
    """Each draw lies in one leaf, no leaf is too small, and the leaves' coverages sum to one."""
    draws = sample(size)
    comes = np.random.default_rng(seed).random(size) < 0.4
    leaves = [box for box, _ in tree.leaves(tree.grow(draws, comes, depth, smallest))]
    membership = np.stack([inside(box, draws) for box in leaves])
    assert (membership.sum(axis=0) == 1).all()
    assert len(leaves) <= 2**depth
    assert len(leaves) == 1 or membership.sum(axis=1).min() >= smallest
    if comes.any():
        assert sum(judged(box, draws, comes)["coverage"] for box in leaves) == pytest.approx(1.0)


@given(st.integers(6, 25), st.integers(0, 999))
def test_the_first_question_is_the_best_there_is(size, seed):
    """No threshold, and no parting of a choice whatever, leaves less impurity."""
    draws = sample(size, levels=4)
    comes = np.random.default_rng(seed).random(size) < 0.5
    best = min((impurity(side, comes) for side in all_sides(draws)), default=np.inf)
    root = tree.grow(draws, comes, depth=1, smallest=1)
    if root.first is None:
        assert best >= impurity(np.ones(size, dtype=bool), comes) - 1e-9
    else:
        assert impurity(root.first[0].holds(draws), comes) == pytest.approx(best)


def all_sides(draws):
    """One side of every split that a question can make."""
    for column in ("x", "y"):
        for value in draws[column]:
            yield (draws[column] > value).to_numpy()
    levels = sorted(set(draws["rule"]))
    for many in range(1, len(levels)):
        for some in itertools.combinations(levels, many):
            yield draws["rule"].isin(some).to_numpy()


def impurity(side, comes):
    """Gini impurity of both sides, weighted by size."""
    parts = [comes[where] for where in (side, ~side) if where.any()]
    return sum(len(part) * part.mean() * (1 - part.mean()) for part in parts)


def test_what_unseen_draws_do_not_bear_out_is_taken_back():
    """Help by the toss of a coin leaves no split; help that hangs on a number leaves it."""
    draws, unseen = sample(300), sample(301)
    coin = [np.random.default_rng(k).random(len(part)) < 0.5 for k, part in enumerate((draws, unseen))]
    assert tree.pruned(tree.grow(draws, coin[0], 3, 15), unseen, coin[1]).first is None
    clear = [(part["x"] > 0.5).to_numpy() for part in (draws, unseen)]
    assert tree.pruned(tree.grow(draws, clear[0], 3, 15), unseen, clear[1]).first is not None


def test_conditions_are_tidy():
    """One row a condition, empty where it is open."""
    table = conditions_table([(), (Condition("x", low=0.5), Condition("rule", among=("a",), others=("b", "c")))])
    assert table["box"].tolist() == [1, 1]
    assert table["up_to"].isna().all()
    assert table["others"].tolist()[1] == "b | c"
