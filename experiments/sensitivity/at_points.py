"""A headline cell at points of its assumptions: how often force came, in two halves of the replications.

All points share the replications (common random numbers), so that what differs between two points is not the
noise of one and of the other. What noise is left, two halves that share nothing tell.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.composition.settings import setting
from experiments.design.points import Points
from experiments.replay.execute import OnDraw, processors, tally_of
from experiments.sensitivity.assumption_space import Cell
from experiments.sweep.groups import Group, parted

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

HALVES = 2
_ROWS = 1_024
"""Points that are lowered at once: some megabytes."""

_ONE_DRAW = np.zeros(1, dtype=np.int64)


def half(composed: Composed) -> int:
    """Replications of each half."""
    return max(1, composed.experiment.replications // HALVES)


def shares(composed: Composed, cell: Cell, points: Points, on_point: OnDraw) -> Floats:
    """Share of the runs in which the organization's force was there in time; shape (2, points): each half.

    Numbers that are no dimension are as coded, in all points. `on_point` is called for each finished point.
    """
    found = np.zeros((HALVES, points.count))
    parts = list(_groups(composed, cell, points))
    with ThreadPoolExecutor(processors()) as pool:
        for group, forced in zip(parts, pool.map(lambda group: _run(composed, cell, group), parts), strict=True):
            found[:, group.points] = forced
            for _ in group.points:
                on_point()
    return found / half(composed)


def _groups(composed: Composed, cell: Cell, points: Points) -> Iterator[Group]:
    """Points with the same choices, and as many of them as are lowered at once."""
    chosen = [column for column in points.columns.values() if not isinstance(column.values, np.ndarray)]
    free = [column for column in points.columns.values() if isinstance(column.values, np.ndarray)]
    for together in parted(np.arange(points.count), chosen):
        levels = {path: column.at(int(together[0])) for column in chosen for path in column.paths}
        as_coded = replace(setting(composed, levels), ranges={})
        for start in range(0, len(together), _ROWS):
            yield Group(cell.crisis, cell.theory, as_coded, together[start : start + _ROWS], free)


def _run(composed: Composed, cell: Cell, group: Group) -> Ints:
    """Runs with force at each point of a group; shape (2, points)."""
    case = group.lower(group.points, _ONE_DRAW)
    place, runs = case.organizations.index(cell.organization), half(composed)
    engine, seed = composed.experiment.engine, composed.experiment.seed
    return np.stack([tally_of(case, engine, seed, k * runs, runs).force[:, place] for k in range(HALVES)])
