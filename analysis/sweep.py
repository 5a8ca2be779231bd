"""The chance of force and of a council's yes at each point of a sweep."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.cells import require
from analysis.intervals import estimate
from analysis.vocabulary import CELL

FIGURES = ["n_draws", "n_reps", "p_force", "mc_low", "mc_high", "coding_low", "coding_high", "p_council"]

_NEEDED = ["runs", "force_by_draw", "passed_council", "absent_council"]


def sweep_table(cells: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """One row per cell and point, in the order of `cells`.

    `cells`: crisis, organization, theory, a column per factor; whole numbers of runs in runs, passed_council and
    absent_council, over all coding draws; and in force_by_draw for each draw the runs with force. Returns crisis,
    organization, theory, the factors, n_draws, n_reps, p_force, mc_low, mc_high (90 % from replications),
    coding_low, coding_high (5th to 95th percentile over draws), p_council (cumulative: passed the council and all
    before it; empty where no run has that gate). ValueError for a factor that is no column.
    """
    keys = [*CELL, *factors]
    require(cells, [*keys, *_NEEDED], "cells")
    found = [
        _figures(np.asarray(force, dtype=np.int64), int(runs))
        for force, runs in zip(cells["force_by_draw"], cells["runs"], strict=True)
    ]
    table = pd.concat([cells[keys].reset_index(drop=True), pd.DataFrame(found, columns=FIGURES[:-1])], axis=1)
    runs, passed = cells["runs"].to_numpy(), cells["passed_council"].to_numpy()
    table["p_council"] = np.where(cells["absent_council"].to_numpy() < runs, passed / runs, np.nan)
    return table


def _figures(force: np.ndarray, runs: int) -> list[float]:
    """Draws, replications, p_force and its intervals from the runs with force of each draw, (D,)."""
    replications = runs // len(force)
    return [len(force), replications, *estimate(force, np.full(len(force), replications))]
