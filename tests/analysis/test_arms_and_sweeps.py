"""Leverage, comparison of arms, and sweeps."""

import pandas as pd
import pytest

from analysis.compare import comparison
from analysis.leverage import COLUMNS, leverage
from analysis.likelihood import likelihood
from analysis.sweep import FIGURES, sweep_table
from tests.analysis.conftest import in_cells

CELL = {"crisis": "c", "organization": "o", "theory": "t"}


def replaced(**p_by_path: float) -> pd.DataFrame:
    """p_force after replacing the value at each path."""
    rows = [CELL | {"path": k, "value": 0.8, "replaced_by": 0.4, "p_force": p} for k, p in p_by_path.items()]
    return pd.DataFrame(rows)


def test_largest_change_comes_first() -> None:
    """Values are ordered by how far the answer moves, either way."""
    table = leverage(pd.DataFrame([CELL | {"p_force": 0.5}]), replaced(a=0.6, b=0.1, c=0.75))
    assert list(table.columns) == COLUMNS
    assert table["path"].tolist() == ["b", "c", "a"]
    assert table["change"].tolist() == pytest.approx([-0.4, 0.25, 0.1])


def test_replacement_without_a_base_is_refused() -> None:
    """A change needs a before."""
    with pytest.raises(ValueError, match="no p_force before the replacement for c / o / t"):
        leverage(pd.DataFrame([CELL | {"crisis": "other", "p_force": 0.5}]), replaced(a=0.6))


def test_leverage_of_two_theories_is_refused() -> None:
    """The table has no column that would tell them apart."""
    two = pd.concat([replaced(a=0.6), replaced(a=0.6).assign(theory="u")])
    with pytest.raises(ValueError, match="one theory at a time; got t, u"):
        leverage(pd.DataFrame([CELL | {"p_force": 0.5}]), two)


def test_arms_stand_side_by_side_with_their_change(tables: dict[str, pd.DataFrame]) -> None:
    """Each cell has its arms in order, the first without a change."""
    table = tables["compare"]
    assert table["arm"].tolist()[:3] == ["as_is", "ask_all", "institutions"]
    assert (table.loc[table["arm"] == "as_is", "change"] == 0).all()
    assert table["crisis"].tolist() == sorted(table["crisis"])


def test_unknown_arms_are_named(tables: dict[str, pd.DataFrame]) -> None:
    """An arm outside the vocabulary is refused."""
    with pytest.raises(ValueError, match="arm: got hybrid; allowed: as_is, ask_all, institutions"):
        comparison(tables["likelihood"].assign(arm="hybrid"))


def test_each_point_of_a_sweep_has_both_intervals(tables: dict[str, pd.DataFrame]) -> None:
    """Factors stand between cell and figures; intervals contain what they should."""
    table = tables["sweep"]
    assert list(table.columns)[3:] == ["rule", "pressure", "spread", *FIGURES]
    assert len(table) == 3 * 4 * 3 * 3
    assert (table["mc_low"] < table["mc_high"]).all()
    assert table["p_council"].equals(table["p_force"])


def test_factor_that_is_no_column_is_named(given: dict[str, pd.DataFrame]) -> None:
    """A sweep over a factor that was not swept is refused."""
    with pytest.raises(ValueError, match=r"cells: column\(s\) spread missing"):
        sweep_table(in_cells(given["counts"], []), ["spread"])


def test_a_sweep_has_the_intervals_of_the_likelihood_table(given: dict[str, pd.DataFrame]) -> None:
    """The same draws give the same figures, to the last bit."""
    figures = ["n_draws", "n_reps", "p_force", "mc_low", "mc_high", "coding_low", "coding_high", "p_council"]
    swept = sweep_table(in_cells(given["counts"], []), [])
    whole = likelihood(given["counts"], given["day_counts"], given["recorded"])
    pd.testing.assert_frame_equal(swept[figures], whole[figures], check_exact=True)
