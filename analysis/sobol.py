"""Sobol' indices: how much of the variance of p_force each assumption makes.

First order: alone, averaged over the others (Saltelli et al. 2010). Total: alone and together with any others
(Jansen 1999). The arithmetic is SALib's (Iwanaga, Usher and Herman 2022), as is the order of the points.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cells import require

Floats = NDArray[np.float64]

FIGURES = ["first", "first_low", "first_high", "first_found", "total", "total_low", "total_high", "total_found"]
ABOUT = ["p_force", "spread", "noise_share"]

_RESAMPLES = 200
_LEVEL = 0.9


def sobol(evaluations: pd.DataFrame, paths: Sequence[str], seed: int) -> pd.DataFrame:
    """Indices of each assumption, the highest total first.

    `evaluations`: half_a, half_b (p_force in each half of the replications), a row for each point in SALib's order
    without second-order points. `seed` from 1: SALib takes 0 for none. Returns path; FIGURES, indices with 90 %
    intervals over resampled points, `*_found` false where the interval reaches down to the noise (not distinguishable
    from 0); ABOUT, the same in all rows: mean and standard deviation of p_force over the points, and the part of
    that variance which replications make. Where p_force is the same at all points there are no indices (empty).
    """
    require(evaluations, ["half_a", "half_b"], "evaluations")
    a, b = (np.asarray(evaluations[name], dtype=np.float64) for name in ("half_a", "half_b"))
    mean, apart = (a + b) / 2, (a - b) / 2
    noise = float(apart.var() / mean.var()) if mean.var() > 0.0 else 0.0
    table = pd.DataFrame({"path": list(paths), **_indices(mean, paths, seed)})
    for kind in ("first", "total"):
        table[f"{kind}_found"] = table[f"{kind}_low"] > noise
    table = table.assign(p_force=mean.mean(), spread=mean.std(), noise_share=noise)
    return table.sort_values("total", ascending=False, kind="stable", ignore_index=True)[["path", *FIGURES, *ABOUT]]


def _indices(outcome: Floats, paths: Sequence[str], seed: int) -> dict[str, Floats]:
    if outcome.var() == 0.0:
        nothing = np.full(len(paths), np.nan)
        return {f"{kind}{end}": nothing for kind in ("first", "total") for end in ("", "_low", "_high")}
    from SALib.analyze import sobol as analyzer  # takes a second to import

    problem = {"num_vars": len(paths), "names": list(paths), "bounds": [[0.0, 1.0]] * len(paths)}
    found = analyzer.analyze(
        problem, outcome, calc_second_order=False, num_resamples=_RESAMPLES, conf_level=_LEVEL, seed=seed
    )
    indices = dict[str, Floats]()
    for kind, name in (("first", "S1"), ("total", "ST")):
        index, half = np.asarray(found[name]), np.asarray(found[f"{name}_conf"])
        indices |= {kind: index, f"{kind}_low": index - half, f"{kind}_high": index + half}
    return indices
