"""Evidence of theories, and the baselines beside it: closed forms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.baselines import FORECAST, base_rate, baselines, forecast_label, rungs_below
from analysis.evidence_of_theories import evidence_table, log_evidence, pairs_table
from analysis.forecasts import cell_scores, pooled, scored
from analysis.resampling import over_cells, over_draws, resampled_weights
from analysis.sets import Sets
from tests.analysis.validation import record, sets_of

RATES = {"honoured_1900_1950": 0.75}


def fixed(cells: pd.DataFrame) -> pd.DataFrame:
    """The baselines of some cells, each left out by itself."""
    return baselines(cells, RATES, np.array([0.9, 0.8, 0.1, 0.2]), list(cells["crisis"]))


def test_evidence_of_one_draw_is_the_likelihood_of_all_cells() -> None:
    """The logarithms add up; a second draw that gives nothing costs log 2."""
    one = np.log([[0.5, 0.25]])
    assert log_evidence(one) == pytest.approx(np.log(0.125))
    assert log_evidence(np.vstack([one, [[-1e6, 0.0]]])) == pytest.approx(np.log(0.0625))


@given(arrays(np.float64, (5, 3), elements=st.floats(-30, 0)))
def test_evidence_lies_between_the_worst_and_the_best_draw(likelihood: np.ndarray) -> None:
    """A mean does."""
    total = likelihood.sum(axis=1)
    assert total.min() - 1e-9 <= log_evidence(likelihood) <= total.max() + 1e-9


def test_theories_less_than_two_apart_are_not_told_apart() -> None:
    """A copy is no different; a theory that gets all wrong is far behind."""
    right, wrong = [[0.9, 0.9, 0.1, 0.1]] * 3, [[0.1, 0.1, 0.9, 0.9]] * 3
    theories = {"a": sets_of(right), "b": sets_of(right), "c": sets_of(wrong)}
    table = evidence_table(theories, {"x": sets_of(wrong)}, fixed(record())).set_index("forecast")
    assert table.loc[["a", "b"], "behind"].tolist() == [0.0, 0.0]
    assert table.loc[["c", "x"], "verdict"].tolist() == ["behind", "behind"]
    assert table.loc["a", "log_evidence"] == pytest.approx(4 * np.log(0.9))
    pairs = pairs_table(theories)
    assert pairs["told_apart"].tolist() == [False, True, True]
    assert pairs["draws_low"].tolist() == pytest.approx(pairs["draws_high"].tolist())


def test_base_rate_sees_nothing_of_its_own_group() -> None:
    """Two of four with force: who had it sees 1 of 3 among the others; alone, there is nothing to see."""
    outcome = np.array([1.0, 1.0, 0.0, 0.0])
    assert base_rate(outcome, ["a", "b", "c", "d"]).tolist() == pytest.approx([1 / 3, 1 / 3, 2 / 3, 2 / 3])
    assert base_rate(outcome, ["a", "a", "b", "b"]).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert base_rate(outcome, ["a"] * 4).tolist() == [0.5] * 4


def test_baselines_are_forecasts_of_every_cell() -> None:
    """Ladders sum to one, and their top is the chance of force."""
    table = fixed(record())
    rungs = table[[name for name in FORECAST if name.startswith("rung_")]]
    assert rungs.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(table)))
    assert (table["rung_force"] == table["p_force"]).all()
    by_name = table.groupby("forecast", sort=False)["p_force"].agg(list)
    assert by_name["always_no"] == [0.0] * 4
    assert by_name["honoured_1900_1950"] == [0.75] * 4
    assert by_name["formally_asked"] == [1.0, 0.0, 1.0, 1.0]
    assert by_name["leading_state"] == [0.9, 0.8, 0.1, 0.2]


def test_rungs_below_force_are_those_of_other_cells() -> None:
    """The cell with a statement sees the offer only; where nothing is to be seen, all rungs are alike."""
    below = rungs_below(record(), ["a", "b", "c", "d"])
    assert below[2].tolist() == [0.0, 0.0, 1.0, 0.0]
    assert below[0].tolist() == [0.0, 0.5, 0.5, 0.0]
    assert rungs_below(record(), ["a"] * 4)[0].tolist() == [0.25] * 4


def test_always_no_scores_the_share_of_force() -> None:
    """Its Brier score is the number of forces over the number of cells."""
    table = fixed(record())
    rows = table[table["forecast"] == "always_no"]
    assert scored(rows, record(), 100)["brier"] == pytest.approx(0.5)
    assert cell_scores(rows, record(), 100)["log"].tolist() == pytest.approx(
        [np.log(200.0)] * 2 + [-np.log(0.995)] * 2
    )


def test_draws_are_pooled_by_their_mean() -> None:
    """Two draws of 0 and 1 make one half, and its Brier score is a quarter."""
    sets = sets_of([[0.0] * 4, [1.0] * 4])
    table = pooled(sets, "model")
    assert table["p_force"].tolist() == [0.5] * 4
    assert scored(table, sets.cells, sets.runs)["brier"] == pytest.approx(0.25)


def test_resampling_keeps_the_number_and_a_constant() -> None:
    """Each resample has as many items; what is the same everywhere has an interval without width."""
    assert (resampled_weights(7, 50).sum(axis=1) == 7).all()
    assert over_cells(np.full(5, 0.3)) == pytest.approx((0.3, 0.3))
    assert over_draws(np.full((9, 2), 0.3), lambda mean: mean * 2).tolist() == [pytest.approx([0.6, 0.6])] * 2


def test_sets_survive_the_table_that_keeps_them() -> None:
    """From the table the same counts come back; a cell that it lacks is named."""
    sets = sets_of([[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]])
    again = Sets.of_frame(sets.frame(), sets.cells)
    assert (again.counts == sets.counts).all()
    assert again.runs == sets.runs
    with pytest.raises(ValueError, match=r"c9\.o0\.silence"):
        Sets.of_frame(sets.frame(), sets.cells.replace("c3", "c9"))


def test_names_of_forecasts_read_like_words() -> None:
    """Underscores are spaces, two years a span."""
    assert forecast_label("honoured_1816_2003") == "honoured 1816\N{EN DASH}2003"
    assert forecast_label("always_no") == "always no"
