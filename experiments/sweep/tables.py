"""The tables of a sweep, made from its parts in the order of points, one part after the other in flat memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.replay import counting
from experiments.replay.execute import note_read
from experiments.results.store import whole
from experiments.sweep.groups import Job, groups
from experiments.sweep.store_cells import part_frames
from experiments.sweep.store_points import POINTS
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

SWEEP = "sweep.csv"


def write_sweep(folder: Path, factors: list[str]) -> None:
    """Write `sweep.csv`: a row for each cell of each point."""
    import pandas as pd

    from analysis.sweep import sweep_table

    levels = pd.read_parquet(folder / POINTS).set_index("point")[factors]
    with whole(folder / SWEEP) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        for number, frame in enumerate(part_frames(folder)):
            table = sweep_table(frame.join(levels, on="point"), factors)
            table.to_csv(out, index=False, header=number == 0, lineterminator="\n")


def small_tables(job: Job, failed: Mapping[int, str]) -> "dict[str, pd.DataFrame]":
    """Printed names and, if any point failed, which ones and why."""
    import pandas as pd

    tables = {"names": counting.names(job.composed.world)}
    if failed:
        rows = [{"point": point, **job.points.levels(point), "message": why} for point, why in failed.items()]
        tables["failed"] = pd.DataFrame(rows)
    return tables


def used_values(job: Job, failed: Mapping[int, str]) -> dict[str, Sourced]:
    """Every value that the first point reads, and each other level of what decides a shape; swept ones by name."""
    swept = {path: name for name, column in job.points.columns.items() for path in column.paths}
    used: dict[str, Sourced] = {}
    for point in _telling(job):
        if point in failed:
            continue
        for group in groups(job, np.array([point])):
            case = group.lower(np.array([point]), np.zeros(1, dtype=np.int64))
            note_read(used, case)
    return {path: _named(leaf, swept) for path, leaf in used.items()}


def _telling(job: Job) -> Iterator[int]:
    """The first point, and for each level that is no number the first point that has it."""
    told = {0: None}
    for column in job.points.columns.values():
        if not column.is_numeric:
            told |= dict.fromkeys(np.unique(column.index, return_index=True)[1].tolist())
    yield from told


def _named(leaf: Sourced, swept: Mapping[str, Any]) -> Sourced:
    """The value, or the name of the factor that moves it or something above it."""
    parts = leaf.path.split(".")
    above = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    mover = next((swept[path] for path in above if path in swept), None)
    return leaf if mover is None else Sourced(leaf.path, f"factor {mover}")
