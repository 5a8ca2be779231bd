"""Intervals by resampling with replacement (Efron 1979): 5th to 95th percentile of a figure over resamples.

Over cells: how far a figure could move with other crises of the kind. Over draws: how far with other draws of the
same assumptions. The two are never mixed up.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE

Floats = NDArray[np.float64]

TIMES = 1000
"""Resamples of cells; a dozen cells are resampled in no time."""

DRAW_TIMES = 200
"""Resamples of draws, of which there may be a hundred thousand."""

_SEED = 20220106
"""Of the resampling alone: the same tables give the same intervals."""


def resampled_weights(items: int, times: int = TIMES) -> Floats:
    """How often each of `items` is drawn in each resample; shape (times, items), rows sum to `items`."""
    dice = np.random.default_rng(_SEED)
    weights = np.empty((times, items))
    for row in weights:
        row[:] = np.bincount(dice.integers(items, size=items), minlength=items)
    return weights


def interval(figures: Floats) -> tuple[float, float]:
    """5th to 95th percentile over resamples, (times,); empty if any is."""
    low, high = np.percentile(figures, [LOW_PERCENTILE, HIGH_PERCENTILE])
    return float(low), float(high)


def over_cells(scores: Floats) -> tuple[float, float]:
    """Interval of the mean of scores (cells,) over resampled cells."""
    return interval(resampled_weights(len(scores)) @ scores / len(scores))


def over_draws(shares: Floats, figures: Callable[[Floats], Floats], times: int = DRAW_TIMES) -> Floats:
    """Intervals of figures of the mean over draws, (2, figures): low ends, high ends.

    `shares` is (draws, columns); `figures` takes the mean (columns,) and gives (figures,). The same seed each time,
    so that two sets of figures of the same draws are resampled alike.
    """
    dice, draws = np.random.default_rng(_SEED), len(shares)
    found = []
    for _ in range(times):
        weights = np.bincount(dice.integers(draws, size=draws), minlength=draws)
        found.append(figures(weights @ shares / draws))
    ends: Floats = np.percentile(np.array(found), [LOW_PERCENTILE, HIGH_PERCENTILE], axis=0)
    return ends
