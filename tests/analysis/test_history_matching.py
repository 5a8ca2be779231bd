"""History matching: what is kept, what it says of what was left out, and what the record tells."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.constrained import LEAST, constrained_table, distance_from_even, kolmogorov, traded_table
from analysis.matching import all_right, calibrated, folds, informative, kept_sets, predictions, survivors
from analysis.out_of_sample import placebo_rows, placebo_table, scores_table, without_rows
from tests.analysis.validation import sets_of

GOOD, BAD, ODD = [0.9, 0.9, 0.1, 0.1], [0.1, 0.1, 0.9, 0.9], [0.1, 0.9, 0.1, 0.1]


@given(st.lists(st.floats(-50, 0), min_size=1, max_size=30), st.floats(0.01, 10))
def test_the_best_set_is_kept_and_a_wider_cutoff_keeps_no_fewer(found: list[float], cutoff: float) -> None:
    """Kept sets are nested."""
    likelihood = np.array(found)
    narrow, wide = kept_sets(likelihood, cutoff), kept_sets(likelihood, cutoff + 1)
    assert narrow[likelihood.argmax()]
    assert (wide | ~narrow).all()


def test_a_set_is_judged_by_the_other_crises_only() -> None:
    """A set that is wrong in the first crisis alone is kept when that crisis is left out, and only then."""
    sets = sets_of([GOOD, BAD, ODD])
    kept = {fold.left_out: fold.kept.tolist() for fold in folds(sets, "crisis", 1.0)}
    assert kept["c0"] == [True, False, True]
    assert kept["c1"] == [True, False, False]
    forecast = calibrated(sets, "crisis", 1.0)
    assert forecast["p_force"].tolist() == pytest.approx([0.5, 0.9, 0.1, 0.1])


def test_families_are_left_out_together() -> None:
    """Cells of one organization, or of one type, go together; of a single family none can be left out."""
    sets = sets_of([GOOD, BAD])
    assert [fold.cells.tolist() for fold in folds(sets, "organization", 2.0)] == [
        [True, False, True, True],
        [False, True, False, False],
    ]
    assert [fold.left_out for fold in folds(sets, "type", 2.0)] == ["uprising", "raid"]
    assert folds(sets.where(np.array([True, False, True, True])), "organization", 2.0) == []


def test_survivors_are_counted_and_called_few() -> None:
    """Two of three fit; that is fewer than a hundred."""
    table = survivors(sets_of([GOOD, BAD, GOOD]), ["crisis"], [2.0, 1.0])
    assert table["kept"].tolist() == [2] * 10
    assert table["few"].all()
    assert table["scheme"].tolist()[:5] == ["nothing"] + ["crisis"] * 4


def test_predictions_say_prior_and_calibrated_chance() -> None:
    """The prior is the mean over all sets, the calibrated chance that over kept ones."""
    row = predictions(sets_of([GOOD, BAD]), ["crisis"], [2.0]).iloc[0]
    assert (row["prior"], row["calibrated"], row["kept"]) == (pytest.approx(0.5), pytest.approx(0.9), 1)
    assert row["informative"]


def test_cells_that_the_prior_decides_are_not_informative() -> None:
    """The ends count."""
    assert informative(np.array([0.05, 0.1, 0.5, 0.9, 0.95])).tolist() == [False, True, True, True, False]


def test_all_right_counts_sets_that_get_every_cell() -> None:
    """One of three does."""
    assert all_right(sets_of([GOOD, BAD, ODD])) == pytest.approx(1 / 3)


def test_gain_is_what_calibration_adds_to_the_prior() -> None:
    """The prior's score less the calibrated one; nothing where all sets are alike."""
    table = scores_table({"coded": sets_of([GOOD, BAD])}, ["crisis"], [2.0], {"rate": 0.5})
    row = table[table["forecast"] == "calibrated"].iloc[0]
    assert row["gain_brier"] == pytest.approx(0.25 - 0.01)
    same = scores_table({"coded": sets_of([GOOD, GOOD])}, ["crisis"], [2.0], {})
    assert same.loc[same["forecast"] == "calibrated", "gain_brier"].iloc[0] == 0.0
    assert set(table.loc[table["coding"] == "baseline", "forecast"]) >= {"always_no", "rate"}


def test_what_taking_a_mechanism_out_changes_is_counted_over_the_same_sets() -> None:
    """The prior is that of as many sets; a mechanism without which all is wrong has a gain below 0."""
    coded = sets_of([GOOD, BAD])
    rows = without_rows(coded, {"none": sets_of([GOOD]), "all": sets_of([BAD])}, "crisis").set_index("forecast")
    assert rows.loc["none", ["brier", "gain_brier"]].tolist() == pytest.approx([0.01, 0.0])
    assert rows.loc["all", "gain_brier"] == pytest.approx(0.01 - 0.81)
    assert rows["n_sets"].tolist() == [1, 1]


def test_placebos_are_summed_up_over_shuffles() -> None:
    """One right and one wrong shuffle: their mean, from the one to the other."""
    table = placebo_table([sets_of([GOOD] * 2), sets_of([BAD] * 2)], "crisis", 2.0)
    assert table["all_right"].tolist() == [1.0, 0.0]
    rows = placebo_rows(table, "crisis", 2.0, 4).set_index("forecast")
    assert rows.loc["prior", "brier"] == pytest.approx((0.01 + 0.81) / 2)
    assert placebo_rows(placebo_table([], "crisis", 2.0), "crisis", 2.0, 4).empty


def test_distance_from_even_by_hand() -> None:
    """One draw in the middle is half away; even ones are half a step away."""
    assert distance_from_even(np.array([0.5])) == 0.5
    assert distance_from_even((np.arange(10) + 0.5) / 10) == pytest.approx(0.05)


def test_chance_of_a_distance_is_kolmogorovs() -> None:
    """Five in a hundred even samples of a thousand lie farther than 1.358 / root of a thousand."""
    assert kolmogorov(1.358 / np.sqrt(1e6), 10**6) == pytest.approx(0.05, abs=0.001)
    assert kolmogorov(0.0, 10) == 1.0


def test_an_assumption_is_constrained_if_its_kept_values_are_not_even() -> None:
    """Values in the upper half are; even ones are not. Ranges are in the assumption's own unit."""
    even = (np.arange(400) + 0.5) / 400
    fractions = pd.DataFrame({"moved": 0.5 + even / 2, "free": np.random.default_rng(1).permutation(even)})
    ranges = pd.DataFrame({"low": [0.0, 10.0], "high": [2.0, 20.0]}, index=["moved", "free"])
    table = constrained_table(fractions, ranges).set_index("path")
    assert table["constrained"].to_dict() == {"moved": True, "free": False}
    assert table.loc["moved", "narrowing"] == pytest.approx(0.5, abs=0.01)
    assert table.loc["free", ["prior_low", "prior_high"]].tolist() == pytest.approx([10.5, 19.5])
    assert table.loc["moved", "kept_low"] == pytest.approx(1.05, abs=0.01)


def test_traded_off_assumptions_are_found() -> None:
    """What rises as the other falls has a rank correlation of -1; an unrelated one is not traded."""
    dice = np.random.default_rng(2)
    one = dice.random(300)
    fractions = pd.DataFrame({"a": one, "b": 1 - one, "c": dice.random(300)})
    ranges = pd.DataFrame({"low": 0.0, "high": 1.0}, index=list("abc"))
    table = traded_table(fractions, constrained_table(fractions, ranges))
    first = table.iloc[0]
    assert ({first["path_a"], first["path_b"]}, first["correlation"]) == ({"a", "b"}, pytest.approx(-1.0))
    assert table["traded"].tolist() == [True, False, False]


def test_a_slight_correlation_is_no_trade_however_many_sets_are_kept() -> None:
    """With ten thousand sets one of a tenth is far beyond chance, and still neither makes up for the other."""
    dice = np.random.default_rng(3)
    one, other = dice.random(10_000), dice.random(10_000)
    fractions = pd.DataFrame({"a": one, "b": 0.1 * one + 0.9 * other})
    ranges = pd.DataFrame({"low": 0.0, "high": 1.0}, index=list("ab"))
    row = traded_table(fractions, constrained_table(fractions, ranges)).iloc[0]
    assert row["p_value"] < 1e-6
    assert 0.05 < row["correlation"] < LEAST
    assert not row["traded"]
