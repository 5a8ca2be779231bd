"""Which theory fits the record: log-evidence over live cells, and scores beside those of baselines.

The evidence of a theory is the mean, over draws of its scale of threat and of the codes, of the product over cells
of the probability given to what happened; its logarithm is compared. Differences below 2 are reported as none (in
these units Kass and Raftery 1995 call less than 1 not worth more than a bare mention, and more than 3 strong).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasts import over_sets, pooled, scored
from analysis.resampling import TIMES, interval, resampled_weights
from analysis.scores import clipped, log_likelihood
from analysis.sets import Sets

Floats = NDArray[np.float64]

NO_DIFFERENCE = 2.0
"""Log-evidence by which two theories must differ to be told apart."""

THEORY, WITHOUT, BASELINE = "theory", "without", "baseline"
"""What is compared: a theory, the first theory without a mechanism, a forecast that needs no model."""

BEST, NONE, BEHIND, AHEAD = "best", "none", "behind", "ahead"


def log_evidence(log_likelihood_of_draws: Floats) -> float:
    """Logarithm of the mean of exp(sum over cells) over draws; `log_likelihood_of_draws` is (draws, cells)."""
    return float(_log_mean(log_likelihood_of_draws.sum(axis=1)))


def evidence_table(theories: Mapping[str, Sets], without: Mapping[str, Sets], fixed: pd.DataFrame) -> pd.DataFrame:
    """One row for each theory, each mechanism taken out of the first theory, and each baseline.

    `theories` and `without`: live cells only, by name, all with the same cells; `fixed`: forecasts of the baselines.
    Columns: forecast, kind, n_cells, n_draws, n_reps; log_evidence with _draws_low/_high (resampled draws) and
    _cells_low/_high (resampled cells); behind (best theory - this one; of a mechanism: the first theory - without it)
    and verdict (best; none: below 2; behind; ahead); brier, log and rps with both intervals. Intervals are 90 %.
    """
    first = next(iter(theories.values()))
    rows = [{"forecast": name, "kind": THEORY} | _row(sets, name) for name, sets in theories.items()]
    rows += [{"forecast": name, "kind": WITHOUT} | _row(sets, name) for name, sets in without.items()]
    for name, forecast in fixed.groupby("forecast", sort=False):
        p = clipped(forecast["p_force"], first.runs)
        likelihood = log_likelihood(p, first.outcome)
        row = {"log_evidence": float(likelihood.sum())} | _evidence_over_cells(likelihood[None, :])
        rows.append({"forecast": name, "kind": BASELINE} | row | scored(forecast, first.cells, first.runs))
    return _compared(pd.DataFrame(rows))


def pairs_table(theories: Mapping[str, Sets]) -> pd.DataFrame:
    """Differences of log-evidence between any two theories: theory_a, theory_b, difference (a - b), the intervals
    over resampled draws (shared by both) and cells, and told_apart (at least 2 apart).
    """
    rows: list[dict[str, Any]] = []
    names = list(theories)
    for a, first in enumerate(names):
        for second in names[a + 1 :]:
            one, other = theories[first].log_likelihood, theories[second].log_likelihood
            draws = interval(_by_draws(one) - _by_draws(other))
            cells = interval(_by_cells(one) - _by_cells(other))
            difference = log_evidence(one) - log_evidence(other)
            rows.append(
                {"theory_a": first, "theory_b": second, "difference": difference}
                | dict(zip(("draws_low", "draws_high", "cells_low", "cells_high"), (*draws, *cells), strict=True))
                | {"told_apart": abs(difference) >= NO_DIFFERENCE}
            )
    ends = [f"{what}_{end}" for what in ("draws", "cells") for end in ("low", "high")]
    return pd.DataFrame(rows, columns=["theory_a", "theory_b", "difference", *ends, "told_apart"])


def _row(sets: Sets, name: str) -> dict[str, Any]:
    likelihood = sets.log_likelihood
    low, high = interval(_by_draws(likelihood))
    return (
        {"n_draws": len(likelihood), "n_reps": sets.runs, "log_evidence": log_evidence(likelihood)}
        | {"log_evidence_draws_low": low, "log_evidence_draws_high": high}
        | _evidence_over_cells(likelihood)
        | scored(pooled(sets, name), sets.cells, sets.runs)
        | over_sets(sets)
    )


def _evidence_over_cells(likelihood: Floats) -> dict[str, float]:
    low, high = interval(_by_cells(likelihood))
    return {"log_evidence_cells_low": low, "log_evidence_cells_high": high}


def _by_draws(likelihood: Floats) -> Floats:
    """Log-evidence of resampled draws, (times,)."""
    total = likelihood.sum(axis=1)
    most = total.max()
    shares = resampled_weights(len(total)) @ np.exp(total - most) / len(total)
    found: Floats = most + np.log(np.maximum(shares, np.finfo(np.float64).tiny))
    return found


def _by_cells(likelihood: Floats) -> Floats:
    """Log-evidence of resampled cells, (times,)."""
    weights = resampled_weights(likelihood.shape[1], TIMES)
    return _log_mean(likelihood @ weights.T)


def _log_mean(logarithms: Floats) -> Floats:
    """Logarithm of the mean of exponentials over the first axis, without underflow."""
    most = logarithms.max(axis=0)
    found: Floats = most + np.log(np.exp(logarithms - most).mean(axis=0))
    return found


def _compared(table: pd.DataFrame) -> pd.DataFrame:
    """Adds behind and verdict."""
    theories = table["kind"] == THEORY
    best, first = table.loc[theories, "log_evidence"].max(), table.loc[theories, "log_evidence"].iloc[0]
    behind = np.where(table["kind"] == WITHOUT, first, best) - table["log_evidence"]
    verdict = np.where(np.abs(behind) < NO_DIFFERENCE, NONE, np.where(behind > 0, BEHIND, AHEAD))
    verdict = np.where(theories & (behind == 0), BEST, verdict)
    place = list(table.columns).index("log_evidence_cells_high") + 1
    table.insert(place, "behind", behind)
    table.insert(place + 1, "verdict", verdict)
    return table
