"""How likely each organization was to come: the main table, beside what happened.

One row a cell (crisis, organization, theory). Probabilities are shares of runs; p_force has two intervals, one
from replications and one from coding draws (see `intervals`).
"""

from typing import Any

import pandas as pd

from analysis.cells import cells, require
from analysis.days import median_days
from analysis.gates import passage
from analysis.intervals import estimate
from analysis.vocabulary import CELL, FORCE, GATES

COLUMNS = [
    *CELL,
    "request",
    "host_is_member",
    "n_draws",
    "n_reps",
    "p_force",
    "mc_low",
    "mc_high",
    "coding_low",
    "coding_high",
    *(f"p_{gate}" for gate in GATES),
    "p_alone",
    "days_to_decision",
    "days_to_arrival",
    "recorded_rung",
    "recorded_force",
]


def likelihood(counts: pd.DataFrame, day_counts: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Summarize the counts of each cell, in the order of `counts`.

    `counts`: one row per cell and coding draw, whole numbers of runs; needs request, host_is_member, runs, force,
    alone, and passed_/absent_ for each gate. `day_counts`: cell, event (decided, arrived), day, runs.
    `recorded`: crisis, organization, rung, arrived.

    Returns COLUMNS: p_* in [0, 1]; p_<gate> cumulative, empty where the rule has no such gate in any run; days_* in
    days from the request, empty when it never happened; recorded_force 1, 0 or empty (no record). Raises ValueError
    for missing columns (an empty table has them too) or for draws of unequal numbers of runs.
    """
    require(counts, [*CELL, "request", "host_is_member", "runs", "force", "alone"], "counts")
    require(day_counts, [*CELL, "event", "day", "runs"], "day_counts")
    require(recorded, ["crisis", "organization", "rung", "arrived"], "recorded")
    table = pd.DataFrame([{**cell, **summary(draws)} for cell, draws in cells(counts)])
    for event, column in (("decided", "days_to_decision"), ("arrived", "days_to_arrival")):
        table = table.merge(median_days(day_counts, event, column), on=CELL, how="left")
    return table.merge(_outcomes(recorded), on=["crisis", "organization"], how="left")[COLUMNS]


def summary(draws: pd.DataFrame) -> dict[str, Any]:
    """All figures of one cell that follow from its counts alone."""
    first, runs = draws.iloc[0], int(draws["runs"].sum())
    return {
        "request": first["request"],
        "host_is_member": bool(first["host_is_member"]),
        **force_figures(draws),
        **{f"p_{gate}": share for gate, share in passage(draws).items()},
        "p_alone": int(draws["alone"].sum()) / runs,
    }


def force_figures(draws: pd.DataFrame) -> dict[str, Any]:
    """Numbers of draws and replications, p_force and its two intervals for one cell."""
    force = estimate(draws["force"].to_numpy(), draws["runs"].to_numpy())
    return {
        "n_draws": len(draws),
        "n_reps": int(draws["runs"].iloc[0]),
        "p_force": force.p,
        "mc_low": force.mc_low,
        "mc_high": force.mc_high,
        "coding_low": force.coding_low,
        "coding_high": force.coding_high,
    }


def _outcomes(recorded: pd.DataFrame) -> pd.DataFrame:
    """crisis, organization, recorded_rung, recorded_force (1 only where the force arrived)."""
    arrived = recorded["arrived"].fillna(False).astype(bool)
    return pd.DataFrame(
        {
            "crisis": recorded["crisis"],
            "organization": recorded["organization"],
            "recorded_rung": recorded["rung"],
            "recorded_force": ((recorded["rung"] == FORCE) & arrived).astype("Int64"),
        }
    )
