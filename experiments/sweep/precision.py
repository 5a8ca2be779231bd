"""When a point has been run often enough: every chance of force is known to within the precision asked for.

The decision is taken for each point by itself, after rounds that the plan fixes, so that it depends on nothing else.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.intervals import Z90
from experiments.sweep.cells import Cells

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def half_width(events: Ints, runs: Ints) -> Floats:
    """Half the width of the 90 % Wilson interval of a share, element by element (Wilson 1927)."""
    share, square = events / runs, Z90**2
    spread: Floats = Z90 * np.sqrt(share * (1.0 - share) / runs + square / (4.0 * runs**2)) / (1.0 + square / runs)
    return spread


def going_on(cells: Cells, points: Sequence[int], precision: float) -> list[int]:
    """Those of `points` of which some chance of force is not yet known to within `precision`."""
    wide = half_width(cells.column("force"), cells.column("runs").astype(np.float64)) >= precision
    unsure = set(cells.column("point")[wide].tolist())
    return [point for point in points if point in unsure]
