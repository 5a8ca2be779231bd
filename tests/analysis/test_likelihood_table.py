"""The likelihood table: its columns, days, gates and the record beside it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as where
from hypothesis import strategies as st

from analysis.days import counted_median, counted_quantile
from analysis.likelihood import COLUMNS, likelihood


def test_columns_are_those_promised(tables: dict[str, pd.DataFrame]) -> None:
    """The table has exactly the documented columns, in order."""
    assert list(tables["likelihood"].columns) == COLUMNS
    assert COLUMNS[:6] == ["crisis", "organization", "theory", "request", "host_is_member", "n_draws"]
    assert COLUMNS[-2:] == ["recorded_rung", "recorded_force"]


def test_rows_keep_the_order_of_the_counts(given: dict[str, pd.DataFrame]) -> None:
    """Cells come as they first appear, also when that is no sorted order."""
    backwards = given["counts"].iloc[::-1]
    table = likelihood(backwards, given["day_counts"], given["recorded"])
    expected = backwards[["crisis", "organization"]].drop_duplicates().to_numpy().tolist()
    assert table[["crisis", "organization"]].to_numpy().tolist() == expected


def test_p_force_is_the_share_of_all_runs(tables: dict[str, pd.DataFrame]) -> None:
    """With draws of equal size the mean over draws is the share of all runs."""
    sums = tables["counts"].groupby(["crisis", "organization"], sort=False)[["force", "runs", "alone"]].sum()
    assert tables["likelihood"]["p_force"].to_numpy() == pytest.approx((sums["force"] / sums["runs"]).to_numpy())
    assert tables["likelihood"]["p_alone"].to_numpy() == pytest.approx((sums["alone"] / sums["runs"]).to_numpy())


def test_gates_fall_and_missing_ones_are_empty(tables: dict[str, pd.DataFrame]) -> None:
    """Cumulative shares never rise; a rule without a gate leaves it empty and goes on."""
    table = tables["likelihood"]
    passed = table[["p_asked", "p_hook", "p_hegemon", "p_council", "p_arrived"]]
    assert passed["p_hegemon"].isna().tolist() == (table["organization"] == "o2").tolist()
    assert (passed.ffill(axis=1).diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


def test_record_is_force_only_where_it_arrived(tables: dict[str, pd.DataFrame]) -> None:
    """recorded_force is 1 for force in time, 0 for any other record, empty without one."""
    table = tables["likelihood"].set_index(["crisis", "organization"])["recorded_force"]
    assert table["c0", "o0"] == 1
    assert table["c1", "o0"] == 0
    assert table["c2", "o2"] == 0
    assert pd.isna(table["c0", "o1"])


def test_days_are_empty_when_it_never_happened(given: dict[str, pd.DataFrame]) -> None:
    """Without a run that decided there is no median."""
    never = given["day_counts"].iloc[:0]
    table = likelihood(given["counts"], never, given["recorded"])
    assert table[["days_to_decision", "days_to_arrival"]].isna().all(axis=None)


def test_missing_columns_are_named() -> None:
    """A message says which column is missing and what is there."""
    with pytest.raises(ValueError, match=r"counts: column\(s\) .*alone missing; it has crisis"):
        likelihood(pd.DataFrame(columns=["crisis"]), pd.DataFrame(), pd.DataFrame())


@where(st.lists(st.integers(0, 60), min_size=1, max_size=50))
def test_median_of_counts_is_the_median_of_the_runs(days: list[int]) -> None:
    """Counting runs by day loses nothing."""
    values, runs = np.unique(days, return_counts=True)
    assert counted_median(pd.Series(values), pd.Series(runs)) == np.median(days)


@where(st.lists(st.integers(0, 60), min_size=1, max_size=50), st.floats(0.01, 1.0))
def test_quantile_of_counts_is_the_first_day_by_which_enough_runs_are_done(days: list[int], share: float) -> None:
    """At that day at least the share is done, the day before it is not."""
    values, runs = np.unique(days, return_counts=True)
    found = counted_quantile(pd.Series(values), pd.Series(runs), share)
    assert np.mean(np.array(days) <= found) >= share - 1e-9
    assert np.mean(np.array(days) < found) < share
