"""Medians and quantiles of days that come as counts of runs per day."""

import numpy as np
import pandas as pd

from analysis.cells import cells
from analysis.vocabulary import CELL


def counted_quantile(days: pd.Series, runs: pd.Series, share: float) -> float:
    """The first day by which at least `share` (0-1] of the runs have happened; NaN without runs."""
    order = np.argsort(days.to_numpy(), kind="stable")
    reached = np.cumsum(runs.to_numpy()[order])
    if len(reached) == 0 or reached[-1] <= 0:
        return float("nan")
    # A hair less than the share, so that rounding never asks for one run more than there are.
    first = int(np.searchsorted(reached, share * reached[-1] - 1e-9))
    return float(days.to_numpy()[order][first])


def counted_median(days: pd.Series, runs: pd.Series) -> float:
    """The median day over runs, the mean of the two middle ones where their number is even; NaN without runs."""
    order = np.argsort(days.to_numpy(), kind="stable")
    reached = np.cumsum(runs.to_numpy()[order])
    if len(reached) == 0 or reached[-1] <= 0:
        return float("nan")
    middle = [(int(reached[-1]) - 1) // 2, int(reached[-1]) // 2]
    places = np.searchsorted(reached, middle, side="right")
    return float(days.to_numpy()[order][places].mean())


def median_days(day_counts: pd.DataFrame, event: str, column: str) -> pd.DataFrame:
    """Median day of one event in each cell that saw it: crisis, organization, theory, `column` (days)."""
    chosen = day_counts[day_counts["event"] == event]
    rows = [{**cell, column: counted_median(group["day"], group["runs"])} for cell, group in cells(chosen)]
    return pd.DataFrame(rows, columns=[*CELL, column])
