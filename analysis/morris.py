"""Morris screening (Morris 1991; Campolongo, Cariboni and Saltelli 2007): which assumptions move p_force at all.

A trajectory moves each assumption once, by the same step, while all others stay where they are by then. The change
of p_force at that step is an elementary effect. mu_star is the mean of its absolute values over trajectories, sigma
their spread (the more it exceeds mu_star, the more the effect hangs on the other assumptions). Effects are not
divided by the step, so that all of these are changes of a probability.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cells import require
from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE

Floats = NDArray[np.float64]

FIGURES = ["mu_star", "mu_star_low", "mu_star_high", "mu", "sigma", "noise", "matters"]

_RESAMPLES = 1_000


def morris(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Screening figures of each assumption, those that matter most first.

    `steps`: trajectory, path, upward (1 or -1), change_a, change_b (change of p_force in each half of the
    replications); each trajectory moves each path once. Returns path and FIGURES: mu_star with its 5th to 95th
    percentile over resampled trajectories; noise, the mu_star that replications alone would make: the halves'
    mean has the same noise as half their difference, which has no effect in it; matters, whether mu_star_low is
    above that. An assumption without any effect has noise 0, since all points share their replications.
    """
    require(steps, ["trajectory", "path", "upward", "change_a", "change_b"], "steps")
    paths = list(dict.fromkeys(steps["path"]))
    signs, a, b = (_by_trajectory(steps, column, paths) for column in ("upward", "change_a", "change_b"))
    effects = signs * (a + b) / 2
    low, high = _interval(np.abs(effects), seed)
    table = pd.DataFrame(
        {
            "path": paths,
            "mu_star": np.abs(effects).mean(axis=0),
            "mu_star_low": low,
            "mu_star_high": high,
            "mu": effects.mean(axis=0),
            "sigma": effects.std(axis=0, ddof=1),
            "noise": np.abs(a - b).mean(axis=0) / 2,
        }
    )
    table["matters"] = table["mu_star_low"] > table["noise"]
    return table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def _by_trajectory(steps: pd.DataFrame, column: str, paths: list[str]) -> Floats:
    """One row a trajectory, one column a path."""
    wide = steps.pivot(index="trajectory", columns="path", values=column)
    return np.asarray(wide[paths], dtype=np.float64)


def _interval(sizes: Floats, seed: int) -> tuple[Floats, Floats]:
    """Percentiles of the mean of each column over trajectories drawn anew; one draw for all columns."""
    many = len(sizes)
    counts = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=_RESAMPLES)
    low, high = np.percentile(counts @ sizes / many, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=0)
    return low, high
