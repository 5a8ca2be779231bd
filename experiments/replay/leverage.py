"""What hangs on one hand-set value: each crisis-specific number replaced by its mean over the crises."""

from typing import TYPE_CHECKING

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay.execute import Arm, replay_arms
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
        names = list(codes[arm.crisis])
        forces = _forces(composed, arm, {name: means[name] for name in names})
        for organization, chances in forces.items():
            cell = {"crisis": arm.crisis, "organization": organization, "theory": arm.theory}
            base.append(cell | {"p_force": chances[0]})
            for name, p_force in zip(names, chances[1:], strict=True):
                path, value = f"crisis.{arm.crisis}.{name}", codes[arm.crisis][name]
                extra = {"path": path, "value": value, "replaced_by": means[name]}
                replaced.append(cell | {"p_force": p_force} | extra)
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


def _forces(composed: Composed, arm: Arm, means: dict[str, float]) -> dict[str, list[float]]:
    """By organization: p_force as coded, then with each value replaced in turn.

    One lowering: a block of coding draws for each, with one value pinned in it and the others drawn as ever.
    """
    experiment = composed.experiment
    draws = min(DRAWS, experiment.coding_draws)
    blocks = 1 + len(means)
    pinned = {}
    for block, (name, mean) in enumerate(means.items(), start=1):
        column = np.full(blocks * draws, np.nan)
        column[block * draws : (block + 1) * draws] = mean
        pinned[f"crisis.{arm.crisis}.{name}"] = column
    case = lower(
        composed.world,
        arm.crisis,
        arm.theory,
        arm.organizations,
        ranges=composed.ranges,
        seed=experiment.seed,
        draws=np.tile(np.arange(draws), blocks),
        mode=arm.request,
        pinned=pinned,
    )
    runs = min(RUNS, experiment.replications)
    tally = ensemble.run(case, seed=experiment.seed, replications=runs, days=False)
    shares = tally.force.reshape(blocks, draws, -1).sum(axis=1) / (draws * runs)
    return {name: [float(share) for share in shares[:, o]] for o, name in enumerate(case.organizations)}
