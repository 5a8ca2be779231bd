"""Replications in batches: how these differ tells the noise of a difference between two arms that share all draws."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.replay.execute import Arm, OnDraw, Run, lower_arm, processors, tally_of
from sim.tally import Tally

type Ints = NDArray[np.int64]

BATCHES = 16
"""Batches at most."""


class Batched(NamedTuple):
    """An arm that was run: all of its runs, and those with force by coding draw, organization and batch."""

    run: Run
    force: Ints  # (D, O, B)
    runs: Ints  # (B,)


def batch_sizes(replications: int) -> Ints:
    """Replications of each batch, as equal as can be; shape (B,)."""
    ends = np.linspace(0, replications, min(BATCHES, replications) + 1).astype(np.int64)
    return np.diff(ends)


def run_batches(composed: Composed, arm: Arm, on_draw: OnDraw) -> Batched:
    """Run an arm batch by batch; `on_draw` is called after each finished coding draw of each batch."""
    experiment, case = composed.experiment, lower_arm(composed, arm)
    runs = batch_sizes(experiment.replications)
    tallies = [
        tally_of(
            case,
            experiment.engine,
            experiment.seed,
            int(end - many),
            int(many),
            threads=processors(),
            on_draw=on_draw,
        )
        for end, many in zip(np.cumsum(runs), runs, strict=True)
    ]
    total = Tally(*(np.sum(parts, axis=0) for parts in zip(*tallies, strict=True)))
    return Batched(Run(arm, case, total), np.stack([tally.force for tally in tallies], axis=2), runs)
