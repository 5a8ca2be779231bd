"""The arithmetic of designs: combinations of levels, and samples of the unit cube mapped to levels and ranges.

Sobol' and Morris designs come from SALib, whose analyses expect their rows in that order; it knows no categories,
so factors with levels are mapped here, each level an equal slice of [0, 1).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.schema.enums import DesignKind
from sim.schema.experiment import Design, Factor

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Taken = tuple[Sequence[Any] | NDArray[Any], Ints]
"""The values of a factor, and for each point which of them it takes."""

MORRIS_LEVELS = 4
"""Steps of the grid that a Morris trajectory walks on, as is usual (Saltelli et al. 2008)."""


def combined(levels: Sequence[Sequence[Any]], kind: DesignKind) -> list[Taken]:
    """Every combination of levels, the first factor slowest; under `zip` first levels, second levels, and so on."""
    if kind is DesignKind.ZIP:
        return [(values, np.arange(len(values))) for values in levels]
    places = np.indices([len(values) for values in levels]).reshape(len(levels), -1)
    return [(values, place) for values, place in zip(levels, places, strict=True)]


def sampled(factors: Sequence[Factor], design: Design, seed: int, morris_levels: int = MORRIS_LEVELS) -> list[Taken]:
    """A sampled design; `seed` from 1 (SALib takes 0 for none) to 2**32 - 1."""
    cube = _unit_cube(len(factors), design, seed, morris_levels)
    return [_mapped(factor, cube[:, k]) for k, factor in enumerate(factors)]


def _unit_cube(factors: int, design: Design, seed: int, morris_levels: int) -> Floats:
    """Points in the unit cube; shape (points, factors)."""
    size = design.size or 0
    problem = {"num_vars": factors, "names": [f"x{k}" for k in range(factors)], "bounds": [[0.0, 1.0]] * factors}
    if design.kind is DesignKind.LATIN_HYPERCUBE:
        from scipy.stats import qmc  # scipy and SALib take seconds to import

        return np.asarray(qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(size))
    if design.kind is DesignKind.SOBOL:
        from SALib.sample import sobol

        return np.asarray(sobol.sample(problem, size, calc_second_order=design.second_order, seed=seed))
    from SALib.sample import morris

    return np.asarray(morris.sample(problem, size, num_levels=morris_levels, seed=seed))


def _mapped(factor: Factor, unit: Floats) -> Taken:
    """Numbers in [0, 1] as levels or as values of the range; the points' own order."""
    own = np.arange(len(unit))
    if factor.levels is not None:
        return factor.levels, _slices(unit, len(factor.levels))
    low, high = factor.range or (0.0, 1.0)
    if factor.integer:
        return int(low) + _slices(unit, int(high) - int(low) + 1), own
    return low + (high - low) * unit, own


def _slices(unit: Floats, slices: int) -> Ints:
    """Which of equal slices of [0, 1) a number lies in; 1 in the last."""
    return np.minimum((unit * slices).astype(np.int64), slices - 1)
