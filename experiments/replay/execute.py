"""Runs: lower each crisis under each theory and run it through the chosen engine."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.composition.compose import Composed
from sim import ensemble
from sim.arrays import Case
from sim.dating import Sourced
from sim.lowering import Hybrid, lower
from sim.schema import Engine, RequestMode
from sim.tally import Tally, count, empty_tally

type OnDraw = Callable[[], object]


@dataclass(frozen=True)
class Arm:
    """One crisis under one theory, with the organizations that are in question."""

    crisis: str
    theory: str
    organizations: Mapping[str, str | Hybrid]
    request: RequestMode


@dataclass(frozen=True)
class Run:
    """An arm that was run: the lowered case and what was counted."""

    arm: Arm
    case: Case
    tally: Tally


def replay_arms(composed: Composed) -> list[Arm]:
    """Every crisis under every theory, with every organization, in the order in which they were chosen."""
    organizations = {name: name for name in composed.organizations}
    return [
        Arm(crisis, theory, organizations, composed.experiment.request)
        for theory in composed.theories
        for crisis in composed.crises
    ]


def lower_arm(composed: Composed, arm: Arm, draws: int | None = None) -> Case:
    """The arm as arrays, with `draws` coding draws (by default as many as the experiment says)."""
    experiment = composed.experiment
    return lower(
        composed.world,
        arm.crisis,
        arm.theory,
        arm.organizations,
        ranges=composed.ranges,
        seed=experiment.seed,
        draws=np.arange(draws or experiment.coding_draws),
        mode=arm.request,
    )


def run_arms(composed: Composed, arms: Sequence[Arm], on_draw: OnDraw = lambda: None) -> Iterator[Run]:
    """Run arm after arm; `on_draw` is called after each finished coding draw."""
    experiment = composed.experiment
    for arm in arms:
        case = lower_arm(composed, arm)
        seed, runs = experiment.seed, experiment.replications
        tally = tally_of(case, experiment.engine, seed, 0, runs, threads=processors(), on_draw=on_draw)
        yield Run(arm, case, tally)


def note_read(used: dict[str, Sourced], case: Case) -> None:
    """Add the values that a case read to `used`; of those read before, the first stays."""
    used |= {path: leaf for path, leaf in case.used.items() if path not in used}


def used_of(runs: Sequence[Run]) -> dict[str, Sourced]:
    """Every value that any run read, in the order in which it was read first."""
    used: dict[str, Sourced] = {}
    for run in runs:
        note_read(used, run.case)
    return used


def tally_of(
    case: Case,
    engine: Engine,
    seed: int,
    first: int,
    replications: int,
    *,
    threads: int = 1,
    on_draw: OnDraw = lambda: None,
) -> Tally:
    """The counts of replications `first` to `first + replications - 1` of every coding draw of a case."""
    if not case.organizations:
        return empty_tally(case.arrays)
    if engine is Engine.MESA:
        return _through_mesa(case, seed, range(first, first + replications), on_draw)
    return ensemble.run(case, seed=seed, first=first, replications=replications, threads=threads, on_draw=on_draw)


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _through_mesa(case: Case, seed: int, replications: range, on_draw: OnDraw) -> Tally:
    """The same counts through the readable model, a few hundred runs a second."""
    from sim.model import CrisisModel  # Mesa takes two seconds to import

    logging.getLogger("MESA").setLevel(logging.WARNING)  # it announces every step
    tally = empty_tally(case.arrays)
    for draw in range(len(case.arrays.draws)):
        for replication in replications:
            record = CrisisModel(case, draw=draw, replication=replication, rng=seed).run()
            count(case.arrays, draw, record, tally)
        on_draw()
    return tally
