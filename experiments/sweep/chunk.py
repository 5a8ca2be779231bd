"""A chunk of a sweep: a pure function of what is asked, the points and the replications, the same in any process."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.replay.execute import tally_of
from experiments.sweep.cells import COUNTS, Cells, added, counted, no_cells
from experiments.sweep.groups import Group, Job, groups
from sim.arrays import Case
from sim.errors import BrokenInvariant
from sim.record import GATES
from sim.tally import Tally

type Ints = NDArray[np.int64]

ROWS = 2048
"""Rows of a case that are lowered and run at once, about: some ten megabytes."""


@dataclass(frozen=True)
class Chunk:
    """Some points, each run `replications` times per coding draw from replication `first` on."""

    part: int
    points: tuple[int, ...]
    first: int
    replications: int


def run_chunk(job: Job, chunk: Chunk) -> Cells:
    """Count all runs of a chunk; points that cannot be run are named with the reason."""
    return _run_points(job, chunk, np.asarray(chunk.points, dtype=np.int64))


def _run_points(job: Job, chunk: Chunk, points: Ints) -> Cells:
    """The points together; if that fails, each half of them by itself, down to those to blame."""
    nothing = no_cells(job.composed.experiment.coding_draws)
    try:
        return added([nothing, *(cells for group in groups(job, points) for cells in _run_group(job, chunk, group))])
    except (MemoryError, OSError):
        raise  # the machine's trouble, not the point's
    except Exception as error:
        if len(points) > 1:
            middle = len(points) // 2
            return added([_run_points(job, chunk, points[:middle]), _run_points(job, chunk, points[middle:])])
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return Cells(nothing.keys, nothing.counts, nothing.force_by_draw, {int(points[0]): reason})


def _run_group(job: Job, chunk: Chunk, group: Group) -> Iterator[Cells]:
    draws = job.composed.experiment.coding_draws
    at_once = max(1, ROWS // draws)
    for start in range(0, len(group.points), at_once):
        points = group.points[start : start + at_once]
        for first in range(0, draws, ROWS):
            numbers = np.arange(first, min(first + ROWS, draws), dtype=np.int64)
            case = group.lower(points, numbers)
            if case.organizations:
                engine, seed = job.composed.experiment.engine, group.setting.seed
                tally = tally_of(case, engine, seed, chunk.first, chunk.replications)
                yield _cells(job, group, case, tally, points, numbers)


def _cells(job: Job, group: Group, case: Case, tally: Tally, points: Ints, draws: Ints) -> Cells:
    """The cells of some rows, which are points and, within each, coding draws."""
    composed, several = job.composed, len(case.organizations)
    by_row = counted(tally).reshape(len(points), len(draws), several, len(COUNTS))
    force = np.zeros((len(points), several, composed.experiment.coding_draws), dtype=np.int64)
    force[:, :, draws] = by_row[..., COUNTS.index("force")].transpose(0, 2, 1)
    organizations = [job.organizations.index(name) for name in case.organizations]
    hosted = [case.host in seats for seats in case.seats]
    keys = np.empty((len(points), several, 5), dtype=np.int64)
    keys[..., 0] = points[:, None]
    keys[..., 1] = composed.theories.index(group.theory)
    keys[..., 2] = composed.crises.index(group.crisis)
    keys[..., 3], keys[..., 4] = organizations, hosted
    counts = by_row.sum(axis=1).reshape(-1, len(COUNTS))
    cells = Cells(keys.reshape(-1, 5), counts, force.reshape(len(counts), -1))
    _check(cells)
    return cells


def _check(cells: Cells) -> None:
    """Every run passed all gates or died at one."""
    died = sum((cells.column(f"first_shut_{gate}") for gate in GATES), cells.column(f"passed_{GATES[-1]}"))
    wrong = np.flatnonzero(died != cells.column("runs"))
    if len(wrong):
        raise BrokenInvariant(
            f"{int(died[wrong[0]])} runs passed all gates or died at one, but there are "
            f"{int(cells.column('runs')[wrong[0]])}"
        )
