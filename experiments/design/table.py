"""The table of a design: a CSV file with a row for each point and a column for each factor."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TableColumn:
    """A column of a design's file: its distinct values, and which of them each row has; -1 where a cell is empty."""

    values: tuple[Any, ...]
    index: NDArray[np.int64]


def read_columns(file: Path) -> dict[str, TableColumn]:
    """The columns of a CSV file by name; numbers and true/false are read as such, all else as text."""
    import pandas as pd

    frame = pd.read_csv(file, keep_default_na=False, na_values=[""], skipinitialspace=True)
    return {str(name): _column(frame[name]) for name in frame.columns}


def _column(column: Any) -> TableColumn:
    import pandas as pd

    index, values = pd.factorize(column, use_na_sentinel=True)
    return TableColumn(tuple(map(_plain, values)), np.asarray(index, dtype=np.int64))


def _plain(value: Any) -> Any:
    """A cell as plain data; among words, a number is a number all the same."""
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, str):
        return value
    for kind in (int, float):
        with suppress(ValueError):
            return kind(value)
    return {"true": True, "false": False}.get(value.lower(), value)
