"""The course of a crisis, and the numbers and switches of a theory, as records."""

from typing import Any

import numpy as np

from sim.coding import Draws
from sim.lowering.scene import Scene
from sim.rules import position, severity
from sim.schema import RequestMode


def settings(scene: Scene) -> dict[str, Any]:
    """Whole numbers and switches of a run: SETTINGS."""
    for fact in ("host", "type", "onset", "horizon"):
        scene.values.fact(scene.leaf[f"crisis.{scene.crisis_name}.{fact}"])
    return {
        "horizon": [scene.crisis.horizon],
        "mode": [list(RequestMode).index(scene.mode)],
        "host": [scene.place[scene.crisis.host]],
        "passing_on": [scene.switch("request.passing_on")],
        "raising": [scene.switch("raising.allowed")],
        "hook_required": [scene.switch("hook.required")],
        "deference": [scene.switch("council.deference")],
        "coalition": [scene.switch("coalition.allowed")],
        "sittings": [scene.switch("council.sittings")],
        "coalition_sittings": [scene.switch("coalition.sittings")],
        "alone": [scene.switch("coalition.alone_allowed")],
    }


def course(scene: Scene) -> dict[str, Draws]:
    """Numbers of the crisis among PARAMETERS."""
    level = scene.c("severity.level")
    days = np.maximum(np.floor(scene.c("severity.days_to_peak")), 1.0)
    peak = np.maximum(scene.c("severity.peak"), level)
    backing = scene.highest([scene.c(f"backers.{name}") for name in scene.crisis.backers])
    half_life, push = scene.c("severity.half_life"), scene.t("deployment.push")
    return {
        "level": level,
        "rise": (peak - level) / days,
        "days_to_peak": days,
        "decay": severity.daily_decay(half_life, push, backing, 0.0),
        "decay_helped": severity.daily_decay(half_life, push, backing, scene.t("deployment.help")),
        "uncovered": 1.0 - scene.c("host_capacity"),
        "consent": position.consent(scene.c("asker.control"), scene.c("asker.legitimacy")),
        "mission_intrusion": scene.c("mission.intrusion"),
        "needed": scene.needed(),
    }


def policy(scene: Scene) -> dict[str, Draws]:
    """Numbers of the theory, and of the host's temper."""
    noise, correlation = scene.t("threat.noise"), scene.t("threat.correlation")
    host = scene.crisis.host
    return {
        "noise_shared": noise * np.sqrt(correlation),
        "noise_own": noise * np.sqrt(1.0 - correlation),
        "alarm": scene.t("request.alarm"),
        "concern_weight": scene.factor_weights()["concern"],
        "hook_in_belief": scene.t("request.hook_in_belief"),
        "sounding": scene.t("request.sounding"),
        "request_noise": scene.t("request.noise"),
        "request_patience": scene.t("request.patience"),
        "self_reliance": scene.condition(host, "self_reliance"),
        "raising_patience": scene.t("raising.patience"),
        "hook_threshold": scene.t("hook.threshold"),
        "abstention": scene.t("council.abstention"),
        "standing_aside": scene.t("council.standing_aside"),
        "rise_noticed": scene.t("council.rise"),
        "bargaining_days": scene.t("council.bargaining_days"),
        "critical": scene.t("deployment.critical"),
        "token": scene.t("deployment.token"),
        "coalition_cost": scene.t("coalition.cost"),
        "join": scene.t("coalition.join"),
        "alone_cost": scene.t("coalition.alone_cost"),
        "calm": scene.t("exit.calm"),
        "calm_days": scene.t("exit.calm_days"),
        "impatience": scene.t("exit.host_impatience") * scene.condition(host, "sovereignty_fear"),
        "withdrawal_days": scene.t("exit.withdrawal_days"),
    }


def weights(scene: Scene, group: str, *names: str) -> Draws:
    """Weights of one group of the theory; shape (D, names)."""
    return np.stack([scene.t(f"{group}.{name}") for name in names], axis=1)
