"""History matching: sets that fit the other crises, and what they say of the one that was left out.

A set is kept if its log-likelihood over the cells that are not left out is within a cutoff of the best set's (as in
Craig et al. 1997, with a likelihood for the implausibility). The prior, all sets, comes first: what the kept ones do
better is all that calibration may claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasts import pooled
from analysis.intervals import HIGH_PERCENTILE, LOW_PERCENTILE
from analysis.sets import Sets

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SCHEMES = ("crisis", "organization", "type")
"""What is left out together: cells of one crisis, of one organization, of one type of crisis."""

FEW = 100
"""Fewer kept sets than this are too few to read ranges from."""

INFORMATIVE = (0.1, 0.9)
"""A cell is informative if its prior chance lies between: elsewhere nothing is left to learn."""

PRIOR, CALIBRATED = "prior", "calibrated"


@dataclass(frozen=True)
class Fold:
    """What is left out, and which sets the rest keeps."""

    scheme: str
    left_out: str
    cells: Bools
    """Cells left out, (C,)."""
    kept: Bools
    """Sets kept, (S,)."""
    best: float
    """Log-likelihood of the best set over the cells that are not left out."""


def kept_sets(log_likelihood: Floats, cutoff: float) -> Bools:
    """Sets whose log-likelihood, (S,), is within `cutoff` of the best."""
    found: Bools = log_likelihood >= log_likelihood.max() - cutoff
    return found


def folds(sets: Sets, scheme: str, cutoff: float) -> list[Fold]:
    """Leave out each crisis, organization or type in turn; none if there is only one of them."""
    names, likelihood = sets.cells[scheme].to_numpy(), sets.log_likelihood
    found = []
    for name in dict.fromkeys(names):
        out = names == name
        if not out.all():
            trained = likelihood[:, ~out].sum(axis=1)
            found.append(Fold(scheme, str(name), out, kept_sets(trained, cutoff), float(trained.max())))
    return found


def predictions(sets: Sets, schemes: Sequence[str], cutoffs: Sequence[float]) -> pd.DataFrame:
    """One row per scheme, cutoff and live cell.

    Columns: scheme, cutoff, crisis, organization, type, outcome, n_sets, n_reps, kept; prior and calibrated (mean
    chances of force), each with _low and _high (5th to 95th percentile over sets); informative (by the prior).
    """
    rows = [
        _prediction(sets, fold, int(c)) | {"scheme": scheme, "cutoff": cutoff}
        for scheme in schemes
        for cutoff in cutoffs
        for fold in folds(sets, scheme, cutoff)
        for c in np.flatnonzero(fold.cells)
    ]
    columns = ["scheme", "cutoff", "crisis", "organization", "type", "outcome", "n_sets", "n_reps", "kept"]
    columns += [f"{name}{end}" for name in (PRIOR, CALIBRATED) for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=[*columns, "informative"])


def survivors(sets: Sets, schemes: Sequence[str], cutoffs: Sequence[float]) -> pd.DataFrame:
    """How many sets are kept: scheme, left_out, cutoff, n_sets, kept, few (below 100), best.

    The scheme `nothing` leaves nothing out. `best` is the log-likelihood of the best set over the rest.
    """
    rows: list[dict[str, Any]] = []
    for cutoff in cutoffs:
        everything = sets.log_likelihood.sum(axis=1)
        nobody = np.zeros(len(sets.cells), dtype=bool)
        all_in = Fold("nothing", "", nobody, kept_sets(everything, cutoff), float(everything.max()))
        for fold in [all_in, *(fold for scheme in schemes for fold in folds(sets, scheme, cutoff))]:
            number = int(fold.kept.sum())
            rows.append(
                {"scheme": fold.scheme, "left_out": fold.left_out, "cutoff": cutoff, "n_sets": len(fold.kept)}
                | {"kept": number, "few": number < FEW, "best": fold.best}
            )
    return pd.DataFrame(rows)


def calibrated(sets: Sets, scheme: str, cutoff: float) -> pd.DataFrame:
    """The forecasts of the kept sets for what was left out, as `analysis.forecasts.pooled` gives them.

    Cells that cannot be left out have the prior.
    """
    found = pooled(sets, CALIBRATED)
    for fold in folds(sets, scheme, cutoff):
        found.loc[fold.cells] = pooled(sets, CALIBRATED, fold.kept).loc[fold.cells]
    return found


def informative(prior: Floats) -> Bools:
    """Which prior chances leave something to learn, (C,)."""
    low, high = INFORMATIVE
    found: Bools = (prior >= low) & (prior <= high)
    return found


def all_right(sets: Sets) -> float:
    """Share of the sets that put every cell on the side of one half where it fell."""
    right = (sets.p_force >= 0.5) == (sets.outcome == 1)
    return float(right.all(axis=1).mean())


def _prediction(sets: Sets, fold: Fold, c: int) -> dict[str, Any]:
    cell, chances = sets.cells.iloc[c], sets.p_force[:, c]
    row: dict[str, Any] = {name: cell[name] for name in ("crisis", "organization", "type", "outcome")}
    row |= {"n_sets": len(chances), "n_reps": sets.runs, "kept": int(fold.kept.sum())}
    for name, found in ((PRIOR, chances), (CALIBRATED, chances[fold.kept])):
        low, high = np.percentile(found, [LOW_PERCENTILE, HIGH_PERCENTILE])
        row |= {name: float(found.mean()), f"{name}_low": float(low), f"{name}_high": float(high)}
    return row | {"informative": bool(informative(np.array([row[PRIOR]]))[0])}
