"""The same crises under three arms: as it is, everyone asked, institutions transplanted.

The arms share all random draws, so their differences are not noise between samples.
"""

import pandas as pd

from analysis.cells import require
from analysis.vocabulary import ARMS, CELL

COLUMNS = [
    *CELL,
    "arm",
    "n_draws",
    "n_reps",
    "p_force",
    "mc_low",
    "mc_high",
    "coding_low",
    "coding_high",
    "change",
]


def comparison(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per cell and arm, cells in order of first appearance, arms in the order of ARMS.

    `rows`: rows of the likelihood table with a column `arm`. Returns COLUMNS; change = p_force - p_force of the arm
    as_is in the same cell (empty without one). ValueError for an unknown arm.
    """
    require(rows, [*CELL, "arm", "p_force"], "rows")
    _refuse_arms(rows)
    base = rows.loc[rows["arm"] == ARMS[0], [*CELL, "p_force"]].rename(columns={"p_force": "base"})
    table = rows.merge(base, on=CELL, how="left")
    table["change"] = table["p_force"] - table["base"]
    table["place"] = table.groupby(CELL, sort=False, dropna=False).ngroup()
    table["turn"] = table["arm"].map(ARMS.index)
    return table.sort_values(["place", "turn"], kind="stable", ignore_index=True)[COLUMNS]


def _refuse_arms(rows: pd.DataFrame) -> None:
    unknown = [str(arm) for arm in rows["arm"].unique() if arm not in ARMS]
    if unknown:
        raise ValueError(f"arm: got {', '.join(unknown)}; allowed: {', '.join(ARMS)}")
