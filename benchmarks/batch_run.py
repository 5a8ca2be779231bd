"""Runs per second over `mesa.batch_run` of the same model on the same crisis."""

import multiprocessing
from collections.abc import Iterator
from typing import Any

from benchmarks.crises import CRISIS, DRAWS, SEED, documented
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.mesa_model import OutcomeModel, compiled_outcomes
from benchmarks.timing import each, median_ratio, medians, side_by_side
from sim import ensemble

_OWN, _ALL = "csto", ""


def measure(sizes: Sizes) -> Iterator[Figure]:
    """One process, with the crisis' own organization and with all; two processes, if there is work enough."""
    for organizations in (_OWN, _ALL):
        yield _one_process(sizes, organizations)
    if sizes.processes is not None:
        yield _two_processes(sizes, _OWN, *sizes.processes)


def _one_process(sizes: Sizes, organizations: str) -> Figure:
    found = batch_run(organizations, sizes.mesa, 1)
    must_equal(compiled_outcomes(organizations, range(sizes.mesa)), found, "outcomes of batch_run")
    runs = ensemble_runs(sizes)
    pairs = side_by_side(
        lambda: ensemble_run(sizes, organizations), lambda: batch_run(organizations, sizes.mesa, 1), sizes.times
    )
    ours, other = medians(pairs)
    ratio = runs / sizes.mesa / median_ratio(pairs)
    return Figure(_name(organizations, "1 process"), runs / ours, sizes.mesa / other, ratio, ">= 3000", _note(sizes))


def _two_processes(sizes: Sizes, organizations: str, few: int, many: int) -> Figure:
    """Processes take seconds to start, which is taken off: what one more run costs is compared."""
    found = batch_run(organizations, few, 2)
    must_equal(compiled_outcomes(organizations, range(few)), found, "outcomes of batch_run with two processes")
    other = 1 / each(lambda runs: batch_run(organizations, runs, 2), few, many)
    took, _ = medians(side_by_side(lambda: ensemble_run(sizes, organizations), list, sizes.times))
    ours = ensemble_runs(sizes) / took
    note = f"{_note(sizes)}; measured once, start of the processes taken off"
    return Figure(_name(organizations, "2 processes"), ours, other, ours / other, "", note)


def ensemble_runs(sizes: Sizes) -> int:
    """Runs that `ensemble_run` makes."""
    return DRAWS * max(1, sizes.ours // DRAWS)


def ensemble_run(sizes: Sizes, organizations: str, threads: int = 2) -> Any:
    """The ensemble on the same crisis."""
    case = documented(organizations, DRAWS)
    return ensemble.run(case, seed=SEED, replications=max(1, sizes.ours // DRAWS), threads=threads)


def batch_run(organizations: str, runs: int, processes: int) -> list[Any]:
    """Outcomes of the first runs, in order; Mesa changes how processes start, which is put back."""
    from mesa.batchrunner import batch_run as run

    before = multiprocessing.get_start_method(allow_none=True)
    try:
        rows = run(
            OutcomeModel,
            {"organizations": organizations, "replication": range(runs)},
            number_processes=processes,
            rng=[SEED],
            display_progress=False,
        )
    finally:
        multiprocessing.set_start_method(before, force=True)
    return [row["outcome"] for row in sorted(rows, key=lambda row: row["replication"])]


def _name(organizations: str, processes: str) -> str:
    many = len(documented(organizations).organizations)
    return f"runs/s over mesa.batch_run, {many} organization{'s' if many > 1 else ''}, {processes}"


def _note(sizes: Sizes) -> str:
    return f"{CRISIS}; ours with 2 threads; Mesa collects the outcome only; {sizes.mesa} runs compared one by one"
