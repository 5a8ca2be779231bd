"""Sobol' indices: known functions give their known indices, through the design that the experiments use."""

import numpy as np
import pandas as pd
import pytest

from analysis.sobol import sobol
from experiments.sensitivity.assumption_space import drawn
from sim.schema import Design, DesignKind, Factor

PATHS = ("state.a.x", "state.a.y", "state.a.z")


def evaluated(function, factors, size=1024):
    """The function at the points of a Sobol' design, the same in both halves."""
    points = drawn(factors, Design(kind=DesignKind.SOBOL, size=size), seed=0)
    columns = [np.asarray(column.values)[column.index] for column in points.columns.values()]
    found = function(*columns)
    return pd.DataFrame({"half_a": found, "half_b": found})


def test_ishigami():
    """Ishigami and Homma (1990), a = 7, b = 0.1: first order .314, .442 and 0; total .558, .442 and .244."""
    factors = {path: Factor(path=path, range=(-np.pi, np.pi)) for path in PATHS}
    outcome = evaluated(lambda x, y, z: np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x), factors)
    table = sobol(outcome, PATHS, seed=1).set_index("path").loc[list(PATHS)]
    assert table["first"].tolist() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.05)
    assert table["total"].tolist() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.05)
    assert table["first_found"].tolist() == [True, True, False]
    assert table["total_found"].all()
    assert table["noise_share"].eq(0.0).all()


def test_choices_take_their_part():
    """A sum of a switch and a choice of four equally spaced levels: variances 1/4 and 5/4, parts 1/6 and 5/6."""
    factors = {
        "theory.a.switch": Factor(path="theory.a.switch", levels=[0, 1]),
        "theory.a.count": Factor(path="theory.a.count", levels=[0, 1, 2, 3]),
    }
    table = sobol(evaluated(lambda x, y: x + y, factors), list(factors), seed=1).set_index("path")
    for order in ("first", "total"):
        assert table.loc[list(factors), order].tolist() == pytest.approx([1 / 6, 5 / 6], abs=0.03)


def test_nothing_that_varies_has_no_indices():
    """Where p_force is the same at all points, indices are empty and nothing is found."""
    factors = {path: Factor(path=path, range=(0.0, 1.0)) for path in PATHS[:2]}
    table = sobol(evaluated(lambda x, y: 0.0 * x, factors, size=4), PATHS[:2], seed=1)
    assert table[["first", "total"]].isna().all(axis=None)
    assert not table[["first_found", "total_found"]].any(axis=None)


def test_replications_noise_is_its_share_of_the_variance():
    """Noise of half the spread of the halves' mean is a quarter of its variance, and weak effects drown in it."""
    dice = np.random.default_rng(1)
    factors = {path: Factor(path=path, range=(0.0, 1.0)) for path in PATHS[:2]}
    clean = evaluated(lambda x, y: x, factors)["half_a"]
    noise = dice.normal(size=len(clean)) * clean.std() / 2
    halves = pd.DataFrame({"half_a": clean + noise, "half_b": clean - noise})
    table = sobol(halves, PATHS[:2], seed=1).set_index("path")
    assert table["noise_share"].tolist() == pytest.approx([0.25, 0.25], abs=0.03)
    assert table["total_found"].tolist() == [True, False]
    assert table["spread"].tolist() == pytest.approx([clean.std()] * 2, rel=0.01)
