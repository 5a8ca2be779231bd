"""Cells of a table of counts: rows that differ in their coding draw only, in the order of the table.

Every summary starts here, so that all of them group alike and none depends on sorting.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from analysis.vocabulary import CELL


def cells(table: pd.DataFrame, keys: Sequence[str] = CELL) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Yield each cell's key columns as a dict, and its rows; cells come in order of first appearance."""
    for values, rows in table.groupby(list(keys), sort=False, dropna=False):
        yield dict(zip(keys, values, strict=True)), rows


def named(cell: dict[str, Any]) -> str:
    """Say which cell, for messages: `crisis / organization / theory`."""
    return " / ".join(str(value) for value in cell.values())


def require(table: pd.DataFrame, columns: Sequence[str], what: str) -> None:
    """Raise ValueError, naming all missing columns of the table called `what` and those that it has."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"{what}: column(s) {', '.join(missing)} missing; it has {', '.join(map(str, table.columns))}"
        )
