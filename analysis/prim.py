"""The box that PRIM finds (Friedman and Fisher 1999), by EMA Workbench where it is installed."""

import logging
import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.boxes import Box, Condition

Bools = NDArray[np.bool_]

LOOKED_AT = 4
"""Assumptions that PRIM looks at: those that go together with help most (correlation ratio). Among hundreds that do
not matter its first peels are chance, and a box of dozens cannot be read."""

ENOUGH = 20
"""Draws with help, and without, below which there is nothing to find."""

DENSE = 0.8
"""Density that a box should have."""


def installed() -> bool:
    """Whether EMA Workbench is there."""
    return find_spec("ema_workbench") is not None


def prim_box(draws: pd.DataFrame, comes: Bools) -> Box | None:
    """The box on the peeling trajectory that covers most among the dense ones; if none is dense, the densest.

    None if the organization comes in nearly all draws, or in nearly none.
    """
    if min(comes.sum(), (~comes).sum()) < ENOUGH:
        return None
    strength = {path: _correlation_ratio(draws[path], comes) for path in draws}
    shortlist = sorted(strength, key=lambda path: -strength[path])[:LOOKED_AT]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of evaluators that are not installed, and of pandas to come
        from ema_workbench.analysis import prim

        logging.getLogger("EMA").setLevel(logging.WARNING)
        found = prim.Prim(draws[shortlist].reset_index(drop=True), comes).find_box()
    if found is None:
        return None
    steps = found.peeling_trajectory
    dense = steps[steps["density"] >= DENSE]
    best = int(steps["density"].idxmax() if dense.empty else dense["coverage"].idxmax())
    return tuple(_conditions(found.box_lims[best], found.box_lims[0]))


def _correlation_ratio(values: pd.Series, comes: Bools) -> float:
    """Part of the variance of help between groups of the values: choices, or tenths of the draws by their number."""
    groups = pd.qcut(values, 10, duplicates="drop") if pd.api.types.is_numeric_dtype(values) else values
    shares = pd.Series(comes, index=values.index).groupby(groups, observed=True).transform("mean")
    return float(shares.var() / comes.var())


def _conditions(limits: pd.DataFrame, all_draws: pd.DataFrame) -> Any:
    for path in limits.columns:
        low, high = limits[path]
        if isinstance(low, set | frozenset):
            others = all_draws[path].iloc[0] - low
            if others:
                yield Condition(path, among=tuple(sorted(map(str, low))), others=tuple(sorted(map(str, others))))
            continue
        lowest, highest = all_draws[path]
        if low > lowest or high < highest:
            yield Condition(
                path,
                low=float(np.nextafter(low, -np.inf)) if low > lowest else -np.inf,  # its lower end lies inside
                high=float(high) if high < highest else np.inf,
            )
