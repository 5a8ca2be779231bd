"""What the forms of several tables share."""

from collections.abc import Mapping

import pandas as pd

from analysis.figures.style import sample
from analysis.report.sheets import Column, named, share, span

type Headline = Mapping[str, str]

RUNS, CODING = span("mc_low", "mc_high", "runs"), span("coding_low", "coding_high", "coding")
P_FORCE = share("p_force", "chance of force")
CELL = (named("crisis"), named("organization"))


def several(table: pd.DataFrame, column: str) -> list[Column]:
    """The column, if it tells rows apart."""
    return [named(column)] if table[column].nunique() > 1 else []


def runs_behind(table: pd.DataFrame) -> str:
    """How many runs stand behind each row, if it is the same for all."""
    sizes = table[["n_draws", "n_reps"]].drop_duplicates()
    return f"{sample(*map(int, sizes.iloc[0]))}. " if len(sizes) == 1 else ""
