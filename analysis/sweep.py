"""The chance of force and of a council's yes at each point of a sweep."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.cells import require
from analysis.intervals import estimate
from analysis.vocabulary import CELL

_FORCE = ["n_draws", "n_reps", "p_force", "mc_low", "mc_high", "coding_low", "coding_high"]
FIGURES = [*_FORCE, "p_council", "p_arrived", "mean_days_to_arrival"]

_GATES = ("council", "arrived")
_NEEDED = [
    *("runs", "force_by_draw", "arrival_runs", "arrival_days"),
    *(f"{what}_{gate}" for gate in _GATES for what in ("passed", "absent")),
]


def sweep_table(cells: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """One row per cell and point, in the order of `cells`.

    `cells`: crisis, organization, theory, a column per factor; whole numbers of runs in runs, in passed_ and
    absent_ of council and arrived, and in arrival_runs, with the sum of their days in arrival_days, over all coding
    draws; and in force_by_draw for each draw the runs with force. Returns crisis, organization, theory, the factors,
    n_draws, n_reps, p_force, mc_low, mc_high (90 % from replications), coding_low, coding_high (5th to 95th
    percentile over draws), p_council and p_arrived (cumulative: passed the gate and all before it; empty where no
    run has that gate), mean_days_to_arrival (from the request; empty where no force came). ValueError for a factor
    that is no column.
    """
    keys = [*CELL, *factors]
    require(cells, [*keys, *_NEEDED], "cells")
    found = [
        _figures(np.asarray(force, dtype=np.int64), int(runs))
        for force, runs in zip(cells["force_by_draw"], cells["runs"], strict=True)
    ]
    table = pd.concat([cells[keys].reset_index(drop=True), pd.DataFrame(found, columns=_FORCE)], axis=1)
    runs = cells["runs"].to_numpy()
    for gate in _GATES:
        passed, absent = cells[f"passed_{gate}"].to_numpy(), cells[f"absent_{gate}"].to_numpy()
        table[f"p_{gate}"] = np.where(absent < runs, passed / runs, np.nan)
    arrived = cells["arrival_runs"].to_numpy()
    table["mean_days_to_arrival"] = np.where(
        arrived > 0, cells["arrival_days"].to_numpy() / np.maximum(arrived, 1), np.nan
    )
    return table


def _figures(force: np.ndarray, runs: int) -> list[float]:
    """Draws, replications, p_force and its intervals from the runs with force of each draw, (D,)."""
    replications = runs // len(force)
    return [len(force), replications, *estimate(force, np.full(len(force), replications))]
