"""Scores out of sample: the prior, what calibration adds, and what else was tried - by rule, by chance, by none."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.baselines import baselines
from analysis.forecasts import SCORES, Scorer, cell_scores, chances_of, named_ends, over_sets, pooled, scored
from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE
from analysis.matching import CALIBRATED, PRIOR, all_right, calibrated, folds, informative
from analysis.resampling import DRAW_TIMES, over_cells
from analysis.sets import Sets

Floats = NDArray[np.float64]

CODED, WITHOUT, BLIND, PLACEBO, BASELINE = "coded", "without", "blind", "placebo", "baseline"
"""Whence the values: coded from texts, the same without a mechanism, dyads by rule, codes shuffled, no model."""


def scores_table(
    codings: Mapping[str, Sets], schemes: Sequence[str], cutoffs: Sequence[float], rates: Mapping[str, float]
) -> pd.DataFrame:
    """One row per coding, scheme, cutoff and forecast.

    `codings`: live cells only, `coded` first, the same cells in all. Columns: coding, scheme, cutoff (empty where
    there is none), forecast (prior, calibrated or a baseline), n_sets, n_cells, n_informative, and for brier, log
    and rps the mean, its interval over resampled cells and over resampled sets (empty for baselines, whose figures
    do not depend on sets; leading_state does, and takes the mean); for calibrated forecasts also gain_<score>, the
    prior's score less this one's, with its interval over cells (pairs of scores resampled together). 90 %.
    """
    rows: list[dict[str, Any]] = []
    for coding, sets in codings.items():
        rows += [{"coding": coding} | row for row in _model_rows(sets, schemes, cutoffs)]
    first = codings[CODED]
    for scheme in schemes:
        fixed = baselines(first.cells, rates, first.willing.mean(axis=0), list(first.cells[scheme]))
        for name, forecast in fixed.groupby("forecast", sort=False):
            known: dict[str, Any] = {"coding": BASELINE, "scheme": scheme, "forecast": name}
            rows.append(known | scored(forecast, first.cells, first.runs))
    return pd.DataFrame(rows)


def without_rows(coded: Sets, without: Mapping[str, Sets], scheme: str) -> pd.DataFrame:
    """The prior without each mechanism as rows of the table of scores; `forecast` is the mechanism.

    gain_<score>: what the prior's score falls by when the mechanism is taken out, over the same sets.
    """
    rows = []
    for name, sets in without.items():
        same = Sets(coded.cells, coded.counts[: len(sets.counts)], coded.runs)
        before, prior = pooled(same, PRIOR), pooled(sets, PRIOR)
        row: dict[str, Any] = {"coding": WITHOUT, "scheme": scheme, "forecast": name, "n_sets": len(sets.counts)}
        row |= {"all_right": all_right(sets)} | scored(prior, sets.cells, sets.runs) | over_sets(sets)
        scores = [cell_scores(one, sets.cells, sets.runs) for one in (before, prior)]
        rows.append(row | _gains(*scores))
    return pd.DataFrame(rows)


def placebo_table(placebos: Sequence[Sets], scheme: str, cutoff: float) -> pd.DataFrame:
    """One row per placebo: number, n_sets, all_right (share of sets with every cell on the right side), and each
    score of its prior and of its calibrated forecast, as `prior_<score>` and `calibrated_<score>`.
    """
    rows = []
    for number, sets in enumerate(placebos):
        row: dict[str, Any] = {"placebo": number, "n_sets": len(sets.counts), "all_right": all_right(sets)}
        for name, forecast in ((PRIOR, pooled(sets, PRIOR)), (CALIBRATED, calibrated(sets, scheme, cutoff))):
            found = cell_scores(forecast, sets.cells, sets.runs)
            row |= {f"{name}_{score}": float(values.mean()) for score, values in found.items()}
        rows.append(row)
    columns = [f"{name}_{score}" for name in (PRIOR, CALIBRATED) for score in SCORES]
    return pd.DataFrame(rows, columns=["placebo", "n_sets", "all_right", *columns])


def placebo_rows(placebos: pd.DataFrame, scheme: str, cutoff: float, n_cells: int) -> pd.DataFrame:
    """The placebos as rows of the table of scores: the mean over shuffles, with 5th to 95th percentile over them in
    the columns `<score>_shuffles_low` and `_shuffles_high`.
    """
    rows = []
    for name in (PRIOR, CALIBRATED) if len(placebos) else ():
        row: dict[str, Any] = {"coding": PLACEBO, "scheme": scheme, "forecast": name, "n_cells": n_cells}
        row |= {"cutoff": cutoff} if name == CALIBRATED else {}
        row |= {"n_sets": int(placebos["n_sets"].iloc[0]), "n_shuffles": len(placebos)}
        for score in SCORES:
            found = placebos[f"{name}_{score}"].to_numpy()
            low, high = np.percentile(found, [LOW_PERCENTILE, HIGH_PERCENTILE])
            row |= {score: float(found.mean()), f"{score}_shuffles_low": low, f"{score}_shuffles_high": high}
        rows.append(row)
    return pd.DataFrame(rows)


def _model_rows(sets: Sets, schemes: Sequence[str], cutoffs: Sequence[float]) -> list[dict[str, Any]]:
    prior = pooled(sets, PRIOR)
    several = int(informative(prior["p_force"].to_numpy()).sum())
    known = {"n_sets": len(sets.counts), "n_informative": several, "all_right": all_right(sets)}
    before = cell_scores(prior, sets.cells, sets.runs)
    rows: list[dict[str, Any]] = []
    fixed = {"forecast": PRIOR} | known | scored(prior, sets.cells, sets.runs) | over_sets(sets)
    for scheme in schemes:
        rows.append({"scheme": scheme} | fixed)
        for cutoff in cutoffs:
            forecast = calibrated(sets, scheme, cutoff)
            row: dict[str, Any] = {"scheme": scheme, "cutoff": cutoff, "forecast": CALIBRATED} | known
            row |= scored(forecast, sets.cells, sets.runs) | _over_kept(sets, scheme, cutoff)
            rows.append(row | _gains(before, cell_scores(forecast, sets.cells, sets.runs)))
    return rows


def _gains(before: dict[str, Floats], after: dict[str, Floats]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in SCORES:
        gain = before[name] - after[name]
        low, high = over_cells(gain)
        found |= {f"gain_{name}": float(gain.mean()), f"gain_{name}_low": low, f"gain_{name}_high": high}
    return found


def _over_kept(sets: Sets, scheme: str, cutoff: float) -> dict[str, float]:
    """Interval of each calibrated score over resampled kept sets, those of each fold by themselves."""
    dice, scorer = np.random.default_rng(0), Scorer.of(sets.cells, sets.runs)
    parts = [(fold.cells, chances_of(sets.where(fold.cells), fold.kept)) for fold in folds(sets, scheme, cutoff)]
    forecast = chances_of(sets).mean(axis=0)
    found = []
    for _ in range(DRAW_TIMES):
        for cells, chances in parts:
            number = len(chances)
            weights = np.bincount(dice.integers(number, size=number), minlength=number)
            forecast[cells] = np.tensordot(weights, chances, axes=1) / number
        found.append(scorer.means(forecast))
    return named_ends(np.percentile(np.array(found), [LOW_PERCENTILE, HIGH_PERCENTILE], axis=0))
