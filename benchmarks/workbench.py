"""Runs per second over EMA Workbench's evaluator with the same Mesa model; needs the extra `bench`."""

import logging
import time
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from benchmarks.batch_run import ensemble_run, ensemble_runs
from benchmarks.crises import CRISIS
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.mesa_model import OutcomeModel, compiled_outcomes
from benchmarks.timing import median_ratio, medians, side_by_side

_OWN = "csto"
_FORCE = ("arrived_on",)


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Its evaluator in one process; nothing where it is not installed."""
    if find_spec("ema_workbench") is None:
        yield Figure.left_out("runs/s over EMA Workbench", "not installed: uv sync --extra bench")
        return
    replications, outcomes = evaluated(sizes.mesa)
    expected = [[float(row[4]) for row in compiled_outcomes(_OWN, range(one, one + 1))[0]][0] for one in replications]
    must_equal(expected, outcomes, "days of arrival by replication")
    runs = ensemble_runs(sizes)
    pairs = side_by_side(lambda: ensemble_run(sizes, _OWN), lambda: evaluated(sizes.mesa), sizes.times)
    ours, other = medians(pairs)
    note = f"{CRISIS}, 1 organization; ours with 2 threads; its sequential evaluator, {sizes.mesa} runs"
    ratio = runs / sizes.mesa / median_ratio(pairs)
    yield Figure("runs/s over EMA Workbench", runs / ours, sizes.mesa / other, ratio, "", note)
