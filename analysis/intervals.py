"""Two intervals around a probability that are never mixed up: from replications, and from coding draws.

With D coding draws of R replications each, k_d runs of draw d saw the event. The Monte-Carlo interval says how
far the mean over these same D draws could move with other replications; it shrinks with R. The coding interval
says how far the probability moves over the coded ranges; it does not shrink with R, so the part of the spread
that replications alone would make is taken out first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Z90 = 1.6448536269514722
"""Half the width of the central 90 % of a normal distribution, in standard deviations."""

LOW_PERCENTILE, HIGH_PERCENTILE = 5.0, 95.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Estimate(NamedTuple):
    """A probability with its two intervals, all in [0, 1]."""

    p: float
    mc_low: float
    mc_high: float
    coding_low: float
    coding_high: float


def estimate(events: Ints, runs: Ints) -> Estimate:
    """Mean probability over draws and both intervals.

    `events` and `runs` are (D,) counts; every draw must have the same number of runs R >= 1, so that the mean
    over draws is the share of all runs, else ValueError.
    """
    replications = same_runs(runs)
    shares = np.asarray(events, dtype=np.float64) / replications
    mean = float(shares.mean())
    noise = replication_variance(events, replications)
    low, high = monte_carlo_interval(mean, noise)
    return Estimate(mean, low, high, *coding_interval(shares, noise))


def same_runs(runs: Ints) -> int:
    """The number of replications R, the same in all draws, else ValueError."""
    counts = np.unique(np.asarray(runs))
    if len(counts) != 1 or counts[0] < 1:
        raise ValueError(
            f"runs: every coding draw must have the same number of runs, at least 1; got {counts.tolist()}"
        )
    return int(counts[0])


def replication_variance(events: Ints, replications: int) -> Floats:
    """Variance of each draw's share from its replications alone, (D,).

    Half a run is added on either side (p~ = (k + 1/2) / (R + 1)), so that a draw in which all runs agree
    is not taken for certainty.
    """
    smoothed = (np.asarray(events, dtype=np.float64) + 0.5) / (replications + 1.0)
    variance: Floats = smoothed * (1.0 - smoothed) / replications
    return variance


def monte_carlo_interval(mean: float, noise: Floats) -> tuple[float, float]:
    """90 % interval of the mean with the draws held fixed: a stratified sample, one stratum a draw."""
    half = Z90 * float(np.sqrt(noise.sum())) / len(noise)
    return max(0.0, mean - half), min(1.0, mean + half)


def coding_interval(shares: Floats, noise: Floats) -> tuple[float, float]:
    """5th to 95th percentile of the draws' shares without the replications' noise (see `calm_percentiles`)."""
    low, high = calm_percentiles(shares, noise)
    return float(np.clip(low, 0.0, 1.0)), float(np.clip(high, 0.0, 1.0))


def calm_percentiles(values: Floats, noise: Floats) -> tuple[float, float]:
    """5th and 95th percentile of a figure over draws, each draw's drawn toward the mean until noise is gone.

    The spread of `values` (D,) is the spread over codings plus the replications' noise, of which `noise` (D,) gives
    the variance; the factor sqrt(1 - noise / spread) leaves the first. Equal draws give an interval without width.
    A skewed set of draws may put the mean outside.
    """
    if len(values) < 2:
        return float(values.mean()), float(values.mean())
    spread = float(values.var(ddof=1))
    kept = np.sqrt(max(0.0, 1.0 - float(noise.mean()) / spread)) if spread > 0.0 else 0.0
    calm = values.mean() + kept * (values - values.mean())
    low, high = np.percentile(calm, [LOW_PERCENTILE, HIGH_PERCENTILE])
    return float(low), float(high)
