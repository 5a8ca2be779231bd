"""Organizations as arrays: charter, hook, what the host believes of them, how fast their force is."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.arrays import CHARTER_FIELDS, EMPTY, ORGANIZATION_FIELDS, Ints, records
from sim.coding import Draws
from sim.dating import DatedOrganization
from sim.lowering.scene import Scene
from sim.rules import deployment, hook, position, request
from sim.schema import DecisionRule, Rung

_BY_QUORUM = (DecisionRule.QUALIFIED_MAJORITY, DecisionRule.WEIGHTED_MAJORITY)


def organization_arrays(scene: Scene) -> tuple[dict[str, Any], Ints]:
    """Organizations as fields of `Arrays`; beside them the mandate that covers best, shape (D, O)."""
    rows = [
        _organization_row(scene, label, one, roster, lead)
        for (label, one), roster, lead in zip(scene.organizations.items(), scene.rosters, scene.leads, strict=True)
    ]
    shape = (len(scene.values.draws), len(rows))

    def column(name: str) -> Any:
        return np.array([row[name] for row in rows])

    arrays = {
        "organizations": records({name: column(name).T.reshape(shape) for name in ORGANIZATION_FIELDS}, np.float64),
        "charters": records({name: column(name) for name in CHARTER_FIELDS}, np.int64),
    }
    return arrays, column("frame").astype(np.int64).T.reshape(shape)


def _organization_row(
    scene: Scene, label: str, one: DatedOrganization, roster: list[str], lead: dict[str, Draws]
) -> dict[str, Any]:
    for leaf in one.used:
        scene.values.fact(leaf)
    host = scene.crisis.host
    member = host in roster
    cover = _hooks(scene, one, roster, member, invited=True)
    uninvited = _hooks(scene, one, roster, member, invited=False)
    duty = scene.charter(one, "obligation") * (1.0 if member else 0.0)
    rule = DecisionRule(str(scene.values.fact(one.charter["decision_rule"])))
    consent = bool(scene.values.fact(one.charter["leading_consent"])) and bool(lead)
    recorded = scene.crisis.recorded.requests.organizations.get(label)
    dominance = scene.highest(list(lead.values()))
    return {
        "identity": one.draw_id,
        "host_seat": roster.index(host) if member else EMPTY,
        "decision_rule": list(DecisionRule).index(rule),
        "quorum": scene.charter(one, "quorum") if rule in _BY_QUORUM else scene.constant(1.0),
        "standing_aside": scene.values.fact(one.charter["standing_aside"]),
        "leading_consent": consent or rule is DecisionRule.LEADING_STATES,  # with nobody to lead, nothing is decided
        "highest_rung": list(Rung).index(Rung(str(scene.values.fact(one.charter["highest_rung"])))),
        "sitting_days": scene.charter(one, "sitting_days"),
        "hook": np.max(cover, axis=0),
        "frame": np.argmax(cover, axis=0),
        "hook_uninvited": np.max(uninvited, axis=0),
        "duty": duty,
        "five_factors": _five_factors(scene, one, roster, dominance, duty),
        "record": scene.constant(position.practice(one.acted, one.cases)),
        "standing": scene.constant(1.0) if member else scene.t("request.outsider"),
        "cover": scene.constant(request.flags_cover(len(roster))),
        "price": request.sovereignty_price(scene.condition(host, "sovereignty_fear"), dominance),
        "force_days": _force_days(scene, one),
        "requested_on": EMPTY if recorded is None else int(recorded.day),
    }


def _hooks(scene: Scene, one: DatedOrganization, roster: list[str], member: bool, *, invited: bool) -> Draws:
    fellow = any(name in roster for name in scene.crisis.opponents)
    attack = hook.attack_from_outside(
        scene.c("external_attack"),
        scene.c("frame.external"),
        scene.t("hook.latitude"),
        scene.c("territory"),
        fellow,
    )
    defence, order, counter, peace = (scene.charter(one, f"mandates.{name}") for name in hook.MANDATES)
    kind = scene.crisis.type
    terrorism = scene.t("hook.latitude") * scene.c("frame.terrorism")
    return hook.hooks(
        (defence, order, counter, peace), attack, kind.internal, kind.communal, terrorism, member, invited
    )


def _five_factors(scene: Scene, one: DatedOrganization, roster: list[str], dominance: Draws, duty: Draws) -> Draws:
    rapid = scene.constant(0.0)
    if one.rapid_reaction:
        rapid = request.rapid_reaction(
            scene.values.read(one.rapid_reaction["personnel"]),
            scene.needed(),
            scene.values.read(one.rapid_reaction["readiness_days"]),
            _fit(scene, one.rapid_reaction),
        )
    reference = scene.t("request.size_reference")
    factors = {
        "structure": request.structure(scene.charter(one, "shared_history"), dominance),
        "size": request.responsiveness(scene.charter(one, "cohesion"), len(roster), reference),
        "obligation": duty,
        "record": scene.constant(request.record_of_action(one.acted, one.cases)),
        "force": rapid,
    }
    weights = scene.factor_weights()
    return sum((weights[name] * factor for name, factor in factors.items()), scene.constant(0.0))


def _fit(scene: Scene, force: Mapping[str, Any]) -> Draws:
    """Fit of a force to this crisis: full against armies, as coded for unrest."""
    fit = scene.values.read(force["internal_fit"])
    return fit if scene.crisis.type.internal else scene.constant(1.0)


def _force_days(scene: Scene, one: DatedOrganization) -> Draws:
    days = scene.constant(np.inf)
    for force in (one.rapid_reaction, one.standing):
        if force:
            days = np.minimum(
                days,
                deployment.force_days(
                    scene.values.read(force["personnel"]),
                    scene.values.read(force["readiness_days"]),
                    _fit(scene, force),
                    scene.needed(),
                    scene.t("deployment.critical"),
                ),
            )
    return days
