"""Forecasts scored: the same three scores for models and baselines, over the same cells."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.baselines import FORECAST
from analysis.cells import require
from analysis.resampling import over_cells, over_draws
from analysis.scores import brier, clipped, log_score, ranked_probability
from analysis.sets import Sets
from analysis.vocabulary import RUNGS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SCORES = ("brier", "log", "rps")
"""Brier score and logarithmic score of the chance of force, ranked probability score on the ladder."""

COLUMNS = ["p_force", *(f"rung_{rung}" for rung in RUNGS)]
"""The chances of a forecast."""


def pooled(sets: Sets, name: str, kept: Bools | None = None) -> pd.DataFrame:
    """FORECAST of sets taken together: the mean of their chances, of those `kept` (S) or of all."""
    mean = chances_of(sets, kept).mean(axis=0)
    columns = {column: mean[:, k] for k, column in enumerate(COLUMNS)}
    return sets.cells[["crisis", "organization"]].assign(forecast=name, **columns)[FORECAST]


@dataclass(frozen=True)
class Scorer:
    """Scores forecasts of the same cells; for the log score chances are clipped to what `runs` runs can tell."""

    outcome: NDArray[np.int64]
    rung: NDArray[np.int64]
    runs: int

    @classmethod
    def of(cls, cells: pd.DataFrame, runs: int) -> Self:
        """For some cells, in their order."""
        rung = np.array([RUNGS.index(one) for one in cells["recorded_rung"]], dtype=np.int64)
        return cls(cells["outcome"].to_numpy(dtype=np.int64), rung, runs)

    def scores(self, chances: Floats) -> dict[str, Floats]:
        """Each score in each cell, (C,) each; `chances` has a row for each cell, with COLUMNS."""
        p, ladder = chances[:, 0], chances[:, 1:]
        return {
            "brier": brier(p, self.outcome),
            "log": log_score(clipped(p, self.runs), self.outcome),
            "rps": ranked_probability(ladder, self.rung),
        }

    def means(self, chances: Floats) -> Floats:
        """The mean of each score over cells, in the order of SCORES."""
        return np.array([values.mean() for values in self.scores(chances).values()])


def chances_of(sets: Sets, kept: Bools | None = None) -> Floats:
    """Chances of force and of each rung, as COLUMNS, by set and cell; shape (S, C, 6)."""
    chosen = slice(None) if kept is None else kept
    return np.concatenate([sets.p_force[chosen, :, None], sets.ladder[chosen]], axis=2)


def cell_scores(forecast: pd.DataFrame, cells: pd.DataFrame, runs: int) -> dict[str, Floats]:
    """Each score of one forecast in each cell, (C,) each; rows of `forecast` are the cells, in their order."""
    require(forecast, FORECAST, "forecast")
    return Scorer.of(cells, runs).scores(forecast[COLUMNS].to_numpy(dtype=np.float64))


def scored(forecast: pd.DataFrame, cells: pd.DataFrame, runs: int) -> dict[str, Any]:
    """Mean of each score over cells, with its interval over resampled cells, and n_cells."""
    row: dict[str, Any] = {"n_cells": len(cells)}
    for name, values in cell_scores(forecast, cells, runs).items():
        low, high = over_cells(values)
        row |= {name: float(values.mean()), f"{name}_cells_low": low, f"{name}_cells_high": high}
    return row


def over_sets(sets: Sets) -> dict[str, float]:
    """Interval of each mean score over resampled sets, as `<score>_draws_low` and `_draws_high`."""
    scorer, chances = Scorer.of(sets.cells, sets.runs), chances_of(sets)
    ends = over_draws(
        chances.reshape(len(chances), -1), lambda mean: scorer.means(mean.reshape(len(sets.cells), len(COLUMNS)))
    )
    return named_ends(ends)


def named_ends(ends: Floats) -> dict[str, float]:
    """Low and high ends of the scores, (2, scores), by the names of their columns."""
    return {
        f"{name}_draws_{end}": float(ends[row, k])
        for k, name in enumerate(SCORES)
        for row, end in enumerate(("low", "high"))
    }
