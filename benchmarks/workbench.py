"""Runs per second over EMA Workbench's evaluator with the same Mesa model; needs the extra `bench`."""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from importlib.util import find_spec

from benchmarks.batch_run import ensemble_run, ensemble_runs
from benchmarks.crises import CRISIS
from benchmarks.figures import Figure, Sizes, left_out, must_equal
from benchmarks.mesa_model import OutcomeModel, compiled_outcomes
from benchmarks.timing import median_ratio, medians, side_by_side
from sim.record import ARRIVED_ON

_OWN, _NAME = "csto", "runs/s over EMA Workbench, 1 organization"


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Its sequential evaluator; a line without figures where it is not installed."""
    if find_spec("ema_workbench") is None:
        yield left_out(_NAME, "not installed; it comes with the extra bench")
        return
    expected = [outcome[0][ARRIVED_ON] for outcome in compiled_outcomes(_OWN, range(sizes.mesa))]
    must_equal(expected, evaluated(sizes.mesa), "days of arrival")
    runs = ensemble_runs(sizes)
    pairs = side_by_side(lambda: ensemble_run(sizes, _OWN), lambda: evaluated(sizes.mesa), sizes.times)
    ours, other = medians(pairs)
    note = f"{CRISIS}; ours with 2 threads; its sequential evaluator; {sizes.mesa} runs compared one by one"
    yield Figure(_NAME, runs / ours, sizes.mesa / other, runs / sizes.mesa / median_ratio(pairs), "", note)


def evaluated(runs: int) -> list[int]:
    """Day of arrival, or -1, of the first runs of the Mesa model, through the workbench."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):  # its progress bar
        warnings.simplefilter("ignore")
        from ema_workbench import IntegerParameter, Model, Sample, ScalarOutcome, SequentialEvaluator

        logging.getLogger("EMA").setLevel(logging.ERROR)
        model = Model("crisis", function=_arrival)
        model.uncertainties = [IntegerParameter("replication", 0, max(1, runs - 1))]
        model.outcomes = [ScalarOutcome("arrived_on")]
        samples = [Sample(str(run), replication=run) for run in range(runs)]
        with SequentialEvaluator(model) as evaluator:
            _, outcomes = evaluator.perform_experiments(scenarios=samples)
    return [int(day) for day in outcomes["arrived_on"]]


def _arrival(replication: int = 0) -> dict[str, int]:
    return {"arrived_on": int(OutcomeModel(_OWN, int(replication)).run().outcome[0, ARRIVED_ON])}
