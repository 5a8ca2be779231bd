"""The figures by which patterns are judged, each by a name that a definition can give.

A measure reads the rows of one table that match the theory and whatever the definition says of the cell
(crisis, organization, state, gate, event). Patterns are data; only their arithmetic is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.days import counted_quantile
from analysis.vocabulary import CELL, RUNGS

Of = Mapping[str, Any]
NAN = float("nan")
FILTERS = ("crisis", "organization", "state", "gate", "event")


@dataclass(frozen=True)
class Measure:
    """One figure: the table it reads, what a definition must say, and the arithmetic on the matching rows."""

    table: str
    needs: tuple[str, ...]
    figure: Callable[[pd.DataFrame, Of], float]


def matching(table: pd.DataFrame, of: Of) -> pd.DataFrame:
    """Rows of a table that agree with all that `of` says of its columns."""
    for key in FILTERS:
        if key in of and key in table.columns:
            table = table[table[key] == of[key]]
    return table


def _only(column: str) -> Callable[[pd.DataFrame, Of], float]:
    """The value of a column in the single matching row; NaN where there is none or it is empty."""
    return lambda rows, of: _number(rows[column].iloc[0]) if len(rows) else NAN


def _share_of_runs(column: str) -> Callable[[pd.DataFrame, Of], float]:
    """Counts of a column over all draws, as a share of the runs."""
    return lambda rows, of: int(rows[column].sum()) / int(rows["runs"].sum()) if len(rows) else NAN


def _number(value: Any) -> float:
    return NAN if pd.isna(value) else float(value)


def _highest(rows: pd.DataFrame, of: Of) -> float:
    return _number(rows["p_force"].max()) if len(rows) else NAN


def _least_joining(rows: pd.DataFrame, of: Of) -> float:
    """The smallest chance of joining among the members that neither lead nor are the host."""
    others = rows[~rows["leading"].astype(bool) & (rows["state"] != of["host"])]
    return _number(others["joins"].min()) if len(others) else NAN


def _all_out(rows: pd.DataFrame, of: Of) -> float:
    """The day after arrival by which 95 % of the missions are all out."""
    return counted_quantile(rows["day"], rows["runs"], 0.95)


def _on_rungs(rows: pd.DataFrame, of: Of) -> float:
    """Chance that the highest rung delivered lies from `at_least` to `at_most`."""
    span = RUNGS[_rung(of, "at_least", 0) : _rung(of, "at_most", len(RUNGS) - 1) + 1]
    return float(rows.loc[rows["rung"].isin(span), "probability"].sum()) if len(rows) else NAN


def _rung(of: Of, key: str, otherwise: int) -> int:
    if key in of and of[key] not in RUNGS:
        raise ValueError(f"{key}: got {of[key]!r}; the rungs are {', '.join(RUNGS)}")
    return RUNGS.index(of[key]) if key in of else otherwise


def _unanimous(rows: pd.DataFrame, of: Of) -> float:
    """An upper bound on the chance that nobody objected: 1 - the share of the most frequent objector.

    Objections are counted by member, not together, so the chance itself is not in the table.
    A bound from above cannot make a divided council pass for more divided than it was.
    """
    return 1.0 - _number(rows["objected"].max()) if len(rows) else NAN


def _change_along(rows: pd.DataFrame, of: Of) -> float:
    """Mean change of an outcome from the lowest to the highest level of the factor `along`, all else equal.

    `where` narrows other factors to a value, or to their `lowest` or `highest` level; `outcome` is a
    column (p_force unless said).
    """
    along, outcome = of["along"], of.get("outcome", "p_force")
    for factor, level in dict(of.get("where", {})).items():
        rows = rows[rows[factor] == _level(rows[factor], level)]
    first, last = rows[rows[along] == rows[along].min()], rows[rows[along] == rows[along].max()]
    # Every point of the design stands at both ends, so the difference of the means is the mean of the differences.
    return _number(last[outcome].mean()) - _number(first[outcome].mean())


def _level(levels: pd.Series, level: Any) -> Any:
    return {"lowest": levels.min, "highest": levels.max}[level]() if level in ("lowest", "highest") else level


_CELL = tuple(CELL[:2])

MEASURES: dict[str, Measure] = {
    "p_force": Measure("likelihood", _CELL, _only("p_force")),
    "highest_p_force": Measure("likelihood", ("organization",), _highest),
    "days_to_decision": Measure("likelihood", _CELL, _only("days_to_decision")),
    "gate_shut": Measure("gates", (*_CELL, "gate"), _only("shut")),
    "share_of_state": Measure("contributions", (*_CELL, "state"), _only("share")),
    "least_joining": Measure("contributions", (*_CELL, "host"), _least_joining),
    "objector_rank": Measure("objections", (*_CELL, "state"), _only("rank")),
    "p_unanimous": Measure("objections", _CELL, _unanimous),
    "rung_probability": Measure("ladder", _CELL, _on_rungs),
    "stay": Measure("day_counts", (*_CELL, "event"), _all_out),
    "p_requested": Measure("counts", _CELL, _share_of_runs("requested")),
    "p_raised": Measure("counts", _CELL, _share_of_runs("raised")),
    "first_asked": Measure("counts", _CELL, _share_of_runs("first_asked")),
    "sweep_change": Measure("sweep", ("along",), _change_along),
}
