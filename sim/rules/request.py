"""The request: whether the host asks, and whom (forum choice).

A host weighs each addressee's believed chance of acting by Kaleji's six factors, the cover of many
flags, and the price in sovereignty (kaleji-six-points-suffice, sukhankin-request-choice-telling).
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

type Draws = NDArray[np.float64]

FACTORS = ("structure", "size", "obligation", "record", "force", "concern")
"""Kaleji's six."""


def structure(shared_history: Draws, lead: Draws) -> Draws:
    """First factor: one leading state and a shared history (kaleji-structure-russian, kaleji-affinity-venue)."""
    return (shared_history + lead) / 2.0


def responsiveness(cohesion: Draws, members: int, size_reference: Draws) -> Draws:
    """Second factor: small and cohesive bodies answer fast (kaleji-more-cohesive, kaleji-expansion-vindicated)."""
    return (cohesion + size_reference / (size_reference + members)) / 2.0


def record_of_action(acted: int, cases: int) -> float:
    """Fourth factor: share of past cases met with force, smoothed by one half (kaleji-reputation-effect).

    With no case at all it is 1/2: nobody knows (Crescenzi et al. 2012 on reputation).
    """
    return (acted + 0.5) / (cases + 1.0)


def rapid_reaction(personnel: Draws, needed: Draws, readiness_days: Draws, fit: Draws) -> Draws:
    """Fifth factor: a force large enough, near in days, and fit (kaleji-crrf-quick, kaleji-crrf-like-internal)."""
    enough = np.minimum(1.0, personnel / np.maximum(needed, 1.0))
    return enough * fit / (1.0 + readiness_days / 7.0)


def sovereignty_price(sovereignty_fear: Draws, dominance: Draws) -> Draws:
    """What it costs to let the addressee in: more, the more one state dominates it.

    Claims choi-smaller-fear-sovereignty, sutanovac-sovereignty-cost, sutanovac-duma-unlimited.
    """
    return sovereignty_fear * dominance


def flags_cover(members: int) -> float:
    """Cover that many flags give: none from one state, growing with members (sutanovac-coalition-legitimacy)."""
    return 1.0 - 1.0 / max(members, 1)


@rule
def believed_chance(
    five_factors: float, concern: float, concern_weight: float, hook: float, hook_in_belief: float, standing: float
) -> float:
    """Chance, 0-1, that an organization acts, as the host believes.

    The weighted mean of six factors - `five_factors` is what the first five add to it, `concern` the sixth, how
    much the leading states care today (kaleji-host-reads-hegemon) - less what a missing hook takes away
    (kaleji-commitment-gap), times the host's standing with it (1 for members).
    """
    return (five_factors + concern_weight * concern) * (1.0 - hook_in_belief * (1.0 - hook)) * standing


@rule
def bilateral_chance(tie: float, concern: float, able: float) -> float:
    """Chance, 0-1, that a leading state acts when asked alone: it is close, cares, and can (diplomat-early-talks)."""
    return (tie + concern + able) / 3.0


@rule
def sounded(belief: float, inclination: float, sounding: float) -> float:
    """Belief corrected by sounding out the leading states before asking (diplomat-early-talks).

    `inclination` is 1 if they would now let force through, else 0; a host that foresees a no asks less.
    """
    return belief + sounding * (inclination - belief)


@rule
def appeal(
    need: float,
    chance: float,
    cover: float,
    price: float,
    self_reliance: float,
    weights: NDArray[np.float64],
    noise: float,
) -> float:
    """Utility of asking one addressee; asking nobody has 0 (random utility, McFadden 1974).

    If the addressee comes, it meets the need, lends its cover and takes its price; the reluctance to call at
    all is paid in any case. `weights` are those of belief, cover, price and reluctance. Claims
    diplomat-csto-pragmatic, sukhankin-uz-rebuts.
    """
    outcome = weights[0] * need + weights[1] * cover - weights[2] * price
    return chance * outcome - weights[3] * self_reliance + noise
