"""What hangs on one hand-set value: each crisis-specific number replaced by its mean over the crises."""

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.compose import Composed
from experiments.execute import replay_arms
from sim import ensemble
from sim.dating import leaves
from sim.lowering import lower

if TYPE_CHECKING:
    import pandas as pd

DRAWS, RUNS = 16, 16
"""Coding draws and replications of the comparison: both arms share all other draws, so few suffice."""

_NOT_CODES = (".horizon", ".recorded.", ".presence.", ".opponents.", ".backers.")


def leverage_runs(composed: Composed) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """p_force as coded and with each value of a crisis replaced by its mean over the composed crises.

    Two tables: `base` with crisis, organization, theory, p_force; `replaced` with also path, value, replaced_by.
    """
    import pandas as pd

    codes = {crisis: _codes(composed, crisis) for crisis in composed.crises}
    means = {
        name: float(np.mean([found[name] for found in codes.values() if name in found]))
        for name in {name: None for found in codes.values() for name in found}
    }
    base, replaced = [], []
    for arm in replay_arms(composed):
        if arm.theory != composed.theories[0]:
            continue
        base += [_cell(arm.crisis, arm.theory, o, p) for o, p in _forces(composed, arm.crisis, arm.theory).items()]
        for name, value in codes[arm.crisis].items():
            path = f"crisis.{arm.crisis}.{name}"
            found = _forces(composed, arm.crisis, arm.theory, {path: (means[name], means[name])})
            extra = {"path": path, "value": value, "replaced_by": means[name]}
            replaced += [_cell(arm.crisis, arm.theory, o, p) | extra for o, p in found.items()]
    return pd.DataFrame(base), pd.DataFrame(replaced)


def _codes(composed: Composed, crisis: str) -> dict[str, float]:
    """Numbers of a crisis by their path below it; those that every crisis has."""
    prefix = f"crisis.{crisis}"
    found = {}
    for leaf in leaves(composed.world.crisis[crisis], prefix):
        number = isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool)
        name = leaf.path.removeprefix(prefix + ".")
        if number and not any(part in f".{name}" for part in _NOT_CODES):
            found[name] = float(leaf.value)
    return found


def _forces(
    composed: Composed, crisis: str, theory: str, pinned: dict[str, tuple[float, float]] | None = None
) -> dict[str, float]:
    experiment = composed.experiment
    case = lower(
        composed.world,
        crisis,
        theory,
        list(composed.organizations),
        ranges=composed.ranges | (pinned or {}),
        seed=experiment.seed,
        draws=np.arange(min(DRAWS, experiment.coding_draws)),
        mode=experiment.request,
    )
    tally = ensemble.run(case, seed=experiment.seed, replications=min(RUNS, experiment.replications))
    return {
        organization: float(int(tally.force[:, o].sum()) / max(1, int(tally.runs.sum())))
        for o, organization in enumerate(case.organizations)
    }


def _cell(crisis: str, theory: str, organization: str, p_force: float) -> dict[str, Any]:
    return {"crisis": crisis, "organization": organization, "theory": theory, "p_force": p_force}
