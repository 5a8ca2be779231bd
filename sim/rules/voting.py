"""Voting: how a council turns votes into a decision, under every rule.

Veto players: Tsebelis 2002. Consensus is the absence of objection, not the presence of consent; under it
a member may stand aside (constructive abstention).
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

UNANIMITY = 0
CONSENSUS = 1
CONSENSUS_MINUS_ONE = 2
CONSENSUS_MINUS_PARTIES = 3
QUALIFIED_MAJORITY = 4
SIMPLE_MAJORITY = 5
WEIGHTED_MAJORITY = 6
LEADING_STATES = 7

ROUNDING = 0.001
"""So that a quorum written as 0.667 is met by two of three."""

STATEMENT = 1
OFFER = 2
MATERIAL_AID = 3
FORCE = 4


@rule
def passes(
    decision_rule: int,
    votes: NDArray[np.int64],
    weights: NDArray[np.float64],
    parties: NDArray[np.bool_],
    quorum: float,
) -> bool:
    """Whether `votes` (1 aye, 0 abstention, -1 objection) carry under `decision_rule`.

    Parties to the dispute do not count under consensus minus the parties. Under the rule of leading
    states the others have no say here; the leading states' consent is a gate of its own. Sources:
    choi-art12-consensus (CSTO), treaty practice of NATO and the SCO (consensus), OSCE (minus one).
    """
    if decision_rule == LEADING_STATES:
        return True
    voters, ayes, objections, aye_weight, weight = 0, 0, 0, 0.0, 0.0
    for m in range(len(votes)):
        if decision_rule == CONSENSUS_MINUS_PARTIES and parties[m]:
            continue
        voters += 1
        weight += weights[m]
        if votes[m] > 0:
            ayes += 1
            aye_weight += weights[m]
        elif votes[m] < 0:
            objections += 1
    if ayes == 0:
        return False
    if decision_rule == UNANIMITY:
        return ayes == voters
    if decision_rule == CONSENSUS or decision_rule == CONSENSUS_MINUS_PARTIES:
        return objections == 0
    if decision_rule == CONSENSUS_MINUS_ONE:
        return objections <= 1
    if decision_rule == QUALIFIED_MAJORITY:
        return ayes >= (quorum - ROUNDING) * voters
    if decision_rule == SIMPLE_MAJORITY:
        return 2 * ayes > voters
    return aye_weight >= (quorum - ROUNDING) * weight


@rule
def stands_by_silence(votes: NDArray[np.int64]) -> bool:
    """A statement needs a sponsor and no objector, under any rule."""
    sponsor = False
    for m in range(len(votes)):
        if votes[m] < 0:
            return False
        if votes[m] > 0:
            sponsor = True
    return sponsor


@rule
def leading_willing(votes: NDArray[np.int64], leading: NDArray[np.int64]) -> bool:
    """Whether every leading state votes aye (choi-moscow-approval); `leading` holds their seats. False of nobody."""
    if len(leading) == 0:
        return False
    for k in range(len(leading)):
        if votes[leading[k]] <= 0:
            return False
    return True


@rule
def leading_object(votes: NDArray[np.int64], leading: NDArray[np.int64]) -> bool:
    """Whether any leading state objects."""
    for k in range(len(leading)):
        if votes[leading[k]] < 0:
            return True
    return False


@rule
def force_carries(
    decision_rule: int,
    votes: NDArray[np.int64],
    weights: NDArray[np.float64],
    parties: NDArray[np.bool_],
    quorum: float,
    leading: NDArray[np.int64],
    consent: bool,
) -> bool:
    """Whether a vote on force carries: by the rule, and with the leading states' consent where that is needed."""
    if consent and not leading_willing(votes, leading):
        return False
    return passes(decision_rule, votes, weights, parties, quorum)


@rule
def bargaining(votes: NDArray[np.int64], days: float) -> int:
    """Days of bargaining: none if all support the draft, up to `days` if next to nobody does."""
    ayes = 0
    for m in range(len(votes)):
        if votes[m] > 0:
            ayes += 1
    return int(days * (1.0 - ayes / len(votes)))


@rule
def objection_decides(
    decision_rule: int,
    votes: NDArray[np.int64],
    weights: NDArray[np.float64],
    parties: NDArray[np.bool_],
    quorum: float,
    leading: NDArray[np.int64],
    consent: bool,
    seat: int,
) -> bool:
    """Whether a failed vote on force would carry if the member at `seat` alone voted aye: its no is the veto.

    `votes` is left as it was.
    """
    cast = votes[seat]
    if cast > 0 or force_carries(decision_rule, votes, weights, parties, quorum, leading, consent):
        return False
    votes[seat] = 1
    decisive = force_carries(decision_rule, votes, weights, parties, quorum, leading, consent)
    votes[seat] = cast
    return decisive
