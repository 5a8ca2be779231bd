"""Lowering: the one door from a validated world to the arrays that both drivers read.

Names become indices, choices integer codes, rosters offsets; dated values are resolved at the crisis'
onset; every coded value and weight becomes an array over coding draws. What holds for a whole run is
computed here, by the rules, once per draw.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from sim.arrays import Arrays, Case, Ints, records
from sim.coding import CodedValues, Draws, Ranges
from sim.lowering.crisis import course, policy, settings, weights
from sim.lowering.organizations import organization_arrays
from sim.lowering.scene import Hybrid, Scene
from sim.lowering.seats import leader_arrays, seat_arrays
from sim.lowering.states import channels, state_arrays
from sim.schema import RequestMode, World

__all__ = ["Hybrid", "lower"]


def lower(
    world: World,
    crisis: str,
    theory: str,
    organizations: Mapping[str, str | Hybrid] | Sequence[str],
    *,
    ranges: Ranges | None = None,
    seed: int = 1,
    draws: Ints | None = None,
    mode: RequestMode = RequestMode.MODELLED,
    pinned: Mapping[str, Draws] | None = None,
) -> Case:
    """Lower one crisis with those of `organizations` that existed at its onset.

    `organizations` are names of the world, or a mapping from a label to a name or a hybrid. `ranges` gives
    the coded range by path; `draws` the numbers of the coding draws, by default draw 0. A number may occur
    more than once: `pinned` gives values by path for each row, shape (len(draws),), and those are not drawn
    (but for rows where they are not a number).
    Only the paths in `numeric` of the case can be pinned; the others decide what the arrays look like.
    """
    numbers = np.array([0]) if draws is None else np.asarray(draws, dtype=np.int64)
    values = CodedValues(world, seed, numbers, ranges or {}, pinned or {})
    if not isinstance(organizations, Mapping):
        organizations = {name: name for name in organizations}
    scene = Scene(world, crisis, theory, organizations, values, mode)
    by_channel = np.stack([channels(scene, name) for name in scene.order], axis=1)  # (4, S, D)
    of_organizations, frame = organization_arrays(scene)
    arrays = Arrays(
        draws=numbers,
        settings=records(settings(scene), np.int64),
        parameters=records(course(scene) | policy(scene), np.float64),
        request_weights=weights(scene, "request", "belief", "cover", "price", "reluctance"),
        benefit_weights=weights(scene, "benefit", "threat", "obligation", "abandonment", "pressure", "record"),
        harm_weights=weights(scene, "harm", "intrusion", "mandate", "precedent", "ties", "cost"),
        **of_organizations,
        **state_arrays(scene, by_channel),
        **seat_arrays(scene),
        **leader_arrays(scene),
    )
    return Case(
        crisis=crisis,
        theory=theory,
        arrays=arrays,
        states=tuple(scene.order),
        organizations=tuple(scene.organizations),
        seats=tuple(tuple(roster) for roster in scene.rosters),
        channels=by_channel.transpose(2, 1, 0).copy(),
        frame=frame,
        used=dict(values.used),
        numeric=frozenset(values.used.keys() - values.structural.keys()),
    )
