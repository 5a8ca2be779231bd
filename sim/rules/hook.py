"""The hook (casus foederis): does a mandate of that date cover the case?

Law permits and does not compel (choi-flexible-charter); a claim can open what facts would not
(sutanovac-art4-formal), as far as members' latitude of reading goes.
"""

import numpy as np
from numpy.typing import NDArray

type Draws = NDArray[np.float64]

MANDATES = ("collective_defence", "internal_order", "counter_terrorism", "peacekeeping")


def attack_from_outside(
    external_attack: Draws, framed: Draws, latitude: Draws, territory: Draws, fellow_member: bool
) -> Draws:
    """How far there is, or can be said to be, an attack from outside on covered territory.

    Fighting off recognised territory is not covered (choi-nk-de-jure-az). Where a fellow member is on the
    other side there is no outside aggressor (sutanovac-ignored-kg-tj).
    """
    if fellow_member:
        return np.zeros_like(external_attack)
    return np.maximum(external_attack, latitude * framed) * territory


def hooks(
    mandates: tuple[Draws, Draws, Draws, Draws],
    attack: Draws,
    internal: bool,
    communal: bool,
    terrorism: Draws,
    member: bool,
    invited: bool,
) -> NDArray[np.float64]:
    """Cover under each mandate in the order of MANDATES; shape (4, draws), each 0-1.

    Only peacekeeping reaches a host that is no member, and an internal mandate works at the host's request
    alone (`invited`). The hook is the maximum: one mandate suffices, and the host frames its request by the one
    that covers it best.
    """
    defence, order, counter_terrorism, peacekeeping = mandates
    inside = 1.0 if member else 0.0
    return np.stack(
        [
            defence * attack * inside,
            order * (inside if internal and invited else 0.0),
            counter_terrorism * terrorism * inside,
            peacekeeping * (1.0 if communal else 0.0),
        ]
    )
