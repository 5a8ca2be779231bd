"""Runs summed over their draws, for what does not ask how the draws differ: patterns."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import Run
from sim.tally import Tally

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"


def pooled(run: Run) -> Run:
    """The run as if all its draws were one."""
    arrays = run.case.arrays._replace(draws=np.zeros(1, dtype=np.int64))
    tally = Tally(*(column.sum(axis=0, keepdims=True) for column in run.tally))
    return Run(run.arm, replace(run.case, arrays=arrays), tally)


def pattern_tables(composed: Composed, runs: Sequence[Run]) -> Tables:
    """The tables from which patterns are judged, without intervals over draws."""
    from analysis.contributions import contributions, objections
    from analysis.gates import gates, ladder
    from analysis.likelihood import likelihood

    together = [pooled(run) for run in runs]
    counts, by_day = counting.counts(together), counting.day_counts(together)
    seats = counting.seat_counts(together)
    recorded = counting.recorded(composed.world, composed.crises)
    return {
        "likelihood": likelihood(counts, by_day, recorded),
        "gates": gates(counts),
        "ladder": ladder(counts),
        "contributions": contributions(seats, counting.recorded_contributions(composed.world, composed.crises)),
        "objections": objections(seats),
        "counts": counts,
        "day_counts": by_day,
    }
