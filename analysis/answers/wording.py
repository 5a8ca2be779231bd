"""How numbers and names are put into sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.figures.names import Names
from analysis.figures.style import DASH

type Tables = Mapping[str, pd.DataFrame]
type Headline = Mapping[str, str]
type Row = Mapping[Any, Any]

ROUNDED = 0.005
"""Chance below which two decimals say 0.00, so that nothing can be called the highest."""


def chance(row: Row, value: str = "p_force", prefix: str = "") -> str:
    """A share of runs with its range over codings: `0.70 (0.46-0.86 over coded ranges)`."""
    low, high = float(row[f"{prefix}coding_low"]), float(row[f"{prefix}coding_high"])
    return f"{float(row[value]):.2f} ({low:.2f}{DASH}{high:.2f} over coded ranges)"


def signed_chance(row: Row, value: str = "value") -> str:
    """A difference of two shares of runs with its range over codings, with signs."""
    figure, low, high = (plus(float(row[key])) for key in (value, "coding_low", "coding_high"))
    return f"{figure} ({low} to {high} over coded ranges)"


def plus(difference: float) -> str:
    """Two decimals with a sign, which is plus for what rounds to zero."""
    return f"{round(difference, 2) + 0.0:+.2f}"


def highest(rows: pd.DataFrame, column: str) -> Row:
    """The first row in which a column is highest."""
    return rows.iloc[int(rows[column].to_numpy().argmax())].to_dict()


def lowest(rows: pd.DataFrame, column: str) -> Row:
    """The first row in which a column is lowest."""
    return rows.iloc[int(rows[column].to_numpy().argmin())].to_dict()


def theory_of(table: pd.DataFrame, names: Names) -> tuple[pd.DataFrame, str]:
    """The rows of the first theory, and its name if there are several."""
    first = table["theory"].iloc[0]
    several = table["theory"].nunique() > 1
    return table[table["theory"] == first], f"Under {names.name('theory', first)}: " if several else ""


def against(score: float, other: float, what: str) -> str:
    """Whether a baseline does better, which must not be hidden."""
    return f": better than {what}" if score < other else ""


def cell(row: Row, names: Names) -> str:
    """`organization in crisis`, by their printed names."""
    return f"{names.name('organization', row['organization'])} in {names.name('crisis', row['crisis'])}"


def plain(value: Any) -> str:
    """A level of a factor, or a key that reads like words."""
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")
