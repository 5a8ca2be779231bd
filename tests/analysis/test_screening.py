"""Morris screening: elementary effects, their spread, and the noise that replications leave."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.morris import morris

WEIGHTS = {"strong": 0.3, "weak": -0.1, "idle": 0.0}


def steps(changes: dict[str, list[float]], noise: float = 0.0) -> pd.DataFrame:
    """One row for each path and trajectory; the halves lie `noise` above and below the change."""
    rows = [
        {"trajectory": t, "path": path, "upward": 1, "change_a": change + noise, "change_b": change - noise}
        for path, many in changes.items()
        for t, change in enumerate(many)
    ]
    return pd.DataFrame(rows)


def test_an_additive_model_has_its_weights_as_effects():
    """mu_star is the size of each weight, mu has its sign, and nothing spreads."""
    table = morris(steps({path: [weight] * 4 for path, weight in WEIGHTS.items()}), seed=1).set_index("path")
    assert table.index.tolist() == ["strong", "weak", "idle"]
    assert np.allclose(table["mu_star"], [0.3, 0.1, 0.0])
    assert np.allclose(table["mu"], [0.3, -0.1, 0.0])
    assert np.allclose(table[["sigma", "noise"]], 0.0)
    assert np.allclose(table["mu_star_low"], table["mu_star_high"])
    assert table["matters"].tolist() == [True, True, False]


def test_a_step_down_counts_as_its_opposite():
    """The same effect seen upward and downward has no spread."""
    seen = pd.concat([steps({"a": [0.2, -0.2]})]).assign(upward=[1, -1])
    table = morris(seen, seed=1)
    assert table["mu"].tolist() == pytest.approx([0.2])
    assert table["sigma"].tolist() == pytest.approx([0.0])


def test_halves_that_contradict_each_other_are_noise():
    """Where one half rises by what the other falls there is no effect, and the noise is that size."""
    table = morris(steps({"a": [0.0, 0.0, 0.0]}, noise=0.2), seed=1)
    assert table["mu_star"].tolist() == [0.0]
    assert table["noise"].tolist() == pytest.approx([0.2])
    assert not table["matters"].any()


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=8))
def test_mu_star_lies_in_its_interval_of_resamples_and_bounds_mu(changes):
    """|mu| <= mu_star, the interval holds no value that no trajectory has, and SALib finds the same."""
    table = morris(steps({"a": changes}), seed=3).iloc[0]
    sizes = np.abs(changes)
    assert abs(table["mu"]) <= table["mu_star"] + 1e-12
    assert sizes.min() - 1e-12 <= table["mu_star_low"] <= table["mu_star_high"] <= sizes.max() + 1e-12
    assert table["sigma"] == pytest.approx(np.std(changes, ddof=1), abs=1e-12)


def test_a_table_without_its_columns_is_refused():
    """All missing columns are named."""
    with pytest.raises(ValueError, match=r"trajectory.*change_b"):
        morris(pd.DataFrame({"path": ["a"]}), seed=1)
