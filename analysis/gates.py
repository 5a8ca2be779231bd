"""Why a force did not come: each gate three ways, and the ladder of what came instead.

Gates are often shut together, so the order of a funnel must not assign the blame. Beside the cumulative share stand
the marginal one (shut at all) and the share in which lifting this gate alone would have opened the way.
"""

from typing import Any

import pandas as pd

from analysis.cells import cells, named, require
from analysis.vocabulary import CELL, GATES, RUNGS

COLUMNS = [*CELL, "gate", "exists", "passed", "shut", "first_shut", "lifted", "p_route"]
KINDS = ("passed", "shut", "first_shut", "lifted", "absent")


def gates(counts: pd.DataFrame) -> pd.DataFrame:
    """One row per cell and gate, in the order of the gates.

    `counts` needs runs and passed_/shut_/first_shut_/lifted_/absent_<gate>, whole numbers of runs. Returns COLUMNS:
    exists (False where no run has the gate; then its shares are empty), shares in [0, 1] of all runs, and p_route,
    the share that passed all gates, repeated. p_route + the sum of first_shut = 1, else ValueError.
    """
    require(counts, [*CELL, "runs", *(f"{kind}_{gate}" for gate in GATES for kind in KINDS)], "counts")
    rows: list[dict[str, Any]] = []
    for cell, draws in cells(counts):
        _check_sum(cell, draws)
        rows += [{**cell, **row} for row in _gate_rows(draws)]
    return pd.DataFrame(rows, columns=COLUMNS)


def ladder(counts: pd.DataFrame) -> pd.DataFrame:
    """Chance of each highest rung delivered: crisis, organization, theory, rung, probability (they sum to 1)."""
    require(counts, [*CELL, "runs", *(f"rung_{rung}" for rung in RUNGS)], "counts")
    rows = [
        {**cell, "rung": rung, "probability": int(draws[f"rung_{rung}"].sum()) / int(draws["runs"].sum())}
        for cell, draws in cells(counts)
        for rung in RUNGS
    ]
    return pd.DataFrame(rows, columns=[*CELL, "rung", "probability"])


def passage(draws: pd.DataFrame) -> dict[str, float]:
    """Cumulative share that passed each gate in one cell; NaN for a gate that no run has.

    A missing gate lets everything through, so the gate after it carries on from the one before.
    """
    runs = int(draws["runs"].sum())
    return {
        gate: int(draws[f"passed_{gate}"].sum()) / runs if _exists(draws, gate) else float("nan") for gate in GATES
    }


def _exists(draws: pd.DataFrame, gate: str) -> bool:
    return int(draws[f"absent_{gate}"].sum()) < int(draws["runs"].sum())


def _gate_rows(draws: pd.DataFrame) -> list[dict[str, Any]]:
    runs, passed = int(draws["runs"].sum()), passage(draws)
    route = int(draws[f"passed_{GATES[-1]}"].sum()) / runs
    rows = []
    for gate in GATES:
        exists = _exists(draws, gate)
        shares = {
            kind: int(draws[f"{kind}_{gate}"].sum()) / runs if exists else float("nan")
            for kind in ("shut", "first_shut", "lifted")
        }
        rows.append({"gate": gate, "exists": exists, "passed": passed[gate], **shares, "p_route": route})
    return rows


def _check_sum(cell: dict[str, Any], draws: pd.DataFrame) -> None:
    passed = int(draws[f"passed_{GATES[-1]}"].sum())
    died = int(draws[[f"first_shut_{gate}" for gate in GATES]].to_numpy().sum())
    runs = int(draws["runs"].sum())
    if passed + died != runs:
        raise ValueError(
            f"{named(cell)}: {passed} runs passed all gates and {died} died at one, but there are {runs}"
        )
