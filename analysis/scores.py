"""Scores of forecasts against what happened: pure functions of probabilities, the lower the better.

A forecast of an outcome that has two values is one probability; of the ladder, one for each rung. All are proper
(Gneiting and Raftery 2007): a forecaster does best, on average, by saying what it believes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def clipped(probability: ArrayLike, runs: int) -> Floats:
    """Probabilities held within [1/(2 runs), 1 - 1/(2 runs)]: `runs` runs cannot tell less from nothing."""
    least = 0.5 / runs
    held: Floats = np.clip(np.asarray(probability, dtype=np.float64), least, 1.0 - least)
    return held


def brier(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Squared distance of each probability from its outcome, 0 or 1 (Brier 1950); in [0, 1]."""
    distance = np.asarray(probability, dtype=np.float64) - np.asarray(outcome, dtype=np.float64)
    return distance * distance


def log_score(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Minus the natural logarithm of the probability given to what happened (Good 1952); at least 0."""
    return -log_likelihood(probability, outcome)


def log_likelihood(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Natural logarithm of the probability given to what happened; 0 and 1 are to be clipped before."""
    happened = np.asarray(outcome, dtype=bool)
    p = np.asarray(probability, dtype=np.float64)
    found: Floats = np.log(np.where(happened, p, 1.0 - p))
    return found


def ranked_probability(probabilities: ArrayLike, rung: ArrayLike) -> Floats:
    """Mean squared distance of the cumulated probabilities from the cumulated outcome (Epstein 1969); in [0, 1].

    `probabilities` (..., K) sum to 1 over the K ordered rungs, `rung` (...) counts from 0. Divided by K - 1, so that
    with two rungs it is the Brier score. A miss by one rung costs less than one by three.
    """
    p = np.asarray(probabilities, dtype=np.float64)
    rungs = np.arange(p.shape[-1])
    happened = np.asarray(rung)[..., None] <= rungs
    distance = (np.cumsum(p, axis=-1) - happened)[..., :-1]
    return np.asarray((distance * distance).sum(axis=-1) / (len(rungs) - 1), dtype=np.float64)
