"""A placebo: the codes of each crisis are those of another one, while hosts, dates and outcomes stay.

If a shuffled coding foretold the outcomes as well as the true one, the model's fit would come from its freedom and
not from the codes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.composition.settings import setting
from sim.coding import Ranges
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema import Crisis, World


def shuffles(crises: Sequence[str], number: int, seed: int) -> list[dict[str, str]]:
    """For each placebo, whose codes each crisis gets: never its own. Fewer than two crises have no shuffle."""
    if len(crises) < 2:
        return []
    dice, found = np.random.default_rng([seed, len(crises)]), list[dict[str, str]]()
    while len(found) < number:
        order = dice.permutation(len(crises))
        if not np.any(order == np.arange(len(crises))):
            found.append({crisis: crises[k] for crisis, k in zip(crises, order, strict=True)})
    return found


def bad_parts(parts: Sequence[str]) -> list[Problem]:
    """Parts of a crisis that cannot be moved, because no crisis has them."""
    known = [name for name in Crisis.model_fields if name not in ("title", "host", "onset", "recorded")]
    return [
        Problem("validation.shuffled", f"no part {part!r} of a crisis{did_you_mean(part, known)}")
        for part in parts
        if part not in known
    ]


def shuffled(composed: Composed, source: Mapping[str, str]) -> tuple[World, Ranges]:
    """The world, and the ranges, with the parts of each crisis that the experiment names taken from its source.

    Raises WorldError if there is no such part.
    """
    parts = composed.experiment.validation.shuffled
    if problems := bad_parts(parts):
        raise WorldError(problems)
    levels: dict[str, Any] = {}
    for crisis, other in source.items():
        held = composed.world.crisis[other].model_dump(mode="json", by_alias=True)
        levels |= {f"crisis.{crisis}.{part}": held[part] for part in parts}
    chosen = setting(composed, levels)
    ranges = dict(chosen.ranges)
    for crisis, other in source.items():
        for part in parts:
            ranges |= _moved(composed.ranges, f"crisis.{other}.{part}", f"crisis.{crisis}.{part}")
    return chosen.world, ranges


def _moved(ranges: Ranges, old: str, new: str) -> dict[str, tuple[float, float]]:
    """The ranges of a part and of all below it, under its new path."""
    return {
        new + path.removeprefix(old): ends
        for path, ends in ranges.items()
        if path == old or path.startswith(f"{old}.")
    }
