"""Institutions on rosters: the chance of force of each pair, and how far it is from the roster's own."""

import pandas as pd

from analysis.cells import require

_PAIR = ["crisis", "theory", "institutions", "roster"]
_FIGURES = ["n_draws", "n_reps", "p_force", "mc_low", "mc_high", "coding_low", "coding_high"]
COLUMNS = [*_PAIR, *_FIGURES, "p_hook", "p_hegemon", "p_council", "p_arrived", "change"]


def transplants(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per crisis, theory and pair, in the order of `rows`.

    `rows`: rows of the likelihood table with columns institutions and roster. Returns COLUMNS; p_<gate> cumulative;
    change = p_force - p_force of the roster under its own institutions.
    """
    require(rows, COLUMNS[:-1], "rows")
    cell = ["crisis", "theory", "roster"]
    own = rows.loc[rows["institutions"] == rows["roster"], [*cell, "p_force"]].rename(columns={"p_force": "own"})
    table = rows.merge(own, on=cell, how="left")
    table["change"] = table["p_force"] - table["own"]
    return table[COLUMNS]
