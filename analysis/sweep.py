"""The chance of force and of a council's yes at each point of a sweep."""

from collections.abc import Sequence

import pandas as pd

from analysis.cells import cells, require
from analysis.gates import passage
from analysis.likelihood import force_figures
from analysis.vocabulary import CELL

FIGURES = ["n_draws", "n_reps", "p_force", "mc_low", "mc_high", "coding_low", "coding_high", "p_council"]


def sweep_table(counts: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """One row per cell and point, in the order of `counts`.

    `counts`: as for the likelihood table, with one more column per factor. Returns crisis, organization, theory, the
    factors, n_draws, n_reps, p_force, mc_low, mc_high (90 % from replications), coding_low, coding_high (5th to 95th
    percentile over draws), p_council (cumulative: passed the council and all before it). ValueError
    for a factor that is no column.
    """
    keys = [*CELL, *factors]
    require(counts, keys, "counts")
    rows = [
        {**point, **force_figures(draws), "p_council": passage(draws)["council"]}
        for point, draws in cells(counts, keys)
    ]
    return pd.DataFrame(rows, columns=[*keys, *FIGURES])
