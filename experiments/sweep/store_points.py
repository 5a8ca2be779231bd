"""The points of a sweep as `points.parquet`: their numbers, the level of each factor, and why a point failed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.design.points import Column, Points
from experiments.results.store import whole

POINTS = "points.parquet"


def write_points(folder: Path, points: Points, failed: Mapping[int, str]) -> None:
    """One row for each point, in order; `message` is empty for a point that did not fail."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {"point": pa.array(np.arange(points.count))}
    columns |= {name: pa.array(_plain(column)) for name, column in points.columns.items()}
    messages = [failed.get(point) for point in range(points.count)]
    columns["message"] = pa.array(messages, pa.string())
    with whole(folder / POINTS) as temporary:
        pq.write_table(pa.table(columns), temporary, compression="zstd")


def _plain(column: Column) -> Any:
    """The levels at all points as numbers, switches or words; anything else as JSON."""
    values = column.values
    if isinstance(values, np.ndarray):
        return values[column.index]
    kinds = {type(value) for value in values}
    if kinds <= {int, float} or kinds in ({bool}, {str}):
        return np.asarray(values, dtype=object if kinds == {str} else None)[column.index]
    words = [value if isinstance(value, str) else json.dumps(value, default=str) for value in values]
    return np.asarray(words, dtype=object)[column.index]
