"""Positions: what each member gains and loses by each rung of the ladder.

Benefit grows with the rung, harm with its square, so that each member has an ideal rung: who objects to
force need not object to a statement.
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

type Draws = NDArray[np.float64]


def abandonment(insecure: Draws, capability_share: Draws, fellow: bool) -> Draws:
    """Fear of being left alone when one's own turn comes (Snyder 1984; choi-unrest-elsewhere).

    It weighs on the insecure who could not do without the others, and only where a `fellow` member calls: what
    becomes of a stranger is no precedent for what allies owe each other.
    """
    return insecure * (1.0 - capability_share) * (1.0 if fellow else 0.0)


def consent(control: Draws, legitimacy: Draws) -> Draws:
    """Worth of a request: that of an asker in control and accepted (choi-kg2010-regime-flux)."""
    return np.minimum(control, legitimacy)


def precedent(sovereignty_fear: Draws, mission_intrusion: Draws, internal: bool) -> Draws:
    """Fear that force in another's home affairs is a precedent for one's own.

    Claims choi-karimov-sovereignty, choi-art5-noninterference, choi-smaller-fear-sovereignty.
    """
    return sovereignty_fear * mission_intrusion * (1.0 if internal else 0.0)


def practice(acted: int, cases: int) -> float:
    """What an organization did before, as a reason to do it again, 0-1: nothing where nothing was ever done.

    The share of past cases met with force, one more case supposed (sukhankin-first-since-1992).
    """
    return acted / (cases + 1.0)


def borne(resistance: Draws, burden: Draws) -> Draws:
    """Resistance as a member meets it: by its part of the burden, 1 for the ablest (Olson and Zeckhauser 1966)."""
    return resistance * burden


def entrapment(resistance: Draws, commitment: Draws, backer_share: Draws) -> Draws:
    """Expected cost: resistance on the ground, or a wider war with the other side's backers (Snyder 1984).

    `backer_share` is the backer's part in the capability of backer and organization together.
    """
    return 1.0 - (1.0 - resistance) * (1.0 - commitment * backer_share)


@rule
def obligation(duty: float, hook: float) -> float:
    """Duty under the treaty as far as it covers the case (kaleji-csto-collective-function, choi-articles-2-4)."""
    return duty * hook


@rule
def missing_mandate(hook: float) -> float:
    """What is missing of a mandate: the barrier between a local crisis and a collective threat.

    Claims choi-hard-to-collectivise, choi-institutional-barriers, choi-art5-noninterference.
    """
    return 1.0 - hook


def own_cost(cost: Draws, presence: Draws, needed: Draws) -> Draws:
    """Expected cost to one member: troops that are already there are cheap."""
    return cost * (1.0 - np.minimum(1.0, presence / np.maximum(needed, 1.0)))


@rule
def intrusion(mission_intrusion: float, consent: float, invited: bool) -> float:
    """Intrusion into sovereignty: small with a good request, full without any, whatever the task.

    Claims choi-secure-infrastructure, sutanovac-declared-task; 1968 is the uninvited case
    (kaleji-observers-1968).
    """
    if not invited:
        return 1.0
    return mission_intrusion * (1.0 - consent)


@rule
def benefit(
    threat: float,
    obligation: float,
    abandonment: float,
    pressure: float,
    record: float,
    weights: NDArray[np.float64],
) -> float:
    """Reasons for force, in utility; `weights` in the order of the arguments.

    `pressure` may be negative: a leading state can press for restraint. `record` is the organization's record
    of action (sukhankin-first-since-1992, kaleji-reputation-effect).
    """
    return (
        weights[0] * threat
        + weights[1] * obligation
        + weights[2] * abandonment
        + weights[3] * pressure
        + weights[4] * record
    )


@rule
def harm(
    intrusion: float, mandate: float, precedent: float, ties: float, cost: float, weights: NDArray[np.float64]
) -> float:
    """Reasons against force, in utility; `weights` in the order of the arguments; `mandate` is what is missing.

    Ties to the other side count only here (sutanovac-belarus-polonez).
    """
    return (
        weights[0] * intrusion + weights[1] * mandate + weights[2] * precedent + weights[3] * ties + weights[4] * cost
    )


@rule
def utility(benefit: float, harm: float, height: float) -> float:
    """Utility of a rung at `height` 0-1 against silence: linear benefit, quadratic harm."""
    return benefit * height - harm * height * height


@rule
def lean(benefit: float, harm: float) -> float:
    """How firmly a leading state is for (+1) or against (-1) force before it presses others."""
    if benefit + harm <= 0.0:
        return 0.0
    return min(1.0, max(-1.0, (benefit - harm) / (benefit + harm)))


@rule
def pressure(
    dependence: NDArray[np.float64], asymmetry: NDArray[np.float64], leans: NDArray[np.float64], own: int
) -> float:
    """Pressure of the leading states on one member, -1 to 1, by its dependence and their preponderance.

    Nobody presses itself: `own` is the member's place among the leading states, or -1.
    Claims choi-moscow-approval, sutanovac-moscow-function, sukhankin-russia-dominated.
    """
    total = 0.0
    for k in range(len(leans)):
        if k != own:
            total += dependence[k] * asymmetry[k] * leans[k]
    return min(1.0, max(-1.0, total))


@rule
def relief(cost: float, weight: float, part: float, height: float) -> float:
    """Utility that a member regains at a rung by standing aside: the part of the cost that falls on senders.

    Constructive abstention: who takes no part objects only for reasons that hold for bystanders too.
    """
    return part * weight * cost * height * height


@rule
def vote(utility: float, relief: float, abstention: float) -> int:
    """1 (aye) above the band of abstention, -1 (objection) below it even when standing aside, else 0."""
    if utility > abstention:
        return 1
    if utility + relief < -abstention:
        return -1
    return 0
