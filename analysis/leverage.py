"""How far an answer hangs on one value: p_force with each coded value replaced by its mean over crises.

An outcome that turns on a single value set by hand must be seen at once.
"""

import pandas as pd

from analysis.cells import require
from analysis.vocabulary import CELL

COLUMNS = ["crisis", "organization", "path", "value", "replaced_by", "p_force", "p_replaced", "change"]


def leverage(base: pd.DataFrame, replaced: pd.DataFrame) -> pd.DataFrame:
    """Compare p_force before and after each replacement.

    `base`: crisis, organization, theory, p_force. `replaced`: the same and path (of the value), value, replaced_by;
    its p_force is the one after. Returns COLUMNS: p_force before, p_replaced after (both in [0, 1]) and
    change = p_replaced - p_force, cells in the order of `base`, the largest |change| first. ValueError for more
    than one theory (the table does not tell them apart) or a replacement without a base.
    """
    require(base, [*CELL, "p_force"], "base")
    require(replaced, [*CELL, "path", "value", "replaced_by", "p_force"], "replaced")
    _refuse_theories(replaced)
    table = replaced.rename(columns={"p_force": "p_replaced"}).merge(_before(base), on=CELL, how="left")
    _refuse_orphans(table)
    table["change"] = table["p_replaced"] - table["p_force"]
    table["size"] = -table["change"].abs()
    return table.sort_values(["place", "size"], kind="stable", ignore_index=True)[COLUMNS]


def _before(base: pd.DataFrame) -> pd.DataFrame:
    once = base.drop_duplicates(CELL, ignore_index=True)
    return once[[*CELL, "p_force"]].assign(place=range(len(once)))


def _refuse_theories(replaced: pd.DataFrame) -> None:
    theories = replaced["theory"].unique().tolist()
    if len(theories) > 1:
        raise ValueError(f"leverage is of one theory at a time; got {', '.join(map(str, theories))}")


def _refuse_orphans(table: pd.DataFrame) -> None:
    orphans = table.loc[table["p_force"].isna(), CELL].drop_duplicates()
    if len(orphans):
        listed = "; ".join(" / ".join(map(str, row)) for row in orphans.itertuples(index=False))
        raise ValueError(f"leverage: no p_force before the replacement for {listed}")
