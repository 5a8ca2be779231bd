"""Who sent the force, beside who did on record; and who objected to it.

Shares are of persons, over the runs in which a force came. The range over coding draws says how far a share hangs
on coded values.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.cells import cells, require
from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE
from analysis.vocabulary import CELL

COLUMNS = [
    *CELL,
    "state",
    "leading",
    "share",
    "low",
    "high",
    "joins",
    "recorded_persons",
    "recorded_share",
]
OBJECTIONS = [*CELL, "state", "objected", "pivotal", "rank"]


def contributions(seat_counts: pd.DataFrame, recorded_contributions: pd.DataFrame) -> pd.DataFrame:
    """One row per member of each cell in which a force came in at least one run.

    `seat_counts`: cell, draw, state, leading, runs, force (runs with force), sent (persons, summed over them), joined
    (of them, runs to which the member sent anyone). `recorded_contributions`: crisis, organization, state, persons.

    Returns COLUMNS: share of all persons sent, low and high its 5th and 95th percentile over the draws with any
    force, joins (share of runs with force), all in [0, 1]; shares are empty where a force came without
    anyone sent. recorded_share is of all persons on record for that crisis and organization.
    """
    require(seat_counts, [*CELL, "draw", "state", "leading", "force", "sent", "joined"], "seat_counts")
    require(recorded_contributions, ["crisis", "organization", "state", "persons"], "recorded_contributions")
    rows: list[dict[str, Any]] = []
    for cell, seats in cells(seat_counts):
        if int(seats["force"].sum()) > 0:
            rows += [{**cell, **row} for row in _member_rows(seats)]
    shared = ["crisis", "organization", "state"]
    table = pd.DataFrame(rows, columns=COLUMNS[:-2]).astype({"leading": bool})
    return table.merge(_recorded_shares(recorded_contributions), on=shared, how="left")[COLUMNS]


def objections(seat_counts: pd.DataFrame) -> pd.DataFrame:
    """How often each member objected to force: crisis, organization, theory, state, objected, pivotal, rank.

    `objected` and `pivotal` (its no alone stopped it) are shares of all runs. rank 1 is the most frequent objector of
    its council, equals share the better rank, and who never objects ranks last, so that a council
    without objections has no first.
    """
    require(seat_counts, [*CELL, "state", "runs", "objected", "pivotal"], "seat_counts")
    tables = [_objection_rows(cell, seats) for cell, seats in cells(seat_counts)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=OBJECTIONS)


def _member_rows(seats: pd.DataFrame) -> list[dict[str, Any]]:
    by_draw = seats.pivot(index="draw", columns="state", values="sent")
    totals = by_draw.sum(axis=1)
    moved = by_draw[totals > 0].div(totals[totals > 0], axis=0)
    return [_member_row(str(state), seat, by_draw, moved) for state, seat in seats.groupby("state", sort=False)]


def _member_row(state: str, seat: pd.DataFrame, by_draw: pd.DataFrame, moved: pd.DataFrame) -> dict[str, Any]:
    total = float(by_draw.to_numpy().sum())
    low, high = (float("nan"), float("nan"))
    if len(moved):
        low, high = np.percentile(moved[state].to_numpy(), [LOW_PERCENTILE, HIGH_PERCENTILE])
    return {
        "state": state,
        "leading": bool(seat["leading"].iloc[0]),
        "share": float(by_draw[state].sum()) / total if total else float("nan"),
        "low": float(low),
        "high": float(high),
        "joins": int(seat["joined"].sum()) / int(seat["force"].sum()),
    }


def _recorded_shares(recorded: pd.DataFrame) -> pd.DataFrame:
    """crisis, organization, state, recorded_persons, recorded_share."""
    table = recorded[["crisis", "organization", "state"]].copy()
    table["recorded_persons"] = recorded["persons"].astype("Float64")
    totals = table.groupby(["crisis", "organization"])["recorded_persons"].transform("sum")
    table["recorded_share"] = table["recorded_persons"] / totals
    return table


def _objection_rows(cell: dict[str, Any], seats: pd.DataFrame) -> pd.DataFrame:
    sums = seats.groupby("state", sort=False)[["objected", "pivotal", "runs"]].sum()
    table = sums[["objected", "pivotal"]].div(sums["runs"], axis=0).reset_index()
    rank = table["objected"].rank(method="min", ascending=False)
    table["rank"] = rank.where(table["objected"] > 0, len(table)).astype(int)
    return table.assign(**cell)[OBJECTIONS]
