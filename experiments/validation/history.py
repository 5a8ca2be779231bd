"""The matrix of sets by cells: how often each thing came to pass, for every set of assumptions in every cell."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.replay.execute import OnDraw, processors, tally_of
from experiments.validation.draws import Prior
from sim.arrays import Case
from sim.errors import Problem
from sim.record import HEGEMON
from sim.schema import Engine
from sim.tally import Tally

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sets import Sets

type Ints = NDArray[np.int64]
type Counts = NDArray[np.uint16]
type PriorOf = Callable[[str], Prior]
"""The prior of a crisis; of most studies the same for all."""

ROWS = 2_048
"""Sets that are lowered and run at once: some ten megabytes for each processor."""

MOST_RUNS = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Study:
    """Which cells are run, how often, and with which organizations in play."""

    cells: "pd.DataFrame"
    sets: int
    replications: int
    organizations: Sequence[str] | None = None
    """Organizations in play; none: in each crisis those of its cells alone."""
    engine: Engine = Engine.ENSEMBLE

    @property
    def crises(self) -> list[str]:
        """Crises of the cells, in order."""
        return list(dict.fromkeys(self.cells["crisis"]))

    @property
    def chunks(self) -> int:
        """Steps of a progress bar."""
        return len(self.crises) * len(_starts(self.sets))

    def in_play(self, crisis: str) -> list[str]:
        """Organizations that the host may turn to."""
        own = list(self.cells.loc[self.cells["crisis"] == crisis, "organization"])
        return own if self.organizations is None else list(self.organizations)


def too_many_runs(composed: Composed) -> list[Problem]:
    """What is wrong with more replications than a count can hold."""
    runs = composed.experiment.replications
    what = f"at most {MOST_RUNS} runs of a set are counted here (got {runs})"
    return [Problem("replications", what)] if runs > MOST_RUNS else []


def history(study: Study, prior_of: PriorOf, on_chunk: OnDraw = lambda: None) -> "Sets":
    """Run every set in every crisis of a study; the same numbers whatever the chunks and threads.

    Each set's replications are its own, and shared between organizations and crises.
    """
    from analysis.sets import COUNTS, Sets

    counts = np.zeros((study.sets, len(study.cells), len(COUNTS)), dtype=np.uint16)
    jobs = [(crisis, first) for crisis in study.crises for first in _starts(study.sets)]

    def one(job: tuple[str, int]) -> None:
        crisis, first = job
        numbers = np.arange(first, min(first + ROWS, study.sets), dtype=np.int64)
        source = prior_of(crisis)
        case = source.case(crisis, study.in_play(crisis), numbers)
        tally = tally_of(case, study.engine, source.seed, 0, study.replications)
        for c, organization in _places(study.cells, crisis):
            counts[numbers, c] = cell_counts(case, tally, organization)
        on_chunk()

    with ThreadPoolExecutor(processors()) as pool:
        for _ in pool.map(one, jobs):
            pass
    return Sets(study.cells, counts, study.replications)


def cell_counts(case: Case, tally: Tally, organization: str) -> Counts:
    """What is kept of one organization in one crisis, by set; shape (sets, 7), see `analysis.sets.COUNTS`."""
    o = case.organizations.index(organization)
    willing = tally.runs - tally.shut[:, o, HEGEMON]
    found = np.column_stack([tally.rungs[:, o], tally.force[:, o], willing])
    return found.astype(np.uint16)


def _starts(sets: int) -> range:
    return range(0, sets, ROWS)


def _places(cells: "pd.DataFrame", crisis: str) -> list[tuple[int, str]]:
    """Places of a crisis' cells, each with its organization."""
    pairs = zip(cells["crisis"], cells["organization"], strict=True)
    return [(place, one) for place, (name, one) in enumerate(pairs) if name == crisis]
