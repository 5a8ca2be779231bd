"""What the record says of the assumptions: ranges of the kept sets beside those from which all were drawn.

An assumption is told something about if its values in the kept sets are spread otherwise than evenly over its range
(Kolmogorov-Smirnov, with Bonferroni's correction for the number of assumptions). Two assumptions are traded off if
the record would let one be higher at the price of the other.
"""

from collections.abc import Iterator
from math import erfc, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE

Floats = NDArray[np.float64]

LEVEL = 0.05
"""Chance, over all assumptions together, of calling one constrained that is not."""

LEAST = 0.2
"""Rank correlation below which two assumptions are not called traded off, however many sets are kept."""

MOST = 24
"""Assumptions whose pairs are looked at: those whose kept values are farthest from even."""

CONSTRAINED = [
    "path",
    "prior_low",
    "prior_high",
    "kept_low",
    "kept_median",
    "kept_high",
    "narrowing",
    "distance",
    "p_value",
    "n_kept",
    "constrained",
]


def constrained_table(fractions: pd.DataFrame, ranges: pd.DataFrame) -> pd.DataFrame:
    """One row per assumption, those that the record moves most first.

    `fractions` (kept sets, assumptions) holds where in its range each value lies, 0 to 1; its columns are paths.
    `ranges` gives low and high by path (index). Columns: CONSTRAINED: prior_low and prior_high (5th and 95th
    percentile of the whole range), kept_low, kept_median and kept_high (5th, 50th, 95th of the kept sets), narrowing
    (1 - width of the kept interval over the prior's), distance (Kolmogorov-Smirnov), p_value (its chance if nothing
    was learnt), n_kept, constrained (p_value below LEVEL over the number of assumptions).
    """
    ends = ranges.loc[list(fractions.columns), ["low", "high"]].to_numpy(dtype=np.float64)
    rows = [_row(path, fractions[path].to_numpy(), *pair) for path, pair in zip(fractions.columns, ends, strict=True)]
    table = pd.DataFrame(rows, columns=CONSTRAINED[:-1])
    table["constrained"] = table["p_value"] < LEVEL / max(1, len(table))
    return table.sort_values(["distance", "path"], ascending=[False, True], ignore_index=True)


def traded_table(fractions: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Pairs among the assumptions that the record moves most: path_a, path_b, correlation (Spearman, over kept sets),
    p_value (normal approximation), traded (at least LEAST, and p_value below LEVEL over the number of pairs); the
    strongest first.
    """
    chosen = list(table["path"].head(MOST))
    ranks = fractions[chosen].rank().to_numpy()
    rows = list(_pairs(chosen, np.atleast_2d(np.corrcoef(ranks, rowvar=False)), len(fractions)))
    found = pd.DataFrame(rows, columns=["path_a", "path_b", "correlation", "p_value"])
    firm = found["p_value"] < LEVEL / max(1, len(found))
    found["traded"] = firm & (found["correlation"].abs() >= LEAST)
    order = found["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def kolmogorov(distance: float, number: int) -> float:
    """Chance that `number` even draws lie so far off or farther (Kolmogorov; as corrected by Stephens 1970)."""
    root = np.sqrt(number)
    reach = (root + 0.12 + 0.11 / root) * distance
    if reach < 0.2:
        return 1.0
    terms = np.arange(1, 101)
    total = 2.0 * float(np.sum((-1.0) ** (terms - 1) * np.exp(-2.0 * terms**2 * reach**2)))
    return min(1.0, max(0.0, total))


def distance_from_even(fractions: Floats) -> float:
    """Largest distance of the empirical distribution of fractions from the even one on [0, 1]."""
    ordered, number = np.sort(fractions), len(fractions)
    steps = np.arange(number + 1) / number
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def _row(path: str, fractions: Floats, low: float, high: float) -> list[object]:
    kept = np.percentile(fractions, [LOW_PERCENTILE, 50.0, HIGH_PERCENTILE])
    prior = np.array([LOW_PERCENTILE, HIGH_PERCENTILE]) / 100.0
    narrowing = 1.0 - (kept[2] - kept[0]) / (prior[1] - prior[0])
    distance = distance_from_even(fractions)
    ends = [float(low + (high - low) * share) for share in (*prior, *kept)]
    return [path, *ends, narrowing, distance, kolmogorov(distance, len(fractions)), len(fractions)]


def _pairs(names: list[str], correlation: Floats, number: int) -> Iterator[tuple[str, str, float, float]]:
    for a, first in enumerate(names):
        for b in range(a + 1, len(names)):
            rho = float(correlation[a, b])
            yield first, names[b], rho, erfc(abs(rho) * sqrt(max(number - 1, 1)) / sqrt(2.0))
