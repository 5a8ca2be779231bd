"""States as arrays: vulnerability by channel, fears, ties, troops, and whom they trust."""

from typing import Any

import numpy as np

from sim.arrays import records
from sim.coding import Draws
from sim.lowering.scene import Scene
from sim.rules import perception, position


def state_arrays(scene: Scene, channels: Draws) -> dict[str, Any]:
    """States and their edges of trust, as fields of `Arrays`; `channels` has shape (4, S, D)."""
    trust, listens = _trust(scene)
    fields = {
        "vulnerability": (scene.t("threat.scale") * perception.noisy_or(*channels)).T,
        "precedent": _per_state(
            scene,
            lambda name: position.precedent(
                scene.condition(name, "sovereignty_fear"),
                scene.c("mission.intrusion"),
                scene.crisis.type.internal,
            ),
        ),
        "ties": _per_state(scene, lambda name: _other_side_ties(scene, name)),
        "presence": _per_state(scene, scene.present),
        "readiness_days": _per_state(scene, lambda name: scene.condition(name, "readiness_days")),
        "ratification_days": _per_state(scene, lambda name: scene.condition(name, "ratification_days")),
        "ratification_failure": _per_state(scene, lambda name: scene.condition(name, "ratification_failure")),
        "susceptibility": scene.t("influence.susceptibility")[:, None] * listens,
    }
    return {
        **trust,
        "states": records(fields, np.float64),
        "state_id": np.array([scene.states[name].draw_id for name in scene.order], dtype=np.int64),
    }


def channels(scene: Scene, state: str) -> Draws:
    """Threat by channel at severity 1; shape (4, draws)."""
    host = scene.crisis.host
    return np.stack(
        [
            scene.t("threat.contagion")
            * perception.contagion(
                scene.c("challenger.regime_threat"),
                scene.condition(state, "polyarchy"),
                scene.condition(host, "polyarchy"),
                scene.insecurity(state),
            ),
            scene.t("threat.stake")
            * perception.endangered_stake(scene.relation(state, host, "stake"), scene.c("challenger.realignment")),
            scene.t("threat.exposure")
            * perception.exposure(_shared_complex(scene, state, host), scene.c("spillover")),
            scene.t("threat.sponsorship")
            * perception.sponsorship(
                scene.c("frame.external"), scene.condition(state, "outside_fear"), scene.crisis.type.internal
            ),
        ]
    )


def _shared_complex(scene: Scene, state: str, host: str) -> Draws:
    """Degree to which two states share a regional security complex: fuzzy intersection, then union."""
    mine, theirs = scene.states[state].complexes, scene.states[host].complexes
    shared = [name for name in mine if name in theirs]
    return scene.highest(
        [np.minimum(scene.values.read(mine[name]), scene.values.read(theirs[name])) for name in shared]
    )


def _other_side_ties(scene: Scene, state: str) -> Draws:
    """Ties to whoever is on the other side, weighted by its part in it."""
    sides = {f"opponents.{name}": name for name in scene.crisis.opponents}
    sides |= {f"backers.{name}": name for name in scene.crisis.backers}
    return scene.highest([scene.c(path) * scene.relation(state, name, "tie") for path, name in sides.items()])


def _per_state(scene: Scene, value: Any) -> Draws:
    """An array (D, S) from a function of the state's name."""
    return np.stack([value(name) for name in scene.order], axis=1)


def _trust(scene: Scene) -> tuple[dict[str, Any], Draws]:
    """Edges of trust: declared relations whose tie reaches the threshold, weighted and normalized.

    Beside them, shape (D, S), 1 where a state trusts anyone, else 0.
    """
    threshold, extra = scene.t("influence.trust"), scene.t("influence.leading")
    offsets, trusted, weights, listens = [0], [], [], []
    for name in scene.order:
        partners = [other for other in scene.order if other in scene.states[name].relations]
        raw = []
        for other in partners:
            tie = scene.relation(name, other, "tie")
            if not scene.may_trust(name, other):
                continue
            power = scene.highest([lead[other] for lead in scene.leads if other in lead])
            raw.append(np.where(tie >= threshold, tie * (1.0 + extra * power), 0.0))
            trusted.append(scene.place[other])
        total = sum(raw, scene.constant(0.0))  # one by one: numpy adds a single column in another order
        weights += [weight / np.where(total > 0.0, total, 1.0) for weight in raw]
        offsets.append(len(trusted))
        listens.append(np.where(total > 0.0, 1.0, 0.0))
    empty = np.zeros((len(scene.values.draws), 0))
    edges = {
        "trust_offset": np.array(offsets, dtype=np.int64),
        "trusted": np.array(trusted, dtype=np.int64),
        "trust": np.stack(weights, axis=1) if weights else empty,
    }
    return edges, np.stack(listens, axis=1)
